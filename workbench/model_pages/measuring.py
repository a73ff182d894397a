"""Measure two guessers on the same labelled texts, with intervals by drawing whole articles.

Every measure is computed from a weight for each article, so that a replicate is a row of weights.
Percentiles of the replicates bound the intervals (Efron and Tibshirani 1993, chapter 13); the
difference is taken within each replicate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from workbench.agreement.resampling import percentile_limits
from workbench.agreement.support import LEAST_UNITS, MOST_UNDEFINED
from workbench.evaluation.guessing import Guess
from workbench.evaluation.intervals import WITHOUT_LIMITS
from workbench.evaluation.measured import Rules, measures_of
from workbench.evaluation.weighing import Floats, Units
from workbench.learning.labelled import Labelled
from workbench.learning.rules import decide_sentiment
from workbench.learning.training import as_gold

REPLICATES = 400
CONFIDENCE = 0.95
MEASURES = (
    "word_f1",
    "bias_within_outlet_auc",
    "bias_auc",
    "bias_macro_f1",
    "bias_calibration",
    "voice_macro_f1",
    "sentiment_r",
    "sentiment_macro_f1",
)
"""What two guessers are compared by, in the order of the page."""

_RULES = Rules(biased_from=0.5, side=lambda score: decide_sentiment(score).label)


class Figure(NamedTuple):
    """Hold a measure with its 95% interval; None where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Measured:
    """Hold one measure of two guessers, and of their difference (the first minus the second)."""

    name: str
    texts: int
    first: Figure
    second: Figure
    difference: Figure


def measure(
    texts: Sequence[Labelled],
    first: Sequence[Guess],
    second: Sequence[Guess],
    *,
    random: np.random.Generator,
) -> tuple[Measured, ...]:
    """Measure both on all that the texts have labels for."""
    gold = [as_gold(text) for text in texts]
    units = Units([text.article for text in texts])
    draws = random.multinomial(units.n, np.full(units.n, 1 / units.n), size=REPLICATES)
    weights = np.vstack([np.ones(units.n), draws.astype(float)])
    one, other = (
        measures_of(units, list(zip(gold, guesses, strict=True)), _RULES)
        for guesses in (first, second)
    )
    found = []
    for name in MEASURES:
        if name in one:
            ours, theirs = (each[name].value(weights) for each in (one, other))
            figures = [_figure(values, units.n) for values in (ours, theirs, ours - theirs)]
            if name in WITHOUT_LIMITS:
                figures = [Figure(figure.value, None, None) for figure in figures]
            found.append(Measured(name, one[name].texts, *figures))
    return tuple(found)


def _figure(values: Floats, articles: int) -> Figure:
    value, drawn = values[0], values[1:]
    if not np.isfinite(value):
        return Figure(None, None, None)
    known = drawn[np.isfinite(drawn)]
    if articles < LEAST_UNITS or 1 - len(known) / len(drawn) > MOST_UNDEFINED:
        return Figure(float(value), None, None)
    return Figure(float(value), *percentile_limits(known, CONFIDENCE))
