"""Move a whole installation from one database to another."""

from workbench.operation.copying import TableProof, copy_everything
from workbench.operation.databases import (
    OperationError,
    assert_at_head,
    bring_up_to_date,
    filled_tables,
    holding_writers,
    opened,
    shown,
)


def move_installation(source_url: str, target_url: str) -> tuple[TableProof, ...]:
    """Copy everything into an empty database and prove it equal; the source stays as it is.

    Nobody can write to the source while it is read. Raises `OperationError`; the target then has
    its tables at most, and no row.
    """
    if source_url == target_url:
        raise OperationError("The two addresses are the same database.")
    with opened(source_url) as source, holding_writers(source) as old:
        assert_at_head(old, where=shown(source_url))
        bring_up_to_date(target_url)
        with opened(target_url) as target, holding_writers(target) as new:
            filled = filled_tables(new)
            if filled:
                raise OperationError(
                    f"{shown(target_url)} is not empty: it has rows in {', '.join(filled)}. "
                    "Name an empty database."
                )
            return copy_everything(old, new)
