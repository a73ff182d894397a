"""Tell which words of a text stand in one clause."""

from collections.abc import Iterator, Sequence

_ENDS = (",", ".", ";", ":", "?", "!")


class Clauses:
    """Part a text of so many words where a token, a word as it stands there, ends it.

    Without tokens the whole text is one clause.

    >>> list(Clauses("They did not pay, they say.".split(), 6).after(1))
    [2, 3]
    """

    def __init__(self, tokens: Sequence[str], words: int) -> None:
        self._tokens = tokens
        self._words = words

    def after(self, place: int, most: int | None = None) -> Iterator[int]:
        """List the places after a word in its own clause, at most so many."""
        tokens = self._tokens
        past = self._words if most is None else min(self._words, place + 1 + most)
        for after in range(place + 1, past):
            if tokens and tokens[after - 1].endswith(_ENDS):
                return
            yield after
