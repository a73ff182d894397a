"""Whether answers change when a person is asked again, and by more than another look changes them.

The same person answers the same paragraph twice: first with something hidden, then with it shown.
That is no lot: the second look always comes later. Where other paragraphs came back with it still
hidden, they tell what a second look alone does, and the difference of both changes is what is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.effects import (
    OF_THESE_ALONE,
    Array,
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


@dataclass(frozen=True, eq=False)
class Pairs:
    """Hold one row a paragraph that one person answered twice.

    `annotators` are positions 0, 1, …; `before` and `after` are any outcome in [0, 1], such as
    1 where the answer is one label and 0 where it is another.
    """

    annotators: NDArray[np.int64]
    before: Array
    after: Array

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.annotators)

    @property
    def changes(self) -> Array:
        """Give after - before; what is equal but for rounding is the same."""
        changes: Array = np.round(self.after - self.before, 9)
        return changes

    def by_annotator(self) -> Iterator[tuple[int, Array]]:
        """Give the changes of each annotator who has any, with their position."""
        changes = self.changes
        for place in np.unique(self.annotators).tolist():
            yield place, changes[self.annotators == place]


@dataclass(frozen=True)
class PairedChange:
    """Hold how far an outcome changes from the first look to the second.

    `effect` is after - before: its shares are those after and before. Of `n_pairs` outcomes
    `n_up` rose and `n_down` fell.
    """

    effect: Effect
    n_pairs: int
    n_up: int
    n_down: int


def change_between(
    pairs: Pairs,
    *,
    rng: np.random.Generator,
    replicates: int = 2000,
    name: str = "paired_change",
    comparisons: int = 1,
) -> PairedChange:
    """Compute how far the outcome changes from the first look to the second.

    d_a = mean of after - before over the pairs of annotator a; the effect is the mean of d_a over
    annotators, with t limits over them, at least as wide as few pairs alone would make them
    (Agresti & Min 2005: two pairs are added, half of one up, half of one down, one unchanged).
    The p-value exchanges before and after within pairs at random (Fisher 1935, "The Design of
    Experiments", ch. 3): the share of exchanges that give a change at least as far from 0, the
    actual one counted too. With one annotator it would be McNemar's exact test. Of several
    `comparisons` that belong together it is multiplied by their number (Bonferroni). Undefined
    with fewer than two annotators. Verdicts as in `effect_of_showing`.

    >>> pairs = Pairs(np.repeat([0, 1, 2], 40), np.zeros(120), (np.arange(120) % 4 == 0) * 1.0)
    >>> found = change_between(pairs, rng=np.random.default_rng(1))
    >>> found.effect.statistic.value, found.n_up, found.n_down, found.effect.verdict
    (0.25, 30, 0, 'effect')
    """
    changes = pairs.changes
    counts = (len(pairs), int((changes > 0).sum()), int((changes < 0).sum()))
    people = list(pairs.by_annotator())
    basis = Basis(len(pairs), 2 * len(pairs), len(people))
    if len(people) < 2:
        return PairedChange(_without(name, basis, _TWICE), *counts)
    own = np.array([mine.mean() for _, mine in people])
    chance = sum(_variance_of_mean(mine) for _, mine in people) / len(people) ** 2
    drawn = sum(_exchanged(mine, rng, replicates) for _, mine in people) / len(people)
    effect = _effect(
        name,
        basis,
        [place for place, _ in people],
        own,
        chance=chance,
        p_value=_p_value(np.asarray(drawn), float(own.mean()), comparisons),
        widest=1.0,
        means=(float(pairs.after.mean()), float(pairs.before.mean())),
    )
    return PairedChange(effect, *counts)


def difference_of_changes(
    shown: Pairs,
    hidden: Pairs,
    *,
    rng: np.random.Generator,
    replicates: int = 2000,
    name: str = "difference_of_changes",
    comparisons: int = 1,
) -> Effect:
    """Compute by how much more an outcome changes if the second look shows what the first hid.

    `shown` are pairs whose second look shows it, `hidden` those whose second look hides it too.
    d_a = mean change of annotator a in `shown` - that in `hidden`, averaged over annotators who
    have both, with limits as in `change_between`. The p-value exchanges, within annotators, which
    pairs are `shown`, holding how many there are. Undefined with fewer than two annotators who
    have both. The effect's shares are the mean changes of both kinds.

    >>> people, still = np.repeat([0, 1], 40), np.zeros(80)
    >>> moved = Pairs(people, still, (np.arange(80) % 4 == 0) * 1.0)
    >>> found = difference_of_changes(
    ...     moved, Pairs(people, still, still), rng=np.random.default_rng(1))
    >>> found.statistic.value, found.shown_share, found.withheld_share, found.verdict
    (0.25, 0.25, 0.0, 'effect')
    """
    again = dict(hidden.by_annotator())
    people = [(place, mine) for place, mine in shown.by_annotator() if place in again]
    n_pairs = sum(len(mine) + len(again[place]) for place, mine in people)
    basis = Basis(n_pairs, 2 * n_pairs, len(people))
    if len(people) < 2:
        return _without(name, basis, _OF_BOTH_KINDS)
    own = np.array([mine.mean() - again[place].mean() for place, mine in people])
    chance = sum(
        _variance_of_mean(mine) + _variance_of_mean(again[place]) for place, mine in people
    )
    drawn = sum(_reassigned(mine, again[place], rng, replicates) for place, mine in people)
    return _effect(
        name,
        basis,
        [place for place, _ in people],
        own,
        chance=chance / len(people) ** 2,
        p_value=_p_value(np.asarray(drawn) / len(people), float(own.mean()), comparisons),
        widest=2.0,
        means=(float(shown.changes.mean()), float(hidden.changes.mean())),
    )


def _effect(
    name: str,
    basis: Basis,
    places: list[int],
    own: Array,
    *,
    chance: float,
    p_value: float,
    widest: float,
    means: tuple[float, float],
) -> Effect:
    value = float(own.mean())
    low, high = t_limits(own, chance)
    limits = (max(low, -widest), min(high, widest))
    verdict = verdict_of(limits, p_value)
    return Effect(
        statistic=defined(name, value, basis),
        limits=limits,
        p_value=p_value,
        verdict=verdict,
        sentence=_sentence(verdict, value, limits),
        shown_share=means[0],
        withheld_share=means[1],
        by_annotator=tuple(zip(places, own.tolist(), strict=True)),
    )


def _variance_of_mean(changes: Array) -> float:
    """Give the variance of a mean change by few pairs alone, after Agresti and Min."""
    n = len(changes) + 2
    mean = float(changes.sum()) / n
    return ((float((changes**2).sum()) + 1) / n - mean**2) / n


def _exchanged(changes: Array, rng: np.random.Generator, replicates: int) -> Array:
    """Give the mean change where each pair is exchanged by a coin: one value a replicate."""
    total = np.zeros(replicates)
    sizes, counts = np.unique(np.abs(changes), return_counts=True)
    for size, count in zip(sizes.tolist(), counts.tolist(), strict=True):
        total += size * (2.0 * rng.binomial(count, 0.5, size=replicates) - count)
    mean: Array = total / len(changes)
    return mean


def _reassigned(shown: Array, hidden: Array, rng: np.random.Generator, replicates: int) -> Array:
    """Give the difference of the means where the pairs are dealt anew: one value a replicate."""
    values, counts = np.unique(np.concatenate([shown, hidden]), return_counts=True)
    dealt = rng.multivariate_hypergeometric(counts, len(shown), size=replicates)
    sums, total = dealt @ values, float(counts @ values)
    difference: Array = sums / len(shown) - (total - sums) / len(hidden)
    return difference


def _p_value(drawn: Array, value: float, comparisons: int) -> float:
    n_far = int((np.abs(drawn) >= abs(value) - 1e-9).sum())
    return min(1.0, comparisons * (1 + n_far) / (1 + len(drawn)))


def _sentence(verdict: Verdict, value: float, limits: tuple[float, float]) -> str:
    # For files, which speak English; pages make their own sentence of the numbers.
    found = in_points(value, limits)
    if verdict == "effect":
        of_whom = "" if excludes_zero(limits) else OF_THESE_ALONE
        return f"The answers move: {found}.{of_whom}"
    if verdict == "not_powered":
        return f"Not powered: {found} leaves open a change of five points or more."
    return f"Any change is smaller than five points: {found}."


# What is said where nobody has what is compared, and where only one annotator has.
_TWICE = (
    later("Nobody has answered anything twice: limits over annotators take two of them."),
    later("Only one annotator has answered anything twice: limits over annotators take two."),
)
_OF_BOTH_KINDS = (
    later("Nobody has second looks of both kinds: limits over annotators take two of them."),
    later("Only one annotator has second looks of both kinds: limits over annotators take two."),
)


def _without(name: str, basis: Basis, sentences: tuple[str, str]) -> Effect:
    reason: Reason = "too_few_annotators"
    sentence = sentences[min(basis.n_annotators, 1)]
    return undefined_effect(undefined(name, reason, sentence, basis))
