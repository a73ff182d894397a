"""Each annotator beside the others, and how each works."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from tests.agreement.random_studies import random_study
from tests.agreement.strategies import matrices
from tests.agreement.tables import from_text
from workbench.agreement.annotators import agreement_with_others, leave_one_out, severity
from workbench.agreement.coefficients import krippendorff_alpha
from workbench.agreement.drift import drift
from workbench.agreement.groups import only
from workbench.agreement.habits import pace, straight_lining
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.rates import (
    adjusted,
    binomial_p,
    shrunken_means,
    shrunken_shares,
    t_quantile,
    wilson_limits,
)
from workbench.codebook.levels import Level

RNG = np.random.default_rng(1)


@pytest.mark.parametrize("level", list(Level))
def test_alpha_without_an_annotator_is_alpha_of_the_others(level: Level) -> None:
    compared = 0
    for seed in range(40):
        m = random_study(seed, level)
        whole = krippendorff_alpha(m).value
        columns = list(range(m.codes.shape[1]))
        for place, found in enumerate(leave_one_out(m)):
            rest = krippendorff_alpha(only(m, columns[:place] + columns[place + 1 :])).value
            assert (found.alpha is None) == (rest is None), (seed, place)
            if rest is not None and whole is not None:
                assert found.alpha == pytest.approx(rest, abs=1e-9)
                assert found.shift == pytest.approx(rest - whole, abs=1e-9)
                compared += 1
    assert compared > 60


@given(matrices())
def test_any_study_can_be_told_annotator_by_annotator(m: LabelMatrix) -> None:
    for left in leave_one_out(m):
        assert left.alpha is None or left.alpha <= 1 + 1e-9
    for one in agreement_with_others(m):
        assert 0 <= one.n_agreeing <= one.n_items
        assert (one.share is None) == (one.n_items == 0) == (one.limits is None)
    if m.level is not Level.NOMINAL:
        assert len(severity(m)) == m.codes.shape[1]


def test_the_majority_is_that_of_the_others_and_ties_are_passed_over() -> None:
    m = from_text("1121", "1112", "1222", "....", declared="12")
    ada, ben, cy, nobody = agreement_with_others(m)
    # Without oneself the other two tie on the second and third item for some.
    assert (ada.n_agreeing, ada.n_items) == (1, 2)
    assert (ben.n_agreeing, ben.n_items) == (1, 2)
    assert (cy.n_agreeing, cy.n_items) == (1, 2)
    assert (nobody.n_items, nobody.share, nobody.p_value) == (0, None, None)


def test_one_who_answers_at_random_stands_out_though_many_are_looked_at() -> None:
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 2, (200, 1))
    codes = np.where(rng.random((200, 12)) < 0.85, truth, 1 - truth)
    codes[:, 3] = rng.integers(0, 2, 200)
    found = agreement_with_others(LabelMatrix(codes, ("no", "yes"), Level.NOMINAL))
    p_values = [one.p_value or 0.0 for one in found]
    assert int(np.argmin(p_values)) == 3
    assert p_values[3] < 1e-6
    assert sum(p < 0.05 for p in p_values) <= 4


def test_severity_has_a_sign_and_is_shrunken_towards_the_mean() -> None:
    rng = np.random.default_rng(6)
    base = rng.integers(1, 4, (120, 1))
    codes = np.clip(base + rng.integers(-1, 2, (120, 5)) + [0, 0, 1, 0, -1], 0, 4)
    m = LabelMatrix(codes.astype(np.int64), tuple("12345"), Level.ORDINAL)
    found = severity(m)
    assert found[2].mean is not None
    assert found[2].limits is not None
    assert found[2].mean > 0.5
    assert found[2].limits[0] > 0
    assert found[4].mean is not None
    assert found[4].mean < -0.5
    assert all(abs(one.shrunken or 0) <= abs(one.mean or 0) + 0.02 for one in found)
    with pytest.raises(LabelError, match="no direction"):
        severity(from_text("12", "21"))


def test_one_item_gives_no_limits_of_severity() -> None:
    m = LabelMatrix(np.array([[0, 2]]), ("1", "2", "3"), Level.ORDINAL)
    ada, ben = severity(m)
    assert (ada.mean, ada.limits, ada.p_value) == (-2, None, None)
    assert ben.mean == 2


def test_wilson_limits_are_those_of_statsmodels() -> None:
    for hits, n in [(0, 5), (5, 5), (3, 17), (40, 90)]:
        mine = wilson_limits(hits, n)
        assert mine == pytest.approx(proportion_confint(hits, n, method="wilson"), abs=1e-12)
    assert wilson_limits(0, 0) is None


def test_adjusted_p_values_are_those_of_statsmodels() -> None:
    p_values = np.random.default_rng(2).random(40) ** 3
    expected = multipletests(p_values, method="fdr_bh")[1]
    assert adjusted(p_values) == pytest.approx(expected)
    with_gap = adjusted(np.array([0.01, np.nan, 0.02]))
    assert with_gap[[0, 2]] == pytest.approx([0.02, 0.02])
    assert np.isnan(with_gap[1])


def test_t_quantiles_are_the_printed_ones() -> None:
    """Of the table in Student's t, two-sided 95 % and one-sided 99 %."""
    printed = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 10: 2.228, 11: 2.201, 30: 2.042}
    for degrees, value in printed.items():
        assert t_quantile(0.975, degrees) == pytest.approx(value, abs=6e-4)
        assert t_quantile(0.025, degrees) == pytest.approx(-value, abs=6e-4)
    assert t_quantile(0.975, 201) == pytest.approx(t_quantile(0.975, 200), abs=1e-4)
    assert t_quantile(0.975, 10**9) == pytest.approx(1.959964, abs=1e-6)
    assert t_quantile(0.99, 7) == pytest.approx(2.998, abs=6e-4)
    with pytest.raises(ValueError, match="quantile"):
        t_quantile(1.0, 3)


