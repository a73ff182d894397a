"""Whether what a page shows moves the labels: suggestions, or the outlet's name.

An assignment is drawn by lot into the arm that shows it or the arm that withholds it. The effect
is the difference of the two arms, taken within each annotator and averaged over annotators.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.effects import (
    OF_THESE_ALONE,
    Effect,
    Verdict,
    excludes_zero,
    in_points,
    t_limits,
    undefined_effect,
    verdict_of,
)
from workbench.agreement.statistic import Basis, Reason, defined, undefined
from workbench.said_later import later

Array = NDArray[np.float64]
Arms = NDArray[np.bool_]

_AT_ONCE = 4_000_000


class Draw(Protocol):
    """Draw the arms of all judgements anew, by the very rule that drew them in the study."""

    def __call__(self, rng: np.random.Generator, replicates: int, /) -> Arms:
        """Give replicates × judgements, True where the factor is shown."""


@dataclass(frozen=True)
class CoinDraw:
    """Draw each of `n` judgements on its own, with the same chance of being shown."""

    n: int
    share: float = 0.5

    def __call__(self, rng: np.random.Generator, replicates: int) -> Arms:
        """Throw a coin for every judgement."""
        arms: Arms = rng.random((replicates, self.n)) < self.share
        return arms


@dataclass(frozen=True, eq=False)
class Trial:
    """Hold one row a judgement.

    `annotators` are positions 0, 1, …; `is_shown` tells the arm. `hits` of `cases` happened on
    it: for labels 1 of 1 where the label is the suggestion, be it shown or not; for spans the
    suggested spans that were marked, of those suggested. For the outlet, any outcome in [0, 1].
    """

    annotators: NDArray[np.int64]
    is_shown: Arms
    hits: Array
    cases: Array

    def where(self, chosen: Arms) -> "Trial":
        """Keep some judgements."""
        return Trial(
            self.annotators[chosen], self.is_shown[chosen], self.hits[chosen], self.cases[chosen]
        )


def effect_of_showing(
    trial: Trial,
    draw: Draw | None = None,
    *,
    rng: np.random.Generator,
    replicates: int = 2000,
    name: str = "anchoring",
    comparisons: int = 1,
) -> Effect:
    """Compute how much more often the outcome happens where the factor is shown.

    d_a = share of hits shown - share withheld, within annotator a; the effect is their mean over
    annotators who have both arms, with t limits over them, at least as wide as few judgements
    alone would make them. The p-value re-runs the draw: the
    share of drawn arms whose effect, on the labels as given, is at least as far from 0, the
    actual one counted too (Fisher 1935; Rosenberger & Lachin 2015, ch. 6). Undefined with fewer
    than two annotators who have both arms. Of several `comparisons` that belong together, the
    p-value is that of this one times their number (Bonferroni), at most 1.

    The verdict is "effect" if p < 0.05 (without a draw: if the limits exclude 0); otherwise
    "not_powered" if the limits reach five points to either side, and only then "small".

    >>> shown = np.tile([True, False], 40)
    >>> hits = np.where(shown, np.arange(80) % 10 < 8, np.arange(80) % 10 < 6).astype(float)
    >>> trial = Trial(np.repeat([0, 1, 2, 3], 20), shown, hits, np.ones(80))
    >>> found = effect_of_showing(trial, CoinDraw(80), rng=np.random.default_rng(1))
    >>> round(found.statistic.value, 3), found.shown_share, found.withheld_share
    (0.2, 0.8, 0.6)
    """
    own = _differences(trial, trial.is_shown[None, :])[0]
    both = np.flatnonzero(np.isfinite(own))
    basis = Basis(len(trial.hits), int(trial.cases.sum()), len(both))
    if len(both) < 2:
        return _without(name, basis, len(both))
    value = float(own[both].mean())
    low, high = t_limits(own[both], _chance_variance(trial, both))
    # A difference of two shares lies between -1 and 1, and so does what it could have been.
    limits = (max(low, -1.0), min(high, 1.0))
    p_value = None
    if draw is not None:
        p_value = min(1.0, comparisons * _permuted_p(trial, value, draw, rng, replicates))
    verdict = verdict_of(limits, p_value)
    shown, withheld = (_share(trial, arm) for arm in (trial.is_shown, ~trial.is_shown))
    return Effect(
        statistic=defined(name, value, basis),
        limits=limits,
        p_value=p_value,
        verdict=verdict,
        sentence=_sentence(verdict, value, limits),
        shown_share=shown,
        withheld_share=withheld,
        by_annotator=tuple((int(place), float(own[place])) for place in both),
    )


def subset_draw(draw: Draw, chosen: Arms) -> Draw:
    """Make the draw of some of the judgements: all are drawn, and the chosen ones kept."""

    def drawn(rng: np.random.Generator, replicates: int) -> Arms:
        return draw(rng, replicates)[:, chosen]

    return drawn


def adoption_of_wrong(
    trial: Trial,
    is_wrong: Arms,
    draw: Draw | None = None,
    *,
    rng: np.random.Generator,
    replicates: int = 2000,
) -> Effect:
    """Compute the effect on suggestions that a reference label contradicts.

    `is_wrong` is one flag a judgement: False also where there is no reference. Undefined without
    any wrong suggestion.

    >>> trial = Trial(np.array([0, 0]), np.array([True, False]), np.ones(2), np.ones(2))
    >>> found = adoption_of_wrong(trial, np.zeros(2, dtype=bool), rng=np.random.default_rng(1))
    >>> found.statistic.value, found.statistic.reason
    (None, 'no_reference')
    """
    name = "adoption_of_wrong_suggestions"
    if not is_wrong.any():
        sentence = later("No suggestion is contradicted by a reference label.")
        return undefined_effect(undefined(name, "no_reference", sentence, Basis(0, 0, 0)))
    chosen = None if draw is None else subset_draw(draw, is_wrong)
    return effect_of_showing(
        trial.where(is_wrong), chosen, rng=rng, replicates=replicates, name=name
    )


def ratio_of_times(annotators: NDArray[np.int64], is_shown: Arms, seconds: Array) -> Effect:
    """Compute the ratio of median times, shown to withheld, within annotators.

    exp of the mean over annotators of log(median shown / median withheld), t limits over
    annotators on the scale of logarithms. Below 1, work is quicker where the factor is shown.
    `seconds` (or seconds a word) are positive; others are passed over. Undefined with fewer than
    two annotators who have both arms. The verdict is None: there is no margin for times.

    >>> found = ratio_of_times(np.array([0, 0, 1, 1]), np.array([True, False, True, False]),
    ...     np.array([10.0, 20.0, 30.0, 60.0]))
    >>> round(found.statistic.value, 3)
    0.5
    """
    name, known = "ratio_of_times", seconds > 0
    annotators, is_shown, seconds = annotators[known], is_shown[known], seconds[known]
    logs: list[tuple[int, float]] = []
    for annotator in np.unique(annotators).tolist():
        mine = annotators == annotator
        shown, withheld = seconds[mine & is_shown], seconds[mine & ~is_shown]
        if shown.size and withheld.size:
            logs.append((annotator, float(np.log(np.median(shown) / np.median(withheld)))))
    basis = Basis(len(seconds), len(seconds), len(logs))
    if len(logs) < 2:
        return _without(name, basis, len(logs))
    values = np.array([value for _, value in logs])
    low, high = t_limits(values)
    return Effect(
        statistic=defined(name, float(np.exp(values.mean())), basis),
        limits=(float(np.exp(low)), float(np.exp(high))),
        p_value=None,
        verdict=None,
        sentence="",
        shown_share=None,
        withheld_share=None,
        by_annotator=tuple((annotator, float(np.exp(value))) for annotator, value in logs),
    )


def _differences(trial: Trial, arms: Arms) -> Array:
    """Give replicates × annotators: the difference of the arms, NaN without one of them."""
    n_annotators = int(trial.annotators.max(initial=-1)) + 1
    result = np.full((len(arms), n_annotators), np.nan)
    for annotator in np.unique(trial.annotators).tolist():
        mine = np.flatnonzero(trial.annotators == annotator)
        shown = arms[:, mine].astype(np.float64)
        hits, cases = trial.hits[mine], trial.cases[mine]
        # Counts of hits are whole numbers: their sums and differences are exact.
        hits_shown, cases_shown = shown @ hits, shown @ cases
        hits_withheld, cases_withheld = hits.sum() - hits_shown, cases.sum() - cases_shown
        has_both = (cases_shown > 0) & (cases_withheld > 0)
        result[has_both, annotator] = (
            hits_shown[has_both] / cases_shown[has_both]
            - hits_withheld[has_both] / cases_withheld[has_both]
        )
    return result


def _permuted_p(
    trial: Trial, value: float, draw: Draw, rng: np.random.Generator, replicates: int
) -> float:
    step = max(1, _AT_ONCE // max(1, len(trial.hits)))
    n_known = n_far = 0
    for start in range(0, replicates, step):
        drawn = draw(rng, min(step, replicates - start))
        differences = _differences(trial, drawn)
        n_both = np.isfinite(differences).sum(axis=1)
        means = np.nansum(differences, axis=1)[n_both >= 2] / n_both[n_both >= 2]
        n_known += len(means)
        n_far += int((np.abs(means) >= abs(value) - 1e-12).sum())
    return (1 + n_far) / (1 + n_known)


def _chance_variance(trial: Trial, annotators: NDArray[np.int64]) -> float:
    """Give the variance that few judgements alone lend to the mean difference.

    Each share is moved towards one half by two cases (Agresti & Caffo 2000), so that a share of
    0 or 1 is not taken as certain.
    """
    variance = 0.0
    for annotator in annotators.tolist():
        for arm in (trial.is_shown, ~trial.is_shown):
            mine = arm & (trial.annotators == annotator)
            cases = float(trial.cases[mine].sum()) + 2
            share = (float(trial.hits[mine].sum()) + 1) / cases
            variance += share * (1 - share) / cases
    return variance / len(annotators) ** 2


def _share(trial: Trial, arm: Arms) -> float | None:
    cases = float(trial.cases[arm].sum())
    return float(trial.hits[arm].sum()) / cases if cases else None


def _sentence(verdict: Verdict, value: float, limits: tuple[float, float]) -> str:
    # For files, which speak English; pages make their own sentence of the numbers.
    found = in_points(value, limits)
    if verdict == "effect":
        of_whom = "" if excludes_zero(limits) else OF_THESE_ALONE
        return f"Showing it moves the labels: {found}.{of_whom}"
    if verdict == "not_powered":
        return f"Not powered: {found} leaves open an effect of five points or more."
    return f"Any effect is smaller than five points: {found}."


def _without(name: str, basis: Basis, n: int) -> Effect:
    if n == 0:
        sentence = later("Nobody has labels with and without it: the arms cannot be compared.")
    else:
        sentence = later(
            "Only one annotator has labels with and without it: the arms cannot be compared."
        )
    reason: Reason = "too_few_annotators"
    return undefined_effect(undefined(name, reason, sentence, basis))
