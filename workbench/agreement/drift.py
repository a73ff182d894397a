"""Whether labels change over time, or from one version of the guidelines to the next."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.coefficients import percent_agreement
from workbench.agreement.intervals import Clusters, Estimate, estimates
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.statistic import Statistic


@dataclass(frozen=True)
class Stretch:
    """Hold what was labelled in one week, or under one version.

    `alpha`, with its interval, and `percent` compare labels of this stretch only. `shares` has
    one number for each declared label, all None without labels.
    """

    name: Hashable
    n_labels: int
    alpha: Estimate
    percent: Statistic
    shares: tuple[float, ...] | None


def drift(
    m: LabelMatrix,
    stretches: NDArray[np.int64],
    names: Sequence[Hashable],
    *,
    rng: np.random.Generator,
    clusters: Clusters | None = None,
) -> tuple[Stretch, ...]:
    """Compute agreement and the shares of labels for each stretch, in the order of `names`.

    `stretches` is items × annotators: the position in `names` of the week or version in which
    the label of `m` at that place was given; it is not read where there is none. `clusters` names
    the article of each item, which intervals draw.
    Raises LabelError for another shape or a position outside `names`.

    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0], [1, 1], [0, 1], [1, 0]])
    >>> m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    >>> weeks = np.array([[0, 0], [0, 0], [1, 1], [1, 1]])
    >>> found = drift(m, weeks, ("week 1", "week 2"), rng=np.random.default_rng(1))
    >>> [(one.name, one.percent.value) for one in found]
    [('week 1', 1.0), ('week 2', 0.0)]
    """
    if stretches.shape != m.codes.shape:
        raise LabelError("Every label needs exactly one stretch.")
    given = stretches[m.codes >= 0]
    if given.size and not 0 <= int(given.min()) <= int(given.max()) < len(names):
        raise LabelError("A label belongs to a stretch without a name.")
    parts = (_part(m, stretches == place) for place in range(len(names)))
    return tuple(
        _stretch(part, name, clusters, stream)
        for part, name, stream in zip(parts, names, rng.spawn(len(names)), strict=True)
    )


def _part(m: LabelMatrix, is_within: NDArray[np.bool_]) -> LabelMatrix:
    return LabelMatrix(
        np.where(is_within, m.codes, -1), m.labels, m.level, m.values, m.item_ids, m.annotator_ids
    )


def _stretch(
    part: LabelMatrix, name: Hashable, clusters: Clusters | None, rng: np.random.Generator
) -> Stretch:
    totals = part.counts().sum(axis=0)
    n = int(totals.sum())
    shares = tuple((totals / n).tolist()) if n else None
    (alpha,) = estimates(part, ["krippendorff_alpha"], rng=rng, clusters=clusters)
    return Stretch(name, n, alpha, percent_agreement(part), shares)