def test_exact_binomial_p_values() -> None:
    assert binomial_p(5, 10, 0.5) == 1
    assert binomial_p(0, 5, 0.5) == pytest.approx(2 / 32)
    assert binomial_p(3, 3, 1.0) != binomial_p(2, 3, 1.0)
    assert np.isnan(binomial_p(0, 0, 0.5))


def test_shares_of_few_cases_move_most_and_a_spread_by_chance_vanishes() -> None:
    hits, n = np.array([90.0, 40.0, 1.0, 0.0]), np.array([100.0, 100.0, 1.0, 0.0])
    found = shrunken_shares(hits, n)
    assert abs(found[0] - 0.9) < 0.05
    assert 0.65 < found[2] < 0.95
    assert np.isnan(found[3])
    alike = shrunken_shares(np.array([50.0, 51.0, 49.0]), np.full(3, 100.0))
    assert alike == pytest.approx([0.5, 0.5, 0.5])


def test_means_without_an_error_are_left_out_of_the_shrinking() -> None:
    found = shrunken_means(np.array([1.0, np.nan, -1.0]), np.array([0.1, np.nan, 0.1]))
    assert np.isnan(found[1])
    assert found[0] == pytest.approx(1, abs=0.02)
    assert np.isnan(shrunken_means(np.array([np.nan]), np.array([1.0]))).all()


def test_a_long_run_among_mixed_labels_is_improbable_and_one_label_has_no_chance() -> None:
    mixed = np.random.default_rng(1).integers(0, 3, 200)
    assert (straight_lining(mixed, 3).chance or 0) > 0.01
    stuck = np.concatenate([mixed, np.full(25, 2)])
    found = straight_lining(stuck, 3)
    assert found.longest_run >= 25
    assert found.run_code == 2
    assert (found.chance or 1) < 1e-6
    same = straight_lining(np.zeros(30, dtype=np.int64), 3)
    assert (same.longest_run, same.entropy, same.chance) == (30, 0, None)
    assert straight_lining(np.zeros(0, dtype=np.int64), 3).n_labels == 0


def test_the_chance_of_a_run_is_that_of_shuffling() -> None:
    rng = np.random.default_rng(3)
    codes = np.repeat([0, 1], [120, 40])
    runs = [straight_lining(rng.permutation(codes), 2).longest_run for _ in range(400)]
    typical = int(np.median(runs))
    made = np.concatenate([np.zeros(typical, int), rng.permutation(codes[typical:])])
    found = straight_lining(made, 2)
    share = np.mean(np.array(runs) >= found.longest_run)
    assert found.chance == pytest.approx(share, abs=0.15)


def test_a_run_without_room_for_a_second_has_the_chance_of_all_orders() -> None:
    orders = []
    for places in combinations(range(12), 4):
        codes = np.ones(12, dtype=np.int64)
        codes[list(places)] = 0
        orders.append(codes)
    long = [codes for codes in orders if straight_lining(codes, 2).longest_run == 7]
    longer = [codes for codes in orders if straight_lining(codes, 2).longest_run > 7]
    exact = (len(long) + len(longer)) / len(orders)
    assert straight_lining(long[0], 2).chance == pytest.approx(exact)


def test_a_page_left_open_does_not_move_the_pace() -> None:
    seconds = np.array([20.0, 21.0, 22.0, 23.0, 24.0, 25.0, 26.0])
    words = np.full(7, 50)
    slow = pace(np.where(seconds == 26, 50_000.0, seconds), words)
    assert slow.median == pace(seconds, words).median == pytest.approx(0.46)
    assert slow.hasty_share == 0
    assert pace(np.array([1.0]), np.array([0])).median is None
    assert pace(np.array([1.0]), np.array([10])).limits is None


def test_drift_compares_labels_of_the_same_stretch_only() -> None:
    m = LabelMatrix(np.array([[0, 0], [1, 1], [0, 1], [1, 1]]), ("no", "yes"), Level.NOMINAL)
    weeks = np.array([[0, 0], [0, 0], [0, 1], [1, 1]])
    first, second = drift(m, weeks, ("week 1", "week 2"), rng=RNG)
    assert (first.n_labels, second.n_labels) == (5, 3)
    assert (first.percent.n_items, second.percent.n_items) == (2, 1)
    assert first.shares == (0.6, 0.4)
    with pytest.raises(LabelError, match="without a name"):
        drift(m, weeks, ("week 1",), rng=RNG)
    with pytest.raises(LabelError, match="exactly one stretch"):
        drift(m, weeks[:, :1], ("week 1", "week 2"), rng=RNG)


def test_differences_that_do_not_vary_give_neither_limits_nor_p() -> None:
    """From two paragraphs alone p would be 0."""
    m = from_text("11", "22", level=Level.ORDINAL)
    for one in severity(m):
        assert abs(one.mean or 0) == 1
        assert (one.limits, one.p_value) == (None, None)


def test_limits_of_severity_and_its_p_do_not_contradict_each_other() -> None:
    """Of three paragraphs a normal test would find what limits by Student's t do not."""
    m = from_text("111", "223", level=Level.ORDINAL)
    for one in severity(m):
        assert one.limits is not None
        assert one.p_value is not None
        assert (one.limits[0] < 0 < one.limits[1]) == (one.p_value > 0.05)
