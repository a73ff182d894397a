"""What is stored of a pre-score, as rows that the driver takes."""

from functools import lru_cache
from json import dumps
from typing import Any

from workbench.scoring.bias import Bias, reason
from workbench.scoring.loaded_words import LoadedWord
from workbench.scoring.prescore import Prescore

SCORE_COLUMNS = (
    *("sentiment_version", "lexicon_version", "compound", "positive", "neutral", "negative"),
    *("sentiment", "news_version", "news_score", "news_score_alone", "news_sentiment"),
    *("bias_version", "bias_score", "bias", "voice_score", "voice", "bias_reasons"),
)
WORD_COLUMNS = LoadedWord._fields
"""A loaded word is a row as it stands."""


def score_row(score: Prescore) -> tuple[Any, ...]:
    """Give the values of `SCORE_COLUMNS`."""
    sentiment, news, bias = score.sentiment, score.news, score.bias
    return (
        score.sentiment_version,
        score.lexicon_version,
        sentiment.compound,
        sentiment.positive,
        sentiment.neutral,
        sentiment.negative,
        sentiment.label,
        score.news_version,
        news.score,
        news.alone,
        news.label,
        score.bias_version,
        bias.score,
        bias.label,
        bias.voice_score,
        bias.voice,
        reasons_text(bias),
    )


def reasons_text(bias: Bias) -> str:
    """Write the evidence of a bias score as JSON, the strongest first."""
    return f"[{', '.join([_reason_text(name, weight) for name, weight in bias.strongest_first])}]"


# Most evidence is a small count: the same few hundred reasons come again and again.
@lru_cache(maxsize=5_000)
def _reason_text(name: str, weight: float) -> str:
    found = reason(name, weight)
    return dumps({"name": name, "bias": found.weight, "voice": found.voice_weight})
