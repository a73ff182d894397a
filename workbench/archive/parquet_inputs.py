"""Cut Parquet files into partitions, without holding more than one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from workbench.archive.columns import ColumnNames
from workbench.archive.errors import ArchiveError
from workbench.archive.inputs import Input, Reading, empty_partition
from workbench.archive.partitions import Partition
from workbench.text.articles import BadRow
from workbench.text.records import field_names

ROWS_AT_ONCE = 256


def parquet_partitions(source: Input, reading: Reading) -> Iterator[Partition]:
    """Cut a file into runs of rows; raise `ArchiveError` where it cannot be opened.

    Where the file is damaged further on, the last partition says from which row on nothing was
    read.
    """
    try:
        file = pq.ParquetFile(source.path, pre_buffer=False, buffer_size=1024 * 1024)
    except (pa.ArrowException, OSError) as error:
        raise ArchiveError(f"{source.name} is not a whole Parquet file.") from error
    with file:
        reading.columns.check(file.schema_arrow.names, source=source.name)
        base = empty_partition(source, reading)
        try:
            for batches in _runs(file, reading):
                rows = sum(batch.num_rows for batch in batches)
                row = base.first_row - 1 + rows
                end = source.size * row // file.metadata.num_rows
                yield replace(base, rows=rows, content=_packed(batches), end=end)
                base = replace(base, first_row=row + 1)
        except (pa.ArrowException, OSError):
            reason = "The file is damaged, and nothing from here on was read: fetch it again."
            yield replace(base, bad_rows=(BadRow(source.name, base.first_row, reason),))


def wanted_columns(names: Sequence[str], columns: ColumnNames) -> list[str]:
    """List the columns that are read at all."""
    renamed = columns.renamed(names)
    fields = set(field_names(renamed.values()).values())
    return [name for name in names if renamed[name] in fields]


def _runs(file: Any, reading: Reading) -> Iterator[list[Any]]:
    wanted = wanted_columns(file.schema_arrow.names, reading.columns)
    batches: list[Any] = []
    size = 0
    for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=wanted):
        batches.append(batch)
        size += batch.nbytes
        if size >= reading.partition_bytes:
            yield batches
            batches, size = [], 0
    if batches:
        yield batches


def _packed(batches: list[Any]) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batches[0].schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed
