"""Turn a score into the chance of being right, by what came true on texts held back.

Platt (1999), "Probabilistic outputs for support vector machines", in Advances in Large Margin
Classifiers: a logistic curve of the score, fitted to targets drawn a little inwards.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS = 30
# A weak prior on the slope: with few texts the curve stays flat instead of turning into a stair.
_PENALTY = 0.05
_MOST = 30.0
_TINY = 1e-6
_CLOSE = 1e-8


@dataclass(frozen=True)
class Curve:
    """Hold a logistic curve."""

    intercept: float
    slope: float

    def at(self, score: float) -> float:
        """Give the chance, in [0, 1], of being right with this score."""
        log_odds = self.intercept + self.slope * score
        return 1 / (1 + math.exp(-min(_MOST, max(-_MOST, log_odds))))


def fit_curve(
    scores: Sequence[float], truths: Sequence[bool], weights: Sequence[float] | None = None
) -> Curve:
    """Fit the curve by Newton's method; without texts it promises one half.

    The slope is never below 0: a higher score never promises less.
    """
    if not scores:
        return Curve(0.0, 0.0)
    x, counts = np.asarray(scores, float), np.ones(len(scores))
    if weights is not None:
        counts = np.asarray(weights, float)
    targets = _drawn_inwards(np.asarray(truths, bool), counts)
    share = float(np.average(targets, weights=counts))
    flat = Curve(math.log(share / (1 - share)), 0.0)
    intercept, slope = flat.intercept, 0.0
    # Sums by hand: a product of matrices would start threads that take longer than it does.
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(intercept + slope * x, -_MOST, _MOST)))
        pull, width = counts * (targets - chance), counts * chance * (1 - chance)
        up, turn = float(pull.sum()), float((pull * x).sum()) - _PENALTY * slope
        flat_bend, mixed = float(width.sum()) + _TINY, float((width * x).sum())
        turn_bend = float((width * x * x).sum()) + _PENALTY
        area = flat_bend * turn_bend - mixed * mixed
        move = _within((turn_bend * up - mixed * turn) / area)
        swing = _within((flat_bend * turn - mixed * up) / area)
        intercept, slope = intercept + move, slope + swing
        if max(abs(move), abs(swing)) < _CLOSE:
            break
    return Curve(intercept, slope) if slope > 0 else flat


def _within(step: float) -> float:
    return max(-2.0, min(2.0, step))


def _drawn_inwards(truths: NDArray[np.bool_], weights: Floats) -> Floats:
    right, wrong = float(weights[truths].sum()), float(weights[~truths].sum())
    return np.where(truths, (right + 1) / (right + 2), 1 / (wrong + 2))
