"""Describe a paragraph for a model that learns how people answer about it."""

import math
from collections import defaultdict
from collections.abc import Container, Sequence
from typing import NamedTuple

import numpy as np

from workbench.learning.chances import FARTHEST, log_odds
from workbench.learning.words import Description
from workbench.scoring.cues import CUES
from workbench.scoring.lexicon_entries import CATEGORIES
from workbench.scoring.news_words import shipped_news_words
from workbench.scoring.prescore import Prescore
from workbench.scoring.sentiment import word_valence

# How much all the words of a paragraph count together, whatever its length.
WORDS_TOGETHER = 3.0
BEGINNING = 0.7
# How far the weights for sentiment of words, and of the news score, may lie from 0, beside the 1 of
# counts.
VALENCED_SPREAD, OTHER_SPREAD = 3.0, 0.6
NEWS_SPREAD = 3.0

# Counts are brought to about the same width, so that one penalty suits them all.
_WIDTHS = {
    "log_words": 1.0,
    "loaded": 0.7,
    "quoted": 1.0,
    "attributed": 1.0,
    "emotion": 3.0,
    "questions": 0.5,
    "exclamations": 0.5,
    "numbers": 0.25,
    **{f"cue_{name}": 0.5 for name in CUES},
}
_MOST_COUNTED = 6.0
_DENIALS = frozenset(["no", "not", "never", "nor", "without"])


COUNTS = (
    *_WIDTHS,
    *("bias", "voice", "news", "strength of news", "compound", "positive", "negative", "polarity"),
    *("denials", "but", "likeliest word", "marked words, log", "marked words"),
    *(f"listed {name}" for name in CATEGORIES),
)
"""The names of what `counts` gives, in its order."""


class Marks(NamedTuple):
    """Say how many words of a paragraph are expected to be marked, and the likeliest's chance."""

    expected: float = 0.0
    likeliest: float = 0.0


def marks_expected(log_odds: Sequence[float]) -> Marks:
    """Expect marks by the log-odds of each word."""
    if not log_odds:
        return Marks()
    # So few numbers are worked on sooner than a method finds out what it was given.
    odds = np.minimum(np.maximum(np.array(log_odds), -FARTHEST), FARTHEST)
    chances = 1 / (1 + np.exp(-odds))
    return Marks(float(np.add.reduce(chances)), float(np.maximum.reduce(chances)))


def of_word(word: str) -> Description:
    """Describe one of the different words of a paragraph."""
    found = ((f"word {word}", 1.0),)
    return (*found, (f"beginning {word[:5]}", BEGINNING)) if len(word) > 5 else found


def words_scale(different: int) -> float:
    """Give the factor of every word's description where there are so many different words."""
    return WORDS_TOGETHER / math.sqrt(1.4 * (different or 1))


def sentiment_spread(name: str) -> float:
    """Say how far a weight for sentiment may be expected to lie from 0, by what it describes.

    A word to which a list of feelings gives a valence judges more often than another, so that
    fewer texts are needed to believe that it does. The news score is believed before anything else:
    what is learned from few texts then stays near it.
    """
    if name == "news":
        return NEWS_SPREAD
    kind, _, word = name.partition(" ")
    if kind not in ("word", "beginning") or not word:
        return 1.0
    if kind == "word" and (word_valence(word) or _news_valence(word)):
        return VALENCED_SPREAD
    return OTHER_SPREAD


def _news_valence(word: str) -> float:
    found = shipped_news_words().known.get(word)
    return 0.0 if found is None else found.valence


def counts(scored: Prescore, different: Container[str], marks: Marks) -> list[float]:
    """Describe the paragraph as a whole by an amount for each of `COUNTS`."""
    row, listed = scored.features.as_row(), scored.features.categories
    # Beside what stands around, which is read afterwards, from guesses of its own.
    news, feeling = scored.news.alone, scored.sentiment
    denials = sum([word in different for word in _DENIALS])
    polarity = sum([word.polarity * word.strength for word in scored.loaded_words])
    return [
        *[min(row[name], _MOST_COUNTED) * width for name, width in _WIDTHS.items()],
        log_odds(scored.bias.score),
        0.7 * log_odds(scored.bias.voice_score),
        2 * news,
        abs(news),
        feeling.compound,
        5 * feeling.positive,
        5 * feeling.negative,
        math.tanh(polarity / 2),
        min(denials, 3) / 2,
        float("but" in different),
        log_odds(marks.likeliest) / 2,
        math.log(marks.expected + 0.02),
        min(marks.expected, _MOST_COUNTED),
        *[min(listed.get(name, 0), 3) / 2 for name in CATEGORIES],
    ]


def describe(scored: Prescore, words: Sequence[str], marks: Marks) -> dict[str, float]:
    """Describe a paragraph in full, as a model learns from it."""
    different = frozenset(words)
    scale = words_scale(len(different))
    row: defaultdict[str, float] = defaultdict(float)
    # In order, so that the sums are the same to the last digit wherever they are made.
    for word in sorted(different):
        for name, amount in of_word(word):
            row[name] += amount * scale
    return {**row, **dict(zip(COUNTS, counts(scored, different, marks), strict=True))}
