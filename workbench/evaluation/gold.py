"""Read texts that people have labelled, from a file with one JSON object or one row a text."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from workbench.evaluation.gold_labels import (
    UnknownLabelError,
    bias_label,
    listed_words,
    voice_label,
)
from workbench.evaluation.words import Span, marked_words, words_within
from workbench.scoring.matching import folded
from workbench.scoring.surroundings import Place

Label = TypeVar("Label", bool, str)

VOICE_NAMES = ("factual", "mixed", "opinion")
BIAS_NAMES = ("not biased", "biased")
SENTIMENT_NAMES = ("negative", "neutral", "positive")
_TABLES = (".csv", ".tsv")
_DELIMITERS = (",", ";", "\t")


class GoldError(ValueError):
    """Name the file, the line and what is wrong with it."""


@dataclass(frozen=True)
class Fields:
    """Name the fields of a file; a field that a text lacks is simply not measured.

    `label` holds 0 or 1, or biased or not biased; `words` a list of marked words or phrases;
    `score` a number or a list of numbers, whose mean is taken; `article` keeps texts together
    that come from one article; `condition` says how it was labelled: `blind`, `assisted` or
    `adjudicated`.
    """

    text: str = "text"
    label: str = "bias"
    words: str = "biased_words"
    outlet: str = "outlet"
    score: str = "mean"
    voice: str = "opinion"
    article: str = "article"
    condition: str = "condition"


@dataclass(frozen=True)
class GoldText:
    """Hold one text with what people said of it; None is not labelled.

    `spans` are the marked pieces where their places are known; else `words` are marked wherever
    they stand. Where the file names no article, `article` is the text itself.
    """

    text: str
    article: str
    outlet: str = ""
    is_biased: bool | None = None
    voice: str | None = None
    words: tuple[str, ...] | None = None
    sentiment: float | None = None
    condition: str = ""
    spans: tuple[Span, ...] | None = None
    names_article: bool = True


def places_of(gold: Iterable[GoldText]) -> list[Place]:
    """Number the texts of each article in their order; one that names no article has no place."""
    counts: Counter[str] = Counter()
    found: list[Place] = []
    for text in gold:
        found.append((text.article, counts[text.article] if text.names_article else None))
        counts[text.article] += 1
    return found


def placed_texts(gold: Sequence[GoldText]) -> list[tuple[Place, str]]:
    """Give each text with its place."""
    return [(place, text.text) for text, place in zip(gold, places_of(gold), strict=True)]


def marked_places(text: GoldText, words: Sequence[Span]) -> frozenset[int]:
    """Give the places of the words of a text that people marked."""
    if text.spans is not None:
        return words_within(words, text.spans)
    return marked_words(text.text, words, text.words or ())


def read_gold(path: Path, fields: Fields | None = None) -> tuple[GoldText, ...]:
    """Read a `.jsonl`, `.csv` or `.tsv` file; raise `GoldError` where it can't be used.

    Cells of a table may be parted by commas, semicolons or tabs, as its first line shows.

    Texts about several targets (`targets`, each with a `polarity`) get the mean polarity as their
    score. Rows of a table that hold one text by several annotators are joined into one: by the
    mean of scores, the majority of labels (none in a tie), and the words that at least half marked.
    """
    fields = fields or Fields()
    try:
        rows = list(_rows(path, fields))
    except UnicodeDecodeError as error:
        raise GoldError(
            f"{path.name}: can't be read: it is not UTF-8. Save it as UTF-8."
        ) from error
    except (OSError, csv.Error) as error:
        raise GoldError(f"{path.name}: can't be read ({error}).") from error
    texts = [_gold(row, fields, f"{path.name}, line {line}") for line, row in rows]
    if not texts:
        raise GoldError(f"{path.name}: holds no texts.")
    return _joined(texts) if _is_table(path) else tuple(texts)


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in _TABLES


def _delimiter(names: str, fields: Fields) -> str:
    known = {*astuple(fields), "headline", "valence", "item_id", "id"}
    return max(
        _DELIMITERS,
        key=lambda each: sum(name.strip(' "\r\n') in known for name in names.split(each)),
    )


def _rows(path: Path, fields: Fields) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        if _is_table(path):
            delimiter = _delimiter(file.readline(), fields)
            file.seek(0)
            reader = csv.DictReader(file, delimiter=delimiter)
            for cells in reader:
                yield reader.line_num, cells
            return
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, _json_object(line, f"{path.name}, line {number}")


def _json_object(line: str, place: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
        if "\\ud" in line.lower():
            # Half of a surrogate pair may be escaped in JSON, but nothing can be written with it.
            json.dumps(row, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise GoldError(f"{place}: is not JSON ({error.msg}).") from error
    except UnicodeEncodeError as error:
        raise GoldError(f"{place}: holds half of a character.") from error
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{place}: holds what is too large to be read.") from error
    if not isinstance(row, dict):
        raise GoldError(f"{place}: is not a JSON object.")
    return row


def _gold(row: Mapping[str, Any], fields: Fields, place: str) -> GoldText:
    text = row.get(fields.text) or row.get("headline")
    if not isinstance(text, str) or not text.strip():
        there = ", ".join(str(name) for name in row)
        raise GoldError(f"{place}: has no text in the field “{fields.text}”; it has {there}.")
    named = (row.get(name) for name in (fields.article, "item_id", "id"))
    # An article may be called 0.
    article = next((name for name in named if name not in (None, "")), place)
    return GoldText(
        text=text,
        article=str(article),
        outlet=str(row.get(fields.outlet) or ""),
        is_biased=_bias(row.get(fields.label), fields.label, place),
        voice=_voice(row.get(fields.voice), fields.voice, place),
        words=_words(row.get(fields.words), fields.words, place),
        sentiment=_score(row, fields, place),
        condition=str(row.get(fields.condition) or "").strip().lower(),
        names_article=row.get(fields.article) not in (None, ""),
    )


def _bias(value: object, name: str, place: str) -> bool | None:
    try:
        return bias_label(value)
    except UnknownLabelError as error:
        raise GoldError(f"{place}: “{value}” in {name} is not one of {error}.") from error


def _voice(value: object, name: str, place: str) -> str | None:
    try:
        return voice_label(value)
    except UnknownLabelError as error:
        raise GoldError(f"{place}: “{value}” in {name} is not one of {error}.") from error


def _words(value: object, name: str, place: str) -> tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, str):
        return listed_words(value)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise GoldError(f"{place}: {name} is not a list of words.")
    return tuple(value)


# Far beyond any scale; the squares of larger numbers could not be added up.
_LARGEST_SCORE = 1e9
_POLARITIES = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}


def _score(row: Mapping[str, Any], fields: Fields, place: str) -> float | None:
    value: Any = row.get(fields.score)
    if value is None or value == "":
        value = row.get("valence")
    if value is None and isinstance(row.get("targets"), list):
        targets = [target for target in row["targets"] if isinstance(target, dict)]
        value = [_polarity(target.get("polarity"), place) for target in targets]
    if value is None or value in ("", []):
        return None
    try:
        numbers = [float(number) for number in (value if isinstance(value, list) else [value])]
    except (TypeError, ValueError, OverflowError) as error:
        raise GoldError(f"{place}: “{value}” in {fields.score} is not a number.") from error
    # "Not a number" fails the comparison, as infinity does.
    if not all(abs(number) <= _LARGEST_SCORE for number in numbers):
        raise GoldError(f"{place}: “{value}” in {fields.score} is on no scale.")
    return sum(numbers) / len(numbers)


def _polarity(value: object, place: str) -> float:
    key = str(value).strip().lower()
    if key not in _POLARITIES:
        raise GoldError(
            f"{place}: “{value}” as the polarity of a target is not one of "
            f"{', '.join(_POLARITIES)}."
        )
    return _POLARITIES[key]


def _joined(texts: list[GoldText]) -> tuple[GoldText, ...]:
    same: defaultdict[tuple[str, str], list[GoldText]] = defaultdict(list)
    for text in texts:
        same[text.article, text.text].append(text)
    return tuple(_together(group) for group in same.values())


def _together(group: list[GoldText]) -> GoldText:
    """Say of one text what its annotators said: means, majorities, and words that half marked."""
    if len(group) == 1:
        return group[0]
    scores = [text.sentiment for text in group if text.sentiment is not None]
    return replace(
        group[0],
        is_biased=_majority([text.is_biased for text in group]),
        voice=_majority([text.voice for text in group]),
        words=_marked_by_half([text.words for text in group]),
        sentiment=sum(scores) / len(scores) if scores else None,
    )


def _majority(given: Iterable[Label | None]) -> Label | None:
    """Give the label that more gave than any other; None where two share the lead."""
    counts = Counter(label for label in given if label is not None).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return None
    return counts[0][0]


def _marked_by_half(given: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    """List the phrases that at least half of those who were asked marked, as they wrote them."""
    asked = [words for words in given if words is not None]
    if not asked:
        return None
    spelled = {folded(word): word for words in reversed(asked) for word in words}
    counts = Counter(key for words in asked for key in {folded(word) for word in words})
    return tuple(spelled[key] for key in spelled if 2 * counts[key] >= len(asked))
