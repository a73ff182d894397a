"""Agreement within and between groups of annotators, such as readers of different politics.

Groups of fewer than five people are suppressed: their numbers would say something of a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any

import numpy as np

from workbench.agreement.coefficients import krippendorff_alpha
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.statistic import Basis, Statistic, defined, undefined
from workbench.agreement.sums import Array
from workbench.agreement.weights import LEVEL_WEIGHTS, disagreements
from workbench.codebook.levels import Level
from workbench.said_later import later

LEAST_PEOPLE = 5


@dataclass(frozen=True)
class GroupAgreement:
    """Hold alpha within one group; `n_annotators` is None where the group is suppressed."""

    group: str
    n_annotators: int | None
    alpha: Statistic


@dataclass(frozen=True)
class CrossAgreement:
    """Hold the agreement between two groups, and as a share of what their own would allow."""

    first: str
    second: str
    cross: Statistic
    normalised: Statistic


@dataclass(frozen=True)
class GroupComparison:
    """Hold all groups, and all pairs of groups large enough to be shown, by name.

    `n_without_group` counts annotators who gave labels and named no group.
    """

    within: tuple[GroupAgreement, ...]
    between: tuple[CrossAgreement, ...]
    n_without_group: int


def compare_groups(m: LabelMatrix, group_of: Mapping[Any, str]) -> GroupComparison:
    """Compare groups of annotators; `group_of` names the group of those who have one.

    >>> codes = np.array([[0] * 5 + [0] * 5, [1] * 5 + [1] * 4 + [0], [0] * 5 + [1] * 2 + [0] * 3])
    >>> m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    >>> found = compare_groups(m, {who: "left" if who < 5 else "right" for who in range(10)})
    >>> [(one.group, round(one.alpha.value, 3)) for one in found.within]
    [('left', 1.0), ('right', 0.352)]
    >>> round(found.between[0].cross.value, 3), round(found.between[0].normalised.value, 3)
    (0.571, 0.963)
    """
    given = (m.codes >= 0).any(axis=0)
    columns: dict[str, list[int]] = {}
    for column in np.flatnonzero(given).tolist():
        group = group_of.get(m.annotator_ids[column])
        if group is not None:
            columns.setdefault(group, []).append(column)
    shown = {
        group: only(m, chosen)
        for group, chosen in sorted(columns.items())
        if len(chosen) >= LEAST_PEOPLE
    }
    return GroupComparison(
        within=tuple(
            GroupAgreement(group, len(columns[group]), krippendorff_alpha(shown[group]))
            if group in shown
            else GroupAgreement(group, None, _suppressed())
            for group in sorted(columns)
        ),
        between=tuple(
            CrossAgreement(first, second, *_between(shown[first], shown[second]))
            for first, second in combinations(shown, 2)
        ),
        n_without_group=int(given.sum()) - sum(len(chosen) for chosen in columns.values()),
    )


def only(m: LabelMatrix, columns: list[int]) -> LabelMatrix:
    """Keep some annotators, by column; all items stay."""
    return LabelMatrix(
        m.codes[:, columns],
        m.labels,
        m.level,
        m.values,
        m.item_ids,
        tuple(m.annotator_ids[column] for column in columns),
    )


def cross_alpha(first: LabelMatrix, second: LabelMatrix) -> Statistic:
    """Compute the agreement of the labels of one group with those of another (κ_x).

    κ_x = 1 - d_o / d_e. With R_i and S_i labels of the two groups on item i, d_o is the mean over
    items that have both, weighted by R_i + S_i, of the mean distance δ of a label of the one
    from a label of the other; d_e the same over all their labels on these items, whatever the
    item. δ as in Krippendorff's alpha, ordinal ranks from both groups together. Wong, Paritosh &
    Aroyo 2021, "Cross-replication reliability", §4. Both matrices have the same items and labels.

    >>> first = LabelMatrix(np.array([[0, 0], [1, 1], [0, 1]]), ("no", "yes"), Level.NOMINAL)
    >>> second = LabelMatrix(np.array([[0], [1], [1]]), ("no", "yes"), Level.NOMINAL)
    >>> round(cross_alpha(first, second).value, 4)  # d_o = 1/6, d_e = 1/2
    0.6667
    """
    name, one, other = "cross_alpha", first.counts(), second.counts()
    both = one.any(axis=1) & other.any(axis=1)
    one, other = one[both].astype(np.float64), other[both].astype(np.float64)
    n_annotators = sum(int((m.codes[both] >= 0).any(axis=0).sum()) for m in (first, second))
    basis = Basis(int(both.sum()), int(one.sum() + other.sum()), n_annotators)
    if not basis.n_items:
        sentence = later("No paragraph has labels from both groups: there is nothing to compare.")
        return undefined(name, "no_pairable_units", sentence, basis)
    delta = _distances(first, one.sum(axis=0) + other.sum(axis=0))
    r, s = one.sum(axis=1), other.sum(axis=1)
    by_item = ((one @ delta) * other).sum(axis=1) / (r * s)
    observed = float((r + s) @ by_item / (r + s).sum())
    expected = float(one.sum(axis=0) @ delta @ other.sum(axis=0)) / (r.sum() * s.sum())
    if expected == 0:
        sentence = later(
            "All %(labels)s labels of both groups are the same: reliability cannot be shown.",
            labels=basis.n_labels,
        )
        return undefined(name, "no_variation", sentence, basis)
    return defined(name, 1 - observed / expected, basis)


def normalised_cross_alpha(cross: Statistic, first: Statistic, second: Statistic) -> Statistic:
    """Divide the agreement between groups by the geometric mean of that within them.

    κ_x / √(α_X α_Y): 1 where the groups differ no more than each differs in itself (Wong et al.
    2021, §4.3, after Spearman 1904). Can exceed 1. Undefined unless both alphas are above 0.

    >>> basis = Basis(100, 600, 10)
    >>> cross, first, second = (defined("alpha", value, basis) for value in (0.3, 0.36, 0.49))
    >>> round(normalised_cross_alpha(cross, first, second).value, 4)  # 0.3 / (0.6 · 0.7)
    0.7143
    """
    name = "normalised_cross_alpha"
    basis = Basis(cross.n_items, cross.n_labels, cross.n_annotators)
    if cross.value is None:
        return undefined(name, cross.reason or "no_pairable_units", cross.sentence, basis)
    if first.value is None or second.value is None or min(first.value, second.value) <= 0:
        sentence = later(
            "A group does not agree within itself beyond chance: there is no yardstick."
        )
        return undefined(name, "no_agreement_within", sentence, basis)
    return defined(name, cross.value / sqrt(first.value * second.value), basis)


def _between(first: LabelMatrix, second: LabelMatrix) -> tuple[Statistic, Statistic]:
    cross = cross_alpha(first, second)
    alphas = krippendorff_alpha(first), krippendorff_alpha(second)
    return cross, normalised_cross_alpha(cross, *alphas)


def _distances(m: LabelMatrix, totals: Array) -> Array:
    if m.level is not Level.ORDINAL:
        return disagreements(m, LEVEL_WEIGHTS[m.level])
    ranks = np.cumsum(totals) - totals / 2
    squares: Array = np.subtract.outer(ranks, ranks) ** 2
    return squares


def _suppressed() -> Statistic:
    sentence = later(
        "The group has fewer than %(least)s people: its numbers are not shown.", least=LEAST_PEOPLE
    )
    return undefined("krippendorff_alpha", "suppressed", sentence, Basis(0, 0, 0))
