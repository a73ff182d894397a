"""What is left out of the shipped scores is gone, and nothing else is."""

import json
from pathlib import Path

import pytest

from tests.evaluation.test_command import ROWS, gold, run
from workbench.config import resource
from workbench.evaluation.ablation import PARTS, guesser_without
from workbench.evaluation.gold import GoldText
from workbench.evaluation.guessing import SHIPPED, guesser_named
from workbench.scoring.lexicon import Lexicon

__all__ = ["gold"]

TEXTS = (
    "We must never trust this shameful mob of thugs!",
    "“It is a shameful farce,” she said on Monday.",
    "Officials said the heroes cut the risk of war, and 12 percent of voters lack support.",
    "The hero image of the page was changed.",
)

ARTICLE = [GoldText(text, "one article") for text in TEXTS]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(resource("seeds") / "lexicon.csv")


def test_without_nothing_it_guesses_as_shipped(lexicon: Lexicon) -> None:
    shipped, whole = guesser_named(SHIPPED), guesser_without((), lexicon)
    assert whole.guess_all(ARTICLE) == shipped.guess_all(ARTICLE)
    for text in TEXTS:
        assert whole.guess(text) == shipped.guess(text)


@pytest.mark.parametrize("part", list(PARTS))
def test_each_part_changes_some_guess(lexicon: Lexicon, part: str) -> None:
    whole, less = guesser_without((), lexicon), guesser_without((part,), lexicon)
    assert whole.guess_all(ARTICLE) != less.guess_all(ARTICLE)


def test_texts_tell_of_each_other_where_they_name_their_article(lexicon: Lexicon) -> None:
    alone = [GoldText(text, "one article", names_article=False) for text in TEXTS]
    less = guesser_without(("surroundings",), lexicon)
    for guesser in (guesser_named(SHIPPED), guesser_without((), lexicon)):
        by_itself = [guesser.guess(text) for text in TEXTS]
        assert guesser.guess_all(alone) == by_itself == less.guess_all(ARTICLE)
        assert guesser.guess_all(ARTICLE) != by_itself


def test_without_words_none_is_guessed_and_without_context_too_many_are(lexicon: Lexicon) -> None:
    assert guesser_without(("words",), lexicon).guess(TEXTS[0]).words == ()
    neutral = TEXTS[-1]
    assert guesser_without((), lexicon).guess(neutral).words == ()
    assert guesser_without(("context",), lexicon).guess(neutral).words == ((4, 8),)


def test_the_command_tells_what_each_part_adds(gold: Path) -> None:
    told = run(gold, "--without", "each").output
    assert f"What each part adds, on {len(ROWS)} texts of gold.jsonl" in told
    found = json.loads(run(gold, "--without", "each", "--json").output)["without"]
    assert list(found) == ["nothing", *PARTS]
    assert found["words"]["word_f1"] == 0
    assert found["words"]["bias_macro_f1"] < found["nothing"]["bias_macro_f1"] == 1
    # No text of this file is judged by its sentiment.
    assert found["nothing"]["sentiment_r"] is None
    one = json.loads(run(gold, "--without", "words", "--without", "voice", "--json").output)
    assert one["model"] == "shipped scores without words, voice"


@pytest.mark.parametrize(
    "arguments",
    [("--model", "vader"), ("--without", "voice"), ("--html", "page.html")],
)
def test_what_cannot_go_together_is_said(gold: Path, arguments: tuple[str, ...]) -> None:
    result = run(gold, "--without", "each", *arguments)
    assert result.exit_code == 1
    assert "leaves out parts of the shipped scores" in result.output
