"""A model's weights by piece of a word, so that a word that is new to it costs a few look-ups.

What `words.by_itself`, `words.as_neighbour` and `paragraphs.of_word` describe is added up here
without being written out; a test holds the two against each other.
"""

from collections.abc import Mapping
from operator import add
from typing import TypeVar

from workbench.learning.linear import Linear
from workbench.learning.paragraphs import BEGINNING
from workbench.learning.words import FUNCTION, NEIGHBOUR
from workbench.scoring.cues import CUE_OF
from workbench.scoring.matching import folded
from workbench.scoring.remembered import Remembered
from workbench.scoring.sentiment import word_valence
from workbench.scoring.vader import vader_rules

Row = tuple[float, ...]
Weight = TypeVar("Weight", float, Row)


MetWord = tuple[str, float, float, float, Row]
"""What a word as it is written adds, wherever it stands: folded, own, before, after, heads.

`own`, `before` and `after` are added to the log-odds that this word is marked, that the one after
it is, and that the one before it is. `heads` is added to each head of the paragraph, once for all
words that are one when they are `folded`. A class with names would take longer to make and to read
than a new word has.
"""


class WordTable:
    """Hold what each piece of a word adds; what was not learned adds nothing."""

    def __init__(self, words: Linear | None, paragraphs: Linear | None) -> None:
        weights = {name: row[0] for name, row in words.weights.items()} if words else {}
        heads = paragraphs.weights if paragraphs else {}
        self._nothing = nothing = (0.0,) * len(paragraphs.heads if paragraphs else ())
        self._unnamed = 0.0, 0.0, 0.0, nothing
        self._words = _joined_words(weights, heads, nothing)
        self._beginnings = _joined_beginnings(weights, heads, nothing)
        self._endings, self._endings_before, self._endings_after = (
            _pieces(weights, f"{side}ending ") for side in ("", "before ", "after ")
        )
        lengths = _pieces(weights, "length ")
        self._lengths = [lengths.get(str(length), 0.0) for length in range(7)]
        self._ended = Remembered(self._of_ending)
        self._kinds = _Kinds(weights)
        self._of_a_kind = FUNCTION.union(CUE_OF, vader_rules().known)

    def meet(self, written: str) -> MetWord:
        """Add a word up. Most that are new are told by their length and their two ends alone."""
        word = folded(written)
        size = len(word)
        own, before, after, heads = self._words.get(word, self._unnamed)
        own += self._lengths[min(size // 2, 6)]
        if size > 3:
            two_or_three, four, three_before, three_after = self._ended[word[-4:]]
            own += two_or_three
            if size > 4:
                before += three_before
                after += three_after
            if size > 5:
                own += four
                if begun := self._beginnings.get(word[:5]):
                    own += begun[0]
                    # Most words that begin alike are named nowhere themselves.
                    is_named = heads is not self._nothing
                    heads = tuple(map(add, heads, begun[1])) if is_named else begun[1]
        # What is not of plain letters may hold a number, an apostrophe or a drawn feeling.
        if word in self._of_a_kind or not (word.isascii() and word.isalpha()):
            kind = self._kinds.sums(word)
            own, before, after = own + kind[0], before + kind[1], after + kind[2]
        return word, own, before, after, heads

    def _of_ending(self, four: str) -> tuple[float, float, float, float]:
        """Give what the last two and three letters add, what all four do, and both neighbours."""
        endings, three = self._endings, four[-3:]
        return (
            endings.get(four[-2:], 0.0) + endings.get(three, 0.0),
            endings.get(four, 0.0),
            NEIGHBOUR * self._endings_before.get(three, 0.0),
            NEIGHBOUR * self._endings_after.get(three, 0.0),
        )


class _Kinds:
    """Hold what a word adds for its feeling, its function, as a cue, and as a number."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._cue = _pieces(weights, "cue ")
        self._number = weights.get("number", 0.0)
        self._feeling = {step: weights.get(f"feeling {step}", 0.0) for step in range(-2, 3)}
        self._function, self._good, self._bad = (
            [NEIGHBOUR * weights.get(f"{side} {name}", 0.0) for side in ("before", "after")]
            for name in ("function", "good", "bad")
        )
        self._own_function = weights.get("function", 0.0)

    def sums(self, word: str) -> tuple[float, float, float]:
        """Add up for the word itself, for the one after it, and for the one before it."""
        own = before = after = 0.0
        if feeling := word_valence(word):
            own = self._feeling[max(-2, min(2, round(feeling)))]
            before, after = self._good if feeling > 0 else self._bad
        if word in FUNCTION:
            own += self._own_function
            before, after = before + self._function[0], after + self._function[1]
        if word in CUE_OF:
            own += self._cue.get(CUE_OF[word], 0.0)
        if word[0].isdigit():
            own += self._number
        return own, before, after


def _joined_words(
    weights: Mapping[str, float], heads: Mapping[str, Row], nothing: Row
) -> dict[str, tuple[float, float, float, Row]]:
    own, before, after = (_pieces(weights, f"{side}word ") for side in ("", "before ", "after "))
    rows = _pieces(heads, "word ")
    return {
        word: (
            own.get(word, 0.0),
            NEIGHBOUR * before.get(word, 0.0),
            NEIGHBOUR * after.get(word, 0.0),
            rows.get(word, nothing),
        )
        for word in {*own, *before, *after, *rows}
    }


def _joined_beginnings(
    weights: Mapping[str, float], heads: Mapping[str, Row], nothing: Row
) -> dict[str, tuple[float, Row]]:
    own, rows = _pieces(weights, "beginning "), _pieces(heads, "beginning ")
    return {
        five: (
            own.get(five, 0.0),
            tuple(BEGINNING * weight for weight in rows.get(five, nothing)),
        )
        for five in {*own, *rows}
    }


def _pieces(weights: Mapping[str, Weight], prefix: str) -> dict[str, Weight]:
    start = len(prefix)
    return {name[start:]: weight for name, weight in weights.items() if name.startswith(prefix)}
