"""Texts with what people said of them, as a model learns from them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from workbench.evaluation.gold import GoldText, marked_places, places_of
from workbench.evaluation.words import Span, word_spans
from workbench.scoring.surroundings import Place

WEIGHTS = {"blind": 1.0, "adjudicated": 1.0, "": 1.0, "assisted": 0.3}
"""How much a text counts by its condition: who saw a suggestion partly repeats the machine."""

# Half the width of the scales on which sentiment is rated.
_SCALES = (1.0, 4.0, 10.0, 100.0)


class TrainingError(ValueError):
    """Say why nothing can be learned from these texts."""


@dataclass(frozen=True)
class Labelled:
    """Hold one text; None is not labelled.

    `marked` are half-open code-point spans; `sentiment` lies in [-1, 1]; `weight` says how much
    the text counts; `position` is its place among the paragraphs of its article, None if unknown.
    """

    text: str
    article: str
    outlet: str = ""
    marked: tuple[Span, ...] | None = None
    is_biased: bool | None = None
    voice: str | None = None
    sentiment: float | None = None
    weight: float = 1.0
    position: int | None = None

    @property
    def place(self) -> Place:
        """Give its article and its place in it."""
        return self.article, self.position


def labelled(gold: Iterable[GoldText]) -> tuple[Labelled, ...]:
    """Take labelled texts as they were read; raise `TrainingError` for an unknown condition."""
    texts = tuple(gold)
    width = _half_width([text.sentiment for text in texts if text.sentiment is not None])
    return tuple(
        _labelled(text, width, position)
        for text, (_, position) in zip(texts, places_of(texts), strict=True)
    )


def fingerprint(texts: Iterable[Labelled]) -> str:
    """Name the texts and their labels, in whatever order they come, by 16 hexadecimal digits."""
    lines = sorted(json.dumps(_facts(text), ensure_ascii=False) for text in texts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def seen_as(text: str) -> str:
    """Name a text by 12 hexadecimal digits, whatever its case and white space.

    >>> seen_as("A  plan.") == seen_as("a plan.")
    True
    """
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:12]


def folds(texts: Sequence[Labelled], count: int) -> list[int]:
    """Give each text the number of its fold; the texts of one article share one.

    The articles are dealt in the order of a hash of their names, so that the same texts make the
    same folds on every machine and neighbours are parted.
    """
    names = sorted({text.article for text in texts}, key=_shuffled)
    fold_of = {name: place % count for place, name in enumerate(names)}
    return [fold_of[text.article] for text in texts]


def _facts(text: Labelled) -> list[object]:
    # Where a text stands is left out, so that models from before it was known are told by theirs.
    return [value for name, value in asdict(text).items() if name != "position"]


def _shuffled(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _half_width(scores: Sequence[float]) -> float:
    widest = max((abs(score) for score in scores), default=1.0)
    return next((width for width in _SCALES if widest <= width), widest)


def _labelled(text: GoldText, width: float, position: int | None) -> Labelled:
    if text.condition not in WEIGHTS:
        known = ", ".join(name for name in WEIGHTS if name)
        raise TrainingError(f"The condition “{text.condition}” is not one of {known}.")
    return Labelled(
        text=text.text,
        article=text.article,
        outlet=text.outlet,
        marked=_spans(text),
        is_biased=text.is_biased,
        voice=text.voice,
        sentiment=None if text.sentiment is None else text.sentiment / width,
        weight=WEIGHTS[text.condition],
        position=position,
    )


def _spans(text: GoldText) -> tuple[Span, ...] | None:
    if text.words is None:
        return None
    words = word_spans(text.text)
    return tuple(words[place] for place in sorted(marked_places(text, words)))
