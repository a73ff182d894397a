"""Describe a paragraph for a model that learns how people answer about it."""

import math
from collections import defaultdict
from collections.abc import Sequence

from workbench.learning.words import Described, log_odds
from workbench.scoring.cues import CUES
from workbench.scoring.lexicon import CATEGORIES
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


def of_word(word: str) -> Described:
    """Describe one of the different words of a paragraph."""
    found = [(f"word {word}", 1.0)]
    if len(word) > 5:
        found.append((f"beginning {word[:5]}", BEGINNING))
    return found


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


def counts(scored: Prescore, different: frozenset[str], chances: Sequence[float]) -> Described:
    """Describe the paragraph as a whole; `chances` are those of its words to be marked."""
    row = scored.features.as_row()
    # Beside what stands around, which is read afterwards, from guesses of its own.
    news, feeling = scored.news.alone, scored.sentiment
    denials = len(_DENIALS & different)
    found = [(name, min(row[name], _MOST_COUNTED) * width) for name, width in _WIDTHS.items()]
    polarity = sum([word.polarity * word.strength for word in scored.loaded_words])
    expected = math.fsum(chances)
    return [
        *found,
        ("bias", log_odds(scored.bias.score)),
        ("voice", 0.7 * log_odds(scored.bias.voice_score)),
        ("news", 2 * news),
        ("strength of news", abs(news)),
        ("compound", feeling.compound),
        ("positive", 5 * feeling.positive),
        ("negative", 5 * feeling.negative),
        ("polarity", math.tanh(polarity / 2)),
        ("denials", min(denials, 3) / 2),
        ("but", float("but" in different)),
        ("likeliest word", log_odds(max(chances, default=0.0)) / 2),
        ("marked words, log", math.log(expected + 0.02)),
        ("marked words", min(expected, _MOST_COUNTED)),
        *_categories(scored),
    ]


def describe(scored: Prescore, words: Sequence[str], chances: Sequence[float]) -> dict[str, float]:
    """Describe a paragraph in full, as a model learns from it."""
    different = frozenset(words)
    scale = words_scale(len(different))
    row: defaultdict[str, float] = defaultdict(float)
    # In order, so that the sums are the same to the last digit wherever they are made.
    for word in sorted(different):
        for name, amount in of_word(word):
            row[name] += amount * scale
    return {**row, **dict(counts(scored, different, chances))}


def _categories(scored: Prescore) -> Described:
    found = scored.features.categories
    return [(f"listed {name}", min(found[name], 3) / 2) for name in CATEGORIES if found[name]]
