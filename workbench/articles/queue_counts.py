"""Keep the counts of a project's paragraphs right when paragraphs come and go."""

from functools import cache

from sqlalchemy import Table, Update, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from workbench.articles.models import QueueCount
from workbench.database import Base, connection, db
from workbench.prepared import rows

_COUNTS: Table = Base.metadata.tables[QueueCount.__tablename__]


def count_added(project_id: int, paragraphs: int) -> None:
    """Count paragraphs that were added, or removed by a negative number, and that are not full.

    Others wait for the row of counts until the transaction ends: call it near the end.
    """
    if not paragraphs:
        return
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = make(_COUNTS).values(project_id=project_id, paragraphs=paragraphs, full_paragraphs=0)
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=[_COUNTS.c.project_id],
            set_={"paragraphs": _COUNTS.c.paragraphs + row.excluded.paragraphs},
        )
    )


def count_filled(project_id: int, paragraphs: int) -> None:
    """Count paragraphs that became full, or open again by a negative number."""
    rows(connection(), _filled(), {"of_project": project_id, "more": paragraphs})


@cache
def _filled() -> Update:
    """Build the statement once, because it runs for each paragraph that is filled."""
    return (
        update(_COUNTS)
        .where(_COUNTS.c.project_id == bindparam("of_project"))
        .values(full_paragraphs=_COUNTS.c.full_paragraphs + bindparam("more"))
    )
