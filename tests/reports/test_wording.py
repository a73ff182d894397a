"""Sentences as a paper would print them."""

from dataclasses import replace

import numpy as np
import pytest

from tests.reports.columns import study_of
from workbench.agreement.statistic import Basis, defined
from workbench.codebook.codebook import Label, Question
from workbench.codebook.levels import Level
from workbench.reports import measures, wording
from workbench.reports.agreement import agreement_on
from workbench.reports.numbers import coefficient
from workbench.reports.people import Person
from workbench.reports.question import QuestionAgreement

BIAS = Question(
    name="bias",
    title="Bias",
    prompt="",
    level=Level.NOMINAL,
    labels=(Label("biased", "biased", "b"), Label("not_biased", "not biased", "n")),
)


@pytest.mark.parametrize(
    ("alpha", "claim"),
    [
        (0.8, "enough for firm conclusions"),
        (0.7999, "enough for tentative conclusions"),
        (0.667, "enough for tentative conclusions"),
        (0.6669, "below what is usually required"),
        (0.0, "no more than chance"),
        (-0.2, "less than chance"),
    ],
)
def test_alpha_is_held_against_published_thresholds(alpha: float, claim: str) -> None:
    assert claim in wording.standing(alpha)


@pytest.mark.parametrize(
    ("alpha", "low", "claim"),
    [
        (0.9, 0.8, "enough for firm conclusions (.800)"),
        (0.9, 0.7999, "the lower limit for tentative ones only (.667)"),
        (0.9, 0.6669, "the lower limit not even for tentative ones (.667)"),
        (0.7, 0.667, "enough for tentative conclusions (.667), not for firm ones (.800)"),
        (0.7, 0.6669, "enough for tentative conclusions (.667), the lower limit is not"),
        (0.6, 0.5, "below what is usually required even for tentative conclusions (.667)"),
    ],
)
def test_what_may_be_concluded_depends_on_the_lower_limit_too(
    alpha: float, low: float, claim: str
) -> None:
    assert wording.standing(alpha, low).endswith(claim)


def found_among(*labels: tuple[int, int, str]) -> QuestionAgreement:
    """Compute the report on labels given as (paragraph, annotator, label)."""
    return agreement_on(BIAS, study_of(BIAS, labels), seed=1)


def test_few_paragraphs_are_said_in_the_finding() -> None:
    found = found_among((1, 7, "biased"), (1, 8, "biased"), (2, 7, "not_biased"), (2, 8, "biased"))
    assert wording.finding(found) == (
        "Two annotators reach Krippendorff’s α = .00 on bias, over 2 paragraphs and 4 labels: "
        "no more than chance would give. From 2 paragraphs only: "
        "a single label more would change it much."
    )
    assert measures.doubt(found.headline[0].interval) == (
        "No interval of α is given. “not biased” was given only 1 time where labels can be "
        "compared; an interval needs at least 10."
    )


@pytest.mark.parametrize(
    ("alpha", "printed"), [(0.6669, ".6669"), (0.7999, ".7999"), (0.666, ".666"), (0.7, ".70")]
)
def test_rounding_does_not_carry_alpha_over_a_threshold(alpha: float, printed: str) -> None:
    found = found_among((1, 7, "biased"), (1, 8, "biased"))
    near = replace(
        found.headline[0], statistic=defined("krippendorff_alpha", alpha, Basis(30, 60, 2))
    )
    sentence = wording.finding(replace(found, headline=(near, *found.headline[1:])))
    assert f"α = {printed} on bias" in sentence


def test_titles_of_labels_stand_in_sentences() -> None:
    found = found_among((1, 7, "not_biased"), (1, 8, "not_biased"))
    assert "“not biased”" in found.alpha.sentence
    assert "not_biased" not in wording.finding(found)


def test_who_labels_apart_is_named_with_what_it_changes() -> None:
    rng = np.random.default_rng(3)
    truth = rng.random(120) < 0.5
    rows = [
        (paragraph, who, "biased" if is_biased == (rng.random() < right) else "not_biased")
        for paragraph, is_biased in enumerate(truth.tolist())
        for who, right in ((1, 0.9), (2, 0.9), (3, 0.9), (4, 0.4))
    ]
    found = agreement_on(BIAS, study_of(BIAS, rows), seed=1)
    people = {who: Person(f"A-{who}", "") for who in range(1, 5)}
    (sentence,) = wording.apart(found, people)
    without = next(one.left_out.alpha for one in found.annotators if one.annotator == 4)
    assert sentence.startswith("A-4 labels apart from the others")
    assert f"without A-4 α would be {coefficient(without)}" in sentence
    alike = agreement_on(BIAS, study_of(BIAS, [row for row in rows if row[1] < 4]), seed=1)
    assert list(wording.apart(alike, people)) == []
