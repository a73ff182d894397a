"""Coefficients as functions of sums over items, so that a resampling is one matrix product.

Every coefficient here is computed from sums of terms that each item contributes. Whatever weighs
the items anew (a bootstrap, a jackknife, an annotator left out) only changes the sums.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.labels import LabelMatrix
from workbench.agreement.weights import LEVEL_WEIGHTS, Weights, disagreements
from workbench.codebook.levels import Level

Array = NDArray[np.float64]
Measure = Literal[
    "percent_agreement",
    "krippendorff_alpha",
    "fleiss_kappa",
    "scott_pi",
    "conger_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "brennan_prediger",
]


@dataclass(frozen=True, eq=False)
class Summed:
    """Hold how a coefficient is made of sums.

    `terms` gives for rows of label counts (rows × labels) what each contributes
    (rows × `width`); `value` turns sums of these (any number of rows × `width`) into
    coefficients, NaN where one is undefined.
    """

    width: int
    terms: Callable[[Array], Array]
    value: Callable[[Array], Array]


def summed(m: LabelMatrix, measure: Measure, weights: Weights | None = None) -> Summed:
    """Choose how `measure` is summed for the scale of `m`; weights as the coefficient has them.

    Conger's kappa needs to know who gave a label: its terms are made by `annotator_terms`.

    >>> m = LabelMatrix(np.array([[0, 0], [0, 1], [1, 1]]), ("a", "b"), Level.NOMINAL)
    >>> alpha = summed(m, "krippendorff_alpha")
    >>> round(float(alpha.value(alpha.terms(m.counts()).sum(axis=0, keepdims=True))[0]), 4)
    0.4444
    """
    if measure == "krippendorff_alpha":
        return (
            _ordinal_alpha(m)
            if m.level is Level.ORDINAL and weights is None
            else _alpha(m, disagreements(m, LEVEL_WEIGHTS[m.level] if weights is None else weights))
        )
    chosen: Weights = "unweighted" if weights is None else weights
    if measure == "gwet_ac2" and weights is None:
        chosen = LEVEL_WEIGHTS[m.level]
    table = disagreements(m, chosen)
    if measure == "percent_agreement":
        return Summed(2, lambda counts: _observed(counts, table), lambda s: 1 - _share(s))
    if measure == "brennan_prediger":
        return _against_chance(table, lambda shares: np.full(len(shares), table.mean()))
    if measure in ("gwet_ac1", "gwet_ac2"):
        return _against_chance(table, lambda shares: _gwet_chance(shares, table))
    is_scott = measure == "scott_pi"
    return _against_chance(table, lambda shares: _products(shares, table), paired_only=is_scott)


def summed_by_annotator(m: LabelMatrix, weights: Weights = "unweighted") -> Summed:
    """Sum Conger's kappa; its terms take rows of codes (rows × annotators), not of counts."""
    table, q, n_annotators = disagreements(m, weights), len(m.labels), m.codes.shape[1]

    def terms(codes: Array) -> Array:
        given = (codes[:, :, None] == np.arange(q)).astype(np.float64)
        each = given.reshape(len(codes), n_annotators * q)
        return np.hstack([_observed(given.sum(axis=1), table), each])

    def value(sums: Array) -> Array:
        given = sums[:, 2:].reshape(len(sums), n_annotators, q)
        totals = given.sum(axis=2, keepdims=True)
        shares = np.divide(given, totals, out=np.zeros_like(given), where=totals > 0)
        n = (totals > 0).sum(axis=(1, 2))
        # All ordered pairs of annotators, without those of an annotator with oneself.
        together = _products(shares.sum(axis=1), table)
        alone = np.einsum("bgk,kl,bgl->b", shares, table, shares)
        # A difference of sums: rounding leaves a trace where nothing varies.
        varies = ((given.sum(axis=1) > 0) @ table > 0) & (given.sum(axis=1) > 0)
        between = np.where(varies.any(axis=1), together - alone, 0)
        return _corrected(_share(sums), _divide(between, n * (n - 1)))

    return Summed(2 + n_annotators * q, terms, value)


