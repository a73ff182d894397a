"""Score the sentiment of a paragraph with VADER's rules, in time linear in its length."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from heapq import heappop, heappush
from string import punctuation
from threading import Lock
from typing import NamedTuple

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
    normalize,
)

from workbench.scoring.remembered import Remembered

SENTIMENT_VERSION = "vader-3.3.2+1"
"""The release of vaderSentiment and our revision of what is done around it."""

POSITIVE_FROM = 0.05
NEGATIVE_FROM = -0.05

# VADER looks at three words before a sentiment word and two words after it.
_WORDS_BEFORE = 3
_WORDS_AFTER = 2

# One range is searched many times faster than a class of all 1,212 emoji, and the letters and
# punctuation of English lie outside it. A test holds it against VADER's own table.
_PERHAPS_EMOJI = re.compile("[©®‼-\U0010ffff]")


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
    """Hold the words of a text as VADER reads them, in lower case, each with its valence.

    `tokens` are the words as they stand in the text, with punctuation; there are none where an
    emoji is read as several words, which have no places in the text.
    """

    words: list[str]
    valences: list[float]
    tokens: list[str]


def score_words(text: str) -> tuple[Sentiment, ScoredWords]:
    """Score `text` as `score_sentiment` does, and give the words that the score was made from."""
    return _loaded_rules().score(text.replace("’", "'"))


def has_valence(word: str) -> bool:
    """Tell whether VADER's lexicon holds a word, given in lower case."""
    return word in _loaded_rules().lexicon


def word_valence(word: str) -> float:
    """Give the valence of one word that stands alone, most often 0."""
    rules = _loaded_rules()
    return sum(score_words(word)[1].valences) if rules.may_feel(word) else 0.0


def sentiment_label(compound: float) -> str:
    """Name the class of a compound score by the published thresholds."""
    if compound >= POSITIVE_FROM:
        return "positive"
    if compound <= NEGATIVE_FROM:
        return "negative"
    return "neutral"


class _Window:
    """Stand in for VADER's whole text where it scores one word from its neighbours."""

    __slots__ = ("is_cap_diff", "words_and_emoticons")

    def __init__(self, words: list[str], is_cap_diff: bool) -> None:
        self.words_and_emoticons = words
        self.is_cap_diff = is_cap_diff


# What a word does under VADER's rules. Most words do nothing, and cost one look-up.
_MODIFIES, _FEELS, _MODIFIES_AND_FEELS = 1, 2, 3
# Stands for a word that may hold an emoji; a word is never empty.
_DRAWN = ""


