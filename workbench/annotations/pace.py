"""How fast somebody works, and how long the rest may take."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from sqlalchemy import Float, Select, bindparam, select
from sqlalchemy.engine import Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from workbench.annotations.tables import ASSIGNMENT
from workbench.prepared import rows
from workbench.statements import built_once

# The time left is guessed from these many paragraphs, and from none that lay open over a break.
PACE_PARAGRAPHS = 30
# The first ones are read slowly, with the guidelines: by fewer one would guess hours, then minutes.
PACE_NEEDS = 8
LONGEST_SECONDS = 600.0


class seconds(FunctionElement[float]):  # noqa: N801  (SQLAlchemy's functions are named like SQL's)
    """Count the seconds of a stored time, from a moment that is the same within a database.

    On SQLite they are right to a twentieth of a millisecond.
    """

    name = "seconds"
    type = Float()
    inherit_cache = True


@compiles(seconds, "sqlite")
def _on_sqlite(element: seconds, compiler: SQLCompiler, **options: Any) -> str:
    return f"(julianday({compiler.process(element.clauses, **options)}) * 86400.0)"


@compiles(seconds, "postgresql")
def _on_postgresql(element: seconds, compiler: SQLCompiler, **options: Any) -> str:
    return f"extract(epoch from {compiler.process(element.clauses, **options)})::float8"


def finished_last(link: Connection, who: Mapping[str, Any]) -> list[Any]:
    """List what the asker finished last, the newest first: `id`, and `leased` and `finished`.

    The times are in seconds, see `seconds`.
    """
    return rows(link, _finished_last(), who)


def minutes_left(recent: Sequence[Any], still_open: int) -> int | None:
    """Guess from the rows of `finished_last`; None where there are too few to tell."""
    # A page is fetched while the one before it is read: it is begun when that one is finished.
    begun = [max(each.leased, before.finished) for each, before in pairwise(recent)]
    begun += [each.leased for each in recent[-1:]]
    lengths: list[float] = [
        each.finished - start for each, start in zip(recent, begun, strict=True)
    ]
    # Below zero it was finished after a clock went back.
    usual = [length for length in lengths if 0 <= length <= LONGEST_SECONDS]
    if len(usual) < PACE_NEEDS:
        return None
    return max(1, round(median(usual) * still_open / 60))


@built_once
def _finished_last() -> Select[Any]:
    # To make sixty times of them took three times as long as to read them.
    return (
        select(
            ASSIGNMENT.c.id,
            seconds(ASSIGNMENT.c.leased_at).label("leased"),
            seconds(ASSIGNMENT.c.finished_at).label("finished"),
        )
        .where(
            ASSIGNMENT.c.project_id == bindparam("project_id"),
            ASSIGNMENT.c.account_id == bindparam("account_id"),
            # What a clock that went back left ahead is not what was finished last.
            ASSIGNMENT.c.finished_at <= bindparam("at"),
        )
        .order_by(ASSIGNMENT.c.finished_at.desc(), ASSIGNMENT.c.id.desc())
        .limit(PACE_PARAGRAPHS)
    )
