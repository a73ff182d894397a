"""What is stored of a pre-score, as rows that the driver takes."""

from functools import lru_cache
from typing import NamedTuple

from workbench.scoring.bias import Bias, reason
from workbench.scoring.loaded_words import LoadedWord
from workbench.scoring.prescore import Prescore


class ScoreRow(NamedTuple):
    """Hold the shipped scores of a paragraph by the names of their columns."""

    sentiment_version: str
    lexicon_version: str
    compound: float
    positive: float
    neutral: float
    negative: float
    sentiment: str
    news_version: str
    news_score: float
    news_score_alone: float
    news_sentiment: str
    bias_version: str
    bias_score: float
    bias: str
    voice_score: float
    voice: str
    bias_reasons: str


SCORE_COLUMNS = ScoreRow._fields
WORD_COLUMNS = LoadedWord._fields
"""A loaded word is a row as it stands."""


def score_row(score: Prescore) -> ScoreRow:
    """Take from a pre-score what is stored of it."""
    sentiment, news, bias = score.sentiment, score.news, score.bias
    return ScoreRow(
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
    # Names of evidence are plain words and weights finite numbers: as `json.dumps` writes them,
    # which takes as long for one of them as the rest of the row.
    found = reason(name, weight)
    return f'{{"name": "{name}", "bias": {found.weight!r}, "voice": {found.voice_weight!r}}}'
