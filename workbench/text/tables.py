"""Read articles from a CSV file, every row with the line it begins on."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from workbench.said_later import later
from workbench.text.articles import ArticleText, BadRow
from workbench.text.given import NOTHING_GIVEN, Given
from workbench.text.records import ALIASES, article_from, field_names, key

_DELIMITERS = ",;\t"
# No table of articles has so many columns; a file with more is no such table, or means harm.
MOST_CELLS = 300
_BLANK = re.compile(r"\n+")
_QUOTED = re.compile(r'(?:[^"]++|"")*+')
_ALL_NAMES = {name for names in ALIASES.values() for name in names}


@dataclass(frozen=True)
class Row:
    """Hold the cells of one record and the line, counted from 1, that it begins on."""

    line: int
    cells: tuple[str, ...]


class BrokenTableError(ValueError):
    """Say on which line a table stops being one; nothing from there on was read."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


class BrokenQuoteError(BrokenTableError):
    """Say on which line the quotation mark opened that is not closed as it should be."""

    def __init__(self, line: int, *, closed: bool) -> None:
        super().__init__(line, _about_quote(line, closed=closed))
        self.closed = closed


def rows(text: str, delimiter: str) -> Iterator[Row]:
    """Yield the records of a CSV text, leaving out empty lines.

    Written here because the standard reader has a limit on the size of a cell that is shared
    by the whole process, takes an unclosed quotation mark for a very long cell, and does not
    say where a record began. Raises `BrokenQuoteError` at a quoted cell that never ends, or
    that ends before anything but a delimiter or the end of its line, and `BrokenTableError` at a
    record of more than `MOST_CELLS`.
    """
    bare = re.compile(rf"[^{re.escape(delimiter)}\n]*")
    opening = re.compile(r" *\"")
    closing = re.compile(rf" *(?={re.escape(delimiter)}|\n|\Z)")
    place, line = 0, 1
    while place < len(text):
        if (blank := _BLANK.match(text, place)) is not None:
            place, line = blank.end(), line + len(blank[0])
            continue
        begins, cells = line, []
        while True:
            quoted = opening.match(text, place)
            if quoted is not None:
                end = _closing_quote(text, quoted.end(), line)
                cell = text[quoted.end() : end].replace('""', '"')
                after = closing.match(text, end + 1)
                if after is None:
                    raise BrokenQuoteError(line, closed=True)
                line += cell.count("\n")
                place = after.end()
            else:
                match = bare.match(text, place)
                cell = match[0] if match is not None else ""
                place += len(cell)
            cells.append(cell)
            if len(cells) > MOST_CELLS:
                raise BrokenTableError(begins, _about_cells(begins))
            if text[place : place + 1] != delimiter:
                break
            place += 1
        place, line = place + 1, line + 1
        if any(cell.strip() for cell in cells):
            yield Row(begins, tuple(cells))


def _closing_quote(text: str, start: int, line: int) -> int:
    inside = _QUOTED.match(text, start)
    end = start if inside is None else inside.end()
    if end == len(text):
        raise BrokenQuoteError(line, closed=False)
    return end


def read_csv(
    text: str, *, source_name: str, most: int | None = None, given: Given = NOTHING_GIVEN
) -> list[ArticleText | BadRow]:
    """Read one article a row; a row that cannot be read becomes a `BadRow` with its line.

    With ``most`` only so many rows are read.
    """
    read = list(islice(_read(text, source_name, given), most))
    if not read:
        return [BadRow(source_name, None, later("The table has no rows: add one article a row."))]
    return read


def _read(text: str, source_name: str, given: Given) -> Iterator[ArticleText | BadRow]:
    columns: _Columns | None = None
    try:
        for row in rows(text, delimiter_of(text)):
            if columns is None:
                if row.cells[0] == "sep=":
                    continue
                columns = _Columns(row, given)
                problem = columns.problem()
                if problem:
                    yield BadRow(source_name, row.line, problem)
                    return
            else:
                yield _article(row, columns, source_name)
    except BrokenTableError as error:
        yield BadRow(source_name, error.line, error.args[0])


def _about_cells(line: int) -> str:
    return later(
        "The row on line %(line)s has more than %(most)s cells, so nothing from there on was "
        "read: keep the columns that describe the articles and import again.",
        line=str(line),
        most=MOST_CELLS,
    )


def _about_quote(line: int, *, closed: bool) -> str:
    if closed:
        return later(
            "A quoted cell opened on line %(line)s goes on after its closing quotation mark, "
            "so nothing from there on was read: double the marks inside the cell and import again.",
            line=str(line),
        )
    return later(
        "A quotation mark opened on line %(line)s is never closed, so nothing from there on "
        "was read: close it and import again.",
        line=str(line),
    )


def delimiter_of(text: str) -> str:
    """Choose the delimiter which makes the most known names of the first line."""
    # Excel may name its delimiter in a line of its own, `sep=;`.
    lines = [line for line in text[:100_000].split("\n") if line.strip()]
    if lines and re.fullmatch(r"sep=[,;\t]", lines[0].strip(" ")):
        return lines[0].strip(" ")[-1]
    header = lines[0] if lines else ""

    def score(delimiter: str) -> tuple[int, int]:
        names = [key(name.strip().strip('"')) for name in header.split(delimiter)]
        return sum(name in _ALL_NAMES for name in names), len(names)

    return max(_DELIMITERS, key=score)


class _Columns:
    """Know which column of a table holds which field."""

    def __init__(self, header: Row, given: Given) -> None:
        self.names = [name.strip().strip("\ufeff") for name in header.cells]
        self.of_field = field_names(self.names, given.columns)
        self.order = given.order

    def problem(self) -> str:
        if "body" not in self.of_field:
            found = ", ".join(f"“{name[:40]}”" for name in self.names[:20])
            return later(
                "The table has no column with the text of the articles: name one “text”. "
                "Its columns are %(columns)s.",
                columns=found,
            )
        times = Counter(key(name) for name in self.names if name)
        twice = next((name for name in self.names if times[key(name)] > 1), "")
        if twice:
            return later(
                "Two columns are called “%(name)s”: give each its own name.", name=twice[:40]
            )
        return ""


def _article(row: Row, columns: _Columns, source_name: str) -> ArticleText | BadRow:
    width = len(columns.names)
    if len(row.cells) < width or any(cell.strip() for cell in row.cells[width:]):
        return BadRow(
            source_name,
            row.line,
            later(
                "The row has %(cells)s cells where the header has %(width)s: check its "
                "delimiters and quotation marks.",
                cells=len(row.cells),
                width=width,
            ),
        )
    by_name = dict(zip(columns.names, row.cells, strict=False))
    values = {field: by_name[name] for field, name in columns.of_field.items()}
    return article_from(values, order=columns.order, source_name=source_name, line=row.line)
