"""Bring the answers of several people on one paragraph together, each with its weight."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from workbench.evaluation.words import Span, word_spans, words_within

Label = TypeVar("Label")

SHARED = 0.5
"""How alike answers on one paragraph are taken to be, from 0 (no more than others) to 1."""


def weight_together(weights: Sequence[float]) -> float:
    """Say how much several answers on one paragraph count.

    More than one of them, and less than as many paragraphs: their sum over the design effect
    1 + (n − 1) ρ of answers that share a paragraph (Kish 1965, Survey Sampling, section 5.4).

    >>> weight_together([1.0]), weight_together([1.0, 1.0, 1.0]), weight_together([])
    (1.0, 1.5, 0.0)
    """
    return sum(weights) / (1 + (len(weights) - 1) * SHARED) if weights else 0.0


def heaviest(answers: Iterable[tuple[Label, float]]) -> Label | None:
    """Give the label that weighs most; None for a tie, and where there is none.

    >>> heaviest([("biased", 0.3), ("biased", 0.3), ("not_biased", 1.0)])
    'not_biased'
    """
    weights: Counter[Label] = Counter()
    for label, weight in answers:
        weights[label] += weight  # type: ignore[assignment]  # A counter may hold fractions.
    ranked = weights.most_common(2)
    if not ranked or (len(ranked) == 2 and abs(ranked[0][1] - ranked[1][1]) < 1e-9):
        return None
    return ranked[0][0]


def mean_number(answers: Iterable[tuple[float, float]]) -> float | None:
    """Average numbers by their weights; None where there is none."""
    pairs = list(answers)
    total = sum(weight for _, weight in pairs)
    return sum(number * weight for number, weight in pairs) / total if total else None


def marked_by_half(
    text: str, readings: Sequence[tuple[Sequence[Span], float]]
) -> tuple[Span, ...] | None:
    """List the words that people with at least half of the weight marked; None without people.

    >>> marked_by_half("Shameful heroes.", [([(0, 8)], 1.0), ([(0, 15)], 1.0), ([], 1.0)])
    ((0, 8),)
    """
    total = sum(weight for _, weight in readings)
    if not total:
        return None
    words = word_spans(text)
    weights = [0.0] * len(words)
    for spans, weight in readings:
        for place in words_within(words, spans):
            weights[place] += weight
    return tuple(
        word for word, weight in zip(words, weights, strict=True) if weight >= total / 2 - 1e-9
    )
