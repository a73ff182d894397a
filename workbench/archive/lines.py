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
    """Give the lines of a stream with their numbers, and take some of them back."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._number = 0
        self._returned: deque[Record] = deque()

    def take(self) -> Record | None:
        """Give the next line, or None after the last."""
        if self._returned:
            return self._returned.popleft()
        raw = self._stream.readline(MOST_BYTES)
        if not raw:
            return None
        self._number += 1
        if len(raw) < MOST_BYTES or raw.endswith(b"\n"):
            return Record(self._number, raw)
        while raw and not raw.endswith(b"\n"):
            raw = self._stream.readline(MOST_BYTES)
        return Record(self._number, b"", TOO_LONG)

    def give_back(self, lines: list[Record]) -> None:
        """Let these be the next lines again."""
        self._returned.extendleft(reversed(lines))


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
    while (line := lines.take()) is not None:
        taken, size = [line], len(line.raw)
        state = quotes.after(line.raw, _State.CLOSED)
        while state is _State.OPEN:
            following = lines.take() if size < MOST_BYTES else None
            if following is None:
                state = _State.BROKEN
                break
            taken.append(following)
            size += len(following.raw)
            state = _State.BROKEN if following.reason else quotes.after(following.raw, state)
        if state is _State.BROKEN:
            lines.give_back(taken[1:])
            yield Record(line.line, b"", BROKEN_QUOTE)
        elif len(taken) == 1:
            yield line
        else:
            yield Record(line.line, b"".join(each.raw for each in taken))


class _State(Enum):
    CLOSED = auto()
    OPEN = auto()
    BROKEN = auto()


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