class _LinearVader(SentimentIntensityAnalyzer):  # type: ignore[misc]  # The package has no types.
    """Evaluate VADER's rules once for each word.

    The original lower-cases every word of the text again for each sentiment word, which makes a
    long paragraph a way to hold up a worker. Its rules never look further than a few words, so a
    sentiment word is given to them with those words alone, and only if one of them can matter.
    """

    def __init__(self) -> None:
        super().__init__()
        self._silent = frozenset(BOOSTER_DICT)
        self._modifiers = frozenset(
            [
                *NEGATE,
                *(max(phrase.split(), key=len) for phrase in [*BOOSTER_DICT, *SPECIAL_CASES]),
                *("no", "least", "so", "this"),
            ]
        )
        self._feeling = frozenset(self.lexicon) - self._silent
        self._lower = Remembered(_lower)
        self._part = Remembered(self._part_of)

    def score(self, text: str) -> tuple[Sentiment, ScoredWords]:
        """Score a text with straight apostrophes."""
        tokens = text.split()
        standing = tokens
        lower = list(map(self._lower.__getitem__, tokens))
        if _DRAWN in lower:
            text = _PERHAPS_EMOJI.sub(self._described, text)
            tokens = text.split()
            lower = [_bare(token).lower() for token in tokens]
        valences = [0.0] * len(lower)
        places = self._weigh(tokens, lower, valences)
        told = [valence for place in places if (valence := valences[place])]
        if len(standing) != len(lower):
            standing = []
        return self._summed(told, len(lower), text), ScoredWords(lower, valences, standing)

    def may_feel(self, word: str) -> bool:
        """Tell whether VADER's rules need to be asked about a word that stands alone."""
        if word.isascii() and word.isalpha():
            # Most words, which are not worth remembering: nothing can be stripped from them.
            return word.lower() in self._feeling
        lower = self._lower[word]
        return lower == _DRAWN or bool(self._part[lower] & _FEELS) or not word.isalnum()

    def _described(self, match: re.Match[str]) -> str:
        if match[0] not in self.emojis:
            return match[0]
        start = match.start()
        description: str = self.emojis[match[0]]
        is_apart = start == 0 or match.string[start - 1] == " "
        return description if is_apart else f" {description}"

    def _part_of(self, word: str) -> int:
        modifies = _MODIFIES if word in self._modifiers or "n't" in word else 0
        feels = word in self.lexicon and word not in self._silent
        return modifies | _FEELS if feels else modifies

    def _weigh(self, tokens: list[str], lower: list[str], valences: list[float]) -> list[int]:
        """Set the valences of the words with a feeling, and list their places."""
        parts = enumerate(map(self._part.__getitem__, lower))
        marked = [(place, part) for place, part in parts if part]
        modifying = {place for place, part in marked if part & _MODIFIES}
        feeling = [place for place, part in marked if part & _FEELS]
        for place in feeling:
            near = range(place - _WORDS_BEFORE, place + _WORDS_AFTER + 1)
            if modifying.isdisjoint(near) and not tokens[place].isupper():
                valences[place] = self.lexicon[lower[place]]
            # "Kind" always comes here: it is a part of the booster "kind of".
            elif lower[place] != "kind" or lower[place + 1 : place + 2] != ["of"]:
                valences[place] = self._by_rules(tokens, place)
        if feeling and "but" in lower:
            weigh_around(lower.index("but"), valences, feeling)
        return feeling

    def _by_rules(self, tokens: list[str], place: int) -> float:
        first = max(0, place - _WORDS_BEFORE)
        near = [_bare(token) for token in tokens[first : place + _WORDS_AFTER + 1]]
        has_shouts = any(map(str.isupper, near)) and _is_cap_diff(tokens)
        result: list[float] = self.sentiment_valence(
            0, _Window(near, has_shouts), near[place - first], place - first, []
        )
        return result[0]

    def _summed(self, told: list[float], words: int, text: str) -> Sentiment:
        """Sum up a text of so many words, of which some told a feeling, as VADER does.

        The sums of either side are made one by one because `sum` rounds otherwise from Python 3.12
        on, and the whole one by `sum`, because VADER makes it so.
        """
        if not words:
            return Sentiment(0.0, 0.0, 0.0, 0.0, "neutral")
        emphasis = self._punctuation_emphasis(text)
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


def _lower(token: str) -> str:
    if token.isascii():
        return _bare(token).lower()
    return _DRAWN if _PERHAPS_EMOJI.search(token) else _bare(token).lower()


def _bare(token: str) -> str:
    if token.isalpha():
        return token
    bare = token.strip(punctuation)
    return token if len(bare) <= 2 else bare


def _is_cap_diff(tokens: list[str]) -> bool:
    """Tell whether some of the words, but not all, are in capitals."""
    return any(map(str.isupper, tokens)) and not all(map(str.isupper, tokens))


def weigh_around(but: int, valences: list[float], places: Iterable[int]) -> None:
    """Halve the valences before position `but` and raise those after it by half, in place.

    `places` are the positions of all valences other than 0, in order. VADER finds the place of each
    valence by its value, so that of two equal ones the first is changed, perhaps twice. Identical
    scores need the same choice, which is made here from the positions of each value instead of
    by a search through the whole list.
    """
    positions = [i for i in places if valences[i]]
    places_of: defaultdict[float, list[int]] = defaultdict(list)
    for i in positions:
        places_of[valences[i]].append(i)
    for i in positions:
        valence = valences[i]
        first = heappop(places_of[valence])
        weighed = valence * (0.5 if first < but else 1.5)
        valences[first] = weighed
        heappush(places_of[weighed], first)


_loading = Lock()


@cache
def _loaded_rules() -> _LinearVader:
    # The lock keeps threads that start together from reading VADER's files twice.
    with _loading:
        return _rules()


@cache
def _rules() -> _LinearVader:
    return _LinearVader()
