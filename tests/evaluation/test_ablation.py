"""What is left out of the shipped scores is gone, and nothing else is."""

import json
from pathlib import Path

import pytest

from tests.evaluation.command import ROWS, run
from tests.shipped import shipped_lexicon
from workbench.evaluation.ablation import PARTS, guesser_without
from workbench.evaluation.gold import GoldText
from workbench.evaluation.guessing import SHIPPED, guesser_named
from workbench.scoring.lexicon import Lexicon

TEXTS = (
    "We must never trust this shameful mob of thugs!",
    "“It is a shameful farce,” she said on Monday.",
    "Officials said the heroes cut the risk of war, and 12 percent of voters lack support.",
    "The hero image of the page was changed.",
)

ARTICLE = [GoldText(text, "one article") for text in TEXTS]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return shipped_lexicon()


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


def test_the_command_says_how_sure_a_change_is(tmp_path: Path) -> None:
    bad = "The council squandered the grants through shameful cronyism."
    good = "The school was a generous and splendid success."
    plain = "The hall was opened on Monday."
    rows = [
        {"text": text, "article": str(number), "mean": side * (2 + number % 3)}
        for number in range(30)
        for side, told in [(1, good) if number % 2 else (-1, bad)]
        for text in (told, plain)
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = json.loads(run(path, "--without", "surroundings", "--json").output)
    whole = json.loads(run(path, "--json").output)["sentiment"]["r"]
    (r,) = (each for each in found["beside_whole"] if each["name"] == "sentiment_r")
    assert (r["whole"], r["without"]) == (
        pytest.approx(whole),
        pytest.approx(found["sentiment"]["r"]),
    )
    # A sentence that says nothing leans on the one before it, in each article.
    assert r["without"] - r["whole"] < -0.05
    assert r["limits"]["low"] < r["without"] - r["whole"] < r["limits"]["high"] < 0
    told = run(path, "--without", "surroundings").output
    assert "Beside the whole scores, on the same texts" in told
    # Nothing here is quoted, so that nothing changes.
    assert "Beside the whole" not in run(path, "--without", "quotation").output


@pytest.mark.parametrize(
    "arguments",
    [("--model", "vader"), ("--without", "voice"), ("--html", "page.html")],
)
def test_what_cannot_go_together_is_said(gold: Path, arguments: tuple[str, ...]) -> None:
    result = run(gold, "--without", "each", *arguments)
    assert result.exit_code == 1
    assert "leaves out parts of the shipped scores" in result.output
