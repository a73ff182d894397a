import pytest

from tests.paths import SEEDS
from tests.work import BETWEEN_LINEAR_AND_QUADRATIC, cpu_exponent, lines_run
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.loaded_words import find_loaded_words
from workbench.scoring.prescore import prescore
from workbench.scoring.sentiment import SENTIMENT_VERSION, score_sentiment

SHIPPED = Lexicon.load(SEEDS / "lexicon.csv")
LEXICON = Lexicon.from_text(
    "term,category,polarity,strength,reason\nthugs,demeaning,-1,3,Condemns people as brutal.\n"
)


def test_a_prescore_joins_sentiment_loaded_words_and_their_versions() -> None:
    text = "The thugs weren’t good."
    result = prescore(text, LEXICON)
    assert result.sentiment == score_sentiment(text)
    assert result.loaded_words == find_loaded_words(text, LEXICON)
    assert [word.text for word in result.loaded_words] == ["thugs"]
    assert result.sentiment_version == SENTIMENT_VERSION
    assert result.lexicon_version == LEXICON.version


def test_the_same_text_always_gets_the_same_prescore() -> None:
    assert prescore("A plan.", LEXICON) == prescore("A plan.", LEXICON)


def test_an_empty_text_is_neutral_and_has_no_loaded_words() -> None:
    result = prescore("", LEXICON)
    assert result.sentiment.label == "neutral"
    assert result.loaded_words == ()


@pytest.mark.parametrize(
    "piece",
    [
        "not good ",
        "despite war ",
        "cut ",
        "reduced risk, ",
        "but good ",
        "hero ",
        "witch  hunt ",
        "‘dogs ",
        "'dogs' ",
        "„a ",
        "he said “x” ",
        "“not said” ",
        "💘",
        ". ",
    ],
)
def test_the_work_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    few, many = piece * 150, piece * 600
    prescore(few, SHIPPED)
    assert lines_run(lambda: prescore(many, SHIPPED)) < 6 * lines_run(
        lambda: prescore(few, SHIPPED)
    )


@pytest.mark.parametrize(("first", "second"), [("plain ", "GREAT "), ("GREAT ", "plain ")])
def test_words_in_capitals_are_compared_with_the_others_once(first: str, second: str) -> None:
    exponent = cpu_exponent(
        lambda size: lambda: prescore(first * size + second * size, SHIPPED), 300, 3_000
    )
    assert exponent < BETWEEN_LINEAR_AND_QUADRATIC
