"""Cut a text file that may be larger than memory into records, each with its line."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import IO

# The longest article in UTF-8, with room for the other cells of its row.
MOST_BYTES = 16 * 1024 * 1024
TOO_LONG = f"The row has more than {MOST_BYTES // 1024**2} MiB: split it into its articles."
BROKEN_QUOTE = (
    "A quotation mark is not closed as it should be: close it, and double the marks inside a cell."
)

_QUOTED = re.compile(rb'(?:[^"]++|"")*+')
_OPENING = re.compile(rb' *"')


@dataclass(frozen=True)
class Record:
    """Hold the bytes of one record and the line, counted from 1, that it begins on.

    A record with a `reason` cannot be read, and its bytes are not kept.
    """

    line: int
    raw: bytes
    reason: str = ""


class Lines:
    """Give the lines of a stream with their numbers, take some back, and look ahead."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._number = 0
        self._ahead: deque[Record] = deque()

    def take(self) -> Record | None:
        """Give the next line, or None after the last."""
        return self._ahead.popleft() if self._ahead else self._read()

    def peek(self, n: int) -> Record | None:
        """Give the line after the next `n`, which all stay to be taken; None after the last."""
        while len(self._ahead) <= n:
            line = self._read()
            if line is None:
                return None
            self._ahead.append(line)
        return self._ahead[n]

    def give_back(self, lines: list[Record]) -> None:
        """Let these be the next lines again."""
        self._ahead.extendleft(reversed(lines))

    def _read(self) -> Record | None:
        raw = self._stream.readline(MOST_BYTES)
        if not raw:
            return None
        self._number += 1
        if len(raw) < MOST_BYTES or raw.endswith(b"\n"):
            return Record(self._number, raw)
        while raw and not raw.endswith(b"\n"):
            raw = self._stream.readline(MOST_BYTES)
        return Record(self._number, b"", TOO_LONG)


def line_records(lines: Lines) -> Iterator[Record]:
    """Yield every line as a record."""
    while (line := lines.take()) is not None:
        yield line


def table_records(lines: Lines, delimiter: str) -> Iterator[Record]:
    """Yield the records of a CSV file, whose quoted cells may hold line breaks.

    A record whose quotation marks are broken costs its first line alone: reading goes on at the
    next one.
    """
    quotes = _Quotes(delimiter.encode())
    cell = _OpenCell(lines, quotes)
    while (line := lines.take()) is not None:
        cell.pass_line(line)
        state = quotes.after(line.raw, _State.CLOSED)
        following = cell.lines_to_its_end(len(line.raw)) if state is _State.OPEN else 0
        if state is _State.BROKEN or following is None:
            yield Record(line.line, b"", BROKEN_QUOTE)
        elif not following:
            yield line
        else:
            yield Record(line.line, line.raw + b"".join(cell.take(following)))


class _State(Enum):
    CLOSED = auto()
    OPEN = auto()
    BROKEN = auto()


class _OpenCell:
    """Know how far a quoted cell would go that is open where the next line begins.

    It ends at the same place whichever line opened it. So each line is looked at once for that,
    though many lines may open a cell that is not closed, each within the one of the line before.
    """

    def __init__(self, lines: Lines, quotes: "_Quotes") -> None:
        self._lines, self._quotes = lines, quotes
        # How many of the next lines leave the cell open, how long they are, and how it ends in the
        # line after them; None where nobody has looked yet.
        self._n_open, self._size = 0, 0
        self._end: _State | None = None

    def pass_line(self, line: Record) -> None:
        """Note that the next line was taken, and opens a cell of its own or none."""
        if self._n_open:
            self._n_open -= 1
            self._size -= len(line.raw)
        else:
            self._forget()

    def lines_to_its_end(self, size: int) -> int | None:
        """Count the lines to the end of a cell that is open; None where it has no proper one.

        `size` is that of what the record holds already.
        """
        while self._end is None and size + self._size < MOST_BYTES:
            line = self._lines.peek(self._n_open)
            if line is None or line.reason:
                self._end = _State.BROKEN
                break
            state = self._quotes.after(line.raw, _State.OPEN)
            if state is _State.OPEN:
                self._n_open += 1
                self._size += len(line.raw)
            else:
                self._end = state
        if self._end is not _State.CLOSED or size + self._size >= MOST_BYTES:
            return None
        return self._n_open + 1

    def take(self, n: int) -> Iterator[bytes]:
        """Take the lines of a cell."""
        self._forget()
        for _ in range(n):
            line = self._lines.take()
            if line is not None:
                yield line.raw

    def _forget(self) -> None:
        self._n_open, self._size, self._end = 0, 0, None


class _Quotes:
    """Follow the quotation marks of a table as `workbench.text.tables.rows` reads them."""

    def __init__(self, delimiter: bytes) -> None:
        self._delimiter = delimiter
        self._closing = re.compile(rb" *(?=" + re.escape(delimiter) + rb"|\r?\n|\Z)")

    def after(self, line: bytes, state: _State) -> _State:
        """Tell how a line leaves the quoted cell that it begins in, or begins without."""
        if b'"' not in line:
            return state
        place, is_open = 0, state is _State.OPEN
        while True:
            if not is_open:
                opening = _OPENING.match(line, place)
                if opening is None:
                    place = line.find(self._delimiter, place) + 1
                    if not place:
                        return _State.CLOSED
                    continue
                place = opening.end()
            inside = _QUOTED.match(line, place)
            place = place if inside is None else inside.end()
            if place == len(line):
                return _State.OPEN
            closing = self._closing.match(line, place + 1)
            if closing is None:
                return _State.BROKEN
            place, is_open = closing.end() + 1, False
            if line[place - 1 : place] != self._delimiter:
                return _State.CLOSED
