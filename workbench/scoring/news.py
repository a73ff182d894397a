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
from workbench.scoring.news_words import NewsWord, NewsWords, shipped_news_words
from workbench.scoring.sentiment import ScoredWords, has_valence

NEWS_VERSION = "news-3"
"""Our revision of the corrections; it changes with any of them."""

POSITIVE_FROM = 0.2
NEGATIVE_FROM = -0.2
TOPIC_WEIGHT = 0.4
STANCE_WEIGHT = 0.85
QUOTED_WEIGHT = 0.5
LOADED_VALENCES = {1: 0.36, 2: 0.78, 3: 1.2}
NEGATED = -0.74
WORDS_BEFORE = 3
ABSENCE_VALENCE = -0.6
# What undoes something bad is good, but less so than the bad was bad; and the other way round.
REMEDIED = -0.5
TAKEN_AWAY = -0.7
WORDS_SHIFTED = 3
# From a word that was turned it goes on to what belongs to it: "cut the risk of cancer".
WORDS_FURTHER = 2
# Readers weigh the bad more than the good (Baumeister et al. 2001).
NEGATIVE_WEIGHT = 1.4
# VADER's 15 is made for sums; a sum over the root of the number of words is several times less.
SATURATION = 2.0
LONGEST_HEADLINE = 16
_CLAUSE_ENDS = (",", ".", ";", ":", "?", "!")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True)
class Corrections:
    """Say which corrections are made.

    `topics` discounts words that name what news is about; `stances` reads words by which news
    judges and VADER does not know, those of the lexicon too; `shifts` turns the bad that is undone
    ("reduced the risk") and the good that is taken away ("lacks support"); `headlines` leaves
    topics at their full weight in a headline; `quotations` counts what others say half.
    """

    topics: bool = True
    stances: bool = True
    shifts: bool = True
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
    words = known.known
    marked = [(place, words[word]) for place, word in enumerate(scored.words) if word in words]
    keeps_topics = not corrections.topics or (corrections.headlines and is_headline(text))
    _weigh(
        marked,
        valences,
        topic_weight=1.0 if keeps_topics else TOPIC_WEIGHT,
        with_stances=corrections.stances,
    )
    if corrections.shifts:
        _shift(text, marked, valences)
    if corrections.quotations and quoted:
        _halve_quoted(text, valences, quoted)
    # Most words have no valence, and adding nothing changes no sum.
    told = filter(None, valences)
    total = sum([valence if valence > 0 else valence * NEGATIVE_WEIGHT for valence in told])
    if corrections.stances:
        total += ABSENCE_VALENCE * sum([word.is_absence for _, word in marked])
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


def _weigh(
    marked: Sequence[tuple[int, NewsWord]],
    valences: list[float],
    *,
    topic_weight: float,
    with_stances: bool,
) -> None:
    absences = {place for place, word in marked if word.is_absence}
    for place, word in marked:
        if word.is_topic:
            valences[place] *= topic_weight
        elif with_stances and word.valence and not valences[place]:
            denied = not absences.isdisjoint(range(place - WORDS_BEFORE, place))
            valences[place] = word.valence * STANCE_WEIGHT * (NEGATED if denied else 1)


def _shift(text: str, marked: Sequence[tuple[int, NewsWord]], valences: list[float]) -> None:
    shifters = {place: word for place, word in marked if word.is_remedy or word.is_loss}
    if not shifters:
        return
    tokens = text.split()
    # An emoji was read as several words: the ends of clauses are not at their places any more.
    ends = tokens if len(tokens) == len(valences) else [""] * len(valences)
    before = list(valences)
    for place, word in shifters.items():
        after, last = place + 1, place + WORDS_SHIFTED
        while after <= last and after < len(before) and not ends[after - 1].endswith(_CLAUSE_ENDS):
            if weight := _turned(word, before[after], is_shifter=after in shifters):
                valences[after], valences[place] = before[after] * weight, 0.0
                last = max(last, after + WORDS_FURTHER)
            if after in shifters:
                break
            after += 1


def _turned(shifter: NewsWord, valence: float, *, is_shifter: bool) -> float:
    """Give the factor by which a word after a shifter is turned, or 0."""
    # A remedy does not undo another one: "stopped cutting".
    if shifter.is_remedy and valence < 0 and not is_shifter:
        return REMEDIED
    return TAKEN_AWAY if shifter.is_loss and valence > 0 else 0.0


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
