"""Tell which words of a text stand in one clause."""

from collections.abc import Iterator
from functools import cached_property

_ENDS = (",", ".", ";", ":", "?", "!")


class Clauses:
    """Part a text, of which so many words were read, where a word ends with punctuation.

    The text is looked at only when it is asked for.

    >>> list(Clauses("They did not pay, they say.", 6).after(1))
    [2, 3]
    """

    def __init__(self, text: str, words: int) -> None:
        self._text = text
        self._words = words

    def after(self, place: int, most: int | None = None) -> Iterator[int]:
        """List the places after a word in its own clause, at most so many."""
        tokens = self._tokens
        past = self._words if most is None else min(self._words, place + 1 + most)
        for after in range(place + 1, past):
            if tokens and tokens[after - 1].endswith(_ENDS):
                return
            yield after

    @cached_property
    def _tokens(self) -> list[str]:
        tokens = self._text.split()
        # An emoji was read as several words: the ends of clauses are not at their places any more.
        return tokens if len(tokens) == self._words else []
