"""How far a coefficient could have come out otherwise: bootstrap intervals over items or articles.

Paragraphs of one article are not independent, so whole articles are drawn; where no clusters are
given, items are. Intervals that few labels cannot carry are withheld, with a sentence.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.coefficients import (
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from workbench.agreement.counts import row_keys
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.resampling import Units, bca_limits, percentile_limits
from workbench.agreement.statistic import Statistic
from workbench.agreement.sums import (
    Array,
    Measure,
    Summed,
    by_cluster,
    side_by_side,
    summed,
    summed_by_annotator,
)
from workbench.agreement.support import (
    MOST_UNDEFINED,
    Remark,
    Withheld,
    remarks_on,
    remarks_on_replicates,
    too_little,
)

Clusters = Sequence[Hashable] | NDArray[np.int64]
Method = Literal["bca", "percentile"]
REPLICATES = 1000
THRESHOLDS = (0.667, 0.8)
"""Below the first Krippendorff (2004, ch. 11) draws no conclusions, above the second firm ones."""

STATISTICS: dict[Measure, Callable[[LabelMatrix], Statistic]] = {
    "krippendorff_alpha": krippendorff_alpha,
    "fleiss_kappa": fleiss_kappa,
    "scott_pi": scott_pi,
    "conger_kappa": conger_kappa,
    "gwet_ac1": gwet_ac1,
    "gwet_ac2": gwet_ac2,
    "brennan_prediger": brennan_prediger,
    "percent_agreement": percent_agreement,
}


@dataclass(frozen=True)
class Interval:
    """Hold the limits of a value, or why there are none.

    `low` and `high` are None exactly when `withheld` says why. `below` pairs each threshold with
    the share of replicates below it. `undefined_share` is the share of replicates in which the
    coefficient is undefined; the limits rest on the others.
    """

    low: float | None
    high: float | None
    withheld: Withheld | None
    remarks: tuple[Remark, ...]
    confidence: float
    method: Method
    unit: Literal["item", "cluster"]
    n_units: int
    n_replicates: int
    undefined_share: float
    below: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Estimate:
    """Hold a statistic with its interval."""

    statistic: Statistic
    interval: Interval


@dataclass(frozen=True)
class Bootstrap:
    """Say how intervals are made; the same settings and seed give the same limits."""

    replicates: int = REPLICATES
    confidence: float = 0.95
    method: Method = "bca"


DEFAULT = Bootstrap()


def estimates(
    m: LabelMatrix,
    measures: Sequence[Measure],
    *,
    rng: np.random.Generator,
    clusters: Clusters | None = None,
    bootstrap: Bootstrap = DEFAULT,
) -> tuple[Estimate, ...]:
    """Compute coefficients with their intervals from one set of replicates.

    `clusters` names the cluster (the article) of each item of `m`; without it items are drawn
    as if independent. Drawing items with replacement is drawing multinomial weights for the
    distinct rows of counts, so the cost hardly grows with the number of items. BCa limits with
    an exact jackknife by unit: Efron 1987; see `bca_limits`.
    Raises LabelError when clusters and items are not equally many.

    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0], [1, 1], [0, 1], [1, 1], [0, 0]] * 12)
    >>> m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    >>> (alpha,) = estimates(m, ["krippendorff_alpha"], rng=np.random.default_rng(1))
    >>> round(alpha.statistic.value, 3), alpha.interval.n_units, alpha.interval.withheld
    (0.603, 60, None)
    >>> alpha.interval.low < 0.603 < alpha.interval.high
    True
    """
    codes = _cluster_codes(m, clusters)
    counted: list[Measure] = [measure for measure in measures if measure != "conger_kappa"]
    ways = [summed(m, measure) for measure in counted]
    # Conger's kappa comes last: who gave which label tells rows of the same counts apart.
    panel = summed_by_annotator(m) if "conger_kappa" in measures else None
    units = _units(m, ways, panel, codes)
    if panel is not None:
        counted.append("conger_kappa")
        ways.append(panel)
    # A stream of its own, so that whatever else the caller draws comes out the same.
    found = _resampled(m, counted, ways, units, codes, rng.spawn(1)[0], bootstrap)
    return tuple(found[measure] for measure in measures)


def _cluster_codes(m: LabelMatrix, clusters: Clusters | None) -> NDArray[np.int64] | None:
    if clusters is None:
        return None
    if len(clusters) != len(m.item_ids):
        raise LabelError("Every item needs exactly one cluster.")
    if isinstance(clusters, np.ndarray):
        return np.unique(clusters, return_inverse=True)[1]
    place: dict[Hashable, int] = {}
    return np.array([place.setdefault(one, len(place)) for one in clusters], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class _Rows:
    """Hold the terms of the distinct rows of an items × … table, and which row each item has.

    Several coefficients are made of the same terms, which stand here once; `columns` says where.
    """

    terms: Array
    columns: NDArray[np.int64]
    of_items: NDArray[np.int64]
    firsts: NDArray[np.int64]
    times: NDArray[np.int64]

    @classmethod
    def of(cls, terms: Callable[[Array], Array], table: NDArray[np.int64]) -> "_Rows":
        _, firsts, of_items, times = np.unique(
            row_keys(table + 1), return_index=True, return_inverse=True, return_counts=True
        )
        distinct, columns = np.unique(
            terms(table[firsts].astype(np.float64)), axis=1, return_inverse=True
        )
        return cls(distinct, columns, of_items, firsts, times)


def _units(
    m: LabelMatrix,
    ways: Sequence[Summed],
    panel: Summed | None,
    clusters: NDArray[np.int64] | None,
) -> Units:
    """Make the units to draw: distinct rows of items, or clusters of them.

    Those that differ only in who gave which label make a group. Their terms are those of `ways`,
    which do not ask who did, and after them those of `panel`.
    """
    is_labelled = np.asarray(m.counts().any(axis=1))
    counted = _Rows.of(partial(side_by_side, ways), m.counts()[is_labelled])
    if panel is None:
        if clusters is None:
            return Units.of(counted.terms, counted.times, counted.columns)
        added = by_cluster(counted.terms, counted.of_items, clusters[is_labelled])
        return Units.of(added, columns=counted.columns)
    named = _Rows.of(panel.terms, m.codes[is_labelled])
    leading = counted.terms.shape[1]
    columns = np.concatenate([counted.columns, leading + named.columns])
    if clusters is None:
        of_counts = counted.terms[counted.of_items[named.firsts]]
        terms = np.hstack([of_counts, named.terms])
        return Units.of(terms, named.times, columns, leading=leading)
    both = [by_cluster(one.terms, one.of_items, clusters[is_labelled]) for one in (counted, named)]
    return Units.of(np.hstack(both), columns=columns, leading=leading)


def _resampled(
    m: LabelMatrix,
    measures: Sequence[Measure],
    ways: Sequence[Summed],
    units: Units,
    clusters: NDArray[np.int64] | None,
    rng: np.random.Generator,
    bootstrap: Bootstrap,
) -> dict[Measure, Estimate]:
    statistics = [STATISTICS[measure](m) for measure in measures]
    unit: Literal["item", "cluster"] = "item" if clusters is None else "cluster"
    withheld = too_little(m, unit, units.n)
    replicates = left_out = np.zeros((0, units.width))
    if withheld is None:
        replicates, left_out = units.resampled(rng, bootstrap.replicates), units.without_one()
    found: dict[Measure, Estimate] = {}
    start = 0
    for measure, way, statistic in zip(measures, ways, statistics, strict=True):
        mine = slice(start, start + way.width)
        start += way.width
        interval = interval_of(
            statistic,
            way.value(replicates[:, mine]),
            (way.value(left_out[:, mine]), units.times.astype(np.float64)),
            withheld=withheld,
            remarks=remarks_on(m, unit, units.n),
            bootstrap=bootstrap,
            drawn=(unit, units.n),
        )
        found[measure] = Estimate(statistic, interval)
    return found


def interval_of(
    statistic: Statistic,
    replicates: Array,
    influences: tuple[Array, Array],
    *,
    withheld: Withheld | None,
    remarks: tuple[Remark, ...],
    bootstrap: Bootstrap,
    drawn: tuple[Literal["item", "cluster"], int],
) -> Interval:
    """Make the interval of a statistic from its replicates, its jackknife, and what was drawn.

    `influences` are the jackknife values and how many units have each; see `bca_limits`.
    """
    known = replicates[np.isfinite(replicates)]
    lost = 1 - len(known) / len(replicates) if len(replicates) else 0.0
    if statistic.value is None:
        withheld = Withheld("undefined_value", statistic.sentence)
    elif withheld is None and lost > MOST_UNDEFINED:
        withheld = Withheld.for_undefined(lost)
    low = high = None
    if withheld is None and statistic.value is not None:
        low, high = (
            bca_limits(known, statistic.value, influences, bootstrap.confidence)
            if bootstrap.method == "bca"
            else percentile_limits(known, bootstrap.confidence)
        )
        if low == high:
            withheld, low, high = Withheld.for_no_spread(), None, None
    below: tuple[tuple[float, float], ...] = ()
    if withheld is None:
        below = tuple((limit, float((known < limit).mean())) for limit in THRESHOLDS)
        remarks = (*remarks, *remarks_on_replicates(lost))
    else:
        # What is said of limits must not stand where there are none.
        remarks = tuple(remark for remark in remarks if remark.is_on_labels)
    return Interval(
        low=low,
        high=high,
        withheld=withheld,
        remarks=remarks,
        confidence=bootstrap.confidence,
        method=bootstrap.method,
        unit=drawn[0],
        n_units=drawn[1],
        n_replicates=len(replicates),
        undefined_share=lost,
        below=below,
    )
