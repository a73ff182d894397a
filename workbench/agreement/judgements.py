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

    def votes(self) -> Array:
        """Count the labels of each item: items × labels."""
        size = len(self.item_ids) * self.n_labels
        cells = self.items * self.n_labels + self.codes
        return np.bincount(cells, minlength=size).reshape(-1, self.n_labels).astype(np.float64)


def _added(values: Array, groups: Codes, n_groups: int) -> Array:
    columns = [np.bincount(groups, weights=column, minlength=n_groups) for column in values.T]
    return np.stack(columns, axis=1)
