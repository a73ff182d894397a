"""Read the entries of a lexicon from the lines of a CSV file, and name what is wrong in one."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import TypeVar

from workbench.scoring.context import ContextError, read_rules
from workbench.scoring.lexicon_entries import (
    CATEGORIES,
    COLUMNS,
    PARTS_OF_SPEECH,
    WEAKER_WHERE,
    LexiconEntry,
    LexiconError,
    shown,
)
from workbench.words import gettext, ngettext

REQUIRED_COLUMNS = ("term", "category", "polarity", "strength", "reason")
_POLARITIES = {"-1": -1, "0": 0, "1": 1}
_STRENGTHS = {"1": 1, "2": 2, "3": 3}

_Value = TypeVar("_Value")


def read_entries(text: str, source: str) -> Iterator[LexiconEntry]:
    """Read the lines of a CSV file; raise `LexiconError` at the first that can't be used."""
    for _, read in numbered_entries(text, source):
        if isinstance(read, LexiconError):
            raise read
        yield read


def numbered_entries(
    text: str, source: str, *, delimiter: str = ","
) -> Iterator[tuple[int, LexiconEntry | LexiconError]]:
    """Read the lines of a CSV file, each with its number: an entry, or what is wrong with it.

    Lines without anything in their cells, as spreadsheets leave them, are passed over.
    Raises `LexiconError` where no line can be read, for its columns or a broken quotation mark.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [name.strip() for name in next(reader, [])]
        _check_columns(columns, source)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, _read_entry(cells, columns, source, reader.line_num)
    except csv.Error as error:
        raise LexiconError(
            gettext(
                "%(name)s, line %(line)s: %(error)s.",
                name=source,
                line=reader.line_num,
                error=error,
            )
        ) from error


def _read_entry(
    cells: list[str], columns: list[str], source: str, line: int
) -> LexiconEntry | LexiconError:
    try:
        return _entry(cells, columns, gettext("%(name)s, line %(line)s", name=source, line=line))
    except LexiconError as error:
        return error


def _check_columns(columns: list[str], source: str) -> None:
    missing = [name for name in REQUIRED_COLUMNS if name not in columns]
    if missing:
        raise LexiconError(
            gettext(
                "%(place)s: the first line lacks the column %(columns)s.",
                place=source,
                columns=", ".join(missing),
            )
        )
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise LexiconError(
            gettext(
                "%(place)s: the column %(columns)s is not known.",
                place=source,
                columns=", ".join(map(shown, unknown)),
            )
        )
    if len(set(columns)) < len(columns):
        raise LexiconError(gettext("%(place)s: a column is named twice.", place=source))


def _entry(cells: list[str], columns: list[str], place: str) -> LexiconEntry:
    if len(cells) != len(columns):
        raise LexiconError(
            ngettext(
                "%(place)s: has %(num)s cell instead of %(columns)s.",
                "%(place)s: has %(num)s cells instead of %(columns)s.",
                len(cells),
                place=place,
                columns=len(columns),
            )
        )
    row = {name: " ".join(cell.split()) for name, cell in zip(columns, cells, strict=True)}
    term = row["term"]
    if not term:
        raise LexiconError(gettext("%(place)s: the term is missing.", place=place))
    place = f"{place} (“{shown(term)}”)"
    if not row["reason"]:
        raise LexiconError(gettext("%(place)s: the reason is missing.", place=place))
    return LexiconEntry(
        term=term,
        category=_one_of(row["category"], {name: name for name in CATEGORIES}, "category", place),
        polarity=_one_of(row["polarity"], _POLARITIES, "polarity", place),
        strength=_one_of(row["strength"], _STRENGTHS, "strength", place),
        reason=row["reason"],
        part_of_speech=_one_of(
            row.get("part_of_speech") or "phrase",
            {name: name for name in PARTS_OF_SPEECH},
            "part_of_speech",
            place,
        ),
        forms=_listed(row.get("forms", "")),
        unless=_listed(row.get("unless", "")),
        context=_context(row.get("context", ""), place),
        weaker=tuple(
            _one_of(where, {name: name for name in WEAKER_WHERE}, "weaker", place)
            for where in _listed(row.get("weaker", ""))
        ),
        example=row.get("example", ""),
    )


def _context(cell: str, place: str) -> tuple[str, ...]:
    written = _listed(cell)
    try:
        read_rules(written)
    except ContextError as error:
        raise LexiconError(f"{place}: {error}.") from error
    return written


def _one_of(cell: str, meanings: Mapping[str, _Value], column: str, place: str) -> _Value:
    if cell not in meanings:
        raise LexiconError(
            gettext(
                "%(place)s: the %(column)s “%(cell)s” is not one of %(known)s.",
                place=place,
                column=column,
                cell=shown(cell),
                known=", ".join(meanings),
            )
        )
    return meanings[cell]


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for piece in cell.split(";") if (part := piece.strip()))
