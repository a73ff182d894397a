"""From a file and how it is read to what would be stored, and what stands in the way."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from workbench.codebook.codebook import Codebook
from workbench.label_imports.codebooks import category_names
from workbench.label_imports.mapping import AskedAs, Columns, Reading, ReadingError, Repeats
from workbench.label_imports.plan import Given, Item, Notes, Plan, Problem, Spans
from workbench.label_imports.span_cells import moved, spans_of
from workbench.label_imports.tables import Table, cleaned
from workbench.text.cleaning import unwrap
from workbench.words import gettext, number

LONGEST_TEXT = 100_000


class Cells:
    """Find the cells of a row, in the labels' file or, by the item's name, in the texts' file."""

    def __init__(self, table: Table, texts: Table | None, columns: Columns) -> None:
        self.table, self.texts = table, texts
        self._row_of: dict[str, tuple[str, ...]] = {}
        if texts is not None and columns.key:
            place = texts.place[columns.key]
            for row in reversed(texts.rows):
                self._row_of[cleaned(row[place])] = row

    def of(self, row: tuple[str, ...], column: str, item: str) -> str:
        """Give the cell of a column as it is read, "" where there is none."""
        return cleaned(self.raw(row, column, item))

    def raw(self, row: tuple[str, ...], column: str, item: str) -> str:
        """Give the cell of a column as it is written."""
        if not column:
            return ""
        if column in self.table.place:
            return row[self.table.place[column]]
        if self.texts is None or column not in self.texts.place:
            return ""
        found = self._row_of.get(item)
        return "" if found is None else found[self.texts.place[column]]


def check_columns(columns: Columns, table: Table, texts: Table | None) -> None:
    """Raise `ReadingError` where the columns cannot make labels."""
    here = set(table.columns)
    everywhere = here | set(texts.columns if texts else ())
    if columns.annotator not in here:
        raise ReadingError(gettext("Choose the column that names the annotators."))
    if not columns.item and not columns.text:
        raise ReadingError(
            gettext("Choose the column with the texts, or one that names the items.")
        )
    for name in (columns.item, columns.spans, columns.time, columns.question, columns.label):
        if name and name not in here:
            raise ReadingError(gettext("The file of labels has no column “%(name)s”.", name=name))
    for name in (columns.text, columns.article, columns.outlet):
        if name and name not in everywhere:
            raise ReadingError(gettext("There is no column “%(name)s”.", name=name))
    if bool(columns.question) != bool(columns.label):
        raise ReadingError(
            gettext(
                "A file with a row for each answer needs both a column of questions and one of "
                "labels."
            )
        )
    if any(name not in here for name in columns.answers):
        raise ReadingError(gettext("A column of answers is not in the file of labels."))
    if not columns.is_long and not columns.answers and not columns.spans:
        raise ReadingError(gettext("Choose at least one column that holds labels."))
    if texts is not None and (not columns.item or columns.key not in texts.columns):
        raise ReadingError(
            gettext("To join the two files, choose the column of each that names the items.")
        )


def plan_import(table: Table, texts: Table | None, reading: Reading, codebook: Codebook) -> Plan:
    """Read all rows; `codebook` is the one that will be in force. Raises `ReadingError`."""
    columns = reading.columns
    check_columns(columns, table, texts)
    cells = Cells(table, texts, columns)
    asked = {one.source: one for one in reading.questions}
    notes = Notes()
    items: dict[str, Item] = {}
    merged: dict[tuple[str, str], _Merged] = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        name = cells.of(row, columns.item, "") or cells.of(row, columns.text, "")
        annotator = cells.of(row, columns.annotator, name)
        item = _item(row, name, cells, columns)
        wrong = _wrong(item, annotator, items.get(name), columns)
        if wrong:
            notes.bad.append(Problem(line, wrong))
            continue
        items.setdefault(name, item)
        into = merged.setdefault((name, annotator), _Merged())
        into.lines.append(line)
        for source, value in _sources(row, name, cells, columns):
            if value and source in asked:
                _take_answer(value, asked[source], into, Place(name, line), reading, notes)
        if columns.spans:
            cell = cells.of(row, columns.spans, name)
            if into.spans is None or (cell and not into.spans):
                into.spans = cell
        if columns.time and into.at is None:
            into.at = _time(cells.of(row, columns.time, name), notes)
    given = _given(merged, items, reading, codebook, notes)
    used = {one.item for one in given}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in given:
        for question, label in one.answers.items():
            counts[question][label] += 1
    return Plan(
        items={name: item for name, item in items.items() if name in used},
        given=given,
        annotators=tuple(dict.fromkeys(one.annotator for one in given)),
        counts={one.name: dict(counts[one.name]) for one in reading.questions},
        notes=notes,
    )


