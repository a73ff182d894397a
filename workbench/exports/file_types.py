"""The types of file that leave."""

from enum import StrEnum


class FileType(StrEnum):
    """Name the types of file; the value is what the file's name ends in."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"

    @property
    def content_type(self) -> str:
        """Give the media type under which the file is sent."""
        return _CONTENT_TYPES[self]


_CONTENT_TYPES = {
    FileType.CSV: "text/csv; charset=utf-8",
    FileType.JSONL: "application/x-ndjson",
    FileType.PARQUET: "application/vnd.apache.parquet",
}
