"""Measure guesses when articles count once, twice or not at all: what intervals are drawn from.

Each measure is computed for many rows of weights at once, one weight for each unit (an article,
or what stands for it). With weights of 1 it is the measure of `workbench.evaluation.metrics`.
"""

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""Compute a measure for each row of weights, replicates × units; NaN where it is undefined."""

STEPS = 10


class Units:
    """Hold which unit each text belongs to; units are sorted, so that no order of texts matters.

    >>> units = Units(["b", "a", "b"])
    >>> units.of.tolist(), units.n
    ([1, 0, 1], 2)
    """

    def __init__(self, names: Sequence[Hashable]) -> None:
        places = {name: place for place, name in enumerate(sorted(set(names), key=repr))}
        self.of = np.array([places[name] for name in names], dtype=np.int64)
        self.n = len(places)

    def sums(self, rows: Floats) -> Floats:
        """Add rows up by unit: texts × columns to units × columns."""
        found = np.zeros((self.n, rows.shape[1]))
        np.add.at(found, self.of, rows)
        return found


def hits(units: Units, rows: Floats) -> tuple[Statistic, Statistic, Statistic]:
    """Give precision, recall and F1 from texts × (hits, guessed, marked)."""
    sums = units.sums(rows)

    def precision(weights: Floats) -> Floats:
        right, guessed, _ = (weights @ sums).T
        return ratio(right, guessed)

    def recall(weights: Floats) -> Floats:
        right, _, marked = (weights @ sums).T
        return ratio(right, marked)

    def f1(weights: Floats) -> Floats:
        right, guessed, marked = (weights @ sums).T
        return ratio(2 * right, guessed + marked)

    return precision, recall, f1


def macro_f1(
    units: Units, pairs: Sequence[tuple[str, str] | None], names: Sequence[str]
) -> Statistic:
    """Average F1 over the labels that occur; `pairs` hold label and guess of each text."""
    places = {name: place for place, name in enumerate(names)}
    size = len(names)
    rows = np.zeros((len(pairs), size * size))
    for place, pair in enumerate(pairs):
        if pair is not None:
            rows[place, places[pair[0]] * size + places[pair[1]]] = 1
    sums = units.sums(rows)
    return lambda weights: _macro_f1((weights @ sums).reshape(len(weights), size, size))


def correlation(units: Units, pairs: Sequence[tuple[float, float] | None]) -> Statistic:
    """Correlate the two numbers of each text (Pearson)."""
    rows = np.zeros((len(pairs), 6))
    for place, pair in enumerate(pairs):
        if pair is not None:
            x, y = pair
            rows[place] = 1, x, y, x * x, y * y, x * y
    sums = units.sums(rows)

    def pearson(weights: Floats) -> Floats:
        n, x, y, xx, yy, xy = (weights @ sums).T
        spread = np.maximum(n * xx - x * x, 0) * np.maximum(n * yy - y * y, 0)
        return ratio(n * xy - x * y, np.sqrt(np.where(spread > 1e-12, spread, 0)))

    return pearson


def calibration_error(units: Units, pairs: Sequence[tuple[bool, float] | None]) -> Statistic:
    """Average the distance between a score and how often it came true, in ten steps."""
    rows = np.zeros((len(pairs), STEPS * 3))
    for place, pair in enumerate(pairs):
        if pair is not None:
            truth, score = pair
            step = min(int(score * STEPS), STEPS - 1)
            rows[place, [step, STEPS + step, 2 * STEPS + step]] = 1, score, truth
    sums = units.sums(rows)

    def error(weights: Floats) -> Floats:
        counts, promised, true = np.split(weights @ sums, 3, axis=1)
        return ratio(np.abs(promised - true).sum(axis=1), counts.sum(axis=1))

    return error


def auc(
    units: Units, pairs: Sequence[tuple[bool, float] | None], groups: Sequence[str | None]
) -> Statistic:
    """Count how often a true text scores above a false one of its group; ties count half.

    A text whose group is None is compared with none.
    """
    held = [_Ranked(units, pairs, places) for places in _by_group(pairs, groups).values()]

    def value(weights: Floats) -> Floats:
        won, compared = np.zeros(len(weights)), np.zeros(len(weights))
        for group in held:
            true, false = group.weights(weights)
            below = np.cumsum(false, axis=1) - false
            won += (true * (below + false / 2)).sum(axis=1)
            compared += true.sum(axis=1) * false.sum(axis=1)
        return ratio(won, compared)

    return value


def unseen_macro_f1(
    units: Units, pairs: Sequence[tuple[bool, float] | None], outlets: Sequence[str | None]
) -> tuple[Statistic, Statistic]:
    """Judge each outlet by the threshold that is best on the others: over all texts, and the mean.

    The threshold is sought anew for each row of weights.
    """
    places = _by_group(pairs, outlets)
    everywhere = _Ranked(units, pairs, sorted(place for own in places.values() for place in own))
    own_ranked = [_Ranked(units, pairs, own) for own in places.values()]
    # Where the scores of one outlet stand among all scores.
    own_in_all = [np.searchsorted(everywhere.scores, own.scores) for own in own_ranked]

    def tables(weights: Floats) -> Floats:
        """Give outlets × replicates × label × guess."""
        all_true, all_false = everywhere.weights(weights)
        found = np.zeros((len(own_ranked), len(weights), 2, 2))
        for number, (own, among) in enumerate(zip(own_ranked, own_in_all, strict=True)):
            true, false = own.weights(weights)
            others_true, others_false = all_true.copy(), all_false.copy()
            others_true[:, among] -= true
            others_false[:, among] -= false
            threshold = _best_threshold(everywhere.scores, others_true, others_false)
            is_called = own.scores >= threshold[:, None]
            for label, side in ((0, false), (1, true)):
                found[number, :, label, 1] = np.where(is_called, side, 0).sum(axis=1)
                found[number, :, label, 0] = np.where(is_called, 0, side).sum(axis=1)
        return found

    def over_all(weights: Floats) -> Floats:
        return _macro_f1(tables(weights).sum(axis=0))

    def mean(weights: Floats) -> Floats:
        found = tables(weights)
        has_both = (found.sum(axis=3) > 0).all(axis=2)
        each = np.where(has_both, np.nan_to_num(np.array([_macro_f1(own) for own in found])), 0)
        return ratio(each.sum(axis=0), has_both.sum(axis=0).astype(float))

    return over_all, mean


def outlet_only_macro_f1(
    units: Units, pairs: Sequence[tuple[bool, float] | None], outlets: Sequence[str | None]
) -> Statistic:
    """Call every text of an outlet what more of its texts are."""
    held = [_Ranked(units, pairs, own) for own in _by_group(pairs, outlets).values()]

    def value(weights: Floats) -> Floats:
        found = np.zeros((len(weights), 2, 2))
        for own in held:
            true, false = (side.sum(axis=1) for side in own.weights(weights))
            is_called = true >= false
            for label, side in ((0, false), (1, true)):
                found[:, label, 1] += np.where(is_called, side, 0)
                found[:, label, 0] += np.where(is_called, 0, side)
        return _macro_f1(found)

    return value


class _Ranked:
    """Hold some texts by their score, so that weights of true and false ones are summed by it."""

    def __init__(
        self, units: Units, pairs: Sequence[tuple[bool, float] | None], places: Sequence[int]
    ) -> None:
        known = sorted((pair[1], place, pair[0]) for place in places if (pair := pairs[place]))
        scores = np.array([score for score, _, _ in known])
        self.unit = units.of[[place for _, place, _ in known]]
        self.is_true = np.array([truth for _, _, truth in known], dtype=float)
        self.scores, self.starts = np.unique(scores, return_index=True)

    def weights(self, weights: Floats) -> tuple[Floats, Floats]:
        """Sum the weights of true and of false texts: replicates × distinct scores, rising."""
        each = weights[:, self.unit]
        true = np.add.reduceat(each * self.is_true, self.starts, axis=1)
        return true, np.add.reduceat(each, self.starts, axis=1) - true


def _by_group(
    pairs: Sequence[tuple[bool, float] | None], groups: Sequence[str | None]
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, (pair, group) in enumerate(zip(pairs, groups, strict=True)):
        if pair is not None and group is not None:
            found.setdefault(group, []).append(place)
    return found


def _best_threshold(scores: Floats, true: Floats, false: Floats) -> Floats:
    """Find, for each replicate, the score from which calling a text true gives the best macro-F1.

    The highest of equally good ones; 0.5 where all have one label, as `metrics.best_threshold`.
    """
    there = true + false
    right = np.cumsum(true[:, ::-1], axis=1)
    called = np.cumsum(there[:, ::-1], axis=1)
    all_true, total = right[:, -1:], called[:, -1:]
    of_true = 2 * right / np.maximum(called + all_true, 1e-12)
    rest = total - called
    of_false = 2 * (rest - (all_true - right)) / np.maximum(rest + total - all_true, 1e-12)
    # What nobody of this replicate scored is no threshold.
    worth = np.where(there[:, ::-1] > 0, of_true + of_false, -1.0)
    best = scores[::-1][worth.argmax(axis=1)]
    has_both = (all_true[:, 0] > 0) & (all_true[:, 0] < total[:, 0])
    return np.where(has_both, best, 0.5)


def _macro_f1(tables: Floats) -> Floats:
    """Average F1 over the labels that occur, for replicates × label × guess."""
    right = np.diagonal(tables, axis1=1, axis2=2)
    # A label that nobody gave and nobody guessed has no F1, and is left out of the mean.
    each = ratio(2 * right, tables.sum(axis=1) + tables.sum(axis=2))
    occurs = np.isfinite(each)
    return ratio(np.where(occurs, each, 0).sum(axis=1), occurs.sum(axis=1).astype(float))


def ratio(part: Floats, whole: Floats) -> Floats:
    """Divide, with NaN where there is nothing to divide by."""
    found: Floats = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return found
