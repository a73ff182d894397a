"""All statistics of one question, and the sentences that come before them."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.agreement.strategies import matrices
from tests.agreement.tables import from_text
from workbench.agreement.intervals import Bootstrap
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.question import (
    headline_measures,
    question_report,
    question_summary,
    sufficiency,
)
from workbench.codebook.levels import Level

FEW = Bootstrap(replicates=20)


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


@settings(max_examples=25)
@given(matrices())
def test_any_question_has_a_report(m: LabelMatrix) -> None:
    report = question_report(m, rng=rng(), bootstrap=FEW)
    assert report.summary.headline[0].statistic.name == "krippendorff_alpha"
    assert len(report.summary.labels) == len(m.labels)
    assert bool(report.severity) == (m.level is not Level.NOMINAL)


def test_the_same_seed_gives_the_same_report() -> None:
    m = from_text("1212" * 20, "1222" * 20, "1112" * 20)
    first, second = (question_summary(m, rng=rng(), bootstrap=FEW) for _ in range(2))
    assert first.headline == second.headline
    assert first.labels == second.labels


def test_the_prevalence_paradox_is_said_in_words() -> None:
    even = from_text("12" * 50, "12" * 45 + "21" * 5)
    report = question_summary(even, rng=rng(), bootstrap=FEW)
    assert not any("by chance" in sentence for sentence in report.warnings)
    rare = from_text("1" * 94 + "2" * 6, "1" * 88 + "2" * 6 + "1" * 6)
    report = question_summary(rare, rng=rng(), bootstrap=FEW)
    (sentence,) = [sentence for sentence in report.warnings if "by chance" in sentence]
    assert sentence.startswith("88% of pairs agree, but 94% of labels are “1”")


def test_annotators_who_share_nothing_are_said_to_form_groups() -> None:
    m = from_text("1212....", "1222....", "....1212", "....1112")
    report = question_summary(m, rng=rng(), bootstrap=FEW)
    assert not report.sufficiency.is_connected
    assert report.sufficiency.groups == ((0, 1), (2, 3))
    assert "2 groups that share no paragraph" in report.warnings[0]


def test_what_there_is_to_compare_is_counted() -> None:
    found = sufficiency(from_text("1211", "12..", "1...", declared="12"))
    assert found.labels_by_item == ((1, 2), (2, 1), (3, 1))
    assert found.overlap.tolist() == [[4, 2, 1], [2, 2, 1], [1, 1, 1]]
    assert (found.n_items, found.n_labels) == (4, 7)
    assert (found.rarest.label, found.rarest.n_labels) == ("2", 2)


@pytest.mark.parametrize(("n", "has_scott", "has_conger"), [(2, True, True), (51, False, False)])
def test_coefficients_without_a_meaning_for_a_study_are_left_out(
    n: int, has_scott: bool, has_conger: bool
) -> None:
    measures = headline_measures(from_text(*["12"] * n))
    assert ("scott_pi" in measures, "conger_kappa" in measures) == (has_scott, has_conger)
    assert "gwet_ac2" not in measures
