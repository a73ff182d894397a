"""Whether labels change over time, or from one version of the guidelines to the next."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.coefficients import krippendorff_alpha, percent_agreement
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.statistic import Statistic


@dataclass(frozen=True)
class Stretch:
    """Hold what was labelled in one week, or under one version.

    `alpha` and `percent` compare labels of this stretch only. `shares` has one number for each
    declared label, all None without labels.
    """

    name: Hashable
    n_labels: int
    alpha: Statistic
    percent: Statistic
    shares: tuple[float, ...] | None


def drift(
    m: LabelMatrix, stretches: NDArray[np.int64], names: Sequence[Hashable]
) -> tuple[Stretch, ...]:
    """Compute agreement and the shares of labels for each stretch, in the order of `names`.

    `stretches` is items × annotators: the position in `names` of the week or version in which
    the label of `m` at that place was given; it is not read where there is none.
    Raises LabelError for another shape or a position outside `names`.

    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0], [1, 1], [0, 1], [1, 0]])
    >>> m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    >>> weeks = np.array([[0, 0], [0, 0], [1, 1], [1, 1]])
    >>> [(one.name, one.percent.value) for one in drift(m, weeks, ("week 1", "week 2"))]
    [('week 1', 1.0), ('week 2', 0.0)]
    """
    if stretches.shape != m.codes.shape:
        raise LabelError("Every label needs exactly one stretch.")
    given = stretches[m.codes >= 0]
    if given.size and not 0 <= int(given.min()) <= int(given.max()) < len(names):
        raise LabelError("A label belongs to a stretch without a name.")
    return tuple(_stretch(m, stretches == place, name) for place, name in enumerate(names))


def _stretch(m: LabelMatrix, is_within: NDArray[np.bool_], name: Hashable) -> Stretch:
    part = LabelMatrix(
        np.where(is_within, m.codes, -1), m.labels, m.level, m.values, m.item_ids, m.annotator_ids
    )
    totals = part.counts().sum(axis=0)
    n = int(totals.sum())
    shares = tuple((totals / n).tolist()) if n else None
    return Stretch(name, n, krippendorff_alpha(part), percent_agreement(part), shares)
