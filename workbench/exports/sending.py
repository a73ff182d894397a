"""The parts of a prepared file, put together while they are sent."""

import gzip
from collections.abc import Iterator

from workbench.exports.file_types import FileType
from workbench.exports.prepared import PreparedFile
from workbench.jobs.outputs import StoredOutput, output_parts


def whole_file(file: PreparedFile, stored: StoredOutput) -> Iterator[bytes]:
    """Give a file as it was asked for, one part in memory at a time."""
    parts = output_parts(file.job_id, stored.parts)
    if file.file_type is FileType.PARQUET:
        from workbench.exports.parquet import joined  # noqa: PLC0415  (loads pyarrow)

        return joined(parts)
    return map(gzip.decompress, parts)


def packed_file(file: PreparedFile, stored: StoredOutput) -> Iterator[bytes]:
    """Give a file packed by gzip: its parts one after the other are one such file (RFC 1952)."""
    return output_parts(file.job_id, stored.parts)
