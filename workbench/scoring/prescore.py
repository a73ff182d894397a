"""Join sentiment and loaded words into the machine's first guess about a paragraph."""

from dataclasses import dataclass

from workbench.scoring.lexicon import Lexicon
from workbench.scoring.loaded_words import LoadedWord, find_loaded_words
from workbench.scoring.sentiment import SENTIMENT_VERSION, Sentiment, score_sentiment


@dataclass(frozen=True)
class Prescore:
    """Hold what was computed for one text, with the versions of what computed it."""

    sentiment: Sentiment
    loaded_words: tuple[LoadedWord, ...]
    sentiment_version: str
    lexicon_version: str


def prescore(text: str, lexicon: Lexicon) -> Prescore:
    """Score an English paragraph, in time linear in its length."""
    return Prescore(
        sentiment=score_sentiment(text),
        loaded_words=find_loaded_words(text, lexicon),
        sentiment_version=SENTIMENT_VERSION,
        lexicon_version=lexicon.version,
    )
