"""Remember what was computed for a word, because texts repeat their words."""

from collections.abc import Callable
from typing import TypeVar

MOST_WORDS = 20_000
# A longer piece of text is hardly a word, and hardly comes again.
LONGEST_WORD = 40

Value = TypeVar("Value")


class Remembered(dict[str, Value]):
    """Compute the value of a word when it is first asked for, and look it up from then on.

    All is forgotten at `most` words, so that no text can make a process grow.

    >>> lengths = Remembered(len)
    >>> lengths["word"], dict(lengths)
    (4, {'word': 4})
    """

    def __init__(self, compute: Callable[[str], Value], *, most: int = MOST_WORDS) -> None:
        super().__init__()
        self._compute = compute
        self._most = most

    def __missing__(self, word: str) -> Value:
        """Compute the value of a word that is not remembered."""
        value = self._compute(word)
        if len(word) <= LONGEST_WORD:
            if len(self) >= self._most:
                self.clear()
            self[word] = value
        return value
