"""Measure guesses against labels: what every figure of an evaluation is computed from.

An undefined measure is None: there was nothing to compute it from.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Hits:
    """Count what was guessed rightly, guessed wrongly and missed."""

    hits: int
    false_alarms: int
    misses: int

    @property
    def precision(self) -> float | None:
        """The share of guesses that are right."""
        return _ratio(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> float | None:
        """The share of what was sought that is found."""
        return _ratio(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return _ratio(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)


def macro_f1(labels: Sequence[str], guesses: Sequence[str]) -> float | None:
    """Average F1 over the labels that occur among labels or guesses.

    >>> macro_f1(["a", "a", "b"], ["a", "b", "b"])
    0.6666666666666666
    """
    pairs = Counter(zip(labels, guesses, strict=True))
    names = sorted({*labels, *guesses})
    scores = []
    for name in names:
        hits = pairs[name, name]
        sizes = sum(n for pair, n in pairs.items() for side in pair if side == name)
        scores.append(2 * hits / sizes)
    return sum(scores) / len(scores) if scores else None


def confusion(
    labels: Sequence[str], guesses: Sequence[str], names: Sequence[str]
) -> tuple[tuple[int, ...], ...]:
    """Count texts by label (rows) and guess (columns), in the order of `names`."""
    pairs = Counter(zip(labels, guesses, strict=True))
    return tuple(tuple(pairs[label, guess] for guess in names) for label in names)


def auc(truths: Sequence[bool], scores: Sequence[float]) -> float | None:
    """Give how often a true one scores higher than a false one; ties count half.

    >>> auc([False, True, True], [0.1, 0.1, 0.9])
    0.75
    """
    true_count = sum(truths)
    false_count = len(truths) - true_count
    if not true_count or not false_count:
        return None
    rank_sum = 0.0
    seen = 0
    ordered = sorted(zip(scores, truths, strict=True))
    for _, tied in groupby(ordered, key=lambda pair: pair[0]):
        group = [truth for _, truth in tied]
        rank_sum += sum(group) * (seen + (len(group) + 1) / 2)
        seen += len(group)
    return (rank_sum - true_count * (true_count + 1) / 2) / (true_count * false_count)


def pearson(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Correlate two lists; None where one of them does not vary."""
    if len(one) < 2:
        return None
    mean_one, mean_other = math.fsum(one) / len(one), math.fsum(other) / len(other)
    shared = math.fsum((x - mean_one) * (y - mean_other) for x, y in zip(one, other, strict=True))
    spread = math.fsum((x - mean_one) ** 2 for x in one) * math.fsum(
        (y - mean_other) ** 2 for y in other
    )
    return shared / math.sqrt(spread) if spread > 0 else None


@dataclass(frozen=True)
class Bin:
    """Hold one step of a calibration table: what was promised and what came true."""

    lowest: float
    highest: float
    count: int
    mean_score: float | None
    share_true: float | None


def calibration(truths: Sequence[bool], scores: Sequence[float], *, bins: int = 10) -> list[Bin]:
    """Sort scores in [0, 1] into equally wide steps, the last one closed at 1."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for truth, score in zip(truths, scores, strict=True):
        held[min(int(score * bins), bins - 1)].append((score, truth))
    return [
        Bin(
            lowest=place / bins,
            highest=(place + 1) / bins,
            count=len(pairs),
            mean_score=_ratio(math.fsum(score for score, _ in pairs), len(pairs)),
            share_true=_ratio(sum(truth for _, truth in pairs), len(pairs)),
        )
        for place, pairs in enumerate(held)
    ]


@dataclass(frozen=True)
class Step:
    """Hold one step of scores in [-1, 1]: how many, their mean, and the mean that people gave."""

    lowest: float
    highest: float
    count: int
    mean_score: float | None
    mean_given: float | None


def means_by_score(
    given: Sequence[float], scores: Sequence[float], *, steps: int = 10
) -> list[Step]:
    """Sort scores in [-1, 1] into equally wide steps, the last one closed at 1.

    >>> [step.mean_given for step in means_by_score([1, 2, 6], [-0.5, 0.5, 1], steps=2)]
    [1.0, 4.0]
    """
    held: list[list[tuple[float, float]]] = [[] for _ in range(steps)]
    for people, score in zip(given, scores, strict=True):
        place = int((min(max(score, -1.0), 1.0) + 1) / 2 * steps)
        held[min(place, steps - 1)].append((score, people))
    return [
        Step(
            lowest=2 * place / steps - 1,
            highest=2 * (place + 1) / steps - 1,
            count=len(pairs),
            mean_score=_ratio(math.fsum(score for score, _ in pairs), len(pairs)),
            mean_given=_ratio(math.fsum(people for _, people in pairs), len(pairs)),
        )
        for place, pairs in enumerate(held)
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Average the distance between promise and outcome, weighted by the texts of each step."""
    total = sum(step.count for step in bins)
    distance = sum(
        step.count * abs(step.mean_score - step.share_true)
        for step in bins
        if step.mean_score is not None and step.share_true is not None
    )
    return _ratio(distance, total)


def best_threshold(truths: Sequence[bool], scores: Sequence[float]) -> float:
    """Find the score from which calling a text true gives the best macro-F1; 0.5 without texts."""
    if len(set(truths)) < 2:
        return 0.5
    total_true, total = sum(truths), len(truths)
    best = (-1.0, 0.5)
    hits = called = 0
    ordered = sorted(zip(scores, truths, strict=True), reverse=True)
    for score, tied in groupby(ordered, key=lambda pair: pair[0]):
        group = [truth for _, truth in tied]
        hits, called = hits + sum(group), called + len(group)
        right_rest = total - called - (total_true - hits)
        f_true = 2 * hits / (called + total_true)
        f_false = 2 * right_rest / (2 * total - called - total_true) if called < total else 0.0
        best = max(best, ((f_true + f_false) / 2, score))
    return best[1]


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
