"""Labels of several annotators on the same items, as integers with their declared meaning."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.counts import CountRows, count_labels
from workbench.agreement.statistic import Basis
from workbench.codebook.levels import Level
from workbench.said_later import later

# Sums and differences of two values must not overflow.
_LARGEST_VALUE = 1e300


class LabelError(ValueError):
    """Say which label, item or annotator makes the labels unusable."""


@dataclass(frozen=True, eq=False)
class LabelMatrix:
    """Hold what each annotator answered on each item.

    `codes` is items × annotators: a position in `labels`, or -1 for "not annotated".
    `labels` are all declared answers in their order, whether or not anyone gave them.
    `values` are the numbers an interval or ratio scale measures with, one a label. Without them
    the numbers that the labels spell are taken; an interval scale whose labels are words then
    counts positions, a ratio scale is refused, because a true zero cannot be guessed.
    `item_ids` and `annotator_ids` default to 0, 1, 2, …
    Raises LabelError when the parts do not fit together.
    """

    codes: NDArray[np.int64]
    labels: tuple[str, ...]
    level: Level
    values: tuple[float, ...] | None = None
    item_ids: tuple[Hashable, ...] = ()
    annotator_ids: tuple[Hashable, ...] = ()

    def __post_init__(self) -> None:
        codes = np.array(self.codes, dtype=np.int64)
        if codes.ndim != 2:
            raise LabelError("Codes must be items × annotators.")
        # Counts are computed once and kept, so the codes under them must not change.
        codes.setflags(write=False)
        set_field = object.__setattr__
        set_field(self, "codes", codes)
        set_field(self, "item_ids", self.item_ids or tuple(range(codes.shape[0])))
        set_field(self, "annotator_ids", self.annotator_ids or tuple(range(codes.shape[1])))
        if (len(self.item_ids), len(self.annotator_ids)) != codes.shape:
            raise LabelError("Every item and every annotator needs exactly one id.")
        if not self.labels or len(set(self.labels)) != len(self.labels):
            raise LabelError("Labels must be declared, each once.")
        if codes.size and not -1 <= int(codes.min()) <= int(codes.max()) < len(self.labels):
            raise LabelError("Codes must be -1 or a position in the declared labels.")
        self._check_scale()

    def _check_scale(self) -> None:
        if self.values is not None and len(self.values) != len(self.labels):
            raise LabelError("Every label needs exactly one value.")
        if not (np.abs(self.scale) <= _LARGEST_VALUE).all():
            raise LabelError("Values must be finite numbers, and their sums too.")
        if self.level is Level.RATIO and self.scale.min() < 0:
            raise LabelError("A ratio scale has no values below zero.")

    @cached_property
    def scale(self) -> NDArray[np.float64]:
        """Give the number behind each label: its value, or its position for other levels."""
        positions = np.arange(len(self.labels), dtype=np.float64)
        if self.level in (Level.NOMINAL, Level.ORDINAL):
            return positions
        if self.values is not None:
            return np.array(self.values, dtype=np.float64)
        spelled = [_number(label) for label in self.labels]
        numbers = [number for number in spelled if number is not None]
        if len(numbers) == len(spelled):
            return np.array(numbers, dtype=np.float64)
        if self.level is Level.RATIO:
            raise LabelError("A ratio scale needs a number for every label.")
        return positions

    @cached_property
    def rows(self) -> CountRows:
        """Give the distinct rows of `counts()` and how often each occurs."""
        return CountRows.from_counts(self.counts())

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        counts = count_labels(self.codes, len(self.labels))
        counts.setflags(write=False)
        return counts

    def counts(self) -> NDArray[np.int64]:
        """Count, for each item, how many annotators gave each declared label (items × labels)."""
        return self._counts

    @cached_property
    def basis(self) -> Basis:
        """Count the items with two labels or more, their labels, and who gave those."""
        pairable = self.counts().sum(axis=1) >= 2
        given = self.codes[pairable] >= 0
        return Basis(int(pairable.sum()), int(given.sum()), int(given.any(axis=0).sum()))

    def annotator_column(self, annotator: Hashable) -> int:
        """Find the column of an annotator by id; raises LabelError for a stranger."""
        try:
            return self.annotator_ids.index(annotator)
        except ValueError:
            raise LabelError(f"There is no annotator {annotator!r} here.") from None

    def one_against_rest(self, label: str) -> "LabelMatrix":
        """Ask of every given label only whether it is `label`: two nominal labels remain."""
        if label not in self.labels:
            raise LabelError(f"The label {label!r} is not declared.")
        position = self.labels.index(label)
        codes = np.where(self.codes < 0, -1, np.where(self.codes == position, 0, 1))
        names = (label, later("other than %(label)s", label=label))
        return LabelMatrix(
            codes,
            names,
            Level.NOMINAL,
            item_ids=self.item_ids,
            annotator_ids=self.annotator_ids,
        )

    @classmethod
    def from_triples(
        cls,
        items: Sequence[Hashable],
        annotators: Sequence[Hashable],
        labels: Sequence[str],
        *,
        declared: Sequence[str],
        level: Level,
        values: Sequence[float] | None = None,
    ) -> Self:
        """Arrange (item, annotator, label) triples, given as three sequences of equal length.

        Items and annotators keep the order in which they first appear. Labels are compared as
        they are: "nan" is a label like any other, and the number 1 is not the label "1".
        Raises LabelError for an undeclared label and for a second label of one annotator on
        one item.

        >>> m = LabelMatrix.from_triples(
        ...     ["p1", "p1", "p2"], ["Ada", "Ben", "Ada"], ["yes", "no", "yes"],
        ...     declared=("yes", "no"), level=Level.NOMINAL)
        >>> m.codes.tolist(), m.counts().tolist(), m.annotator_ids
        ([[0, 1], [0, -1]], [[1, 1], [1, 0]], ('Ada', 'Ben'))
        """
        if not len(items) == len(annotators) == len(labels):
            raise LabelError("Items, annotators and labels must be equally many.")
        item_ids, rows = _enumerate(items)
        annotator_ids, columns = _enumerate(annotators)
        _refuse_doubles(items, annotators, rows * len(annotator_ids) + columns)
        codes = np.full((len(item_ids), len(annotator_ids)), -1, dtype=np.int64)
        codes[rows, columns] = _encode(labels, declared)
        return cls(
            codes,
            tuple(declared),
            level,
            values=None if values is None else tuple(values),
            item_ids=item_ids,
            annotator_ids=annotator_ids,
        )


def _enumerate(ids: Sequence[Hashable]) -> tuple[tuple[Hashable, ...], NDArray[np.int64]]:
    position: dict[Hashable, int] = {}
    where = [position.setdefault(one, len(position)) for one in ids]
    return tuple(position), np.array(where, dtype=np.int64)


def _encode(labels: Sequence[str], declared: Sequence[str]) -> NDArray[np.int64]:
    code = {label: position for position, label in enumerate(declared)}
    try:
        return np.array([code[label] for label in labels], dtype=np.int64)
    except KeyError as unknown:
        raise LabelError(f"The label {unknown.args[0]!r} is not declared.") from None


def _refuse_doubles(
    items: Sequence[Hashable], annotators: Sequence[Hashable], cells: NDArray[np.int64]
) -> None:
    order = np.argsort(cells, kind="stable")
    repeated = np.flatnonzero(np.diff(cells[order]) == 0)
    if repeated.size:
        again = int(order[repeated[0] + 1])
        raise LabelError(
            f"Annotator {annotators[again]!r} has more than one label on item {items[again]!r}."
        )


def _number(label: str) -> float | None:
    try:
        number = float(label)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
