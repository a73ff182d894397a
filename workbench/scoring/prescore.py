"""Join sentiment, loaded words and the scores made from them into a first guess at a paragraph."""

from collections.abc import Sequence
from typing import NamedTuple

from workbench.scoring.attribution import Span, attributed_sentences
from workbench.scoring.bias import BIAS_VERSION, Bias, score_bias
from workbench.scoring.features import Features, features
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.loaded_words import LoadedWord, find_loaded_words
from workbench.scoring.news import (
    EVERY_CORRECTION,
    NEWS_VERSION,
    Corrections,
    NewsSentiment,
    score_news,
)
from workbench.scoring.sentiment import SENTIMENT_VERSION, Sentiment, score_words
from workbench.text.quotations import may_quote, quotations


class Prescore(NamedTuple):
    """Hold what was computed for one text, with the versions of what computed it.

    `sentiment` is VADER's own; `news` is the correction of it for news. `quoted` and `attributed`
    are the quotations and the sentences that name their source, half-open, in code points.
    """

    sentiment: Sentiment
    loaded_words: tuple[LoadedWord, ...]
    sentiment_version: str
    lexicon_version: str
    news: NewsSentiment
    news_version: str
    bias: Bias
    bias_version: str
    features: Features
    quoted: Sequence[Span]
    attributed: Sequence[Span]


def prescore(
    text: str, lexicon: Lexicon, *, corrections: Corrections = EVERY_CORRECTION
) -> Prescore:
    """Score an English paragraph, in time linear in its length."""
    sentiment, scored = score_words(text)
    quoted = quotations(text) if may_quote(text) else ()
    attributed = attributed_sentences(text, scored.sources)
    loaded_words = find_loaded_words(text, lexicon, quoted=quoted, attributed=attributed)
    found = features(
        text,
        loaded_words=loaded_words,
        sentiment=sentiment,
        scored=scored,
        quoted=quoted,
        attributed=attributed,
    )
    return Prescore(
        sentiment=sentiment,
        loaded_words=loaded_words,
        sentiment_version=SENTIMENT_VERSION,
        lexicon_version=lexicon.version,
        news=score_news(
            text, scored, loaded_words=loaded_words, quoted=quoted, corrections=corrections
        ),
        news_version=NEWS_VERSION,
        bias=score_bias(found),
        bias_version=BIAS_VERSION,
        features=found,
        quoted=quoted,
        attributed=attributed,
    )
