"""Put many rows into a table by one call of the driver, whose library goes through none of them.

SQLAlchemy looks at each value of each row before the driver does: for an import that took longer
than the database did. Here rows are tuples of what the driver takes, made before the transaction
begins, so that on SQLite nobody waits for the making.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, func, select, text
from sqlalchemy.engine import Connection

from workbench.prepared import told

Row = tuple[Any, ...]


def insert_rows(
    link: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Insert rows whose values stand in the order of `columns`, as the driver takes them.

    Text, numbers, truth values and None are taken as they are; of other values `as_sent` gives the
    form. Columns that are not named get what the database gives by default. Raises what
    SQLAlchemy raises.
    """
    if not rows:
        return
    statement = _insertion(table, columns, "?" if link.dialect.paramstyle == "qmark" else "%s")
    cursor = link.connection.cursor()
    try:
        for note in link.dispatch.before_cursor_execute:
            note(link, cursor, statement, rows, None, True)
        cursor.executemany(statement, rows)
    except link.dialect.loaded_dbapi.Error as error:
        raise told(link, error, statement) from error
    finally:
        cursor.close()


def new_ids(link: Connection, table: Table, count: int) -> Sequence[int]:
    """Give so many ids for rows that are about to be put in, in rising order.

    On PostgreSQL they are taken from the table's sequence, as by an insertion. On SQLite they are
    those that it would give itself: nobody else can write until this transaction ends.
    """
    if link.dialect.name != "postgresql":
        highest = link.scalar(_highest(table)) or 0
        return range(highest + 1, highest + 1 + count)
    return sorted(link.scalars(_TAKEN, {"of_table": table.name, "count": count}))


def as_sent(link: Connection, table: Table, column: str, value: Any) -> Any:
    """Give a value of a column in the form that the driver takes."""
    convert = table.c[column].type.dialect_impl(link.dialect).bind_processor(link.dialect)
    return value if convert is None else convert(value)


# The name of the sequence is sought once, not for each number.
_TAKEN = text(
    "SELECT nextval(named.sequence) FROM "
    "(SELECT CAST(pg_get_serial_sequence(:of_table, 'id') AS regclass) AS sequence) AS named, "
    "generate_series(1, :count)"
)


@cache
def _highest(table: Table) -> Any:
    return select(func.max(table.c.id))


@cache
def _insertion(table: Table, columns: tuple[str, ...], mark: str) -> str:
    named = ", ".join(f'"{table.c[column].name}"' for column in columns)
    marks = ", ".join([mark] * len(columns))
    return f'INSERT INTO "{table.name}" ({named}) VALUES ({marks})'  # noqa: S608  (the model's)
