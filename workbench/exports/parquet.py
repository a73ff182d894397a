"""Parquet from rows of groups, a row group at a time, and the joining of several such files.

Loaded only by who wants Parquet: pyarrow takes more memory than a server at rest.
"""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from workbench.exports.columns import Column, Kind
from workbench.exports.queries import Value
from workbench.exports.rows import Row

# A row group is what is in memory at a time: so many rows, or so many characters of text.
ROWS_PER_GROUP = 20_000
CHARACTERS_PER_GROUP = 16_000_000
COMPRESSION = "zstd"

TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "whole number": pa.int64(),
    "number": pa.float64(),
    "claim": pa.bool_(),
    "date": pa.date32(),
    "time": pa.timestamp("us", tz="UTC"),
    "JSON": pa.string(),
}


class _Sink(io.RawIOBase):
    """Collect what a writer writes until it is taken away."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._length

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        self._length += len(self._pieces[-1])
        return len(self._pieces[-1])

    def take(self) -> bytes:
        """Give what was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def parquet_pieces(columns: Sequence[Column], batches: Iterable[list[Row]]) -> Iterator[bytes]:
    """Write batches of rows as one file, piece by piece."""
    schema = _schema(columns)
    tables = (
        pa.Table.from_batches([_batch(schema, columns, rows)]) for rows in _row_groups(batches)
    )
    return _written(schema, tables)


def joined(files: Iterable[bytes]) -> Iterator[bytes]:
    """Join files of the same columns into one, in order, piece by piece; at least one is wanted."""
    parts = (pq.read_table(pa.BufferReader(content)) for content in files)
    first = next(parts)
    return _written(first.schema, _larger(chain([first], parts)))


def _written(schema: pa.Schema, tables: Iterable[pa.Table]) -> Iterator[bytes]:
    sink = _Sink()
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression=COMPRESSION) as writer:
        for table in tables:
            writer.write_table(table, row_group_size=max(1, len(table)))
            yield sink.take()
    yield sink.take()


def _larger(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Put small tables together, so that a file has as few row groups as if written at once."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        is_long = sum(map(len, waiting)) >= ROWS_PER_GROUP
        if is_long or sum(each.nbytes for each in waiting) >= CHARACTERS_PER_GROUP:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _row_groups(batches: Iterable[list[Row]]) -> Iterator[list[Row]]:
    group: list[Row] = []
    characters = 0
    for rows in batches:
        group.extend(rows)
        characters += sum(len(cell) for row in rows for cell in row[0] if isinstance(cell, str))
        if len(group) >= ROWS_PER_GROUP or characters >= CHARACTERS_PER_GROUP:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _schema(columns: Sequence[Column]) -> pa.Schema:
    return pa.schema(
        [
            pa.field(column.name, TYPES[column.kind], metadata={"description": column.description})
            for column in columns
        ]
    )


def _batch(schema: pa.Schema, columns: Sequence[Column], rows: list[Row]) -> pa.RecordBatch:
    values = zip(*(chain.from_iterable(row) for row in rows), strict=True)
    arrays = [
        pa.array(map(_json, cells) if column.kind == "JSON" else cells, TYPES[column.kind])
        for column, cells in zip(columns, values, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _json(value: Value) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
