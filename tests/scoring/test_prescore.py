from workbench.scoring.lexicon import Lexicon
from workbench.scoring.loaded_words import find_loaded_words
from workbench.scoring.prescore import prescore
from workbench.scoring.sentiment import SENTIMENT_VERSION, score_sentiment

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
