"""Read the cell of a table that holds what an annotator marked in a text."""

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.annotations.locating import Offsets, locate, overlaps
from workbench.text.cleaning import clean, unwrap

# A cell with more is no list of marks in one paragraph.
MOST_MARKS = 500
LONGEST_CATEGORY = 80
_QUOTES = " \t\n\"'“”„«»‘’`[]"
_CATEGORY_NAMES = ("category", "label", "type", "tag", "labels")


@dataclass(frozen=True)
class FoundSpan:
    """Hold a span of a text; offsets are half-open code points, `category` "" for none given."""

    start: int
    end: int
    category: str


@dataclass(frozen=True)
class FoundSpans:
    """Hold the spans of a cell in order; `n_left_out` stand nowhere in the text, or overlap."""

    spans: tuple[FoundSpan, ...]
    n_left_out: int


def spans_of(cell: str, text: str) -> FoundSpans:
    """Read marks given as JSON or as words.

    JSON (or a list as Python writes it) holds words, triples of start, end and category, or
    objects with `start` and `end`, or `text`, and a `category`; those of `decision` “rejected”
    are passed over. Anything else is words between semicolons or, where there are none, commas.
    Words are sought in the text; of marks that overlap the first stays.

    >>> spans_of("grim, heroes", "The heroes of a grim war.").spans
    (FoundSpan(start=16, end=20, category=''), FoundSpan(start=4, end=10, category=''))
    >>> spans_of('[[4, 10, "praise"]]', "The heroes of a grim war.").spans
    (FoundSpan(start=4, end=10, category='praise'),)
    >>> spans_of("nowhere", "The heroes of a grim war.").n_left_out
    1
    """
    taken: list[Offsets] = []
    found: list[FoundSpan] = []
    left_out = 0
    for mark in _marks(cell)[:MOST_MARKS]:
        place, category = _place(mark, text, taken)
        if place is None:
            left_out += 1
        else:
            taken.append(place)
            found.append(FoundSpan(*place, category))
    return FoundSpans(tuple(found), left_out)


def moved(found: FoundSpans, written: str, text: str) -> FoundSpans:
    """Find the same words in a text that was cleaned: its line breaks and spaces differ."""
    taken: list[Offsets] = []
    kept: list[FoundSpan] = []
    for span in found.spans:
        place = locate(text, unwrap(clean(written[span.start : span.end])[0]), taken)
        if place is not None:
            taken.append(place)
            kept.append(FoundSpan(*place, span.category))
    return FoundSpans(tuple(kept), found.n_left_out + len(found.spans) - len(kept))


def categories_of(cell: str) -> tuple[str, ...]:
    """List the categories that a cell names, each once."""
    return tuple(dict.fromkeys(filter(None, map(_category, _marks(cell)))))


def has_bare_marks(cell: str) -> bool:
    """Tell whether a cell marks something without naming a category."""
    return any(not _category(mark) for mark in _marks(cell))


def _marks(cell: str) -> list[Any]:
    cell = cell.strip()
    if cell[:1] in "[{":
        listed = _listed(cell)
        if listed is not None:
            return [mark for mark in listed if not _is_rejected(mark)]
    separator = ";" if ";" in cell else ","
    return [words for part in cell.split(separator) if (words := part.strip(_QUOTES))]


def _listed(cell: str) -> list[Any] | None:
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        try:
            value = ast.literal_eval(cell[:100_000])
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None
    if isinstance(value, dict):
        value = [value]
    return list(value) if isinstance(value, list) else None


def _is_rejected(mark: Any) -> bool:
    return isinstance(mark, Mapping) and mark.get("decision") == "rejected"


def _category(mark: Any) -> str:
    """Give the category of a mark in what can be printed, for the codebook keeps it."""
    return "".join(filter(str.isprintable, _named(mark))).strip()[:LONGEST_CATEGORY]


def _named(mark: Any) -> str:
    if isinstance(mark, list) and len(mark) > 2:
        return str(mark[2])
    if isinstance(mark, Mapping):
        for name in _CATEGORY_NAMES:
            value = mark.get(name)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, str) and value:
                return value
    return ""


def _place(mark: Any, text: str, taken: list[Offsets]) -> tuple[Offsets | None, str]:
    words, offsets = "", None
    if isinstance(mark, str):
        words = mark.strip(_QUOTES)
    elif isinstance(mark, list) and len(mark) > 1:
        offsets = (mark[0], mark[1])
    elif isinstance(mark, Mapping):
        words = str(mark.get("text") or mark.get("words") or "")
        offsets = (mark.get("start"), mark.get("end"))
    place = _checked(offsets, text, words)
    if place is None and words:
        place = locate(text, words, taken)
    if place is None or overlaps(place, taken):
        return None, ""
    return place, _category(mark)


def _checked(offsets: tuple[Any, Any] | None, text: str, words: str) -> Offsets | None:
    """Give offsets that lie in the text and, where words are given too, hold these words."""
    if offsets is None:
        return None
    start, end = offsets
    if not isinstance(start, int) or not isinstance(end, int) or isinstance(start, bool):
        return None
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        return None
    return None if words and text[start:end] != words else (start, end)