class Place(NamedTuple):
    """Name the item of a row, and its line."""

    item: str
    line: int


@dataclass
class _Merged:
    answers: dict[str, str] = field(default_factory=dict)
    spans: str | None = None
    at: datetime | None = None
    lines: list[int] = field(default_factory=list)


def _item(row: tuple[str, ...], name: str, cells: Cells, columns: Columns) -> Item:
    return Item(
        name=name,
        text=unwrap(cells.of(row, columns.text, name)),
        written=cells.raw(row, columns.text, name),
        article=cells.of(row, columns.article, name),
        outlet=cells.of(row, columns.outlet, name),
        paragraph_id=int(name)
        if columns.holds_paragraphs and name.isascii() and name.isdigit() and len(name) < 10
        else None,
    )


def _wrong(item: Item, annotator: str, known: Item | None, columns: Columns) -> str:
    """Say what is wrong with a row, "" for nothing."""
    if not item.name:
        if not columns.item:
            return gettext("The row has no text.")
        return gettext("The row names no item.")
    if not annotator:
        return gettext("The row names no annotator.")
    if columns.holds_paragraphs and item.paragraph_id is None:
        return gettext("“%(item)s” is no number of a paragraph.", item=item.name[:40])
    return _wrong_text(item, known) if item.text else ""


def _wrong_text(item: Item, known: Item | None) -> str:
    if len(item.text) > LONGEST_TEXT:
        return gettext(
            "The text has %(characters)s characters; at most %(most)s are kept.",
            characters=number(len(item.text)),
            most=number(LONGEST_TEXT),
        )
    if not any(character.isalnum() for character in item.text):
        return gettext("The text holds no word.")
    if known is not None and known.text and item.text != known.text:
        return gettext(
            "The item “%(item)s” has another text than on an earlier line.", item=item.name[:40]
        )
    return ""


def _sources(
    row: tuple[str, ...], item: str, cells: Cells, columns: Columns
) -> list[tuple[str, str]]:
    """Give what a row says of questions, each as the file calls it, with the value."""
    if columns.is_long:
        return [(cells.of(row, columns.question, item), cells.of(row, columns.label, item))]
    return [(name, cells.of(row, name, item)) for name in columns.answers]


def _take_answer(
    value: str, one: AskedAs, into: _Merged, place: Place, reading: Reading, notes: Notes
) -> None:
    label = one.labels_of.get(value, "")
    if not label:
        notes.n_left_out_values += 1
        return
    before = into.answers.get(one.name)
    if before == label:
        notes.n_doubles += 1
    elif before is None or reading.repeats is Repeats.LAST:
        into.answers[one.name] = label
    elif reading.repeats is Repeats.REFUSE:
        notes.conflicts.append(_conflict(place, before, label, into.lines[0]))


def _conflict(place: Place, before: str, label: str, line: int) -> Problem:
    return Problem(
        place.line,
        gettext(
            "An annotator labelled “%(item)s” twice: “%(before)s” on line %(line)s and "
            "“%(label)s” here.",
            item=place.item[:40],
            before=before,
            line=line,
            label=label,
        ),
    )


def _given(
    merged: Mapping[tuple[str, str], _Merged],
    items: Mapping[str, Item],
    reading: Reading,
    codebook: Codebook,
    notes: Notes,
) -> tuple[Given, ...]:
    found = []
    known = category_names(codebook.span_categories)
    for (name, annotator), one in merged.items():
        spans = None
        if one.spans is not None:
            spans = _spans(one.spans, items[name], known, reading, notes)
        if not one.answers and spans is None:
            continue
        found.append(Given(name, annotator, one.answers, spans, one.at))
    return tuple(found)


def _spans(
    cell: str, item: Item, known: Mapping[str, str], reading: Reading, notes: Notes
) -> Spans:
    if not cell:
        return ()
    read = spans_of(cell, item.written)
    if item.written != item.text:
        read = moved(read, item.written, item.text)
    notes.n_unplaced += read.n_left_out
    placed = []
    for span in read.spans:
        category = known.get((span.category or reading.category).casefold(), "")
        if not category:
            notes.n_unplaced += 1
            continue
        notes.n_spans += 1
        placed.append((span.start, span.end, category))
    return tuple(sorted(placed))


def _time(cell: str, notes: Notes) -> datetime | None:
    if not cell:
        return None
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        notes.n_bad_times += 1
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    if not 1990 <= found.year <= 9000:
        notes.n_bad_times += 1
        return None
    return found.astimezone(UTC)
