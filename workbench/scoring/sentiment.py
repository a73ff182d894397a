"""Score the sentiment of a paragraph with VADER's rules, in time linear in its length."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from heapq import heappop, heappush
from string import punctuation
from threading import Lock

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
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


@dataclass(frozen=True)
class Sentiment:
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


@dataclass(frozen=True)
class ScoredWords:
    """Hold the words of a text as VADER reads them, in lower case, each with its valence."""

    words: list[str]
    valences: list[float]


def score_words(text: str) -> tuple[Sentiment, ScoredWords]:
    """Score `text` as `score_sentiment` does, and give the words that the score was made from."""
    scores, scored = _loaded_rules().scores_and_words(text.replace("’", "'"))
    compound = scores["compound"]
    sentiment = Sentiment(
        compound=compound,
        positive=scores["pos"],
        neutral=scores["neu"],
        negative=scores["neg"],
        label=sentiment_label(compound),
    )
    return sentiment, scored


def has_valence(word: str) -> bool:
    """Tell whether VADER's lexicon holds a word, given in lower case."""
    return word in _loaded_rules().lexicon


def sentiment_label(compound: float) -> str:
    """Name the class of a compound score by the published thresholds."""
    if compound >= POSITIVE_FROM:
        return "positive"
    if compound <= NEGATIVE_FROM:
        return "negative"
    return "neutral"


class _Words:
    """Hold the words of a text as they are written and in lower case."""

    def __init__(self, written: list[str], lower: list[str]) -> None:
        self.written = written
        self.lower = lower

    @cached_property
    def is_cap_diff(self) -> bool:
        """Whether some of the words, but not all, are in capitals."""
        return any(map(str.isupper, self.written)) and not all(map(str.isupper, self.written))


class _Window:
    """Stand in for VADER's whole text where it scores one word from its neighbours."""

    __slots__ = ("is_cap_diff", "words_and_emoticons")

    def __init__(self, words: list[str], is_cap_diff: bool) -> None:
        self.words_and_emoticons = words
        self.is_cap_diff = is_cap_diff


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
        self._bare = Remembered(_bare)
        self._lower = Remembered(str.lower)
        self._may_modify = Remembered(lambda word: word in self._modifiers or "n't" in word)

    def scores_and_words(self, text: str) -> tuple[dict[str, float], ScoredWords]:
        text = _PERHAPS_EMOJI.sub(self._described, text).strip()
        written = list(map(self._bare.__getitem__, text.split()))
        lower = list(map(self._lower.__getitem__, written))
        valences = self._valences(_Words(written, lower))
        scores: dict[str, float] = self.score_valence(valences, text)
        return scores, ScoredWords(lower, valences)

    def _described(self, match: re.Match[str]) -> str:
        if match[0] not in self.emojis:
            return match[0]
        start = match.start()
        description: str = self.emojis[match[0]]
        is_apart = start == 0 or match.string[start - 1] == " "
        return description if is_apart else f" {description}"

    def _valences(self, words: _Words) -> list[float]:
        lexicon, lower = self.lexicon, words.lower
        valences = [0.0] * len(lower)
        for i in [i for i, word in enumerate(lower) if word in lexicon]:
            valences[i] = self._valence(words, i)
        if "but" in lower:
            weigh_around(lower.index("but"), valences)
        return valences

    @staticmethod
    def _sift_sentiment_scores(sentiments: list[float]) -> tuple[float, float, int]:
        # Most words have no valence, so the sums are taken over the few that have. They are added
        # one by one because `sum` rounds otherwise from Python 3.12 on.
        positive = negative = 0.0
        valences = [valence for valence in sentiments if valence]
        for valence in valences:
            if valence > 0:
                positive += valence + 1
            else:
                negative += valence - 1
        return positive, negative, len(sentiments) - len(valences)

    def _valence(self, words: _Words, i: int) -> float:
        lower = words.lower
        word = lower[i]
        if word in self._silent or (word == "kind" and lower[i + 1 : i + 2] == ["of"]):
            return 0.0
        first = i - _WORDS_BEFORE if i > _WORDS_BEFORE else 0
        near = slice(first, i + _WORDS_AFTER + 1)
        written = words.written[i]
        if not written.isupper() and True not in map(self._may_modify.__getitem__, lower[near]):
            value: float = self.lexicon[word]
            return value
        window = _Window(words.written[near], words.is_cap_diff)
        result: list[float] = self.sentiment_valence(0, window, written, i - first, [])
        return result[0]


def _bare(token: str) -> str:
    if token.isalpha():
        return token
    bare = token.strip(punctuation)
    return token if len(bare) <= 2 else bare


def weigh_around(but: int, valences: list[float]) -> None:
    """Halve the valences before position `but` and raise those after it by half, in place.

    VADER finds the place of each valence by its value, so that of two equal ones the first is
    changed, perhaps twice. Identical scores need the same choice, which is made here from the
    positions of each value instead of by a search through the whole list.
    """
    positions = [i for i, valence in enumerate(valences) if valence]
    places: defaultdict[float, list[int]] = defaultdict(list)
    for i in positions:
        places[valences[i]].append(i)
    for i in positions:
        valence = valences[i]
        first = heappop(places[valence])
        weighed = valence * (0.5 if first < but else 1.5)
        valences[first] = weighed
        heappush(places[weighed], first)


_loading = Lock()


@cache
def _rules() -> _LinearVader:
    return _LinearVader()


def _loaded_rules() -> _LinearVader:
    # The lock keeps threads that start together from reading VADER's files twice.
    with _loading:
        return _rules()
