"""Score the sentiment of a paragraph with VADER's rules, in time linear in its length."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from heapq import heappush, heappushpop
from operator import attrgetter
from typing import NamedTuple

from vaderSentiment.vaderSentiment import normalize

from workbench.scoring.attribution import SOURCES
from workbench.scoring.noted_words import Noted, noted_in_words, noted_words
from workbench.scoring.vader import (
    WORDS_AFTER,
    WORDS_BEFORE,
    Capitals,
    bare,
    may_be_drawn,
    vader_rules,
)

SENTIMENT_VERSION = "vader-3.3.2+1"
"""The release of vaderSentiment and our revision of what is done around it."""

POSITIVE_FROM = 0.05
NEGATIVE_FROM = -0.05


class Sentiment(NamedTuple):
    """Hold VADER's scores of one text.

    `compound` lies in [-1, 1]; `positive`, `neutral` and `negative` are shares in [0, 1] that sum
    to 1 up to rounding, or are all 0 for a text without words.
    """

    compound: float
    positive: float
    neutral: float
    negative: float
    label: str


def score_sentiment(text: str) -> Sentiment:
    """Score `text` exactly as VADER scores it with straight apostrophes.

    VADER knows "isn't" but not "isn’t", so each right single quotation mark is read as an
    apostrophe. The label follows the thresholds published by Hutto & Gilbert (2014). Grim events
    score negative however neutrally they are told: the score is a first guess, not a verdict.

    >>> score_sentiment("The plan isn’t good.").label
    'negative'
    """
    return score_words(text)[0]


class ScoredWords(NamedTuple):
    """Hold a text as VADER reads it: the valence of each of its words, most often 0.

    `noted` are the words about which something is known, by their places; no other has a valence.
    `tokens` are the words as they stand in the text, with punctuation; there are none where an
    emoji is read as several words, which have no places in the text. Where a text `is_described`
    its emoji were put into words, and what is noted is of those.
    """

    valences: list[float]
    noted: Noted
    tokens: list[str]
    is_described: bool = False

    @property
    def sources(self) -> Collection[str]:
        """The phrases that may name a source in the text."""
        if not self.tokens:
            return SOURCES
        return {source for word in self.noted.values() if word.sources for source in word.sources}


def score_words(text: str) -> tuple[Sentiment, ScoredWords]:
    """Score `text` as `score_sentiment` does, and give the words that the score was made from."""
    text = text.replace("’", "'")
    tokens = standing = text.split()
    noted = noted_words(tokens)
    is_described = not text.isascii() and any(map(_is_drawn, noted.values()))
    if is_described:
        text = vader_rules().described(text)
        tokens = text.split()
        noted = noted_in_words(tokens)
    valences = [0.0] * len(tokens)
    feeling = _weigh(tokens, noted, valences)
    told = [valence for place in feeling if (valence := valences[place])]
    has_places = len(standing) == len(tokens)
    return (
        _summed(told, len(tokens), text),
        ScoredWords(valences, noted, standing if has_places else [], is_described),
    )


_is_drawn = attrgetter("is_drawn")
# A word may be modified from so far that its modifier reaches as far the other way.
_AROUND_IT = b"\x01" * (WORDS_AFTER + 1 + WORDS_BEFORE)


def word_valence(word: str) -> float:
    """Give the valence of one word that stands alone, most often 0."""
    # Most words, from which nothing can be stripped, need not be scored.
    if word.isalnum() and not may_be_drawn(word):
        lower, rules = word.lower(), vader_rules()
        valence = rules.valence(lower)
        if not valence or not (rules.modifies(lower) or word.isupper()):
            return valence
    return sum(score_words(word)[1].valences)


def sentiment_label(compound: float) -> str:
    """Name the class of a compound score by the published thresholds."""
    if compound >= POSITIVE_FROM:
        return "positive"
    if compound <= NEGATIVE_FROM:
        return "negative"
    return "neutral"


def _weigh(tokens: list[str], noted: Noted, valences: list[float]) -> list[int]:
    """Set the valences of the words with a feeling, and list their places."""
    feeling = [place for place, word in noted.items() if word.valence]
    if not feeling:
        return []
    modifying = [place for place, word in noted.items() if word.modifies]
    may_be_modified = _near(modifying, len(tokens))
    capitals = Capitals(tokens)
    for place in feeling:
        if not may_be_modified[place] and not tokens[place].isupper():
            valences[place] = noted[place].valence
        # "Kind" always comes here: it is a part of the booster "kind of".
        elif noted[place].lower != "kind" or not _is_of(tokens[place + 1 : place + 2]):
            valences[place] = vader_rules().valence_among(tokens, place, capitals)
    but = next((place for place in modifying if noted[place].lower == "but"), None)
    if but is not None:
        weigh_around(but, valences, feeling)
    return feeling


def _near(modifying: list[int], words: int) -> bytearray:
    """Mark the words that stand so near to one of those places that it may modify them."""
    # With room for what would stand before the first word and after the last one.
    marks = bytearray(words + len(_AROUND_IT))
    for place in modifying:
        marks[place : place + len(_AROUND_IT)] = _AROUND_IT
    return marks[WORDS_AFTER:]


def _is_of(tokens: list[str]) -> bool:
    return [bare(token).lower() for token in tokens] == ["of"]


def _summed(told: list[float], words: int, text: str) -> Sentiment:
    """Sum up a text of so many words, of which some told a feeling, as VADER does.

    The sums of either side are made one by one because `sum` rounds otherwise from Python 3.12
    on, and the whole one by `sum`, because VADER makes it so.
    """
    if not words:
        return Sentiment(0.0, 0.0, 0.0, 0.0, "neutral")
    emphasis = vader_rules().emphasis(text)
    total = float(sum(told))
    if total:
        total += emphasis if total > 0 else -emphasis
    positive = negative = 0.0
    for valence in told:
        if valence > 0:
            positive += valence + 1
        else:
            negative -= valence - 1
    if positive > negative:
        positive += emphasis
    elif negative > positive:
        negative += emphasis
    neutral = words - len(told)
    whole = positive + negative + neutral
    compound = round(normalize(total), 4)
    return Sentiment(
        compound=compound,
        positive=round(positive / whole, 3),
        neutral=round(neutral / whole, 3),
        negative=round(negative / whole, 3),
        label=sentiment_label(compound),
    )


def weigh_around(but: int, valences: list[float], places: Iterable[int]) -> None:
    """Halve the valences before position `but` and raise those after it by half, in place.

    `places` are the positions of all valences other than 0, in order. VADER finds the place of each
    valence by its value, so that of two equal ones the first is changed, perhaps twice. Identical
    scores need the same choice: `weighed` keeps the places that were passed, by their values now.
    """
    weighed: defaultdict[float, list[int]] = defaultdict(list)
    for place in places:
        valence = valences[place]
        if not valence:
            continue
        passed = weighed.get(valence)
        first = heappushpop(passed, place) if passed else place
        valences[first] = valence * (0.5 if first < but else 1.5)
        heappush(weighed[valences[first]], first)
