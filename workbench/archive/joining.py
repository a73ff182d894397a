"""Join the parts of an archive into one file, part by part."""

import csv
import json
import os
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from workbench.archive.schema import ORIGIN_KEY, REASONS_KEY, schema
from workbench.archive.scoring import COMPRESSION
from workbench.text.articles import BadRow
from workbench.web.cells import written

# Readers work by row group: large enough to be quick, small enough for any memory.
GROUP_BYTES = 32 * 1024 * 1024


def join_parts(
    parts: Iterable[Path],
    target: Path,
    *,
    with_text: bool,
    origin: Mapping[str, Any],
    reasons: Mapping[str, str],
) -> None:
    """Write one file of all parts in their order; it gets its name when it is whole."""
    under_way = target.with_name(target.name + ".tmp")
    footer = {
        ORIGIN_KEY: json.dumps(origin, sort_keys=True).encode(),
        REASONS_KEY: json.dumps(reasons, sort_keys=True, ensure_ascii=False).encode(),
    }
    described = schema(with_text=with_text).with_metadata(footer)
    with pq.ParquetWriter(under_way, described, compression=COMPRESSION) as writer:
        group: list[Any] = []
        size = 0
        for path in parts:
            table = pq.read_table(path, memory_map=False)
            group.append(table)
            size += table.nbytes
            if size >= GROUP_BYTES:
                _write_group(writer, group, described)
                group, size = [], 0
        _write_group(writer, group, described)
    with under_way.open("rb") as file:
        os.fsync(file.fileno())
    under_way.replace(target)


def _write_group(writer: Any, tables: list[Any], described: Any) -> None:
    rows = sum(table.num_rows for table in tables)
    if rows:
        joined = pa.concat_tables([table.cast(described) for table in tables])
        writer.write_table(joined, row_group_size=rows)


def write_bad_rows(path: Path, bad_rows: Iterable[BadRow]) -> None:
    """Write what could not be read as CSV; where there is nothing there is no file."""
    path.unlink(missing_ok=True)
    rows = iter(bad_rows)
    first = next(rows, None)
    if first is None:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        cells = csv.writer(file)
        cells.writerow(["file", "row", "reason"])
        for row in chain([first], rows):
            cells.writerow([written(row.source_name), written(row.line), written(row.reason)])
