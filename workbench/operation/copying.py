"""Copy tables between databases and prove that what arrived is what left.

A row's hash is taken over its values as Python sees them, so that both engines give the same: times
in UTC, floats to the last bit, JSON with sorted names. The sign of a zero alone is left out: SQLite
keeps a whole float as an integer, and gives back 0.0 for the −0.0 that PostgreSQL keeps. A table's
checksum is the sum of its rows' hashes modulo 2**256, so that it depends on no order.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Table, column, func, insert, select, text
from sqlalchemy import table as named_table
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import DBAPIError, OperationalError

from workbench.operation.databases import OperationError, tables

BATCH = 500


@dataclass(frozen=True)
class TableProof:
    """Hold what a table contains: its number of rows and their checksum, in hexadecimal."""

    name: str
    rows: int
    checksum: str


def copy_everything(source: Connection, target: Connection) -> tuple[TableProof, ...]:
    """Copy all tables into empty ones, and give their proofs.

    Raises `OperationError` when the target refuses a row, or holds something else afterwards; the
    caller's transaction on the target must then be undone.
    """
    left = tuple(_copy(source, target, table) for table in tables())
    for table in tables():
        _continue_numbers(target, table)
    arrived = tuple(prove(target, table) for table in tables())
    differing = [one.name for one, other in zip(left, arrived, strict=True) if one != other]
    if differing:
        raise OperationError(
            f"The copy differs from the original in: {', '.join(differing)}. Nothing was kept."
        )
    return arrived


def prove(connection: Connection, table: Table) -> TableProof:
    """Count and hash the rows of a table as they stand in the database."""
    total = _Total()
    with _batches(connection, table) as batches:
        for batch in batches:
            total.add(batch)
    return total.proof(table)


def _copy(source: Connection, target: Connection, table: Table) -> TableProof:
    total = _Total()
    names = [column.name for column in table.columns]
    statement = insert(_receiving(table))
    with _batches(source, table) as batches:
        for batch in batches:
            total.add(batch)
            try:
                target.execute(statement, [dict(zip(names, row, strict=True)) for row in batch])
            except OperationalError:
                raise
            except DBAPIError as error:
                # The driver's own words would quote the row.
                raise OperationError(
                    f"The target refused a row of “{table.name}” ({type(error.orig).__name__}). "
                    "Nothing was kept."
                ) from error
    return total.proof(table)


@contextmanager
def _batches(connection: Connection, table: Table) -> Iterator[Iterator[Sequence[Row[Any]]]]:
    # In the order of the key: a row that refers to an older row of its own table comes after it.
    query = select(table).order_by(*table.primary_key.columns)
    result = connection.execute(query.execution_options(yield_per=BATCH))
    # A cursor on the server that is not read to its end has to be closed.
    with closing(result):
        yield result.partitions()


def _receiving(table: Table) -> Any:
    """Describe the table so that an empty JSON value arrives as NULL, not as the word null."""
    return named_table(
        table.name,
        *(
            column(each.name, JSON(none_as_null=each.nullable is True))
            if isinstance(each.type, JSON)
            else column(each.name, each.type)
            for each in table.columns
        ),
    )


def _continue_numbers(target: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that were copied; SQLite does by itself."""
    number = table.autoincrement_column
    if target.dialect.name != "postgresql" or number is None:
        return
    highest = target.scalar(select(func.max(number)))
    target.execute(
        text("SELECT setval(pg_get_serial_sequence(:table, :column), :value, :used)"),
        {
            "table": f'"{table.name}"',
            "column": number.name,
            "value": highest or 1,
            "used": highest is not None,
        },
    )


class _Total:
    """Add the hashes of rows up."""

    def __init__(self) -> None:
        self.rows = 0
        self.sum = 0

    def add(self, batch: Sequence[Row[Any]]) -> None:
        for row in batch:
            plain = json.dumps(
                [value + 0.0 if type(value) is float else value for value in row],
                default=_plain,
                sort_keys=True,
                separators=(",", ":"),
            ).encode()
            self.sum += int.from_bytes(hashlib.sha256(plain).digest(), "big")
        self.sum %= 1 << 256
        self.rows += len(batch)

    def proof(self, table: Table) -> TableProof:
        return TableProof(table.name, self.rows, f"{self.sum:064x}")


def _plain(value: object) -> str:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case bytes():
            return value.hex()
    raise TypeError(f"No way to hash a {type(value).__name__}.")