def by_cluster(terms: Array, rows: NDArray[np.int64], clusters: NDArray[np.int64]) -> Array:
    """Add up the terms of the items of each cluster: clusters × width.

    `terms` are those of distinct rows, `rows` says which row each item has.
    """
    if not len(rows):
        return np.zeros((0, terms.shape[1]))
    keys, times = np.unique(clusters * len(terms) + rows, return_counts=True)
    cluster, row = np.divmod(keys, len(terms))
    starts = np.flatnonzero(np.diff(cluster, prepend=-1))
    added: Array = np.add.reduceat(terms[row] * times[:, None], starts, axis=0)
    return added


def side_by_side(measures: Sequence[Summed], counts: Array) -> Array:
    """Give the terms of several coefficients in one table."""
    return np.hstack([np.zeros((len(counts), 0)), *(one.terms(counts) for one in measures)])


def _alpha(m: LabelMatrix, delta: Array) -> Summed:
    def terms(counts: Array) -> Array:
        sizes, enough = counts.sum(axis=1), counts.sum(axis=1) >= 2
        paired = counts * enough[:, None]
        observed = ((paired @ delta) * paired).sum(axis=1) / np.maximum(sizes - 1, 1)
        return np.column_stack([observed, paired])

    def value(sums: Array) -> Array:
        totals = sums[:, 1:]
        n = totals.sum(axis=1)
        return _corrected((n - 1) * sums[:, 0], _products(totals, delta))

    return Summed(1 + len(m.labels), terms, value)


def _ordinal_alpha(m: LabelMatrix) -> Summed:
    """Keep all coincidences: the distances between ranks change with the label totals."""
    q = len(m.labels)

    def terms(counts: Array) -> Array:
        sizes = counts.sum(axis=1)
        paired = counts * (sizes >= 2)[:, None]
        pairs = paired[:, :, None] * paired[:, None, :]
        pairs /= np.maximum(sizes - 1, 1)[:, None, None]
        return np.hstack([pairs.reshape(len(counts), q * q), paired])

    def value(sums: Array) -> Array:
        totals = sums[:, q * q :]
        n = totals.sum(axis=1)
        ranks = np.cumsum(totals, axis=1) - totals / 2
        delta = (ranks[:, :, None] - ranks[:, None, :]) ** 2
        observed = (sums[:, : q * q].reshape(-1, q, q) * delta).sum(axis=(1, 2))
        expected = (totals[:, :, None] * delta * totals[:, None, :]).sum(axis=(1, 2))
        return _corrected((n - 1) * observed, expected)

    return Summed(q * q + q, terms, value)


def _against_chance(
    table: Array, chance: Callable[[Array], Array], *, paired_only: bool = False
) -> Summed:
    """Sum 1 - observed / expected, with the disagreement expected from the labels' mean shares."""

    def terms(counts: Array) -> Array:
        sizes = counts.sum(axis=1)
        used = sizes >= (2 if paired_only else 1)
        shares = counts * used[:, None] / np.maximum(sizes, 1)[:, None]
        return np.column_stack([_observed(counts, table), used, shares])

    def value(sums: Array) -> Array:
        expected = chance(_divide(sums[:, 3:], sums[:, 2:3]))
        return _corrected(_share(sums), expected)

    return Summed(3 + len(table), terms, value)


def _observed(counts: Array, table: Array) -> Array:
    """Give the mean disagreement within each row, and whether it holds a pair."""
    sizes = counts.sum(axis=1)
    enough = sizes >= 2
    within = ((counts @ table) * counts).sum(axis=1) / np.maximum(sizes * (sizes - 1), 1)
    return np.column_stack([within * enough, enough])


def _gwet_chance(shares: Array, table: Array) -> Array:
    q = len(table)
    if not table.any():
        return np.zeros(len(shares))
    spread = (shares * (1 - shares)).sum(axis=1)
    # In floating point the spread of a single label can come out a trace below zero.
    agreeing: Array = 1 - (q**2 - table.sum()) * np.maximum(spread, 0) / (q * (q - 1))
    return agreeing


def _products(shares: Array, table: Array) -> Array:
    products: Array = ((shares @ table) * shares).sum(axis=1)
    return products


def _share(sums: Array) -> Array:
    return _divide(sums[:, 0], sums[:, 1])


def _corrected(observed: Array, expected: Array) -> Array:
    return 1 - _divide(observed, expected)


def _divide(above: Array, below: Array) -> Array:
    shape = np.broadcast_shapes(above.shape, below.shape)
    shares: Array = np.divide(above, below, out=np.full(shape, np.nan), where=below > 0)
    return shares
