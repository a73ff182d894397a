"""How far the agreement of each two annotators could have come out otherwise."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.intervals import DEFAULT, Bootstrap, Clusters, Interval, interval_of
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.pairs import cohen_kappa
from workbench.agreement.support import remarks_on, too_little
from workbench.agreement.weights import Weights, disagreements

Array = NDArray[np.float64]

# Numbers held at once while drawing; more replicates are drawn in turns.
_AT_ONCE = 4_000_000


@dataclass(frozen=True, eq=False)
class _Pair:
    """Hold what two annotators share.

    `where` are the units that hold it. `terms` are units × (2 q + ways): how often each label was
    given by the one and by the other, and the disagreement of their labels by each way to weigh.
    """

    first: Hashable
    second: Hashable
    shared: LabelMatrix
    where: NDArray[np.int64]
    terms: Array


def pair_intervals(
    m: LabelMatrix,
    pairs: Sequence[tuple[int, int]],
    *,
    rng: np.random.Generator,
    clusters: Clusters | None = None,
    weights: Sequence[Weights] = ("unweighted",),
    bootstrap: Bootstrap = DEFAULT,
) -> tuple[tuple[Interval, ...], ...]:
    """Compute the interval of Cohen's kappa of each pair of columns of `m`: weights × pairs.

    All pairs come from the same draws of clusters (articles; items where none are given), since
    a crowd has hundreds of pairs; a replicate without any item of a pair is undefined for it.
    What withholds an interval is held against what the two share.
    Raises LabelError when clusters and items are not equally many.

    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0], [1, 1], [0, 1], [1, 1], [0, 0]] * 12)
    >>> m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    >>> ((found,),) = pair_intervals(m, [(0, 1)], rng=np.random.default_rng(1))
    >>> found.low < 0.615 < found.high
    True
    """
    unit: Literal["item", "cluster"] = "item" if clusters is None else "cluster"
    units, tables = _unit_of_items(m, clusters), [disagreements(m, way) for way in weights]
    found = [_shared(m, pair, units, tables) for pair in pairs]
    drawn = _replicates(found, tables, int(units.max(initial=-1)) + 1, rng, bootstrap.replicates)
    return tuple(
        tuple(
            interval_of(
                cohen_kappa(m, pair.first, pair.second, weights=way),
                drawn[place][number],
                (_left_out(pair, tables, place), np.ones(len(pair.where))),
                withheld=too_little(pair.shared, unit, len(pair.where)),
                remarks=remarks_on(pair.shared, unit, len(pair.where)),
                bootstrap=bootstrap,
                drawn=(unit, len(pair.where)),
            )
            for number, pair in enumerate(found)
        )
        for place, way in enumerate(weights)
    )


def _unit_of_items(m: LabelMatrix, clusters: Clusters | None) -> NDArray[np.int64]:
    """Number the unit of each item from 0, in the order in which units come."""
    if clusters is None:
        return np.arange(len(m.item_ids))
    if len(clusters) != len(m.item_ids):
        raise LabelError("Every item needs exactly one cluster.")
    place: dict[object, int] = {}
    return np.array([place.setdefault(one, len(place)) for one in clusters], dtype=np.int64)


def _shared(
    m: LabelMatrix, pair: tuple[int, int], units: NDArray[np.int64], tables: Sequence[Array]
) -> _Pair:
    codes, q = m.codes[:, list(pair)], len(m.labels)
    both = (codes >= 0).all(axis=1)
    first, second = codes[both].T
    where, place = np.unique(units[both], return_inverse=True)
    terms = np.zeros((len(where), 2 * q + len(tables)))
    np.add.at(terms, (place, first), 1)
    np.add.at(terms, (place, q + second), 1)
    for way, table in enumerate(tables):
        terms[:, 2 * q + way] = np.bincount(place, table[first, second], minlength=len(where))
    one, other = (m.annotator_ids[column] for column in pair)
    return _Pair(one, other, LabelMatrix(codes[both], m.labels, m.level, m.values), where, terms)


def _replicates(
    pairs: Sequence[_Pair], tables: Sequence[Array], n: int, rng: np.random.Generator, times: int
) -> list[list[Array]]:
    """Draw all units anew, and give kappa of each replicate: weights × pairs of arrays."""
    found: list[list[list[Array]]] = [[[] for _ in pairs] for _ in tables]
    for weights in _weights(n, rng, times):
        for number, pair in enumerate(pairs):
            # Taking columns is twice as fast as indexing by them.
            sums = weights.take(pair.where, axis=1) @ pair.terms
            for way in range(len(tables)):
                found[way][number].append(_kappas(sums, tables, way))
    return [[np.concatenate([*each, np.zeros(0)]) for each in way] for way in found]


def _weights(n: int, rng: np.random.Generator, times: int) -> Iterator[Array]:
    """Count how often each unit is drawn, a part of the replicates after the other."""
    step = max(1, _AT_ONCE // max(1, n))
    for start in range(0, times if n else 0, step):
        weights = np.empty((min(step, times - start), n))
        for replicate in weights:
            replicate[:] = np.bincount(rng.integers(0, n, size=n), minlength=n)
        yield weights


def _left_out(pair: _Pair, tables: Sequence[Array], way: int) -> Array:
    return _kappas(pair.terms.sum(axis=0) - pair.terms, tables, way)


def _kappas(sums: Array, tables: Sequence[Array], way: int) -> Array:
    """Compute kappa from rows of summed terms; NaN where it is undefined."""
    table, q = tables[way], len(tables[way])
    first, second = sums[:, :q], sums[:, q : 2 * q]
    observed = sums[:, 2 * q + way] * first.sum(axis=1)
    expected = (first @ table * second).sum(axis=1)
    share = np.divide(observed, expected, out=np.full(len(sums), np.nan), where=expected > 0)
    kappas: Array = 1 - share
    return kappas
