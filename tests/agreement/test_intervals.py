"""Intervals: the same values as the coefficients, limits that can be recomputed, honest gaps."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreement.random_studies import random_study
from tests.agreement.strategies import matrices
from tests.agreement.tables import from_text
from workbench.agreement.intervals import STATISTICS, Bootstrap, estimates
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.resampling import Units, bca_limits
from workbench.agreement.sums import Measure, by_cluster, summed, summed_by_annotator
from workbench.codebook.levels import Level

COUNTED: list[Measure] = [measure for measure in STATISTICS if measure != "conger_kappa"]
FIVE: list[Measure] = [
    "krippendorff_alpha",
    "percent_agreement",
    "fleiss_kappa",
    "gwet_ac1",
    "brennan_prediger",
]
FEW = Bootstrap(replicates=50)


def study_of(n_items: int, level: Level) -> LabelMatrix:
    rng = np.random.default_rng(17)
    truth = rng.integers(0, 3, (n_items, 1))
    codes = np.where(rng.random((n_items, 4)) < 0.6, truth, rng.integers(0, 3, (n_items, 4)))
    codes[rng.random(codes.shape) < 0.1] = -1
    return LabelMatrix(codes, ("1", "2", "3"), level)


def summed_value(m: LabelMatrix, measure: Measure) -> float:
    if measure == "conger_kappa":
        way, table = summed_by_annotator(m), m.codes
    else:
        way, table = summed(m, measure), m.counts()
    return float(way.value(way.terms(table.astype(float)).sum(axis=0, keepdims=True))[0])


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("measure", list(STATISTICS))
def test_a_coefficient_made_of_sums_is_the_coefficient(measure: Measure, level: Level) -> None:
    compared = 0
    for seed in range(60):
        m = random_study(seed, level)
        statistic, value = STATISTICS[measure](m), summed_value(m, measure)
        if statistic.reason == "not_two_annotators":
            continue
        compared += 1
        assert (statistic.value is None) == bool(np.isnan(value)), seed
        if statistic.value is not None:
            assert value == pytest.approx(statistic.value, abs=1e-12), seed
    assert compared > 5


@given(matrices())
def test_sums_are_undefined_exactly_where_the_coefficient_is(m: LabelMatrix) -> None:
    for measure, compute in STATISTICS.items():
        statistic = compute(m)
        if statistic.reason != "not_two_annotators":
            assert (statistic.value is None) == bool(np.isnan(summed_value(m, measure)))


@given(matrices(), st.integers(0, 3))
def test_any_study_gets_an_interval_or_a_sentence(m: LabelMatrix, seed: int) -> None:
    clusters = [item % 3 for item in range(len(m.item_ids))]
    for chosen in (None, clusters):
        rng = np.random.default_rng(seed)
        for one in estimates(m, list(STATISTICS), rng=rng, clusters=chosen, bootstrap=FEW):
            interval = one.interval
            if interval.withheld is None:
                assert interval.low is not None
                assert interval.high is not None
                assert interval.low <= interval.high
            else:
                assert (interval.low, interval.high, interval.below) == (None, None, ())
                assert interval.withheld.sentence.endswith(".")


def test_the_jackknife_leaves_out_one_item_at_a_time() -> None:
    m = random_study(4, Level.ORDINAL)
    way = summed(m, "krippendorff_alpha")
    units = Units.of(way.terms(m.counts().astype(float)))
    left_out = np.repeat(way.value(units.without_one()), units.times)
    by_hand = [
        STATISTICS["krippendorff_alpha"](
            LabelMatrix(np.delete(m.codes, item, axis=0), m.labels, m.level)
        ).value
        for item in range(len(m.item_ids))
    ]
    assert np.sort(left_out) == pytest.approx(np.sort(np.array(by_hand, dtype=float)), abs=1e-10)


def test_clusters_are_added_up_as_their_items_are() -> None:
    m = random_study(7, Level.NOMINAL)
    way, counts = summed(m, "fleiss_kappa"), m.counts().astype(float)
    clusters = np.arange(len(counts)) % 4
    added = by_cluster(way.terms(counts), np.arange(len(counts)), clusters)
    assert added.shape == (4, way.width)
    assert added[1] == pytest.approx(way.terms(counts[1::4]).sum(axis=0))


def test_multinomial_weights_and_counted_draws_agree() -> None:
    """Rows that occur often are weighed, rare ones are drawn: the spread has to be the same."""
    terms = np.array([[0.0, 1.0], [1.0, 1.0]])
    weighed = Units.of(terms, np.array([60, 40]))
    apart = np.vstack([terms[[0] * 60], terms[[1] * 40]])
    drawn = Units(apart, np.ones(100, int), np.arange(2), np.arange(100))
    rng = np.random.default_rng(5)
    first, second = weighed.resampled(rng, 4000), drawn.resampled(rng, 4000)
    assert (first[:, 1] == 100).all()
    assert (second[:, 1] == 100).all()
    assert first[:, 0].mean() == pytest.approx(40, abs=0.5)
    assert second[:, 0].mean() == pytest.approx(40, abs=0.5)
    assert first[:, 0].std() == pytest.approx(second[:, 0].std(), rel=0.06)


def test_the_order_of_rows_does_not_change_the_limits() -> None:
    m = study_of(60, Level.INTERVAL)
    order = np.random.default_rng(2).permutation(len(m.item_ids))
    turned = LabelMatrix(m.codes[order], m.labels, m.level, m.values)
    clusters = [item // 3 for item in range(len(order))]
    for chosen, turned_clusters in [(None, None), (clusters, [clusters[i] for i in order])]:
        one, other = (
            estimates(part, FIVE, rng=np.random.default_rng(3), clusters=where, bootstrap=FEW)
            for part, where in ((m, chosen), (turned, turned_clusters))
        )
        limits = [[(e.interval.low, e.interval.high) for e in found] for found in (one, other)]
        assert np.array(limits[0], float) == pytest.approx(np.array(limits[1], float), abs=1e-9)


@pytest.mark.parametrize("n_articles", [None, 30, 7])
def test_asking_for_conger_s_kappa_too_changes_no_other_limit(n_articles: int | None) -> None:
    """It shares the replicates of the others, and adds nothing to them by asking who gave what."""
    m = study_of(90, Level.NOMINAL)
    clusters = None if n_articles is None else [item % n_articles for item in range(90)]
    found, both = (
        estimates(m, asked, rng=np.random.default_rng(3), clusters=clusters, bootstrap=FEW)
        for asked in (FIVE, [*FIVE, "conger_kappa"])
    )
    limits = [[(one.interval.low, one.interval.high) for one in each] for each in (found, both)]
    assert np.array(limits[1][:-1], float) == pytest.approx(np.array(limits[0], float), abs=1e-9)
    assert limits[1][-1][0] is not None


# A row for each item of a study, with or without an article of its own; few kinds of rows or many.
@pytest.mark.parametrize(("kinds", "n"), [(1, 60), (2, 60), (2, 9), (6, 40), (30, 40), (40, 40)])
def test_rows_are_drawn_within_their_groups_as_often_as_by_themselves(kinds: int, n: int) -> None:
    """Weights are multinomial: means times, variances times (1 - times / n), sums those of groups.

    Groups of one row or of several, drawn by binomials or one by one: all the ways there are.
    """
    leading = np.arange(n) % kinds
    inner = np.random.default_rng(4).integers(0, 3, n)
    terms = np.column_stack([leading, inner]).astype(float)
    units, groups = Units.of(terms, leading=1), Units.of(terms[:, :1])
    # What marks a row, so that its sum is how often it was drawn.
    marks = np.hstack([np.eye(len(units.times)), units.terms[:, :1]])
    marked = Units(marks, units.times, np.arange(marks.shape[1]), units.groups)
    drawn = marked.resampled(np.random.default_rng(9), 8000)
    weights, times = drawn[:, :-1], units.times
    assert (weights.sum(axis=1) == n).all()
    assert weights.mean(axis=0) == pytest.approx(times, abs=0.12, rel=0.02)
    covariance = np.diag(times) - np.outer(times, times) / n
    assert np.cov(weights.T) == pytest.approx(covariance, abs=0.35, rel=0.1)
    alone = groups.resampled(np.random.default_rng(9), 8000)
    assert drawn[:, -1:] == pytest.approx(alone, abs=1e-9)


def test_articles_that_hang_together_widen_the_interval() -> None:
    rng = np.random.default_rng(8)
    is_hard = np.repeat(rng.random(40) < 0.5, 10)
    truth = rng.integers(0, 2, 400)
    error = np.where(is_hard, 0.4, 0.05)[:, None]
    codes = np.where(rng.random((400, 3)) < error, 1 - truth[:, None], truth[:, None])
    m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    widths = []
    for clusters in (None, np.repeat(np.arange(40), 10)):
        (found,) = estimates(m, ["krippendorff_alpha"], rng=rng, clusters=clusters)
        assert found.interval.low is not None
        assert found.interval.high is not None
        widths.append(found.interval.high - found.interval.low)
    assert widths[1] > 1.3 * widths[0]


def test_replicates_that_are_the_value_but_for_rounding_count_as_equal() -> None:
    replicates = np.repeat([0.1, 0.5, 0.9, 0.95], 250)
    influences = (np.array([0.4, 0.5, 0.6]), np.ones(3))
    equal = bca_limits(replicates, 0.5, influences, 0.95)
    for off in (-1e-16, 2e-16):
        assert bca_limits(replicates, 0.5 + off, influences, 0.95) == pytest.approx(equal)
        assert bca_limits(replicates + off, 0.5, influences, 0.95) == pytest.approx(equal)


def test_bca_limits_follow_the_formula() -> None:
    """Replicates 1…1000 around 400: z₀ = Φ⁻¹(0.3995), a = Σ d³ / (6 (Σ d²)^1.5), step by step."""
    values, times = np.array([1.0, -4.0]), np.array([4.0, 1.0])
    differences = np.repeat(np.repeat(values, [4, 1]).mean() - values, [4, 1])
    bend = (differences**3).sum() / (6 * (differences**2).sum() ** 1.5)
    normal = NormalDist()
    bias = normal.inv_cdf(0.3995)
    moved = [bias + normal.inv_cdf(share) for share in (0.025, 0.975)]
    shares = [normal.cdf(bias + one / (1 - bend * one)) for one in moved]
    expected = np.quantile(np.arange(1.0, 1001.0), shares)
    found = bca_limits(np.arange(1.0, 1001.0), 400, (values, times), 0.95)
    assert found == pytest.approx(tuple(expected), abs=1e-6)


@pytest.mark.parametrize(
    ("m", "reason", "words"),
    [
        (from_text("1" * 60 + "2" * 4, "1" * 60 + "2" * 4), "rare_label", "given only 8 times"),
        (from_text("1" * 60, "1" * 60, declared="12"), "undefined_value", "cannot be shown"),
        (from_text("1", "2", declared="12"), "rare_label", "at least 10"),
    ],
)
def test_an_interval_that_labels_cannot_carry_is_withheld(
    m: LabelMatrix, reason: str, words: str
) -> None:
    (found,) = estimates(m, ["krippendorff_alpha"], rng=np.random.default_rng(1))
    assert found.interval.withheld is not None
    assert found.interval.withheld.reason == reason
    assert words in found.interval.withheld.sentence
    assert (found.interval.low, found.interval.high) == (None, None)


def test_two_articles_are_too_few_to_draw_from() -> None:
    m = from_text("12" * 30, "12" * 29 + "11")
    (found,) = estimates(
        m, ["krippendorff_alpha"], rng=np.random.default_rng(1), clusters=[0, 1] * 30
    )
    assert found.interval.withheld is not None
    assert found.interval.withheld.reason == "few_units"


def test_what_makes_an_interval_rough_is_said() -> None:
    m = from_text("1" * 33 + "2" * 7, "1" * 32 + "2" * 8, declared="123")
    (found,) = estimates(
        m, ["krippendorff_alpha"], rng=np.random.default_rng(1), clusters=[*range(10)] * 4
    )
    names = {remark.name for remark in found.interval.remarks}
    assert {"rare_label", "few_items", "few_clusters", "unused_label"} <= names


def test_limits_without_a_width_are_withheld() -> None:
    m = from_text("12" * 30, "12" * 30)
    (found,) = estimates(m, ["krippendorff_alpha"], rng=np.random.default_rng(1))
    assert (found.interval.low, found.interval.high, found.interval.below) == (None, None, ())
    assert found.interval.withheld is not None
    assert found.interval.withheld.reason == "no_spread"


def test_nothing_is_said_of_limits_that_are_withheld() -> None:
    """That nobody gave a label is still to be known: it is said of the labels."""
    m = from_text("1" * 20 + "2" * 4, "1" * 21 + "2" * 3, declared="123")
    (found,) = estimates(
        m, ["krippendorff_alpha"], rng=np.random.default_rng(1), clusters=[*range(8)] * 3
    )
    assert found.interval.withheld is not None
    assert [remark.name for remark in found.interval.remarks] == ["unused_label"]


def test_the_probability_below_the_thresholds_is_given() -> None:
    m = from_text("12" * 40, "12" * 34 + "21" * 6)
    (found,) = estimates(m, ["krippendorff_alpha"], rng=np.random.default_rng(1))
    (first, low), (second, high) = found.interval.below
    assert (first, second) == (0.667, 0.8)
    assert 0 < low < high < 1


def test_every_item_needs_a_cluster() -> None:
    with pytest.raises(LabelError, match="exactly one cluster"):
        estimates(from_text("12", "12"), FIVE, rng=np.random.default_rng(1), clusters=[1])


def test_a_million_labels_are_resampled_as_a_few_rows() -> None:
    """The work of a resampling is its distinct rows, however many items there are."""
    codes = np.random.default_rng(1).integers(0, 3, size=(200_000, 5))
    m = LabelMatrix(codes, ("negative", "neutral", "positive"), Level.ORDINAL)
    way = summed(m, "krippendorff_alpha")
    assert len(Units.of(way.terms(m.rows.counts), m.rows.times.astype(int)).times) <= 21
    found = estimates(m, FIVE, rng=np.random.default_rng(1))
    assert all(one.interval.n_replicates == 1000 for one in found)
    assert all(one.interval.n_units == 200_000 for one in found)
