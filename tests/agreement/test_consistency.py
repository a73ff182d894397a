"""Agreement of annotators with themselves, held against other programs on random tables."""

import numpy as np
import pytest
from krippendorff import alpha as other_alpha
from statsmodels.stats.proportion import proportion_confint

from workbench.agreement.consistency import LEAST_REPEATS, Repeats, self_consistency
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.rates import wilson_limits
from workbench.codebook.levels import Level

STUDIES = 400


def random_repeats(seed: int, level: Level) -> Repeats:
    """Make repeats of a few people: some labels unused, some people without a repeat."""
    rng = np.random.default_rng([seed, 7])
    n, n_labels, n_people = int(rng.integers(1, 60)), int(rng.integers(2, 6)), 4
    first = rng.integers(0, max(1, n_labels - int(rng.integers(0, 2))), n)
    again = np.where(rng.random(n) < 0.7, first, rng.integers(0, n_labels, n))
    names = tuple(str(place + 1) for place in range(n_labels))
    m = LabelMatrix(np.stack([first, again], axis=1), names, level)
    people = rng.integers(0, n_people - 1, n)
    return Repeats(m, people, rng.integers(0, 12, n), ("Ada", "Ben", "Cy", "Dee"))


@pytest.mark.parametrize("level", list(Level))
def test_alpha_and_limits_equal_those_of_other_programs(level: Level) -> None:
    compared = 0
    for seed in range(STUDIES // 4):
        given = random_repeats(seed, level)
        found = self_consistency(given, rng=np.random.default_rng(seed))
        low, high = proportion_confint(found.n_same, found.n_repeats, method="wilson")
        assert found.limits == pytest.approx((low, high), abs=1e-9)
        parts = [(given, found.alpha)] + [
            (given.of(place), one.alpha) for place, one in enumerate(found.annotators)
        ]
        for part, estimate in parts:
            one = estimate.statistic
            if len(part) < LEAST_REPEATS:
                assert (one.value, one.reason) == (None, "few_repeats")
                continue
            if one.value is None:
                assert one.reason == "no_variation"
                continue
            values = part.labels.scale[part.labels.codes].T
            other = other_alpha(reliability_data=values, level_of_measurement=level.value)
            assert one.value == pytest.approx(other, abs=1e-9), seed
            assert (one.n_items, one.n_labels) == (len(part), 2 * len(part))
            compared += 1
    assert compared > STUDIES / 4


def test_the_numbers_of_people_add_up_and_name_how_many_they_are() -> None:
    given = random_repeats(3, Level.NOMINAL)
    found = self_consistency(given, rng=np.random.default_rng(1))
    assert sum(one.n_repeats for one in found.annotators) == found.n_repeats == len(given)
    assert sum(one.n_same for one in found.annotators) == found.n_same
    assert sum(map(sum, found.table)) == found.n_repeats
    assert sum(row[place] for place, row in enumerate(found.table)) == found.n_same
    dee = found.annotators[-1]
    assert (dee.n_repeats, dee.share, dee.limits, dee.shrunken) == (0, None, None, None)
    assert dee.alpha.statistic.sentence == "Nothing came back to be answered again."
    assert found.alpha.statistic.n_annotators == 3


def test_the_worked_examples_of_the_methods_page_come_out() -> None:
    low, high = wilson_limits(59, 72) or (0.0, 0.0)
    assert (round(100 * low, 1), round(100 * high, 1)) == (71.5, 89.1)
    codes = np.array([[0, 0]] * 8 + [[1, 1]] * 8 + [[0, 1]] * 4)
    m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    given = Repeats(m, np.zeros(20, dtype=int), np.arange(20), ("Ada",))
    alpha = self_consistency(given, rng=np.random.default_rng(1)).alpha.statistic
    assert alpha.value == pytest.approx(0.61)


def test_few_repeats_have_a_share_and_no_coefficient() -> None:
    m = LabelMatrix(np.array([[0, 1], [1, 1]]), ("no", "yes"), Level.NOMINAL)
    found = self_consistency(
        Repeats(m, np.zeros(2, dtype=int), [1, 2], ("Ada",)), rng=np.random.default_rng(1)
    )
    assert found.share == 0.5
    assert found.alpha.statistic.sentence == (
        "Only 2 paragraphs were answered again: a coefficient needs at least 10."
    )
    assert found.alpha.interval.withheld is not None
    assert found.alpha.interval.withheld.reason == "undefined_value"


def test_an_annotator_who_wavers_is_found_among_steady_ones() -> None:
    rng = np.random.default_rng(5)
    first = rng.integers(0, 2, 240)
    people = np.repeat(np.arange(6), 40)
    again = np.where(rng.random(240) < np.where(people == 5, 0.5, 0.95), first, 1 - first)
    m = LabelMatrix(np.stack([first, again], axis=1), ("no", "yes"), Level.NOMINAL)
    found = self_consistency(Repeats(m, people, np.arange(240), tuple(range(6))), rng=rng)
    *steady, wavering = found.annotators
    assert wavering.p_value is not None
    assert wavering.p_value < 0.001
    assert all(one.p_value is None or one.p_value > 0.001 for one in steady)
    assert wavering.share is not None
    assert wavering.shrunken is not None
    assert wavering.share < wavering.shrunken < 0.9


def test_relabelling_and_reordering_change_nothing() -> None:
    given = random_repeats(11, Level.NOMINAL)
    order = np.random.default_rng(2).permutation(len(given))
    m = given.labels
    size = len(m.labels)
    turned = LabelMatrix(size - 1 - m.codes[order], m.labels[::-1], m.level)
    other = Repeats(
        turned, given.annotators[order], np.asarray(given.clusters)[order], given.annotator_ids
    )
    one, two = (self_consistency(each, rng=np.random.default_rng(1)) for each in (given, other))
    assert one.alpha.statistic.value == pytest.approx(two.alpha.statistic.value)
    assert one.limits == two.limits
    assert [row.share for row in one.annotators] == [row.share for row in two.annotators]


@pytest.mark.parametrize("codes", [[[0, -1]], [[0, 1, 1]]])
def test_a_repeat_without_both_labels_is_refused(codes: list[list[int]]) -> None:
    m = LabelMatrix(np.array(codes), ("no", "yes"), Level.NOMINAL)
    with pytest.raises(LabelError):
        Repeats(m, np.zeros(1, dtype=int), [1], ("Ada",))
