"""Pieces of the inputs that are scored as a whole, each small enough for any memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workbench.text.articles import BadRow

PARTITION_BYTES = 4 * 1024 * 1024


class Kind(StrEnum):
    """Name how an input is written."""

    PARQUET = "parquet"
    JSONL = "jsonl"
    CSV = "csv"


class Unit(StrEnum):
    """Name what a row of an input holds."""

    ARTICLES = "articles"
    PARAGRAPHS = "paragraphs"


@dataclass(frozen=True)
class Partition:
    """Hold rows of one input, as they stand there, and where they stand.

    `first_row` is a line of a text file or a row of a Parquet file, counted from 1; `rows` counts
    records, fewer than lines where a cell has several. `content` is text in the input's encoding,
    or a stream of Arrow record batches. `head` is what a table begins with, up to its header.
    `bad_rows` were found while the input was cut. `end` is how far into all inputs, in bytes on the
    disk, the reading had come.
    """

    number: int
    source: str
    kind: Kind
    unit: Unit
    first_row: int
    rows: int
    content: bytes
    end: int
    encoding: str = "utf-8"
    head: str = ""
    delimiter: str = ","
    columns: Mapping[str, str] | None = None
    bad_rows: tuple[BadRow, ...] = ()
