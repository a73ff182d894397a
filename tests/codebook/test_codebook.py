"""The default codebook is what the product promises, and a broken one is refused."""

from copy import deepcopy
from typing import Any

import pytest

from tests.paths import SEEDS
from workbench.codebook.codebook import Codebook, CodebookError, Source, read_codebook
from workbench.codebook.levels import Level

# These keys belong to the annotate page itself.
PAGE_KEYS = set("xusfcg?")


@pytest.fixture
def definition() -> dict[str, Any]:
    return deepcopy(read_codebook(SEEDS / "codebook.toml").to_definition())


def test_default_codebook_asks_the_three_questions() -> None:
    codebook = read_codebook(SEEDS / "codebook.toml")
    asked = {
        question.name: (question.level, question.label_names) for question in codebook.questions
    }
    assert asked == {
        "sentiment": (Level.ORDINAL, ("negative", "neutral", "positive")),
        "bias": (Level.NOMINAL, ("biased", "not_biased")),
        "voice": (Level.ORDINAL, ("factual", "mixed", "opinion")),
    }


def test_default_keys_leave_the_page_its_own() -> None:
    codebook = read_codebook(SEEDS / "codebook.toml")
    keys = {label.key for question in codebook.questions for label in question.labels}
    keys |= {category.key for category in codebook.span_categories}
    assert not keys & PAGE_KEYS


def test_definition_comes_back_the_same(definition: dict[str, Any]) -> None:
    assert Codebook.from_definition(definition).to_definition() == definition


def test_a_key_used_twice_is_refused(definition: dict[str, Any]) -> None:
    definition["span_categories"][0]["key"] = "1"
    with pytest.raises(CodebookError, match="key “1”"):
        Codebook.from_definition(definition)


def test_a_question_without_a_choice_is_refused(definition: dict[str, Any]) -> None:
    definition["questions"][1]["labels"] = definition["questions"][1]["labels"][:1]
    with pytest.raises(CodebookError, match="at least two labels"):
        Codebook.from_definition(definition)


def test_an_unknown_level_is_refused_with_a_sentence(definition: dict[str, Any]) -> None:
    definition["questions"][0]["level"] = "cardinal"
    with pytest.raises(CodebookError, match="cardinal"):
        Codebook.from_definition(definition)


def test_the_default_suggests_an_answer_to_every_question() -> None:
    codebook = read_codebook(SEEDS / "codebook.toml")
    assert [question.suggested_by for question in codebook.questions] == ["news", "bias", "voice"]
    for question in codebook.questions:
        assert set(Source(question.suggested_by).labels) == set(question.label_names)
        assert question.suggested_by in question.sources


def test_a_codebook_from_before_the_threshold_suggests_as_it_did(
    definition: dict[str, Any],
) -> None:
    del definition["suggested_from"]
    assert Codebook.from_definition(definition).suggested_from == 0.5


@pytest.mark.parametrize("threshold", [0.49, 1.01, float("nan")])
def test_a_threshold_out_of_range_is_refused(definition: dict[str, Any], threshold: float) -> None:
    definition["suggested_from"] = threshold
    with pytest.raises(CodebookError, match="clarity"):
        Codebook.from_definition(definition)


def test_an_unknown_source_of_suggestions_is_refused(definition: dict[str, Any]) -> None:
    definition["questions"][1]["suggested_by"] = "oracle"
    with pytest.raises(CodebookError, match="“oracle” suggests answers to “bias”"):
        Codebook.from_definition(definition)


def test_other_suggestions_ask_the_same(definition: dict[str, Any]) -> None:
    codebook = Codebook.from_definition(definition)
    other = codebook.with_suggestions({"bias": "", "sentiment": "sentiment"}, suggested_from=0.7)
    assert [question.suggested_by for question in other.questions] == ["sentiment", "", "voice"]
    assert codebook.asks_the_same(other)
    definition["questions"][0]["prompt"] = "What else?"
    assert not codebook.asks_the_same(Codebook.from_definition(definition))


def test_a_missing_part_is_refused_with_a_sentence() -> None:
    with pytest.raises(CodebookError, match="questions"):
        Codebook.from_definition({})


def test_asking_for_an_unknown_question_says_so() -> None:
    with pytest.raises(KeyError, match="mood"):
        read_codebook(SEEDS / "codebook.toml").question("mood")
