"""How far the agreement on spans could have come out otherwise."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np

from workbench.agreement.intervals import DEFAULT, Bootstrap, Estimate, interval_of
from workbench.agreement.matching import Extent, matched, shared_characters, total_characters
from workbench.agreement.resampling import Units
from workbench.agreement.spans import SpanAgreement, SpanSets, span_agreement
from workbench.agreement.statistic import Statistic
from workbench.agreement.sums import Array
from workbench.agreement.support import Remark, Withheld, few_clusters, too_few_units
from workbench.agreement.unitizing import MarkedText, agreement_from, alphas, terms_of
from workbench.said_later import later, nlater

LEAST_SPANS, FEW_SPANS = 10, 20

SpanMeasure = Literal[
    "exact_typed",
    "exact_untyped",
    "overlap_typed",
    "overlap_untyped",
    "character_typed",
    "character_untyped",
]
SPAN_MEASURES: tuple[SpanMeasure, ...] = (
    *("exact_typed", "exact_untyped", "overlap_typed"),
    *("overlap_untyped", "character_typed", "character_untyped"),
)
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
    found = span_estimates(
        items, rng=rng, cluster_of=cluster_of, bootstrap=bootstrap, measures=(measure,)
    )
    return found[0]


def span_estimates(
    items: SpanSets,
    *,
    rng: np.random.Generator,
    cluster_of: Mapping[Any, Hashable] | None = None,
    bootstrap: Bootstrap = DEFAULT,
    measures: Sequence[SpanMeasure] = SPAN_MEASURES,
    whole: SpanAgreement | None = None,
) -> tuple[Estimate, ...]:
    """Compute several F1 values with their intervals, in the order of `measures`.

    All come from the same draws, so that measures differ by what they measure alone; otherwise
    each is what `span_estimate` gives. `whole` is `span_agreement` of the items, where the caller
    has it already: a crowd makes many comparisons.
    """
    whole = whole or span_agreement(items)
    compared = {item: marks for item, marks in items.items() if len(marks) >= 2}
    clusters = None if cluster_of is None else [cluster_of[item] for item in compared]
    terms = _terms(compared, measures)
    return tuple(
        _estimate(
            getattr(whole, measure),
            terms[number],
            _f1,
            clusters=clusters,
            rng=deepcopy(rng),
            bootstrap=bootstrap,
        )
        for number, measure in enumerate(measures)
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
    places = [place for place, text in enumerate(texts) if len(text.spans) >= 2]
    compared = [texts[place] for place in places]
    chosen = None if clusters is None else [clusters[place] for place in places]
    terms = terms_of(compared)
    whole = agreement_from(compared, terms)
    seed = int(rng.integers(2**62))

    def estimate(statistic: Statistic, of_texts: Array) -> Estimate:
        return _estimate(
            statistic,
            of_texts,
            alphas,
            clusters=chosen,
            rng=np.random.default_rng(seed),
            bootstrap=bootstrap,
        )

    return UnitizingEstimates(
        full=estimate(whole.full, terms.full), where=estimate(whole.where, terms.where)
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
    withheld = _too_few(statistic) or too_few_units(unit, units.n)
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


def _terms(items: SpanSets, measures: Sequence[SpanMeasure]) -> Array:
    """Give the matches and the sizes over all pairs of annotators: measures × items × 2."""
    ways = [(*_WAYS[measure.partition("_")[0]], measure.endswith("_typed")) for measure in measures]
    terms = np.zeros((len(measures), len(items), 2))
    for place, marks in enumerate(items.values()):
        # On most paragraphs nobody marks anything: those add nothing.
        if not any(marks.values()):
            continue
        extents = {
            is_typed: [_extents(spans, is_typed=is_typed) for spans in marks.values()]
            for is_typed in (True, False)
        }
        for number, (overlap, size, is_typed) in enumerate(ways):
            terms[number, place] = _matches(extents[is_typed], overlap, size)
    return terms


def _matches(
    extents: list[dict[str | None, _Extents]],
    overlap: Callable[[_Extents, _Extents], int],
    size: Callable[[_Extents], int],
) -> tuple[int, int]:
    sizes = sum(size(each) for one in extents for each in one.values())
    both = sum(
        overlap(first[category], second[category])
        for first, second in combinations(extents, 2)
        for category in first.keys() & second.keys()
    )
    # Each annotator is compared with all others.
    return both, sizes * (len(extents) - 1)


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
        nlater(
            "Only %(num)s span was marked; an interval needs at least %(least)s.",
            "Only %(num)s spans were marked; an interval needs at least %(least)s.",
            statistic.n_labels,
            least=LEAST_SPANS,
        ),
    )


def _remarks(
    statistic: Statistic, unit: Literal["item", "cluster"], n_units: int
) -> tuple[Remark, ...]:
    remarks = few_clusters(unit, n_units)
    if LEAST_SPANS <= statistic.n_labels < FEW_SPANS:
        sentence = later("Only %(n)s spans were marked: intervals are rough.", n=statistic.n_labels)
        return (Remark("rare_label", sentence), *remarks)
    return remarks
