"""Intervals of F1: its own value in the middle, wider over articles, withheld for few spans."""

from typing import get_args

import numpy as np
import pytest

from workbench.agreement.intervals import Bootstrap
from workbench.agreement.span_intervals import (
    SPAN_MEASURES,
    SpanMeasure,
    span_estimate,
    span_estimates,
    unitizing_estimates,
)
from workbench.agreement.spans import Span, SpanSets, span_agreement
from workbench.agreement.unitizing import MarkedText, alphas, terms_of, unitizing_alpha

FEW = Bootstrap(replicates=200)


def marked(seed: int, n_items: int = 80) -> SpanSets:
    """Let three annotators mark words; the articles, of eight paragraphs, differ."""
    rng = np.random.default_rng(seed)
    items: dict[int, dict[str, list[Span]]] = {}
    for item in range(n_items):
        is_hard = (item // 8) % 2
        items[item] = {
            who: [
                Span(10 * n, 10 * n + 4 + int(rng.integers(0, 4)), "ab"[int(rng.random() < 0.3)])
                for n in range(3)
                if rng.random() < (0.4 if is_hard else 0.9)
            ]
            for who in ("Ada", "Ben", "Cy")
        }
    return items


@pytest.mark.parametrize("measure", get_args(SpanMeasure))
def test_the_value_is_that_of_the_agreement_and_lies_within(measure: SpanMeasure) -> None:
    items = marked(3)
    found = span_estimate(items, measure, rng=np.random.default_rng(1), bootstrap=FEW)
    assert found.statistic == getattr(span_agreement(items), measure)
    low, high, value = found.interval.low, found.interval.high, found.statistic.value
    assert low is not None
    assert high is not None
    assert value is not None
    assert low < value < high


def test_a_replicate_with_the_items_as_they_are_has_the_value_itself() -> None:
    """Where all items are alike, every replicate is the study."""
    items = {n: {"Ada": [Span(0, 5, "a")], "Ben": [Span(2, 9, "a")]} for n in range(30)}
    found = span_estimate(items, "character_typed", rng=np.random.default_rng(1), bootstrap=FEW)
    assert (found.interval.low, found.statistic.value) == (None, 0.5)
    assert found.interval.withheld is not None
    assert found.interval.withheld.reason == "no_spread"


def test_articles_that_hang_together_widen_the_interval() -> None:
    items, articles = marked(4, 160), {item: item // 8 for item in range(160)}
    alone, together = (
        span_estimate(
            items, "exact_untyped", rng=np.random.default_rng(1), cluster_of=where, bootstrap=FEW
        ).interval
        for where in (None, articles)
    )
    assert alone.low is not None
    assert alone.high is not None
    assert together.low is not None
    assert together.high is not None
    assert together.high - together.low > alone.high - alone.low
    assert (together.unit, together.n_units) == ("cluster", 20)
    assert "few_clusters" in {remark.name for remark in together.remarks}


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ({}, "undefined_value"),
        ({1: {"Ada": [], "Ben": []}}, "undefined_value"),
        ({1: {"Ada": [Span(0, 2, "a")], "Ben": []}}, "rare_label"),
    ],
)
def test_few_spans_have_no_interval(items: SpanSets, reason: str) -> None:
    found = span_estimate(items, "exact_typed", rng=np.random.default_rng(1), bootstrap=FEW)
    assert found.interval.withheld is not None
    assert found.interval.withheld.reason == reason
    assert found.interval.low is None


def marked_texts(seed: int, n: int) -> list[MarkedText]:
    """Let three annotators mark two stretches of texts of 60 characters, one more than the rest."""
    rng = np.random.default_rng(seed)
    texts = []
    for _ in range(n):
        start = int(rng.integers(0, 20))
        marked = {}
        for who in ("Ada", "Ben", "Cy"):
            spans = []
            if rng.random() < 0.8:
                spans.append(Span(start, start + int(rng.integers(3, 9)), "a"))
            if rng.random() < 0.4:
                spans.append(Span(40, 40 + int(rng.integers(2, 15)), "ab"[int(rng.integers(2))]))
            marked[who] = spans
        texts.append(MarkedText(60, marked))
    return texts


def test_u_alpha_is_a_function_of_sums_over_texts() -> None:
    texts = [*marked_texts(3, 30), MarkedText(60, {"Ada": [Span(0, 4, "a")]})]
    whole = unitizing_alpha(texts)
    terms = terms_of([text for text in texts if len(text.spans) >= 2])
    for statistic, of_texts in ((whole.full, terms.full), (whole.where, terms.where)):
        sums = of_texts.sum(axis=0)[None, :]
        assert alphas(sums)[0] == pytest.approx(statistic.value, abs=1e-12)


def test_the_interval_of_u_alpha_is_that_of_texts_drawn_one_by_one() -> None:
    """The spread of the replicates is that of u-alpha computed anew on drawn articles."""
    texts = marked_texts(5, 40)
    clusters = [place // 2 for place in range(40)]
    found = unitizing_estimates(texts, rng=np.random.default_rng(1), clusters=clusters)
    rng = np.random.default_rng(2)
    again = []
    for _ in range(400):
        drawn = rng.integers(0, 20, 20)
        some = [texts[place] for cluster in drawn for place in (2 * cluster, 2 * cluster + 1)]
        again.append(unitizing_alpha(some).full.value)
    interval = found.full.interval
    assert (interval.unit, interval.n_units) == ("cluster", 20)
    assert interval.low is not None
    assert interval.high is not None
    low, high = np.quantile(np.array(again, dtype=np.float64), [0.025, 0.975])
    assert interval.high - interval.low == pytest.approx(high - low, rel=0.25)
    assert interval.low < (found.full.statistic.value or 0) < interval.high


def test_u_alpha_of_few_spans_has_no_interval() -> None:
    found = unitizing_estimates(marked_texts(1, 3), rng=np.random.default_rng(1))
    assert found.full.interval.withheld is not None or found.full.statistic.n_labels >= 10
    nothing = [MarkedText(10, {"Ada": [], "Ben": []})] * 4
    empty = unitizing_estimates(nothing, rng=np.random.default_rng(1))
    assert empty.where.statistic.reason == "no_spans"
    assert empty.where.interval.withheld is not None


def test_texts_that_nobody_marked_count_as_if_they_were_walked_through() -> None:
    """They are added up without being cut into tiles; one text of their length says the same."""
    marked = marked_texts(7, 12)
    bare = [MarkedText(length, {"Ada": [], "Ben": [], "Cy": []}) for length in (5, 40, 11)]
    apart = unitizing_alpha([*bare, *marked])
    joined = unitizing_alpha([MarkedText(56, {"Ada": [], "Ben": [], "Cy": []}), *marked])
    assert apart.full.value == pytest.approx(joined.full.value, abs=1e-12)
    assert apart.full.value != pytest.approx(unitizing_alpha(marked).full.value, abs=1e-6)
    terms = terms_of([*bare, *marked])
    assert terms.full[:3, :3].tolist() == [[0, 3 * n, 3 * n] for n in (5, 40, 11)]


def test_all_measures_at_once_are_each_by_itself() -> None:
    items = {n: text.spans for n, text in enumerate(marked_texts(9, 40))}
    together = span_estimates(items, rng=np.random.default_rng(4), bootstrap=FEW)
    for measure, found in zip(SPAN_MEASURES, together, strict=True):
        assert found == span_estimate(items, measure, rng=np.random.default_rng(4), bootstrap=FEW)
