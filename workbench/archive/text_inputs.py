"""Cut JSONL and CSV files into partitions, in one pass."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import IO

from workbench.archive.errors import ArchiveError
from workbench.archive.inputs import Input, Reading, empty_partition
from workbench.archive.lines import Lines, Record, line_records, table_records
from workbench.archive.partitions import Kind, Partition
from workbench.text.articles import BadRow
from workbench.text.tables import BrokenTableError, delimiter_of, rows

# What reading a packed or failing file raises.
DAMAGE = (EOFError, zlib.error, OSError)
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def text_partitions(source: Input, reading: Reading) -> Iterator[Partition]:
    """Cut a file at the ends of its records; raise `ArchiveError` where it has no usable header.

    Where the file is damaged further on, the last partition says from which line on nothing was
    read.
    """
    with _opened(source) as (stream, position):
        lines = Lines(stream)
        base = empty_partition(source, reading)
        try:
            base, records = _begin(lines, base, source, reading)
            for piece in _pieces(records, source, reading.partition_bytes):
                base = replace(base, first_row=piece.last_row + 1)
                yield replace(
                    base,
                    first_row=piece.first_row,
                    rows=piece.rows,
                    content=b"".join(piece.raw),
                    end=position(),
                    bad_rows=tuple(piece.bad_rows),
                )
        except DAMAGE:
            reason = (
                "The file is damaged or cut off, and nothing from here on was read: fetch it again."
            )
            yield replace(base, bad_rows=(BadRow(source.name, base.first_row, reason),))


@dataclass
class _Piece:
    first_row: int
    last_row: int = 0
    rows: int = 0
    size: int = 0
    raw: list[bytes] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)

    def add(self, record: Record, source: Input) -> None:
        if record.reason:
            self.bad_rows.append(BadRow(source.name, record.line, record.reason))
        elif record.raw.strip():
            self.rows += 1
        self.last_row = record.line + max(0, record.raw.count(b"\n") - 1)
        self.raw.append(record.raw)
        self.size += len(record.raw)


def _pieces(records: Iterable[Record], source: Input, most: int) -> Iterator[_Piece]:
    """Gather records that follow one another; one that was left out between two ends a piece."""
    piece: _Piece | None = None
    for record in records:
        piece = piece or _Piece(record.line)
        piece.add(record, source)
        if record.reason or piece.size >= most:
            yield piece
            piece = None
    if piece is not None:
        yield piece


def _begin(
    lines: Lines, base: Partition, source: Input, reading: Reading
) -> tuple[Partition, Iterator[Record]]:
    first = lines.take()
    if first is None:
        return base, iter(())
    if first.raw.startswith(_UTF16_MARKS):
        raise ArchiveError(f"{source.name} is in UTF-16: save it as UTF-8 first.")
    lines.give_back([replace(first, raw=first.raw.removeprefix(_UTF8_MARK))])
    if source.kind is Kind.JSONL:
        return base, line_records(lines)
    head, delimiter = _head(lines, source, reading)
    return replace(base, head=head, delimiter=delimiter), table_records(lines, delimiter)


def _head(lines: Lines, source: Input, reading: Reading) -> tuple[str, str]:
    """Read a table up to its header, and give a plain one with recognised names."""
    said = ""
    while (line := lines.take()) is not None:
        text = _decoded(line.raw, source, reading.encoding)
        if text.startswith("sep=") or not text.strip():
            said += text
            continue
        delimiter = delimiter_of((said + text).replace("\r\n", "\n"))
        lines.give_back([line])
        header = next(table_records(lines, delimiter))
        names = _header_names(_decoded(header.raw, source, reading.encoding), delimiter, source)
        reading.columns.check(names, source=source.name)
        renamed = reading.columns.renamed(names)
        cells = (renamed[name].replace('"', '""').replace("\n", " ") for name in names)
        return f"sep={delimiter}\n" + delimiter.join(
            f'"{cell}"' for cell in cells
        ) + "\n", delimiter
    raise ArchiveError(f"{source.name} has no header: its first row must name the columns.")


def _header_names(text: str, delimiter: str, source: Input) -> list[str]:
    try:
        header = next(rows(text.replace("\r\n", "\n"), delimiter))
    except (BrokenTableError, StopIteration) as error:
        raise ArchiveError(f"{source.name}: the header cannot be read.") from error
    names = [name.strip() for name in header.cells]
    twice = next((name for name in names if name and names.count(name) > 1), "")
    if twice:
        raise ArchiveError(f"{source.name} has two columns called “{twice[:40]}”.")
    return names


def _decoded(raw: bytes, source: Input, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArchiveError(
            f"{source.name}: the header is not {encoding}: name its encoding with --encoding."
        ) from error


@contextmanager
def _opened(source: Input) -> Iterator[tuple[IO[bytes], Callable[[], int]]]:
    """Open an input, and tell how many bytes of the file itself have been read."""
    with source.path.open("rb") as file:
        if source.is_packed:
            with gzip.open(file) as unpacked:
                yield unpacked, file.tell  # type: ignore[misc]  # It reads as any file does.
        else:
            yield file, file.tell
