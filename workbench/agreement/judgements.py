"""Labels as a list of who gave what to which item, the form in which models of annotators read."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.labels import LabelMatrix

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Judgements:
    """Hold three columns of equal length: positions of item, annotator and declared label.

    An annotator may judge an item more than once, as in repeated readings.
    """

    items: Codes
    annotators: Codes
    codes: Codes
    labels: tuple[str, ...]
    item_ids: tuple[Hashable, ...]
    annotator_ids: tuple[Hashable, ...]

    @classmethod
    def from_matrix(cls, m: LabelMatrix) -> "Judgements":
        """List the labels of a matrix."""
        items, annotators = np.nonzero(m.codes >= 0)
        codes = m.codes[items, annotators]
        return cls(items, annotators, codes, m.labels, m.item_ids, m.annotator_ids)

    @property
    def n_labels(self) -> int:
        """Count the declared labels."""
        return len(self.labels)

    def by_item(self, values: Array) -> Array:
        """Add up judgements × k values for each item: items × k."""
        return _added(values, self.items, len(self.item_ids))

    def by_annotator(self, values: Array) -> Array:
        """Add up judgements × k values for each annotator: annotators × k."""
        return _added(values, self.annotators, len(self.annotator_ids))

    def by_annotator_and_code(self, values: Array) -> Array:
        """Add up judgements × k values by who gave which label: annotators × labels × k."""
        cells = self.annotators * self.n_labels + self.codes
        added = _added(values, cells, len(self.annotator_ids) * self.n_labels)
        return added.reshape(len(self.annotator_ids), self.n_labels, -1)

    def distinct_items(self) -> "DistinctItems":
        """Join the items to which the same annotators gave the same labels."""
        cells = self.annotators * self.n_labels + self.codes
        order = np.lexsort((cells, self.items))
        sizes = np.bincount(self.items, minlength=len(self.item_ids))
        starts = np.cumsum(sizes) - sizes
        where = np.zeros(len(sizes), dtype=np.int64)
        first: list[Codes] = []
        for size in np.unique(sizes).tolist():
            alike = np.flatnonzero(sizes == size)
            rows = cells[order][starts[alike][:, None] + np.arange(size)]
            _, place, inverse = np.unique(rows, axis=0, return_index=True, return_inverse=True)
            where[alike] = inverse.ravel() + sum(len(part) for part in first)
            first.append(alike[place])
        chosen = np.concatenate([np.zeros(0, dtype=np.int64), *first])
        kept = np.concatenate(
            [np.zeros(0, dtype=np.int64)]
            + [order[starts[item] : starts[item] + sizes[item]] for item in chosen]
        )
        items = np.repeat(np.arange(len(chosen)), sizes[chosen])
        given = Judgements(
            items,
            self.annotators[kept],
            self.codes[kept],
            self.labels,
            tuple(range(len(chosen))),
            self.annotator_ids,
        )
        times = np.bincount(where, minlength=len(chosen)).astype(np.float64)
        return DistinctItems(given, times, where)

    def votes(self) -> Array:
        """Count the labels of each item: items × labels."""
        size = len(self.item_ids) * self.n_labels
        cells = self.items * self.n_labels + self.codes
        return np.bincount(cells, minlength=size).reshape(-1, self.n_labels).astype(np.float64)


@dataclass(frozen=True, eq=False)
class DistinctItems:
    """Hold the distinct items, how many items each stands for, and where each item went.

    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 1], [1, 1], [0, 1]])
    >>> m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    >>> distinct = Judgements.from_matrix(m).distinct_items()
    >>> distinct.times.tolist(), distinct.where.tolist()
    ([2.0, 1.0], [0, 1, 0])
    """

    given: Judgements
    times: Array
    where: Codes

    @property
    def weights(self) -> Array:
        """Give, for each judgement, how many it stands for (judgements × 1)."""
        weights: Array = self.times[self.given.items][:, None]
        return weights


def _added(values: Array, groups: Codes, n_groups: int) -> Array:
    columns = [np.bincount(groups, weights=column, minlength=n_groups) for column in values.T]
    return np.stack(columns, axis=1)
