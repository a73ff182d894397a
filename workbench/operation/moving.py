"""Move a whole installation from one database to another."""

from workbench.operation.copying import TableProof, copy_everything
from workbench.operation.databases import (
    OperationError,
    assert_at_head,
    assert_empty,
    bring_up_to_date,
    filled_tables,
    holding_writers,
    opened,
    shown,
)
from workbench.operation.presence import assert_not_in_use, hold_alone

NAME_AN_EMPTY_ONE = "Name an empty database."


def move_installation(
    source_url: str, target_url: str, *, while_running: bool = False
) -> tuple[TableProof, ...]:
    """Copy everything into an empty database and prove it equal; the source stays as it is.

    A source that a workbench still uses is refused, because what people store after the copy would
    stay behind; `while_running` says that this is known. Nobody can write to the source while it is
    read. Raises `OperationError`; the target then has its tables at most, and no row.
    """
    if not while_running:
        assert_not_in_use(source_url)
    with opened(source_url) as source, holding_writers(source) as old:
        assert_at_head(old, where=shown(source_url))
        hold_alone(old, source_url, target_url)
        assert_empty(target_url, advice=NAME_AN_EMPTY_ONE)
        bring_up_to_date(target_url)
        with opened(target_url) as target, holding_writers(target) as new:
            filled = filled_tables(new)
            if filled:
                # Somebody came in between.
                raise OperationError(f"{shown(target_url)} is not empty. {NAME_AN_EMPTY_ONE}")
            return copy_everything(old, new)
