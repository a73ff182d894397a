"""Counting labels by item, and keeping each distinct row of counts only once.

A study of a million labels has few distinct rows: five annotators and three labels make at most
55. Every coefficient that does not ask who gave a label is a ratio of sums over these rows.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

# Keys of rows are packed into signed 64-bit integers; this leaves room for one more factor.
_LARGEST_KEY = 2**62


@dataclass(frozen=True, eq=False)
class CountRows:
    """Hold distinct rows of label counts (rows × labels) and how many items have each.

    `times` are floats, so that a resampling can put any other weights in their place.
    """

    counts: NDArray[np.float64]
    times: NDArray[np.float64]

    @classmethod
    def from_counts(cls, counts: NDArray[np.int64]) -> Self:
        """Compress an items × labels table; items without any label are dropped.

        >>> rows = CountRows.from_counts(np.array([[2, 0], [1, 1], [2, 0], [0, 0]]))
        >>> rows.counts.tolist(), rows.times.tolist()
        ([[1.0, 1.0], [2.0, 0.0]], [1.0, 2.0])
        """
        labelled = counts[counts.any(axis=1)]
        _, first, times = np.unique(row_keys(labelled), return_index=True, return_counts=True)
        return cls(labelled[first].astype(np.float64), times.astype(np.float64))

    @property
    def sizes(self) -> NDArray[np.float64]:
        """Give the number of labels in each row."""
        sizes: NDArray[np.float64] = self.counts.sum(axis=1)
        return sizes

    def pairable(self) -> "CountRows":
        """Keep the rows with two labels or more: only they hold pairs to compare."""
        enough = self.sizes >= 2
        return CountRows(self.counts[enough], self.times[enough])

    def label_totals(self) -> NDArray[np.float64]:
        """Count each label over all items."""
        return self.times @ self.counts

    def coincidences(self) -> NDArray[np.float64]:
        """Count pairs of labels within items, each item's pairs weighing as its labels do.

        Gives labels × labels, symmetric, with row sums equal to `label_totals`. Every row must
        be pairable. Krippendorff 2011, "Computing Krippendorff's alpha-reliability", step 2.
        """
        share = self.times / (self.sizes - 1)
        return (self.counts.T * share) @ self.counts - np.diag(share @ self.counts)


def count_labels(codes: NDArray[np.int64], n_labels: int) -> NDArray[np.int64]:
    """Count the codes 0 … n_labels - 1 in each row of items × annotators, passing over -1."""
    given = codes >= 0
    rows = np.repeat(np.arange(codes.shape[0]), given.sum(axis=1))
    cells = rows * n_labels + codes[given]
    return np.bincount(cells, minlength=codes.shape[0] * n_labels).reshape(-1, n_labels)


def row_keys(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give rows of counts integers that are equal exactly where the rows are equal.

    A key is the row read as the digits of a number. Before the number outgrows 64 bits the keys
    so far are replaced by their ranks, so that any number of labels fits.
    """
    keys = np.zeros(counts.shape[0], dtype=np.int64)
    base = int(counts.max(initial=0)) + 1
    bound = 1
    for column in counts.T:
        if bound * base > _LARGEST_KEY:
            distinct, keys = np.unique(keys, return_inverse=True)
            bound = distinct.size
        keys = keys * base + column
        bound *= base
    return keys
