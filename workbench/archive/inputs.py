"""Files to score: what they are, and how they are read."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from workbench.archive.columns import ColumnNames
from workbench.archive.errors import ArchiveError
from workbench.archive.partitions import PARTITION_BYTES, Kind, Partition, Unit

SUFFIXES = {".parquet": Kind.PARQUET, ".jsonl": Kind.JSONL, ".csv": Kind.CSV}
HASH_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Input:
    """Name a file to score, how it is written, and whether gzip packed it."""

    path: Path
    kind: Kind
    is_packed: bool

    @property
    def name(self) -> str:
        """Give the name without its folder, which is nobody else's business."""
        return self.path.name

    @property
    def size(self) -> int:
        """Give the bytes that it takes on the disk."""
        return self.path.stat().st_size


@dataclass(frozen=True)
class Reading:
    """Say how inputs are read: what a row is, which columns, which encoding, how large a piece."""

    unit: Unit = Unit.ARTICLES
    columns: ColumnNames = field(default_factory=ColumnNames)
    encoding: str = "utf-8"
    partition_bytes: int = PARTITION_BYTES


def empty_partition(source: Input, reading: Reading) -> Partition:
    """Give what the partitions of an input are made from: one that holds none of its rows yet."""
    return Partition(
        number=0,
        source=source.name,
        kind=source.kind,
        unit=reading.unit,
        first_row=1,
        rows=0,
        content=b"",
        end=source.size,
        encoding=reading.encoding,
        columns=reading.columns.chosen,
    )


def input_of(path: Path) -> Input:
    """Tell by the name how a file is written; raise `ArchiveError` where it cannot be read."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    is_packed = suffixes[-1:] == [".gz"]
    kind = SUFFIXES.get("".join((suffixes[:-1] if is_packed else suffixes)[-1:]))
    if kind is None or (is_packed and kind is Kind.PARQUET):
        raise ArchiveError(
            f"{path.name}: files like this are not read. Give .parquet, .jsonl or .csv, the last "
            "two also with .gz."
        )
    if not path.is_file():
        raise ArchiveError(f"There is no file {path}.")
    return Input(path, kind, is_packed)


def check_encoding(name: str) -> None:
    """Raise `ArchiveError` for an encoding in which the ends of lines cannot be found."""
    signs = '\n",;\t{}'
    try:
        is_plain = signs.encode(name) == signs.encode("ascii")
    except (LookupError, UnicodeError):
        is_plain = False
    if not is_plain:
        raise ArchiveError(
            f"The encoding “{name}” cannot be read in pieces: save the file as UTF-8 first."
        )


def fingerprint_of(path: Path) -> str:
    """Hash the bytes of a file, in hexadecimal (SHA-256)."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(HASH_BYTES):
                digest.update(block)
    except OSError as error:
        raise ArchiveError(f"{path.name} cannot be read: {error.strerror}.") from error
    return digest.hexdigest()
