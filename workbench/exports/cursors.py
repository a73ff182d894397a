"""Rows as the driver hands them over, however many there are."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import CursorResult, Select

from workbench.database import db

# So many annotations or paragraphs are in memory at a time, whatever the size of the project.
BATCH = 500


def batches(statement: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    """Read the rows of a statement in parts of `BATCH`."""
    # The driver hands rows over as they are asked for, with a server-side cursor on PostgreSQL.
    return rows(statement.execution_options(yield_per=BATCH)).partitions()


def rows(statement: Select[*tuple[Any, ...]]) -> CursorResult[*tuple[Any, ...]]:
    """Read the rows of a statement, whose columns are its values."""
    # By the session's connection: plain rows, without the session's look at each for objects.
    return db.session.connection().execute(statement)
