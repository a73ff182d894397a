"""Say which words of a text are marked, by people and by the machine."""

import re
from collections.abc import Iterable, Sequence

from workbench.scoring.matching import folded

Span = tuple[int, int]
# Nothing follows for which a part would be given back, so none is kept ready to be.
_WORD = re.compile(r"[^\W_]++(?:['’][^\W_]++)*+")
_PARTED = re.compile(f"({_WORD.pattern})")


def word_spans(text: str) -> list[Span]:
    """List the words of `text`: runs of letters and digits, an apostrophe within joined.

    A hyphen parts words, so that "far-right" is two. Numbers are words.

    >>> word_spans("It’s far-right.")
    [(0, 4), (5, 8), (9, 14)]
    """
    return list(map(re.Match.span, _WORD.finditer(text)))


def pieces_around_words(text: str) -> list[str]:
    """Cut `text` around its words: every second piece is a word, and all of them make up the text.

    >>> pieces_around_words("It’s far-right.")
    ['', 'It’s', ' ', 'far', '-', 'right', '.']
    """
    return _PARTED.split(text)


def words_within(words: Sequence[Span], spans: Iterable[Span]) -> frozenset[int]:
    """Give the places of the words that share a character with one of `spans`."""
    return frozenset(
        place
        for start, end in spans
        for place, (first, last) in enumerate(words)
        if first < end and start < last
    )


def marked_words(text: str, words: Sequence[Span], phrases: Iterable[str]) -> frozenset[int]:
    """Give the places of the words that belong to one of `phrases`, wherever it stands.

    Case, and curly or straight apostrophes, make no difference. A phrase which does not stand in
    the text word by word marks nothing.
    """
    plain = [folded(text[start:end]) for start, end in words]
    marked: set[int] = set()
    for phrase in phrases:
        sought = [folded(phrase[start:end]) for start, end in word_spans(phrase)]
        if not sought:
            continue
        for place in range(len(plain) - len(sought) + 1):
            if plain[place : place + len(sought)] == sought:
                marked.update(range(place, place + len(sought)))
    return frozenset(marked)
