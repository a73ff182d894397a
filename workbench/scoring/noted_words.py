"""Note for each word what the parts of pre-scoring know about it, so that a text is read once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from workbench.scoring.attribution import SOURCES
from workbench.scoring.cues import CUE_OF, cue, cue_as_written
from workbench.scoring.news_words import NOT_DENIED, NewsWord, shipped_news_words
from workbench.scoring.remembered import Remembered
from workbench.scoring.vader import bare, may_be_drawn, vader_rules


# A named tuple would be asked for its fields, which is done all the time, at twice the cost.
@dataclass(frozen=True, slots=True)
class NotedWord:
    """Say what is known about one word as it stands in a text.

    `lower` is the word as VADER reads it, in lower case and without the punctuation around it;
    `valence` is VADER's, 0 for most, and `modifies` tells whether the word may change that of
    another. `news` is what it does to the sentiment of news, `cue` what it tells of the writer, and
    `written_cue` what it tells without the quotation marks around it. `sources` are the phrases
    that name a source which it may begin. Where a word `is_drawn` it may hold an emoji, which has
    to be put into words before anything else is known.
    """

    lower: str
    valence: float = 0.0
    modifies: bool = False
    news: NewsWord | None = None
    cue: str | None = None
    written_cue: str | None = None
    sources: tuple[str, ...] = ()
    is_drawn: bool = False


Noted = Mapping[int, NotedWord]
"""The words of a text about which something is known, by their places among all its words."""


def noted_words(tokens: list[str]) -> Noted:
    """Look up each word of a text; most are not noted."""
    looked_up = enumerate(map(_noted.__getitem__, tokens))
    return {place: word for place, word in looked_up if word is not None}


def noted_in_words(tokens: list[str]) -> Noted:
    """Look up each word of a text whose emoji have been put into words."""
    looked_up = enumerate(map(_in_words, tokens))
    return {place: word for place, word in looked_up if word is not None}


def _note(token: str) -> NotedWord | None:
    return NotedWord(token, is_drawn=True) if may_be_drawn(token) else _in_words(token)


def _in_words(token: str) -> NotedWord | None:
    lower = bare(token).lower()
    # Of most words nothing is known, which has to be found out quickly: new ones keep coming.
    noted = _known().get(lower)
    if noted is None and ("n't" in lower or lower[:1].isdigit()):
        noted = _looked_up(lower)
    if not token.isalpha():
        written_cue = cue_as_written(token)
        if written_cue != (noted and noted.written_cue):
            noted = replace(noted or NotedWord(lower), written_cue=written_cue)
    if _FIRST_OF_SOURCE.search(token):
        noted = replace(noted or NotedWord(lower), sources=_sources_in(token))
    return noted


@cache
def _known() -> Mapping[str, NotedWord]:
    """Give what is known of each word that stands in a list, by the word in lower case."""
    listed = vader_rules().known.union(shipped_news_words().known, CUE_OF, NOT_DENIED)
    return {word: _looked_up(word) for word in listed}


def _looked_up(lower: str) -> NotedWord:
    rules = vader_rules()
    return NotedWord(
        lower,
        valence=rules.valence(lower),
        modifies=rules.modifies(lower),
        news=shipped_news_words().known.get(lower),
        cue=cue(lower),
        written_cue=cue(lower),
    )


def _sources_in(token: str) -> tuple[str, ...]:
    return tuple(source for source, first in _SOURCES if first in token)


_SOURCES = [(source, source.split()[0]) for source in SOURCES]
_FIRST_OF_SOURCE = re.compile("|".join(first for _, first in _SOURCES))


_noted = Remembered(_note)
