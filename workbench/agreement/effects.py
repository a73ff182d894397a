"""A difference between two ways of asking, with its limits over annotators and what they allow."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.rates import t_quantile
from workbench.agreement.statistic import Statistic

Array = NDArray[np.float64]

MARGIN = 0.05
"""Effects of less than five points are called small; an interval that reaches further is open."""

BELIEVED = 0.05

Verdict = Literal["effect", "not_powered", "small"]


@dataclass(frozen=True)
class Effect:
    """Hold the difference shown - withheld, in shares, and what it rests on.

    `statistic.value` lies in [-1, 1]; of a difference of differences in [-2, 2]. `limits` (95 %,
    over annotators), `p_value` (of the permutation test; None without a draw) and `verdict` are
    None exactly when it has no value. `by_annotator` pairs the position of each annotator who has
    both arms with their difference.
    """

    statistic: Statistic
    limits: tuple[float, float] | None
    p_value: float | None
    verdict: Verdict | None
    sentence: str
    shown_share: float | None
    withheld_share: float | None
    by_annotator: tuple[tuple[int, float], ...]


def t_limits(values: Array, least_variance: float = 0.0) -> tuple[float, float]:
    """Give the 95 % t limits of a mean; `least_variance` is the least it is taken to have.

    >>> [round(limit, 3) for limit in t_limits(np.array([0.0, 0.1, 0.2]))]
    [-0.148, 0.348]
    """
    # Two annotators may differ by the same amount by accident, which is no certainty.
    variance = max(float(values.var(ddof=1)) / len(values), least_variance)
    error = np.sqrt(variance)
    reach = t_quantile(0.975, len(values) - 1) * error
    return float(values.mean() - reach), float(values.mean() + reach)


def verdict_of(limits: tuple[float, float], p_value: float | None) -> Verdict:
    """Say what limits and a p-value allow to be said; without a p-value the limits decide.

    >>> verdict_of((-0.02, 0.06), 0.3), verdict_of((-0.02, 0.04), 0.3)
    ('not_powered', 'small')
    """
    low, high = limits
    is_believed = not low <= 0 <= high if p_value is None else p_value < BELIEVED
    if is_believed:
        return "effect"
    return "not_powered" if low <= -MARGIN or high >= MARGIN else "small"


def undefined_effect(statistic: Statistic) -> Effect:
    """Make the effect that has no value; the statistic says why."""
    return Effect(statistic, None, None, None, statistic.sentence, None, None, ())
