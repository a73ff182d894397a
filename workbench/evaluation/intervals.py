"""Say how far the figures of an evaluation could have come out otherwise: bootstrap intervals.

Texts of one article are not independent, so whole articles are drawn; where no article is named,
whole outlets, and where there is none either, texts. The limits are BCa, as those of agreement.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.agreement.intervals import DEFAULT, REPLICATES
from workbench.agreement.resampling import bca_limits
from workbench.agreement.support import FEW_CLUSTERS, LEAST_LABELS, LEAST_UNITS, MOST_UNDEFINED
from workbench.evaluation.gold import GoldText
from workbench.evaluation.measured import (
    Judged,
    Measure,
    Rules,
    measures_by_outlet,
    measures_of,
)
from workbench.evaluation.weighing import Floats, Units

SEED = 1
CONFIDENCE = DEFAULT.confidence
# An exact jackknife leaves out each unit once; of more units than this, groups are left out,
# which tells the same skewness.
_MOST_LEFT_OUT = 400
# Weights held at once; more replicates are computed in turns.
_AT_ONCE = 2_000_000
WITHOUT_LIMITS = ("bias_calibration",)
"""Drawing anew scatters every step of a calibration, so that nearly all replicates lie above it."""


@dataclass(frozen=True)
class Limits:
    """Hold both limits, or why there are none: `withheld` is empty exactly when they are given."""

    low: float | None
    high: float | None
    withheld: str = ""


@dataclass(frozen=True)
class Intervals:
    """Hold the limits by the name of the measure, and how they were made.

    `outlets` hold those of each outlet's AUC and macro-F1. `unit` names what was drawn, `units`
    how many of them there are.
    """

    confidence: float
    method: str
    replicates: int
    seed: int
    unit: str
    units: int
    remark: str
    limits: Mapping[str, Limits]
    outlets: Mapping[str, Mapping[str, Limits]]


class Drawing:
    """Draw the units of some texts anew; everything that is measured on them shares the draws."""

    def __init__(self, texts: Sequence[GoldText], *, seed: int = SEED) -> None:
        named = [_unit_of(text) for text in texts]
        self.units = Units(named)
        self.kinds = tuple(sorted({kind for kind, _ in named}))
        self.seed = seed
        self._texts = len(texts)

    def limits(self, measure: Measure) -> Limits:
        """Give the interval of one measure."""
        return self._too_little(measure) or self._limits(self._values(measure))

    def limits_of_difference(self, one: Measure, other: Measure) -> Limits:
        """Give the interval of one measure minus the other, taken within each draw."""
        too_little = self._too_little(one) or self._too_little(other)
        return too_little or self._limits(self._values(one) - self._values(other))

    @property
    def remark(self) -> str:
        """Say what makes the intervals less sure than they look."""
        said = []
        if "text" in self.kinds:
            said.append("Texts that name neither article nor outlet are drawn one by one.")
        if "outlet" in self.kinds:
            said.append("Texts that name no article are drawn with all others of their outlet.")
        if LEAST_UNITS <= self.units.n < FEW_CLUSTERS:
            said.append("There are few to draw from: the intervals may be too narrow.")
        return " ".join(said)

    def _values(self, measure: Measure) -> Floats:
        """Give the measure itself, then its replicates, then its jackknife values."""
        return np.concatenate([measure.value(weights) for weights in self._weights()])

    def _weights(self) -> Iterator[Floats]:
        n = self.units.n
        rng = np.random.default_rng(self.seed)
        step = max(1, _AT_ONCE // max(self._texts, n))
        yield np.ones((1, n))
        for start in range(0, REPLICATES, step):
            size = min(step, REPLICATES - start)
            drawn = [np.bincount(rng.integers(0, n, size=n), minlength=n) for _ in range(size)]
            yield np.array(drawn, dtype=np.float64)
        group_of = np.arange(n) % min(n, _MOST_LEFT_OUT)
        groups = np.arange(group_of.max() + 1)
        for start in range(0, len(groups), step):
            yield (group_of != groups[start : start + step, None]).astype(np.float64)

    def _limits(self, values: Floats) -> Limits:
        value, drawn, left_out = values[0], values[1 : REPLICATES + 1], values[REPLICATES + 1 :]
        known = drawn[np.isfinite(drawn)]
        if not np.isfinite(value):
            return Limits(None, None, "It is undefined.")
        if 1 - len(known) / len(drawn) > MOST_UNDEFINED:
            return Limits(None, None, "It is undefined in too many of the draws.")
        if np.ptp(known) == 0:
            return Limits(None, None, "All draws give the same value, which shows nothing.")
        influences = (left_out, np.ones(len(left_out)))
        return Limits(*bca_limits(known, float(value), influences, CONFIDENCE))

    def _too_little(self, measure: Measure) -> Limits | None:
        if self.units.n < LEAST_UNITS:
            return Limits(None, None, f"There are fewer than {LEAST_UNITS} to draw from.")
        if measure.rarest < LEAST_LABELS:
            least = f"The rarest label was given fewer than {LEAST_LABELS} times."
            return Limits(None, None, least)
        return None


def intervals(judged: Judged, rules: Rules, *, seed: int = SEED) -> Intervals:
    """Give the interval of everything that is measured of these guesses."""
    drawing = Drawing([text for text, _ in judged], seed=seed)
    measures = measures_of(drawing.units, judged, rules)
    by_outlet = measures_by_outlet(drawing.units, judged, rules)
    return Intervals(
        confidence=CONFIDENCE,
        method="BCa",
        replicates=REPLICATES,
        seed=seed,
        unit=" and ".join(f"{kind}s" for kind in drawing.kinds),
        units=drawing.units.n,
        remark=drawing.remark,
        limits={
            name: drawing.limits(measure)
            for name, measure in measures.items()
            if name not in WITHOUT_LIMITS
        },
        outlets={
            outlet: {name: drawing.limits(measure) for name, measure in own.items()}
            for outlet, own in by_outlet.items()
        },
    )


def _unit_of(text: GoldText) -> tuple[str, str]:
    if text.names_article:
        return "article", text.article
    return ("outlet", text.outlet) if text.outlet else ("text", text.article)
