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

OF_THESE_ALONE = (
    " The limits over annotators include 0: this is shown of these annotators, not of others."
)

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

    @property
    def is_shown_of_others(self) -> bool:
        """Tell whether the limits over annotators leave 0 out.

        The permutation test asks whether these annotators were moved, the limits whether others
        would be: with few annotators the first can be shown without the second.
        """
        return self.limits is not None and excludes_zero(self.limits)


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


def in_points(value: float, limits: tuple[float, float]) -> str:
    """Write a difference of two shares and its interval in percentage points, for files.

    >>> in_points(0.123, (-0.01, 0.256))
    '+12.3 points (95 % interval -1.0 to +25.6)'
    """
    points, low, high = (round(100 * one, 1) + 0.0 for one in (value, *limits))
    return f"{points:+.1f} points (95 % interval {low:+.1f} to {high:+.1f})"


def excludes_zero(limits: tuple[float, float]) -> bool:
    """Tell whether limits lie on one side of 0."""
    low, high = limits
    return not low <= 0 <= high


def verdict_of(limits: tuple[float, float], p_value: float | None) -> Verdict:
    """Say what limits and a p-value allow to be said; without a p-value the limits decide.

    >>> verdict_of((-0.02, 0.06), 0.3), verdict_of((-0.02, 0.04), 0.3)
    ('not_powered', 'small')
    """
    low, high = limits
    is_believed = excludes_zero(limits) if p_value is None else p_value < BELIEVED
    if is_believed:
        return "effect"
    return "not_powered" if low <= -MARGIN or high >= MARGIN else "small"


def undefined_effect(statistic: Statistic) -> Effect:
    """Make the effect that has no value; the statistic says why."""
    return Effect(statistic, None, None, None, statistic.sentence, None, None, ())
