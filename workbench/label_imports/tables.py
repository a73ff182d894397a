"""Read a file of labels, or of texts, as a table: CSV with a header, or JSONL."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from workbench.said_later import said
from workbench.text.cleaning import clean
from workbench.text.decoding import NotTextError, decode
from workbench.text.tables import BrokenTableError, rows
from workbench.words import gettext, number

DELIMITERS = ",;\t"
MOST_ROWS = 1_000_000
MOST_COLUMNS = 300
LONGEST_NAME = 80
EXTENSIONS = (".csv", ".tsv", ".txt", ".jsonl", ".json")


class TableError(ValueError):
    """Say what makes a file unusable, and on which line."""


@dataclass(frozen=True, eq=False)
class Table:
    """Hold a table as it stands: cells are texts as they are written, "" for nothing.

    `lines` are those on which the rows begin, counted from 1. `digest` is the SHA-256 of the file.
    """

    name: str
    digest: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Map the names of columns to their places."""
        return {name: place for place, name in enumerate(self.columns)}

    def column(self, name: str) -> list[str]:
        """Give the cells of a column as they are read."""
        place = self.place[name]
        return [cleaned(row[place]) for row in self.rows]


def cleaned(cell: str) -> str:
    """Give a cell as it is read: without space around it, and without what cannot be stored."""
    return clean(cell)[0].strip()


def read_table(name: str, raw: bytes) -> Table:
    r"""Read CSV (separated by commas, semicolons or tabs) or JSONL, by what the file holds.

    In JSONL a list or an object inside a row stays JSON; numbers stay as they are written.
    Raises `TableError`.

    >>> read_table("labels.csv", b"text;who\nOne.;Ada\n").rows
    (('One.', 'Ada'),)
    >>> read_table("labels.jsonl", b'{"a": 1.0, "b": ["x"]}\n{"b": null, "c": true}\n').rows
    (('1.0', '["x"]', ''), ('', '', 'true'))
    """
    source = PurePath(name.replace("\\", "/")).name or "unnamed"
    if PurePath(source).suffix.lower() not in EXTENSIONS:
        raise TableError(
            gettext(
                "%(name)s is not read: use a file that ends in %(endings)s.",
                name=source,
                endings=", ".join(EXTENSIONS),
            )
        )
    try:
        text = decode(raw).text
    except NotTextError as error:
        raise TableError(f"{source}: {said(error.args[0])}") from error
    try:
        columns, found, lines = _objects(text) if text.lstrip()[:1] == "{" else _cells(text)
    except BrokenTableError as error:
        raise TableError(f"{source}: {said(error.args[0])}") from error
    if not found:
        raise TableError(
            gettext(
                "%(name)s has no rows: it needs a header and a row for each label.", name=source
            )
        )
    return Table(source, hashlib.sha256(raw).hexdigest(), columns, tuple(found), tuple(lines))


# JSON can say of these what no file in UTF-8 and no database holds.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_Read = tuple[tuple[str, ...], list[tuple[str, ...]], list[int]]


def _cells(text: str) -> _Read:
    text, skipped = (text.partition("\n")[2], 1) if text.startswith("sep=") else (text, 0)
    head = text[:100_000]
    delimiter = max(DELIMITERS, key=lambda mark: _width(head, mark))
    columns: tuple[str, ...] = ()
    found, lines = [], []
    for row in rows(text, delimiter):
        cells = row.cells
        if not columns:
            columns = _checked([cleaned(cell.strip("\ufeff")) for cell in cells])
            continue
        if len(cells) < len(columns) or any(cell.strip() for cell in cells[len(columns) :]):
            raise TableError(
                gettext(
                    "Line %(line)s has %(cells)s cells where the header has %(width)s: check its "
                    "delimiters and quotation marks.",
                    line=row.line + skipped,
                    cells=number(len(cells)),
                    width=number(len(columns)),
                )
            )
        found.append(cells[: len(columns)])
        lines.append(row.line + skipped)
        _refuse_too_many(len(found))
    return columns, found, lines


def _width(text: str, delimiter: str) -> int:
    try:
        return len(next(rows(text, delimiter)).cells)
    except (StopIteration, BrokenTableError):
        return 0


def _objects(text: str) -> _Read:
    records = list(_records(text))
    names = list(dict.fromkeys(name for _, record in records for name in record))
    found = [tuple(_written(record.get(name)) for name in names) for _, record in records]
    columns = _checked([cleaned(name) for name in names])
    lines = [line for line, _ in records]
    for line, cells in zip(lines, found, strict=True):
        if any(map(UNSTORABLE.search, cells)):
            raise TableError(
                gettext(
                    "Line %(line)s holds a character that cannot be stored: take it out.",
                    line=line,
                )
            )
    return columns, found, lines


def _records(text: str) -> Iterator[tuple[int, dict[str, object]]]:
    count = 0
    for place, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line, parse_float=_Number, parse_int=_Number)
        except (ValueError, RecursionError) as error:
            raise TableError(
                gettext("Line %(line)s is not JSON: write one object a line.", line=place)
            ) from error
        if not isinstance(record, dict):
            raise TableError(
                gettext("Line %(line)s is not an object: write one object a line.", line=place)
            )
        count += 1
        _refuse_too_many(count)
        yield place, record


class _Number(str):
    """Be a number as it was written: 1.0 and 1 may be two labels."""

    __slots__ = ()


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> object:
    """Give numbers that were kept as written back as numbers."""
    if isinstance(value, _Number):
        return json.loads(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value


def _checked(names: Sequence[str]) -> tuple[str, ...]:
    if len(names) > MOST_COLUMNS:
        raise TableError(
            gettext(
                "There are %(columns)s columns; at most %(most)s are read.",
                columns=number(len(names)),
                most=MOST_COLUMNS,
            )
        )
    named = tuple(name or f"column {place}" for place, name in enumerate(names, start=1))
    for name, times in Counter(named).items():
        if times > 1:
            raise TableError(
                gettext(
                    "Two columns are called “%(name)s”: give each its own name.", name=name[:40]
                )
            )
        if len(name) > LONGEST_NAME:
            raise TableError(
                gettext("The name of a column is too long: “%(name)s…”.", name=name[:40])
            )
    return named


def _refuse_too_many(count: int) -> None:
    if count > MOST_ROWS:
        raise TableError(
            gettext(
                "The file has more than %(most)s rows: import it in parts.", most=number(MOST_ROWS)
            )
        )
