"""Correct VADER's sentiment for news; VADER's own scores stay as they are beside it.

Each correction can be switched off. docs/scoring.md gives the reason for each number below.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.scoring.attribution import Span
from workbench.scoring.context import is_title_case
from workbench.scoring.loaded_words import LoadedWord
from workbench.scoring.news_words import ABSENCE, STANCE, TOPIC, NewsWords, shipped_news_words
from workbench.scoring.sentiment import ScoredWords, has_valence

NEWS_VERSION = "news-1"
"""Our revision of the corrections; it changes with any of them."""

POSITIVE_FROM = 0.15
NEGATIVE_FROM = -0.15
TOPIC_WEIGHT = 0.3
QUOTED_WEIGHT = 0.5
LOADED_VALENCES = {1: 0.6, 2: 1.3, 3: 2.0}
NEGATED = -0.74
WORDS_BEFORE = 3
ABSENCE_VALENCE = -0.3
# VADER's 15 is made for sums; a sum over the root of the number of words is several times less.
SATURATION = 2.0
LONGEST_HEADLINE = 16
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True)
class Corrections:
    """Say which corrections are made.

    `topics` discounts words that name what news is about; `stances` reads words by which news
    judges and VADER does not know, those of the lexicon too; `headlines` leaves topics at their
    full weight in a headline; `quotations` counts what others say half.
    """

    topics: bool = True
    stances: bool = True
    headlines: bool = False
    quotations: bool = False


EVERY_CORRECTION = Corrections()


@dataclass(frozen=True)
class NewsSentiment:
    """Hold the corrected score in [-1, 1] and its class."""

    score: float
    label: str


def score_news(
    text: str,
    scored: ScoredWords,
    *,
    loaded_words: Sequence[LoadedWord] = (),
    quoted: Sequence[Span] = (),
    corrections: Corrections = EVERY_CORRECTION,
    news_words: NewsWords | None = None,
) -> NewsSentiment:
    """Score a paragraph from the words as VADER scored them."""
    known = news_words or shipped_news_words()
    valences = list(scored.valences)
    keeps_topics = not corrections.topics or (corrections.headlines and is_headline(text))
    _correct(
        scored.words,
        valences,
        known,
        topic_weight=1.0 if keeps_topics else TOPIC_WEIGHT,
        with_stances=corrections.stances,
    )
    if corrections.quotations and quoted:
        _halve_quoted(text, valences, quoted)
    total = sum(valences)
    if corrections.stances:
        total += _of_loaded_words(loaded_words, known, corrections)
    mean = total / math.sqrt(len(valences) or 1)
    score = mean / math.sqrt(mean * mean + SATURATION)
    return NewsSentiment(score=score, label=news_label(score))


def news_label(score: float) -> str:
    """Name the class of a corrected score."""
    if score >= POSITIVE_FROM:
        return "positive"
    return "negative" if score <= NEGATIVE_FROM else "neutral"


def is_headline(text: str) -> bool:
    """Tell whether a text is short, without a full stop, and set in title case.

    >>> is_headline("Two Killed in Bridge Collapse"), is_headline("Two were killed.")
    (True, False)
    """
    if len(text) > 200 or text.rstrip().endswith((".", "!", "?", "”", '"')):
        return False
    return len(text.split()) <= LONGEST_HEADLINE and is_title_case(text)


def _correct(
    words: list[str],
    valences: list[float],
    known: NewsWords,
    *,
    topic_weight: float,
    with_stances: bool,
) -> None:
    kinds = known.kinds
    marked = [(place, word) for place, word in enumerate(words) if word in kinds]
    absences = {place for place, word in marked if kinds[word] == ABSENCE}
    for place, word in marked:
        kind = kinds[word]
        if kind == TOPIC:
            valences[place] *= topic_weight
        elif with_stances and kind == STANCE and not valences[place]:
            denied = not absences.isdisjoint(range(place - WORDS_BEFORE, place))
            valences[place] = known.stances[word] * (NEGATED if denied else 1)
        elif with_stances and kind == ABSENCE:
            valences[place] += ABSENCE_VALENCE


def _halve_quoted(text: str, valences: list[float], quoted: Sequence[Span]) -> None:
    starts = [match.start() for match in _TOKEN.finditer(text)]
    if len(starts) != len(valences):
        # An emoji was read as several words: their places are not the text's any more.
        return
    openings = [start for start, _ in quoted]
    for place, start in enumerate(starts):
        if valences[place]:
            before = bisect_right(openings, start) - 1
            if before >= 0 and start < quoted[before][1]:
                valences[place] *= QUOTED_WEIGHT


def _of_loaded_words(
    loaded_words: Sequence[LoadedWord], known: NewsWords, corrections: Corrections
) -> float:
    total = 0.0
    for word in loaded_words:
        parts = word.text.lower().split()
        if any(has_valence(part) or part in known.stances for part in parts):
            continue
        weight = QUOTED_WEIGHT if word.in_quotation and corrections.quotations else 1.0
        total += word.polarity * LOADED_VALENCES[word.strength] * weight
    return total
