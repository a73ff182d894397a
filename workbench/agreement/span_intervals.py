"""How far the agreement on spans could have come out otherwise."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np

from workbench.agreement.intervals import DEFAULT, Bootstrap, Estimate, interval_of
from workbench.agreement.matching import Extent, matched, shared_characters, total_characters
from workbench.agreement.resampling import Units
from workbench.agreement.spans import SpanSets, span_agreement
from workbench.agreement.statistic import Statistic
from workbench.agreement.sums import Array
from workbench.agreement.support import Remark, Withheld, few_clusters
from workbench.agreement.unitizing import MarkedText, alphas, terms_of, unitizing_alpha

LEAST_SPANS, FEW_SPANS = 10, 20

SpanMeasure = Literal[
    "exact_typed",
    "exact_untyped",
    "overlap_typed",
    "overlap_untyped",
    "character_typed",
    "character_untyped",
]
_Extents = frozenset[Extent]
_WAYS: dict[str, tuple[Callable[[_Extents, _Extents], int], Callable[[_Extents], int]]] = {
    "exact": (lambda first, second: len(first & second), len),
    "overlap": (matched, len),
    "character": (shared_characters, total_characters),
}


def span_estimate(
    items: SpanSets,
    measure: SpanMeasure,
    *,
    rng: np.random.Generator,
    cluster_of: Mapping[Any, Hashable] | None = None,
    bootstrap: Bootstrap = DEFAULT,
) -> Estimate:
    """Compute one F1 of `span_agreement` with its interval.

    `cluster_of` names the cluster (the article) of each item; without it items are drawn. Only
    items that two annotators submitted are drawn, those without any span too: how many of them
    there are is part of what could have come out otherwise. Withheld with fewer than 10 spans.

    >>> from workbench.agreement.spans import Span
    >>> marks = {"Ada": [Span(0, 5, "a")], "Ben": [Span(2, 5, "a")]}
    >>> items = {n: marks if n % 2 else {"Ada": [Span(0, 4, "a")], "Ben": []} for n in range(40)}
    >>> found = span_estimate(items, "character_typed", rng=np.random.default_rng(1))
    >>> round(found.statistic.value, 3), found.interval.low < 0.5 < found.interval.high
    (0.5, True)
    """
    statistic: Statistic = getattr(span_agreement(items), measure)
    compared = {item: marks for item, marks in items.items() if len(marks) >= 2}
    clusters = None if cluster_of is None else [cluster_of[item] for item in compared]
    return _estimate(
        statistic, _terms(compared, measure), _f1, clusters=clusters, rng=rng, bootstrap=bootstrap
    )


@dataclass(frozen=True)
class UnitizingEstimates:
    """Hold u-alpha, and that of where something is marked, with their intervals."""

    full: Estimate
    where: Estimate


def unitizing_estimates(
    texts: Sequence[MarkedText],
    *,
    rng: np.random.Generator,
    clusters: Sequence[Hashable] | None = None,
    bootstrap: Bootstrap = DEFAULT,
) -> UnitizingEstimates:
    """Compute `unitizing_alpha` with intervals; `clusters` names the article of each text.

    u-alpha is a function of sums over texts, so that a replicate only weighs the sums anew: of
    the lengths by category as well, from which chance is computed. Withheld with fewer than 10
    spans. Both come from the same draws.

    >>> from workbench.agreement.spans import Span
    >>> marks = {"Ada": [Span(0, 5, "a")], "Ben": [Span(2, 5, "a")]}
    >>> texts = [MarkedText(20, marks if n % 2 else {**marks, "Ben": []}) for n in range(40)]
    >>> found = unitizing_estimates(texts, rng=np.random.default_rng(1)).full
    >>> found.interval.low < found.statistic.value < found.interval.high
    True
    """
    whole = unitizing_alpha(texts)
    places = [place for place, text in enumerate(texts) if len(text.spans) >= 2]
    compared = [texts[place] for place in places]
    chosen = None if clusters is None else [clusters[place] for place in places]
    seed = int(rng.integers(2**62))

    def estimate(statistic: Statistic, *, is_typed: bool) -> Estimate:
        return _estimate(
            statistic,
            terms_of(compared, is_typed=is_typed),
            alphas,
            clusters=chosen,
            rng=np.random.default_rng(seed),
            bootstrap=bootstrap,
        )

    return UnitizingEstimates(
        full=estimate(whole.full, is_typed=True), where=estimate(whole.where, is_typed=False)
    )


def _estimate(
    statistic: Statistic,
    terms: Array,
    value: Callable[[Array], Array],
    *,
    clusters: list[Hashable] | None,
    rng: np.random.Generator,
    bootstrap: Bootstrap,
) -> Estimate:
    """Make the interval of a statistic that is a function of sums of terms over items."""
    unit: Literal["item", "cluster"] = "item"
    if clusters is not None:
        unit, terms = "cluster", _added(terms, clusters)
    units = Units.of(terms)
    withheld = _too_few(statistic)
    replicates = np.zeros((0, terms.shape[1]))
    if withheld is None:
        replicates = units.resampled(rng, bootstrap.replicates)
    return Estimate(
        statistic,
        interval_of(
            statistic,
            value(replicates),
            (value(units.without_one()), units.times.astype(np.float64)),
            withheld=withheld,
            remarks=_remarks(statistic, unit, units.n),
            bootstrap=bootstrap,
            drawn=(unit, units.n),
        ),
    )


def _terms(items: SpanSets, measure: SpanMeasure) -> Array:
    """Give, for each item, the matches and the sizes over all pairs of annotators: items × 2."""
    way, _, typing = measure.partition("_")
    overlap, size = _WAYS[way]
    terms = np.zeros((len(items), 2))
    for place, marks in enumerate(items.values()):
        extents = [_extents(spans, is_typed=typing == "typed") for spans in marks.values()]
        if not any(extents):
            continue
        for first, second in combinations(extents, 2):
            for category in first.keys() | second.keys():
                one, other = (side.get(category, frozenset()) for side in (first, second))
                terms[place] += overlap(one, other), size(one) + size(other)
    return terms


def _extents(spans: Any, *, is_typed: bool) -> dict[str | None, _Extents]:
    found: dict[str | None, set[Extent]] = {}
    for span in spans:
        found.setdefault(span.category if is_typed else None, set()).add((span.start, span.end))
    return {category: frozenset(extents) for category, extents in found.items()}


def _added(terms: Array, clusters: list[Hashable]) -> Array:
    place: dict[Hashable, int] = {}
    where = [place.setdefault(cluster, len(place)) for cluster in clusters]
    added = np.zeros((len(place), terms.shape[1]))
    np.add.at(added, where, terms)
    return added


def _f1(sums: Array) -> Array:
    values: Array = np.divide(
        2 * sums[:, 0], sums[:, 1], out=np.full(len(sums), np.nan), where=sums[:, 1] > 0
    )
    return values


def _too_few(statistic: Statistic) -> Withheld | None:
    if statistic.n_labels >= LEAST_SPANS:
        return None
    return Withheld(
        "rare_label",
        f"Only {statistic.n_labels} spans were marked; an interval needs at least {LEAST_SPANS}.",
    )


def _remarks(
    statistic: Statistic, unit: Literal["item", "cluster"], n_units: int
) -> tuple[Remark, ...]:
    remarks = few_clusters(unit, n_units)
    if LEAST_SPANS <= statistic.n_labels < FEW_SPANS:
        sentence = f"Only {statistic.n_labels} spans were marked: the interval is rough."
        return (Remark("rare_label", sentence), *remarks)
    return remarks
