"""Lexicons as files that people edit in a spreadsheet: read with every fault named, and written."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from workbench.scoring.lexicon_entries import COLUMNS, LexiconEntry, LexiconError, shown
from workbench.scoring.lexicon_rows import numbered_entries
from workbench.scoring.overlay import key_of
from workbench.text.decoding import DecodedText, NotTextError, decode
from workbench.words import gettext, number

MOST_ENTRIES = 20_000
LONGEST_CELL = 1_000
LONGEST_TERM = 100
BETWEEN = "; "
# A file that we hand out has an apostrophe before a cell that a spreadsheet would run.
_ESCAPED = "=+-@'"
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class FileProblem:
    """Name a line of a file, from 1 and None for the whole, and what is wrong with it."""

    line: int | None
    sentence: str


@dataclass(frozen=True)
class LexiconFile:
    """Hold what a file says: entries by the key of their term with their lines, and problems.

    `guessed` names the encoding where the file is neither UTF-8 nor says what it is.
    """

    entries: tuple[LexiconEntry, ...]
    lines: dict[str, int]
    problems: tuple[FileProblem, ...]
    guessed: str = ""


def read_lexicon_file(raw: bytes, name: str) -> LexiconFile:
    """Read a CSV file to the end, whatever is wrong with some of its lines.

    Its encoding is found as that of articles, and its cells may be parted by commas, semicolons
    or tabs, as spreadsheets write them in one country or another.
    """
    entries: list[LexiconEntry] = []
    lines: dict[str, int] = {}
    problems: list[FileProblem] = []
    guessed = ""
    try:
        decoded = _decoded(raw, name)
        if decoded.source == "windows-1252":
            guessed = decoded.encoding
        for line, read in _lines(decoded.text, name):
            if isinstance(read, LexiconError):
                problems.append(FileProblem(line, str(read).removeprefix(f"{name}, ")))
            elif (reason := _unusable(read, lines)) != "":
                problems.append(
                    FileProblem(
                        line,
                        gettext("line %(line)s (“%(term)s”): ", line=line, term=shown(read.term))
                        + reason,
                    )
                )
            else:
                entries.append(read)
                lines[key_of(read.term)] = line
    except LexiconError as error:
        problems.append(FileProblem(None, str(error)))
    if not entries and not problems:
        problems.append(
            FileProblem(None, gettext("%(name)s: holds no terms below its first line.", name=name))
        )
    return LexiconFile(tuple(entries), lines, tuple(problems), guessed)


def row_of(entry: LexiconEntry) -> list[str | int]:
    """Write an entry as the cells of `COLUMNS`, which `read_lexicon_file` reads back."""
    cells: list[str | int] = []
    for name in COLUMNS:
        value = getattr(entry, name)
        cells.append(BETWEEN.join(value) if isinstance(value, tuple) else value)
    return cells


def rows_of(entries: Iterable[LexiconEntry]) -> Iterator[list[str | int]]:
    """Write a lexicon with its first line, by category and term."""
    yield list(COLUMNS)
    for entry in sorted(entries, key=lambda each: (each.category, key_of(each.term))):
        yield row_of(entry)


def _decoded(raw: bytes, name: str) -> DecodedText:
    try:
        return decode(raw)
    except NotTextError as error:
        raise LexiconError(
            gettext("%(name)s: is not text. Save the table as CSV in UTF-8.", name=name)
        ) from error


def _delimiter(text: str) -> str:
    names = text.partition("\n")[0]
    return max(
        _DELIMITERS,
        key=lambda each: sum(name.strip(' "') in COLUMNS for name in names.split(each)),
    )


def _lines(text: str, name: str) -> Iterator[tuple[int, LexiconEntry | LexiconError]]:
    read_lines = numbered_entries(text, name, delimiter=_delimiter(text))
    for count, (line, read) in enumerate(read_lines, start=1):
        if count > MOST_ENTRIES:
            raise LexiconError(
                gettext(
                    "%(name)s: has more than %(most)s terms.", name=name, most=number(MOST_ENTRIES)
                )
            )
        yield line, read if isinstance(read, LexiconError) else _without_escapes(read)


def _without_escapes(entry: LexiconEntry) -> LexiconEntry:
    return replace(
        entry,
        term=_bare(entry.term),
        reason=_bare(entry.reason),
        example=_bare(entry.example),
        forms=tuple(_bare(form) for form in entry.forms),
        unless=tuple(_bare(phrase) for phrase in entry.unless),
    )


def _bare(cell: str) -> str:
    is_escaped = cell.startswith("'") and unicodedata.normalize("NFKC", cell[1:2])[:1] in _ESCAPED
    return cell[1:] if is_escaped and len(cell) > 1 else cell


def _unusable(entry: LexiconEntry, lines: dict[str, int]) -> str:
    key = key_of(entry.term)
    if key in lines:
        return gettext("the term stands in line %(line)s already.", line=lines[key])
    if len(entry.term) > LONGEST_TERM:
        return gettext("the term has more than %(most)s characters.", most=LONGEST_TERM)
    longest = max(len(str(cell)) for cell in row_of(entry))
    if longest > LONGEST_CELL:
        return gettext(
            "a cell has %(characters)s characters; at most %(most)s can be kept.",
            characters=number(longest),
            most=number(LONGEST_CELL),
        )
    return ""
