"""Read a lexicon of loaded words: what to find, of which category, and why it is loaded."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar

from workbench.scoring.context import ContextError, ContextRule, read_rules
from workbench.scoring.inflections import dictionary_forms, inflections
from workbench.scoring.matching import PhraseMatcher, folded
from workbench.words import gettext, ngettext

CATEGORIES = (
    "glorifying",
    "demeaning",
    "sensational",
    "militaristic",
    "euphemism",
    "hedging_insinuation",
    "moral_judgement",
    "loaded_speech_verb",
)
PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "phrase")
COLUMNS = (
    "term",
    "category",
    "polarity",
    "strength",
    "part_of_speech",
    "forms",
    "unless",
    "context",
    "weaker",
    "example",
    "reason",
)
WEAKER_WHERE = ("quoted", "attributed")
REQUIRED_COLUMNS = ("term", "category", "polarity", "strength", "reason")
_POLARITIES = {"-1": -1, "0": 0, "1": 1}
_STRENGTHS = {"1": 1, "2": 2, "3": 3}
# No entry: the number of a phrase that is neutral although it contains a term.
NEUTRAL = -1

_Value = TypeVar("_Value")


class LexiconError(ValueError):
    """Name the file, the entry and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """Hold one term with its category and the sentence that explains it to an annotator.

    `polarity` is -1 where the word puts its subject in a bad light, 1 in a good one, and 0 where
    that depends; `strength` runs from 1 (mild) to 3 (strong). Nouns and verbs are matched with
    their regular inflections; `forms` adds others. `unless` lists neutral phrases that contain
    the term ("tax regime"), in which it is not found. `context` holds the rules of
    `workbench.scoring.context`; `weaker` says where the strength is one less, inside quotation
    marks or in a sentence that names its source. `example` is a text in which the term is found.
    """

    term: str
    category: str
    polarity: int
    strength: int
    reason: str
    part_of_speech: str = "phrase"
    forms: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    weaker: tuple[str, ...] = ()
    example: str = ""

    def matched_forms(self) -> tuple[str, ...]:
        """List every form that is matched, the term first, each once, folded.

        A term of several words is matched with hyphens in place of its spaces too.
        """
        base = (self.term, *inflections(self.term, self.part_of_speech), *self.forms)
        return _hyphenated(base)

    def neutral_forms(self) -> tuple[str, ...]:
        """List the neutral phrases, with their plurals, in which the term is not found."""
        return _hyphenated(
            form for phrase in self.unless for form in (phrase, *inflections(phrase, "noun"))
        )


def clashes(
    entries: Sequence[LexiconEntry],
) -> Iterator[tuple[LexiconEntry, LexiconEntry, str]]:
    """Go through the forms that two entries claim: the earlier, the later, and a sentence."""
    owners: dict[str, LexiconEntry] = {}
    for entry in entries:
        for form in entry.matched_forms():
            owner = owners.setdefault(form, entry)
            if owner is not entry:
                sentence = gettext(
                    "the entries “%(first)s” and “%(second)s” both match “%(form)s”; keep it in "
                    "one of them.",
                    first=owner.term,
                    second=entry.term,
                    form=form,
                )
                yield owner, entry, sentence
    for entry in entries:
        for form in entry.neutral_forms():
            if form in owners:
                sentence = gettext(
                    "“%(form)s” is neutral in the entry “%(first)s” but matched by “%(second)s”.",
                    form=form,
                    first=entry.term,
                    second=owners[form].term,
                )
                yield owners[form], entry, sentence


class Lexicon:
    """Hold entries, their version, and the matcher made from them.

    `version` is a hash of what the entries say: it changes with any of them, and stays the same
    when they are merely reordered.
    """

    def __init__(self, entries: Iterable[LexiconEntry], *, source: str = "lexicon") -> None:
        self.entries = tuple(entries)
        self._source = source
        self._phrases = dict(self._numbered_phrases())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a CSV file in UTF-8; raise `LexiconError` where it can't be used."""
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise LexiconError(f"{path.name}: byte {error.start} is not UTF-8.") from error
        except OSError as error:
            raise LexiconError(f"{path.name}: can't be read ({error.strerror}).") from error
        return cls.from_text(text, source=path.name)

    @classmethod
    def from_text(cls, text: str, *, source: str = "lexicon") -> Self:
        """Read the text of a CSV file whose first line names the columns."""
        return cls(_read_entries(text, source), source=source)

    @cached_property
    def version(self) -> str:
        lines = sorted(repr(astuple(entry)) for entry in self.entries)
        return "lexicon-" + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories that have entries, in the codebook's order."""
        used = {entry.category for entry in self.entries}
        return tuple(category for category in CATEGORIES if category in used)

    @cached_property
    def rules(self) -> Mapping[int, tuple[ContextRule, ...]]:
        """The context rules of the entries that have some, by the entry's place."""
        return {
            number: read_rules(entry.context)
            for number, entry in enumerate(self.entries)
            if entry.context
        }

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """List `(start, end, place of the entry)` of the terms that their rules allow."""

        def allows(start: int, end: int, number: int) -> bool:
            return number not in rules or all(
                rule.allows(text, start, end) for rule in rules[number]
            )

        rules = self.rules
        return [match for match in self.matcher.find(text, allows) if match[2] != NEUTRAL]

    @cached_property
    def matcher(self) -> PhraseMatcher:
        """What finds the terms; it reports an entry's place, or `NEUTRAL`."""
        return PhraseMatcher(self._phrases)

    def _numbered_phrases(self) -> Iterator[tuple[str, int]]:
        for *_, sentence in clashes(self.entries):
            raise LexiconError(f"{self._source}: {sentence}")
        claimed: set[str] = set()
        for number, entry in enumerate(self.entries):
            for owner, forms in ((number, entry.matched_forms()), (NEUTRAL, entry.neutral_forms())):
                claimed.update(forms)
                yield from ((form, owner) for form in forms)
        # What a dictionary adds never takes a form from an entry that names it.
        for number, entry in enumerate(self.entries):
            for form in _hyphenated(dictionary_forms(entry.term, entry.part_of_speech)):
                if form not in claimed:
                    claimed.add(form)
                    yield form, number


def _hyphenated(phrases: Iterable[str]) -> tuple[str, ...]:
    plain = [folded(phrase) for phrase in phrases]
    return tuple(dict.fromkeys([*plain, *(phrase.replace(" ", "-") for phrase in plain)]))


def _read_entries(text: str, source: str) -> Iterator[LexiconEntry]:
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
                columns=", ".join(unknown),
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
    place = f"{place} (“{term}”)"
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
                cell=cell,
                known=", ".join(meanings),
            )
        )
    return meanings[cell]


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for piece in cell.split(";") if (part := piece.strip()))
