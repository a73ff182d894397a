"""The items on which annotators differ most; they differ, nobody is said to be wrong."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.labels import LabelMatrix
from workbench.agreement.weights import LEVEL_WEIGHTS, disagreements


@dataclass(frozen=True)
class ContestedItem:
    """Hold how an item's labels are spread.

    `entropy` is in [0, 1], `distance` the mean disagreement of two of its labels in [0, 1],
    `counts` has one number for each declared label.
    """

    item: Hashable
    entropy: float
    distance: float
    counts: tuple[int, ...]


def contested(m: LabelMatrix, *, most: int | None = None) -> tuple[ContestedItem, ...]:
    """List the items with two labels or more, the most contested first, at most `most` of them.

    entropy = -Σ p_k log p_k / log q, p_k the share of label k among the item's labels and q the
    number of declared labels (Shannon 1948): 0 when all agree, 1 when all q labels are equally
    frequent. With fewer labels than q it cannot reach 1. Equal entropies are ordered by how far
    apart the labels are on the declared scale, then as the items stand in `m`.

    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0], [0, 1], [0, 2]])
    >>> m = LabelMatrix(codes, ("negative", "neutral", "positive"), Level.ORDINAL)
    >>> [(one.item, round(one.entropy, 3), round(one.distance, 3)) for one in contested(m)]
    [(2, 0.631, 1.0), (1, 0.631, 0.333), (0, 0.0, 0.0)]
    """
    where = np.flatnonzero(m.counts().sum(axis=1) >= 2)
    counts = m.counts()[where]
    entropy, distance = _entropy(counts), _distance(m, counts)
    # Rounding joins what is equal but was summed in another order.
    order = np.lexsort((-distance.round(12), -entropy.round(12)))
    return tuple(
        ContestedItem(
            m.item_ids[where[row]],
            float(entropy[row]),
            float(distance[row]),
            tuple(counts[row].tolist()),
        )
        for row in order[:most]
    )


def _entropy(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    shares = counts / counts.sum(axis=1, keepdims=True)
    logarithms = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    # With one declared label the entropy is 0, whatever it is divided by.
    largest = np.log(max(counts.shape[1], 2))
    entropy: NDArray[np.float64] = np.abs((shares * logarithms).sum(axis=1)) / largest
    return entropy


def _distance(m: LabelMatrix, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    table = disagreements(m, LEVEL_WEIGHTS[m.level])
    sizes = counts.sum(axis=1)
    pairs: NDArray[np.float64] = ((counts @ table) * counts).sum(axis=1) / (sizes * (sizes - 1))
    return pairs
