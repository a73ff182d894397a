"""Correct VADER's sentiment for news; VADER's own scores stay as they are beside it.

Each correction can be switched off. docs/scoring.md gives the reason for each number below.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from workbench.scoring.attribution import Span
from workbench.scoring.clauses import Clauses
from workbench.scoring.context import is_title_case
from workbench.scoring.loaded_words import LoadedWord
from workbench.scoring.news_phrases import phrases_among
from workbench.scoring.news_words import NOT_DENIED, NewsWord, shipped_news_words
from workbench.scoring.noted_words import Noted
from workbench.scoring.remembered import Remembered
from workbench.scoring.sentiment import ScoredWords
from workbench.scoring.vader import has_valence

NEWS_VERSION = "news-6"
"""Our revision of the corrections; it changes with any of them."""

POSITIVE_FROM = 0.2
NEGATIVE_FROM = -0.2
TOPIC_WEIGHT = 0.4
STANCE_WEIGHT = 0.85
QUOTED_WEIGHT = 0.5
LOADED_VALENCES = {1: 0.36, 2: 0.78, 3: 1.2}
CONNOTATION_WEIGHT = 0.6
NEGATED = -0.74
WORDS_DENIED = 4
# VADER has turned its own words that stand so near behind a negation.
WORDS_DENIED_BY_VADER = 3
ABSENCE_VALENCE = -0.6
# What undoes something bad is good, but less so than the bad was bad; and the other way round.
REMEDIED = -0.5
TAKEN_AWAY = -0.7
WORDS_SHIFTED = 3
# From a word that was turned it goes on to what belongs to it: "cut the risk of cancer".
WORDS_FURTHER = 2
# What is granted is not denied, but it is not what the sentence is there to say.
GRANTED = 0.5
# Readers weigh the bad more than the good (Baumeister et al. 2001).
NEGATIVE_WEIGHT = 1.4
# What up to four others say together counts a fifth of what a paragraph says itself.
SURROUNDINGS_WEIGHT = 0.2
# VADER's 15 is made for sums; a sum over the root of the number of words is several times less.
SATURATION = 2.0
LONGEST_HEADLINE = 16
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True)
class Corrections:
    """Say which corrections are made.

    `topics` discounts words that name what news is about; `stances` reads words by which news
    judges and VADER does not know, phrases and the lexicon's words too; `connotations` adds a
    little for words that sound pleasant or unpleasant without judging; `shifts` turns the bad that
    is undone ("reduced the risk") and the good that is taken away ("lacks support"), and counts
    half what is granted ("despite the scandal"); `surroundings` lets the paragraphs around tell of
    one whose place in its article is known (`workbench.scoring.surroundings`); `headlines` leaves
    topics at their full weight in a headline; `quotations` counts what others say half.
    """

    topics: bool = True
    stances: bool = True
    connotations: bool = True
    shifts: bool = True
    surroundings: bool = True
    headlines: bool = False
    quotations: bool = False


EVERY_CORRECTION = Corrections()


@dataclass(frozen=True)
class NewsSentiment:
    """Hold the corrected score in [-1, 1] and its class.

    `evidence` is what the words of a text say together over the root of their number, before it is
    drawn into that range; `around` is the mean of it over the paragraphs around, None where nothing
    stands around it or nobody looked. `alone` is the score of the text by itself.
    """

    evidence: float
    around: float | None = None

    @property
    def alone(self) -> float:
        """Give the score of the text by itself."""
        return _drawn_in(self.evidence)

    @cached_property
    def score(self) -> float:
        """Give the score with what stands around it."""
        if self.around is None:
            return self.alone
        return _drawn_in(self.evidence + SURROUNDINGS_WEIGHT * self.around)

    @property
    def label(self) -> str:
        """Name the class of the score."""
        return news_label(self.score)


def score_news(
    text: str,
    scored: ScoredWords,
    *,
    loaded_words: Sequence[LoadedWord] = (),
    quoted: Sequence[Span] = (),
    corrections: Corrections = EVERY_CORRECTION,
) -> NewsSentiment:
    """Score a paragraph by itself from the words as VADER scored them."""
    valences = list(scored.valences)
    marked = [(place, word.news) for place, word in scored.noted.items() if word.news]
    # Few words turn others, and most texts are done with a look at each.
    turning = [pair for pair in marked if pair[1].turns]
    keeps_topics = not corrections.topics or (corrections.headlines and is_headline(text))
    clauses = Clauses(scored.tokens, len(valences))
    absences = _absences(turning, scored.noted) if corrections.stances else []
    _weigh_topics(marked, valences, 1.0 if keeps_topics else TOPIC_WEIGHT)
    if corrections.stances:
        _judge(marked, valences, absences, clauses, scored.tokens)
    if corrections.shifts and turning:
        _shift(turning, valences, clauses)
        _grant(turning, valences, clauses)
    if corrections.quotations and quoted:
        _halve_quoted(text, valences, quoted)
    # Only words that are noted have a valence.
    told = [valence for place in scored.noted if (valence := valences[place])]
    total = sum([valence if valence > 0 else valence * NEGATIVE_WEIGHT for valence in told])
    if corrections.stances:
        total += ABSENCE_VALENCE * len(absences)
        total += _of_loaded_words(loaded_words, corrections)
    if corrections.connotations:
        total += _of_connotations(marked)
    return NewsSentiment(total / math.sqrt(len(valences) or 1))


def news_label(score: float) -> str:
    """Name the class of a corrected score."""
    if score >= POSITIVE_FROM:
        return "positive"
    return "negative" if score <= NEGATIVE_FROM else "neutral"


def _drawn_in(evidence: float) -> float:
    return evidence / math.sqrt(evidence * evidence + SATURATION)


def is_headline(text: str) -> bool:
    """Tell whether a text is short, without a full stop, and set in title case.

    >>> is_headline("Two Killed in Bridge Collapse"), is_headline("Two were killed.")
    (True, False)
    """
    if len(text) > 200 or text.rstrip().endswith((".", "!", "?", "”", '"')):
        return False
    return len(text.split()) <= LONGEST_HEADLINE and is_title_case(text)


def _absences(turning: Sequence[tuple[int, NewsWord]], noted: Noted) -> list[int]:
    return [
        place
        for place, word in turning
        if word.is_absence and not ((after := noted.get(place + 1)) and after.lower in NOT_DENIED)
    ]


def _weigh_topics(
    marked: Sequence[tuple[int, NewsWord]], valences: list[float], weight: float
) -> None:
    for place, word in marked:
        if word.is_topic:
            valences[place] *= weight


def _judge(
    marked: Sequence[tuple[int, NewsWord]],
    valences: list[float],
    absences: Sequence[int],
    clauses: Clauses,
    tokens: Sequence[str],
) -> None:
    """Give what news judges by its valence, and turn what is denied."""
    denied = {after for place in absences for after in clauses.after(place, WORDS_DENIED)}
    nearest = frozenset(absences)
    for place in denied:
        if valences[place] and nearest.isdisjoint(range(place - WORDS_DENIED_BY_VADER, place)):
            valences[place] *= NEGATED
    for start, phrase in phrases_among(marked, tokens):
        place = start + phrase.place
        # It adds to what its words say: bad news is worse than news that are bad.
        valences[place] += phrase.valence * STANCE_WEIGHT * (NEGATED if start in denied else 1)
    for place, word in marked:
        if word.valence and not word.is_topic and not valences[place]:
            valences[place] = word.valence * STANCE_WEIGHT * (NEGATED if place in denied else 1)


def _shift(
    turning: Sequence[tuple[int, NewsWord]], valences: list[float], clauses: Clauses
) -> None:
    shifters = {place: word for place, word in turning if word.is_remedy or word.is_loss}
    if not shifters:
        return
    before = list(valences)
    for place, word in shifters.items():
        last = place + WORDS_SHIFTED
        for after in clauses.after(place):
            if after > last:
                break
            if weight := _turned(word, before[after], is_shifter=after in shifters):
                valences[after], valences[place] = before[after] * weight, 0.0
                last = max(last, after + WORDS_FURTHER)
            if after in shifters:
                break


def _grant(
    turning: Sequence[tuple[int, NewsWord]], valences: list[float], clauses: Clauses
) -> None:
    """Halve what is granted, and again what is granted twice, in one way through each clause."""
    concessions = {place for place, word in turning if word.is_concession}
    past = 0
    for place in sorted(concessions):
        if place < past:
            continue
        weight, past = GRANTED, place + 1
        for after in clauses.after(place):
            valences[after] *= weight
            if after in concessions:
                weight *= GRANTED
            past = after + 1


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


def _of_loaded_words(loaded_words: Sequence[LoadedWord], corrections: Corrections) -> float:
    total = 0.0
    for word in loaded_words:
        if _counts_already[word.text]:
            continue
        weight = QUOTED_WEIGHT if word.in_quotation and corrections.quotations else 1.0
        total += word.polarity * LOADED_VALENCES[word.strength] * weight
    return total


def _has_counted(loaded: str) -> bool:
    words, lower = shipped_news_words(), loaded.lower()
    return lower in words.phrases or any(
        has_valence(part) or part in words.stances for part in lower.split()
    )


_counts_already = Remembered(_has_counted)


def _of_connotations(marked: Sequence[tuple[int, NewsWord]]) -> float:
    found = [word.connotation for _, word in marked if word.connotation]
    return CONNOTATION_WEIGHT * sum(
        [word if word > 0 else word * NEGATIVE_WEIGHT for word in found]
    )
