"""Agreement of two annotators with each other."""

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.labels import LabelMatrix
from workbench.agreement.statistic import Basis, Flag, Statistic, defined, undefined, unpaired
from workbench.agreement.weights import Weights, disagreements
from workbench.said_later import later


@dataclass(frozen=True)
class PairAgreement:
    """Hold the agreement of two annotators, named by their ids.

    `statistic` is Cohen's kappa; `percent` is None when they share no item.
    """

    first: Hashable
    second: Hashable
    statistic: Statistic
    percent: float | None
    n_items: int


def cohen_kappa(
    m: LabelMatrix, first: Hashable, second: Hashable, weights: Weights = "unweighted"
) -> Statistic:
    """Compute Cohen's kappa of two annotators, named by id, on the items both labelled.

    κ = 1 - Σ v_kl p_kl / Σ v_kl p_k. p_.l with v the disagreement of labels k and l: [k ≠ l]
    unweighted (Cohen 1960, "A coefficient of agreement for nominal scales"), else by distance or
    by a table (Cohen 1968, "Weighted kappa"; rows belong to `first`). At most 1; not below -1
    without weights. An annotator who gave one label only is flagged "constant_rater": kappa is
    then 0, whatever the other did.

    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0], [0, 1], [1, 1], [1, 1]])
    >>> cohen_kappa(LabelMatrix(codes, ("no", "yes"), Level.NOMINAL), 0, 1).value
    0.5
    """
    table = confusion(m, first, second)
    return kappa_from_table(table, m.labels, disagreements(m, weights))


def confusion(m: LabelMatrix, first: Hashable, second: Hashable) -> NDArray[np.int64]:
    """Cross the labels of two annotators on shared items: rows are `first`, columns `second`."""
    return _cross(m, m.annotator_column(first), m.annotator_column(second))


def kappa_from_table(
    table: NDArray[np.int64], labels: tuple[str, ...], disagreement: NDArray[np.float64]
) -> Statistic:
    """Compute Cohen's kappa of a labels × labels table of counts; see `cohen_kappa`."""
    name, n = "cohen_kappa", int(table.sum())
    basis = Basis(n, 2 * n, 2 if n else 0)
    if not n:
        sentence = later(
            "These two annotators have no paragraph in common: there is nothing to compare."
        )
        return undefined(name, "no_pairable_units", sentence, basis)
    first, second = table.sum(axis=1) / n, table.sum(axis=0) / n
    expected = float(first @ disagreement @ second)
    if expected == 0:
        return _without_variation(name, table, labels, basis)
    observed = float((table * disagreement).sum()) / n
    is_constant = 1 in (np.count_nonzero(first), np.count_nonzero(second))
    flags: tuple[Flag, ...] = ("constant_rater",) if is_constant else ()
    return defined(name, 1 - observed / expected, basis, *flags)


def pairwise(
    m: LabelMatrix, weights: Weights = "unweighted", *, minimum_items: int = 0
) -> tuple[PairAgreement, ...]:
    """Compare every two annotators who have labels, in the order of `m.annotator_ids`.

    Pairs that share fewer than `minimum_items` items are left out; in a crowd of hundreds most
    pairs share none.

    >>> from workbench.codebook.levels import Level
    >>> m = LabelMatrix(np.array([[0, 0, -1], [1, 0, 0]]), ("no", "yes"), Level.NOMINAL)
    >>> [(pair.first, pair.second, pair.percent, pair.n_items) for pair in pairwise(m)]
    [(0, 1, 0.5, 2), (0, 2, 0.0, 1), (1, 2, 1.0, 1)]
    """
    given = (m.codes >= 0).astype(np.float64)
    shared = given.T @ given
    active = [column for column in range(given.shape[1]) if shared[column, column]]
    disagreement = disagreements(m, weights)
    return tuple(
        _pair(m, first, second, disagreement)
        for first, second in combinations(active, 2)
        if shared[first, second] >= minimum_items
    )


def light_kappa(m: LabelMatrix, weights: Weights = "unweighted") -> Statistic:
    """Average Cohen's kappa over all pairs of annotators who share items.

    Light 1971, "Measures of response agreement for qualitative data". Pairs whose kappa is
    undefined are left out; undefined when no pair has one. Bounded as
    Cohen's kappa.

    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0, 0], [0, 1, 1], [1, 1, 1], [1, 1, 1]])
    >>> light_kappa(LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)).value
    0.6666666666666666
    """
    from_pairs = [pair.statistic for pair in pairwise(m, weights, minimum_items=1)]
    basis = m.basis
    if not basis.n_items:
        return unpaired("light_kappa", basis)
    values = [statistic.value for statistic in from_pairs if statistic.value is not None]
    if not values:
        sentence = later("No two annotators gave labels that vary: reliability cannot be shown.")
        return undefined("light_kappa", "no_variation", sentence, basis)
    return defined("light_kappa", float(np.mean(values)), basis)


def _pair(
    m: LabelMatrix, first: int, second: int, disagreement: NDArray[np.float64]
) -> PairAgreement:
    table = _cross(m, first, second)
    n = int(table.sum())
    return PairAgreement(
        first=m.annotator_ids[first],
        second=m.annotator_ids[second],
        statistic=kappa_from_table(table, m.labels, disagreement),
        percent=float(table.trace()) / n if n else None,
        n_items=n,
    )


def _cross(m: LabelMatrix, first: int, second: int) -> NDArray[np.int64]:
    q = len(m.labels)
    rows, columns = m.codes[:, first], m.codes[:, second]
    both = (rows >= 0) & (columns >= 0)
    return np.bincount(rows[both] * q + columns[both], minlength=q * q).reshape(q, q)


def _without_variation(
    name: str, table: NDArray[np.int64], labels: tuple[str, ...], basis: Basis
) -> Statistic:
    used = np.flatnonzero(table.sum(axis=0) + table.sum(axis=1))
    if used.size == 1:
        sentence = (
            later(
                "Both labels of these two annotators are “%(label)s”: reliability cannot be shown.",
                label=labels[used[0]],
            )
            if basis.n_labels == 2
            else later(
                "All %(n)s labels of these two annotators are “%(label)s”: reliability cannot be "
                "shown.",
                n=basis.n_labels,
                label=labels[used[0]],
            )
        )
    else:
        sentence = later(
            "The labels of these two annotators do not differ by the weights used: reliability "
            "cannot be shown."
        )
    return undefined(name, "no_variation", sentence, basis)
