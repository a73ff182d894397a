import pytest

from tests.paths import SEEDS
from workbench.scoring.bias import BIAS_WEIGHTS, VOICE_WEIGHTS, Bias
from workbench.scoring.cues import CUES
from workbench.scoring.features import Features
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import prescore

SHIPPED = Lexicon.load(SEEDS / "lexicon.csv")
REPORT = "The council approved the budget on Monday by 12 votes to 9, the clerk said."
OPINION = "Why should we trust this shameful farce? The cowardly mob never cared about you."


def bias(text: str) -> Bias:
    return prescore(text, SHIPPED).bias


def features(text: str) -> Features:
    return prescore(text, SHIPPED).features


def test_a_report_is_not_biased_and_an_outburst_is() -> None:
    report, opinion = bias(REPORT), bias(OPINION)
    assert (report.label, report.voice) == ("not_biased", "factual")
    assert (opinion.label, opinion.voice) == ("biased", "opinion")
    assert 0 < report.score < 0.3
    assert 0.8 < opinion.score < 1


def test_the_strongest_reason_comes_first_and_every_reason_says_something() -> None:
    reasons = bias(OPINION).reasons
    assert reasons[0].name == "loaded"
    weights = [abs(reason.weight) for reason in reasons]
    assert weights == sorted(weights, reverse=True)
    assert all(reason.said and reason.weight for reason in reasons)
    assert {"first_person", "questions"} <= {reason.name for reason in reasons}


def test_a_reason_against_bias_weighs_below_nothing() -> None:
    weights = {reason.name: reason.weight for reason in bias(REPORT).reasons}
    assert weights["report"] < 0
    assert weights["numbers"] < 0
    assert weights["attributed"] < 0


def test_words_of_others_weigh_less_than_the_writers_own() -> None:
    own = bias("The plan is a shameful farce.").score
    quoted = bias("“The plan is a shameful farce.”").score
    said = bias("The plan is a shameful farce, she said.").score
    assert quoted < own
    assert said < own


def test_the_same_words_are_thinner_in_a_longer_paragraph() -> None:
    long = "The plan is a farce. " + "The committee will meet again in the town hall. " * 12
    assert bias(long).score < bias("The plan is a farce.").score


def test_each_further_loaded_word_adds_less() -> None:
    scores = [bias("The " + "shameful " * count + "plan.").score for count in (0, 1, 8, 9)]
    assert scores[1] - scores[0] > scores[3] - scores[2] >= 0


def test_an_empty_text_has_a_score_and_no_reasons() -> None:
    empty = bias("")
    assert empty.reasons == ()
    assert empty.label == "not_biased"


def test_cues_inside_quotations_are_not_the_writers() -> None:
    found = features("“We must act, must we not?” asked nobody.")
    assert "first_person" not in found.cues
    assert found.questions == 0
    assert features("We must act, must we not?").cues["first_person"] == 2


def test_numbers_and_shares_are_counted() -> None:
    found = features("“Yes,” he said on 4 May 2021.")
    assert found.numbers == 2
    assert found.quoted == pytest.approx(6 / 29)
    assert found.attributed == 1


def test_every_kind_of_evidence_has_both_weights() -> None:
    assert BIAS_WEIGHTS.keys() == VOICE_WEIGHTS.keys()
    assert CUES.keys() <= BIAS_WEIGHTS.keys()


def test_a_row_for_a_model_has_the_same_names_for_every_text() -> None:
    assert list(features("").as_row()) == list(features(OPINION).as_row())
    assert all(isinstance(value, float) for value in features(OPINION).as_row().values())


def test_no_word_is_two_cues() -> None:
    words = [word for listed in CUES.values() for word in listed.split()]
    assert len(words) == len(set(words))
