"""Each annotator beside the others: what changes without them, how often and which way they differ.

All of it describes; none of it says who is right. Small counts are pulled towards the mean, and
p-values are adjusted for looking at many people at once.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.agreement.coefficients import krippendorff_alpha
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.rates import (
    Array,
    adjusted,
    p_against_others,
    shrunken_means,
    shrunken_shares,
    t_p,
    t_quantile,
    wilson_limits,
)
from workbench.agreement.sums import summed
from workbench.codebook.levels import Level


@dataclass(frozen=True)
class LeftOut:
    """Hold alpha without one annotator, and how far it moves: positive if it rises without them.

    Both are None where alpha does not exist, with or without the annotator.
    """

    annotator: Hashable
    alpha: float | None
    shift: float | None


@dataclass(frozen=True)
class WithOthers:
    """Hold how often an annotator's label is the one that most of the others gave.

    `n_items` counts items on which the others have one most frequent label, `n_agreeing` those
    where it is the annotator's. `shrunken` is the share after pulling it towards the mean;
    `p_value` compares with the share of all others together, adjusted for many annotators.
    All shares are None without items.
    """

    annotator: Hashable
    n_items: int
    n_agreeing: int
    share: float | None
    limits: tuple[float, float] | None
    shrunken: float | None
    p_value: float | None


@dataclass(frozen=True)
class Severity:
    """Hold how far an annotator's labels lie above (+) or below (-) those of the others.

    In steps of an ordinal scale, or in the units of the values. `limits` are of 95 %; None with
    fewer than two items.
    """

    annotator: Hashable
    n_items: int
    mean: float | None
    limits: tuple[float, float] | None
    shrunken: float | None
    p_value: float | None


def leave_one_out(m: LabelMatrix) -> tuple[LeftOut, ...]:
    """Compute Krippendorff's alpha without each annotator in turn, in the order of `m`.

    Only the items of that annotator are counted anew.

    >>> codes = np.array([[0, 0, 1], [1, 1, 0], [0, 0, 0], [1, 1, 1]])
    >>> found = leave_one_out(LabelMatrix(codes, ("no", "yes"), Level.NOMINAL))
    >>> [(one.annotator, round(one.alpha, 3), round(one.shift, 3)) for one in found]
    [(0, 0.125, -0.264), (1, 0.125, -0.264), (2, 1.0, 0.611)]
    """
    way, counts = summed(m, "krippendorff_alpha"), m.counts().astype(np.float64)
    whole = krippendorff_alpha(m).value
    rows = m.rows
    sums = rows.times @ way.terms(rows.counts)
    found = []
    for column, annotator in enumerate(m.annotator_ids):
        items = np.flatnonzero(m.codes[:, column] >= 0)
        theirs = counts[items]
        others = theirs - np.eye(len(m.labels))[m.codes[items, column]]
        # Sums of thousands of terms: what is left of a total after taking all of it away is
        # rounding, so the counts themselves decide whether anything is left to compare.
        left = sums - way.terms(theirs).sum(axis=0) + way.terms(others).sum(axis=0)
        alpha = float(way.value(np.where(np.abs(left) < 1e-9, 0, left)[None, :])[0])
        is_known = bool(np.isfinite(alpha))
        shift = alpha - whole if is_known and whole is not None else None
        found.append(LeftOut(annotator, alpha if is_known else None, shift))
    return tuple(found)


def agreement_with_others(m: LabelMatrix) -> tuple[WithOthers, ...]:
    """Compare each annotator with the most frequent label of the others.

    Items on which the others tie, or on which there are none, are passed over. Wilson limits,
    shrinkage as `shrunken_shares`, exact binomial p-values adjusted as `adjusted`.

    >>> codes = np.array([[0, 0, 1], [1, 1, 0], [0, 0, 0], [1, 1, 1]])
    >>> found = agreement_with_others(LabelMatrix(codes, ("no", "yes"), Level.NOMINAL))
    >>> [(one.n_agreeing, one.n_items) for one in found]
    [(2, 2), (2, 2), (2, 4)]
    """
    n, hits = np.zeros(len(m.annotator_ids)), np.zeros(len(m.annotator_ids))
    counts = m.counts()
    for column in range(len(m.annotator_ids)):
        items = np.flatnonzero(m.codes[:, column] >= 0)
        codes = m.codes[items, column]
        others = counts[items].copy()
        others[np.arange(len(items)), codes] -= 1
        most = others.max(axis=1, initial=0)
        is_clear = (most > 0) & ((others == most[:, None]).sum(axis=1) == 1)
        n[column] = is_clear.sum()
        hits[column] = (is_clear & (others.argmax(axis=1) == codes)).sum()
    return shares_of_annotators(m.annotator_ids, hits, n)


def shares_of_annotators(
    annotators: Sequence[Hashable], hits: Array, n: Array
) -> tuple[WithOthers, ...]:
    """Read each annotator's share of hits with the care that few cases and many people ask for.

    Wilson limits, shrinkage as `shrunken_shares`, exact binomial p-values against the share of
    all others together, adjusted as `adjusted`.

    >>> hits, n = np.array([80.0, 50.0]), np.array([100.0, 100.0])
    >>> found = shares_of_annotators(("Ben", "Cy"), hits, n)
    >>> [(one.annotator, one.share, round(one.shrunken, 2)) for one in found]
    [('Ben', 0.8, 0.79), ('Cy', 0.5, 0.51)]
    """
    shrunken = shrunken_shares(hits, n)
    p_values = p_against_others(hits, n)
    return tuple(
        WithOthers(
            annotator=annotator,
            n_items=int(n[place]),
            n_agreeing=int(hits[place]),
            share=float(hits[place] / n[place]) if n[place] else None,
            limits=wilson_limits(hits[place], n[place]),
            shrunken=_or_none(shrunken[place]),
            p_value=_or_none(p_values[place]),
        )
        for place, annotator in enumerate(annotators)
    )


def severity(m: LabelMatrix) -> tuple[Severity, ...]:
    """Compare each annotator's labels with the mean of the others' on the same items, signed.

    Mean over items of x_own - mean(x_others), with t limits and a t test over items; shrinkage as
    `shrunken_means`, p-values adjusted as `adjusted`. Neither limits nor p where all differences
    are the same.
    Raises LabelError for nominal labels, which have no direction.

    >>> codes = np.array([[0, 0, 1], [1, 1, 2], [0, 0, 0], [1, 1, 2]])
    >>> found = severity(LabelMatrix(codes, ("low", "middle", "high"), Level.ORDINAL))
    >>> [round(one.mean, 3) for one in found]
    [-0.375, -0.375, 0.75]
    """
    if m.level is Level.NOMINAL:
        raise LabelError("Nominal labels have no direction in which one could be severe.")
    counts = m.counts()
    sums, sizes = counts @ m.scale, counts.sum(axis=1)
    differences = []
    for column in range(len(m.annotator_ids)):
        items = np.flatnonzero((m.codes[:, column] >= 0) & (sizes >= 2))
        own = m.scale[m.codes[items, column]]
        differences.append(own - (sums[items] - own) / (sizes[items] - 1))
    means = np.array([one.mean() if one.size else np.nan for one in differences])
    errors = np.array(
        [one.std(ddof=1) / np.sqrt(one.size) if one.size >= 2 else np.nan for one in differences]
    )
    shrunken = shrunken_means(means, errors)
    p_values = adjusted(
        np.array(
            [
                _p_of(mean, error, one.size)
                for mean, error, one in zip(means, errors, differences, strict=True)
            ]
        )
    )
    return tuple(
        Severity(
            annotator=annotator,
            n_items=differences[place].size,
            mean=_or_none(means[place]),
            limits=_t_limits(means[place], errors[place], differences[place].size),
            shrunken=_or_none(shrunken[place]),
            p_value=_or_none(p_values[place]),
        )
        for place, annotator in enumerate(m.annotator_ids)
    )


# Differences that are all the same say nothing of how far their mean could have come out
# otherwise: limits without a width, and a p of 0 from two paragraphs, would pass for certainty.
def _p_of(mean: float, error: float, n: int) -> float:
    return t_p(mean / error, n - 1) if np.isfinite(error) and error > 0 else float("nan")


def _t_limits(mean: float, error: float, n: int) -> tuple[float, float] | None:
    if not np.isfinite(error) or error == 0:
        return None
    reach = t_quantile(0.975, n - 1) * error
    return float(mean - reach), float(mean + reach)


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
