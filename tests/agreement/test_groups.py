"""Agreement within and between groups, none of them small enough to show a person."""

import numpy as np
import pytest

from workbench.agreement.groups import compare_groups, cross_alpha, normalised_cross_alpha, only
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pairs import cohen_kappa
from workbench.agreement.statistic import Basis, defined
from workbench.codebook.levels import Level


def two_camps(seed: int, shift: float) -> LabelMatrix:
    """Let two groups of six label 150 items; in a share of `shift` they read the text unlike."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 2, (150, 1))
    other = np.where(rng.random((150, 1)) < shift, 1 - truth, truth)
    camps = np.hstack([np.repeat(truth, 6, axis=1), np.repeat(other, 6, axis=1)])
    codes = np.where(rng.random(camps.shape) < 0.85, camps, 1 - camps)
    codes[rng.random(codes.shape) < 0.3] = -1
    return LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)


CAMPS = {annotator: "left" if annotator < 6 else "right" for annotator in range(12)}


def test_groups_that_read_alike_agree_across_as_within() -> None:
    found = compare_groups(two_camps(1, 0.0), CAMPS)
    (between,) = found.between
    assert between.normalised.value == pytest.approx(1, abs=0.1)
    assert [group.n_annotators for group in found.within] == [6, 6]


def test_groups_that_read_unlike_agree_less_across_than_within() -> None:
    found = compare_groups(two_camps(1, 0.4), CAMPS)
    (between,) = found.between
    assert between.normalised.value is not None
    assert between.normalised.value < 0.5
    assert all((group.alpha.value or 0) > 0.4 for group in found.within)


def test_groups_of_fewer_than_five_are_suppressed_and_compared_with_nobody() -> None:
    groups = {annotator: "few" if annotator < 4 else "many" for annotator in range(11)}
    found = compare_groups(two_camps(2, 0.0), groups)
    few, many = found.within
    assert (few.n_annotators, few.alpha.value, few.alpha.reason) == (None, None, "suppressed")
    assert (few.alpha.n_items, few.alpha.n_labels) == (0, 0)
    assert many.n_annotators == 7
    assert found.between == ()
    assert found.n_without_group == 1


def test_who_gave_no_label_does_not_count_as_a_person() -> None:
    m = two_camps(2, 0.0)
    codes = m.codes.copy()
    codes[:, :2] = -1
    found = compare_groups(LabelMatrix(codes, m.labels, m.level), CAMPS)
    assert found.within[0].alpha.reason == "suppressed"


@pytest.mark.parametrize("level", list(Level))
def test_between_two_single_annotators_it_is_a_kappa_with_crossed_labels(level: Level) -> None:
    """Wong et al. 2021: κ_x generalises Cohen's κ; here at every level, by brute force."""
    rng = np.random.default_rng(9)
    codes = rng.integers(0, 4, (40, 5))
    codes[rng.random(codes.shape) < 0.2] = -1
    m = LabelMatrix(codes, ("1", "2", "3", "5"), level)
    one, other = only(m, [0, 1]), only(m, [2, 3, 4])
    assert cross_alpha(one, other).value == pytest.approx(by_hand(one, other), abs=1e-12)


def test_items_weigh_as_their_labels_do_in_the_program_of_the_authors() -> None:
    """The example of google-research/cross-replication-reliability, by hand.

    Of the five items the first has no disagreement and the others 1/2 each; they have 4, 5, 4, 5
    and 4 labels: d_o = (5 + 4 + 5 + 4) / 2 / 22 = 9/22. Both sides gave either label as often,
    d_e = 1/2. Items that one side did not label count for nothing.
    """
    one = [[1, 1, -1], [1, 1, 1], [0, 0, -1], [0, 0, 0], [0, 1, -1], [0, 0, 0], [0, 0, 1]]
    other = [[1, 1], [0, 1], [0, 1], [0, 1], [0, 0], [-1, -1], [-1, -1]]
    sides = [LabelMatrix(np.array(codes), ("A", "B"), Level.NOMINAL) for codes in (one, other)]
    assert cross_alpha(*sides).value == pytest.approx(2 / 11, abs=1e-12)


def by_hand(one: LabelMatrix, other: LabelMatrix) -> float:
    rows = [
        ([c for c in first if c >= 0], [c for c in second if c >= 0])
        for first, second in zip(one.codes.tolist(), other.codes.tolist(), strict=True)
    ]
    rows = [row for row in rows if row[0] and row[1]]
    everything = [code for row in rows for codes in row for code in codes]

    def delta(a: int, b: int) -> float:
        if one.level is Level.NOMINAL:
            return float(a != b)
        x, y = one.scale[a], one.scale[b]
        if one.level is Level.INTERVAL:
            return float((x - y) ** 2)
        if one.level is Level.RATIO:
            return float(((x - y) / (x + y)) ** 2)
        low, high = sorted((a, b))
        between = sum(low <= code <= high for code in everything)
        ends = (everything.count(low) + everything.count(high)) / 2
        return float((between - ends) ** 2) if low != high else 0.0

    n = sum(len(a) + len(b) for a, b in rows)
    observed = sum(
        (len(a) + len(b)) / n * np.mean([delta(x, y) for x in a for y in b]) for a, b in rows
    )
    first = [x for a, _ in rows for x in a]
    second = [y for _, b in rows for y in b]
    return float(1 - observed / np.mean([delta(x, y) for x in first for y in second]))


def test_with_one_annotator_on_each_side_it_is_cohen_s_kappa() -> None:
    rng = np.random.default_rng(4)
    m = LabelMatrix(rng.integers(0, 3, (50, 2)), ("a", "b", "c"), Level.NOMINAL)
    found = cross_alpha(only(m, [0]), only(m, [1]))
    assert found.value == pytest.approx(cohen_kappa(m, 0, 1).value, abs=1e-12)


def test_without_shared_items_or_variation_there_is_no_value() -> None:
    apart = LabelMatrix(np.array([[0, -1], [-1, 1]]), ("a", "b"), Level.NOMINAL)
    assert cross_alpha(only(apart, [0]), only(apart, [1])).reason == "no_pairable_units"
    same = LabelMatrix(np.zeros((4, 2), dtype=np.int64), ("a", "b"), Level.NOMINAL)
    found = cross_alpha(only(same, [0]), only(same, [1]))
    assert (found.value, found.reason) == (None, "no_variation")


def test_a_group_that_does_not_agree_with_itself_is_no_yardstick() -> None:
    basis = Basis(10, 40, 4)
    cross = defined("cross_alpha", 0.3, basis)
    low, high = (defined("krippendorff_alpha", value, basis) for value in (-0.1, 0.6))
    found = normalised_cross_alpha(cross, low, high)
    assert (found.value, found.reason) == (None, "no_agreement_within")
