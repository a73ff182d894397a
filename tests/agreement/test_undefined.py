"""What cannot be computed is never a number, and says why."""

import numpy as np
import pytest

from tests.agreement.measures import MEASURES, Measure
from tests.agreement.tables import from_text
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
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pairs import cohen_kappa, light_kappa
from workbench.codebook.levels import Level

CHANCE_FROM_LABELS: list[Measure] = [
    krippendorff_alpha,
    fleiss_kappa,
    scott_pi,
    conger_kappa,
    light_kappa,
]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "m",
    [
        from_text("1212", declared="12"),
        from_text("1.2.", ".1.2", declared="12"),
        from_text("....", "....", declared="12"),
        LabelMatrix(np.empty((0, 0), dtype=np.int64), ("1", "2"), Level.NOMINAL),
    ],
    ids=["one annotator", "nothing shared", "nothing labelled", "nothing at all"],
)
def test_nothing_to_pair(measure: Measure, m: LabelMatrix) -> None:
    statistic = measure(m)
    assert (statistic.value, statistic.status) == (None, "undefined")
    assert statistic.reason == "no_pairable_units"
    assert statistic.sentence == (
        "No paragraph has labels from two annotators: there is nothing to compare."
    )


@pytest.mark.parametrize("measure", CHANCE_FROM_LABELS)
def test_labels_that_do_not_vary_show_no_reliability(measure: Measure) -> None:
    statistic = measure(from_text("1111", "1111", declared="12"))
    assert (statistic.value, statistic.reason) == (None, "no_variation")
    assert statistic.flags == ()


def test_the_sentence_names_the_label_and_how_often_it_was_given() -> None:
    codes = np.ones((106, 2), dtype=np.int64)
    m = LabelMatrix(codes, ("biased", "not biased"), Level.NOMINAL)
    assert krippendorff_alpha(m).sentence == (
        "All 212 labels that can be compared are “not biased”: reliability cannot be shown."
    )
    assert cohen_kappa(m, 0, 1).sentence == (
        "All 212 labels of these two annotators are “not biased”: reliability cannot be shown."
    )


@pytest.mark.parametrize("measure", [percent_agreement, gwet_ac1, gwet_ac2, brennan_prediger])
def test_without_variation_a_chance_that_is_declared_still_gives_one_and_a_flag(
    measure: Measure,
) -> None:
    statistic = measure(from_text("1111", "1111", declared="12"))
    assert (statistic.value, statistic.flags) == (1.0, ("no_variation",))


@pytest.mark.parametrize("measure", [gwet_ac1, gwet_ac2, brennan_prediger])
def test_one_declared_label_leaves_nothing_to_choose(measure: Measure) -> None:
    statistic = measure(from_text("1111", "1111", declared="1"))
    assert (statistic.value, statistic.reason) == (None, "one_category")
    assert "“1” is the only declared label" in statistic.sentence


def test_scott_s_pi_of_three_annotators_points_to_fleiss() -> None:
    statistic = scott_pi(from_text("1212", "1212", "1222"))
    assert (statistic.value, statistic.reason) == (None, "not_two_annotators")
    assert "Fleiss" in statistic.sentence


def test_two_annotators_without_a_shared_paragraph_cannot_be_compared() -> None:
    m = from_text("12..", "1212", "..12")
    statistic = cohen_kappa(m, 0, 2)
    assert (statistic.value, statistic.reason) == (None, "no_pairable_units")
    assert (statistic.n_items, statistic.n_labels, statistic.n_annotators) == (0, 0, 0)


def test_weights_that_forgive_every_difference_leave_no_variation() -> None:
    m = from_text("1212", "1222")
    forgiving = np.ones((2, 2))
    assert krippendorff_alpha(m, forgiving).reason == "no_variation"
    assert cohen_kappa(m, 0, 1, forgiving).reason == "no_variation"
    assert gwet_ac2(m, forgiving).reason == "one_category"
    assert "weights" in krippendorff_alpha(m, forgiving).sentence


def test_few_items_and_constant_raters_are_flagged_beside_the_number() -> None:
    single = from_text("1", "2")
    assert krippendorff_alpha(single).value == 0
    assert scott_pi(single).value == -1
    assert "few_pairable_units" in krippendorff_alpha(single).flags
    constant = cohen_kappa(from_text("1111", "1212"), 0, 1)
    assert (constant.value, constant.flags) == (0, ("constant_rater",))


def test_disagreement_beyond_chance_stays_below_zero() -> None:
    m = from_text("1212", "2121")
    assert cohen_kappa(m, 0, 1).value == -1
    assert krippendorff_alpha(m).value == pytest.approx(-0.75)


def test_light_s_kappa_passes_over_pairs_without_one() -> None:
    m = from_text("1122", "1122", "11..", "11..")
    assert light_kappa(m).value == 1
    assert light_kappa(from_text("11", "11", declared="12")).reason == "no_variation"
