"""What each score says of a paragraph, as columns of its pre-score."""

from typing import Any

from sqlalchemy import ColumnElement, func

from workbench.articles.models import Prescore
from workbench.codebook.codebook import Source

SAID: dict[Source, ColumnElement[Any]] = {
    Source.SENTIMENT: Prescore.sentiment.expression,
    # What a learned model says takes the place of the shipped score, as it does on the page.
    Source.NEWS: func.coalesce(Prescore.learned_sentiment, Prescore.news_sentiment),
    Source.BIAS: func.coalesce(Prescore.learned_bias, Prescore.bias),
    Source.VOICE: func.coalesce(Prescore.learned_voice, Prescore.voice),
}
