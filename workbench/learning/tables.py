"""A model's weights by piece of a word, so that a word that is new to it costs a few look-ups.

What `words.by_itself`, `words.as_neighbour` and `paragraphs.of_word` describe is added up here
without being written out; a test holds the two against each other.
"""

from collections.abc import Mapping

from workbench.learning.linear import Linear
from workbench.learning.paragraphs import BEGINNING
from workbench.learning.words import FUNCTION, NEIGHBOUR
from workbench.scoring.cues import CUE_OF
from workbench.scoring.remembered import Remembered
from workbench.scoring.sentiment import word_valence

Pieces = dict[str, float]


class WordTable:
    """Hold what each piece of a word adds to the log-odds that it, or its neighbour, is marked."""

    def __init__(self, weights: Mapping[str, tuple[float, ...]]) -> None:
        self._own = _Own(weights)
        self._before = _Neighbour(weights, "before")
        self._after = _Neighbour(weights, "after")
        self._named = FUNCTION.union(CUE_OF, self._own.word, self._before.word, self._after.word)
        self._ended = Remembered(self._of_ending)

    def sums(self, word: str) -> tuple[float, float, float]:
        """Add up a folded word by itself, as the word before another, and as the one after.

        Most words that are new to a model are told by their ends and their length alone, and
        words share their ends.
        """
        feeling = word_valence(word)
        if len(word) > 5 and word not in self._named and not feeling and not word[0].isdigit():
            ends, last, before, after = self._ended[word[-4:]]
            own = self._own
            begun = own.beginning.get(word[:5], 0.0)
            return own.lengths[min(len(word) // 2, 6)] + ends + (last + begun), before, after
        ending, is_function = word[-3:], word in FUNCTION
        return (
            self._own.sum(word, ending, feeling, is_function=is_function),
            self._before.sum(word, ending, feeling, is_function=is_function),
            self._after.sum(word, ending, feeling, is_function=is_function),
        )

    def _of_ending(self, four: str) -> tuple[float, float, float, float]:
        """Give what the last two and three letters add, what all four do, and both neighbours."""
        own, three = self._own.ending, four[-3:]
        return (
            own.get(four[-2:], 0.0) + own.get(three, 0.0),
            own.get(four, 0.0),
            NEIGHBOUR * self._before.ending.get(three, 0.0),
            NEIGHBOUR * self._after.ending.get(three, 0.0),
        )


class _Own:
    def __init__(self, weights: Mapping[str, tuple[float, ...]]) -> None:
        self.word, self.ending, self.beginning = (
            _pieces(weights, f"{kind} ") for kind in ("word", "ending", "beginning")
        )
        self.length, self.feeling, self.cue = (
            _pieces(weights, f"{kind} ") for kind in ("length", "feeling", "cue")
        )
        self.function, self.number = (_first(weights, name) for name in ("function", "number"))
        self.lengths = [self.length.get(str(length), 0.0) for length in range(7)]

    def sum(self, word: str, ending: str, feeling: float, *, is_function: bool) -> float:
        size = len(word)
        total = self.word.get(word, 0.0) + self.lengths[min(size // 2, 6)]
        if size > 3:
            total += self.ending.get(word[-2:], 0.0) + self.ending.get(ending, 0.0)
            if size > 5:
                total += self.ending.get(word[-4:], 0.0) + self.beginning.get(word[:5], 0.0)
        if feeling:
            total += self.feeling.get(str(max(-2, min(2, round(feeling)))), 0.0)
        if is_function:
            total += self.function
        if word in CUE_OF:
            total += self.cue.get(CUE_OF[word], 0.0)
        if word[0].isdigit():
            total += self.number
        return total


class _Neighbour:
    def __init__(self, weights: Mapping[str, tuple[float, ...]], side: str) -> None:
        self.word = _pieces(weights, f"{side} word ")
        self.ending = _pieces(weights, f"{side} ending ")
        self.function, self.good, self.bad = (
            _first(weights, f"{side} {name}") for name in ("function", "good", "bad")
        )

    def sum(self, word: str, ending: str, feeling: float, *, is_function: bool) -> float:
        total = self.word.get(word, 0.0)
        if len(word) > 4:
            total += self.ending.get(ending, 0.0)
        if is_function:
            total += self.function
        if feeling:
            total += self.good if feeling > 0 else self.bad
        return NEIGHBOUR * total


class BagTable:
    """Hold what a word of a paragraph adds to each of the heads."""

    def __init__(self, linear: Linear) -> None:
        self._nothing = (0.0,) * len(linear.heads)
        self._word = _rows(linear.weights, "word ")
        self._beginning = {
            piece: tuple(BEGINNING * weight for weight in row)
            for piece, row in _rows(linear.weights, "beginning ").items()
        }

    def row(self, word: str) -> tuple[float, ...]:
        """Give one number for each head."""
        row = self._word.get(word, self._nothing)
        begun = self._beginning.get(word[:5]) if len(word) > 5 else None
        if begun is None:
            return row
        return tuple(one + other for one, other in zip(row, begun, strict=True))


def _pieces(weights: Mapping[str, tuple[float, ...]], prefix: str) -> Pieces:
    return {piece: row[0] for piece, row in _rows(weights, prefix).items()}


def _rows(weights: Mapping[str, tuple[float, ...]], prefix: str) -> dict[str, tuple[float, ...]]:
    start = len(prefix)
    return {name[start:]: row for name, row in weights.items() if name.startswith(prefix)}


def _first(weights: Mapping[str, tuple[float, ...]], name: str) -> float:
    return weights[name][0] if name in weights else 0.0
