"""Find words that a person typed in the text they were read in."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate

Offsets = tuple[int, int]

_SINGLE_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′`´"), "'")
_DOUBLE_QUOTES = dict.fromkeys(map(ord, "“”„‟″«»"), '"')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_LOOK_ALIKES = {**_SINGLE_QUOTES, **_DOUBLE_QUOTES, **_DASHES}


def locate(text: str, words: str, taken: Sequence[Offsets] = ()) -> Offsets | None:
    """Find where `words` stand in `text`: the first place that overlaps none of `taken`.

    Words are sought as typed, then in either case, then with straight and curly quotation marks,
    dashes and kinds of space alike; each time as whole words, and only then inside longer words.
    A letter is never parted from its accents. Offsets are half-open code points; None if the
    words do not stand there, or only in places that are taken.
    """
    wanted = words.strip()
    if not wanted:
        return None
    for is_whole in (True, False):
        for fold in (_exact, _any_case, _look_alikes):
            place = _first(text, wanted, fold, taken, is_whole=is_whole)
            if place is not None:
                return place
    return None


def overlaps(place: Offsets, taken: Sequence[Offsets]) -> bool:
    """Tell whether half-open offsets share a character with any of the others."""
    start, end = place
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _first(
    text: str,
    wanted: str,
    fold: Callable[[str], str],
    taken: Sequence[Offsets],
    *,
    is_whole: bool,
) -> Offsets | None:
    """Find the first free place; what is taken is jumped, however often the words stand in it."""
    folded, starts = _folded(text, fold)
    sought = _pattern("".join(map(fold, wanted)), is_whole=is_whole)
    found = sought.search(folded)
    while found:
        start, end = found.span()
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1)
        on = start + 1
        stop = max((other for begin, other in taken if first < other and begin < last), default=0)
        if stop:
            on = max(on, starts[stop])
        elif _is_free_of_parts(text, starts, (start, end), (first, last)) and (
            not is_whole or _is_whole(text, first, last)
        ):
            return first, last
        found = sought.search(folded, on)
    return None


def _pattern(sought: str, *, is_whole: bool) -> re.Pattern[str]:
    """Compile what is sought; whole words are found as such at the speed of the matcher."""
    before = "(?<![^\\W_])" if is_whole and sought[0].isalnum() else ""
    after = "(?![^\\W_])" if is_whole and sought[-1].isalnum() else ""
    return re.compile(f"{before}{re.escape(sought)}{after}")


def _is_free_of_parts(text: str, starts: Sequence[int], folded: Offsets, place: Offsets) -> bool:
    """Tell whether a place in the folded text parts no character and no letter from its accent."""
    first, last = place
    is_whole_characters = (starts[first], starts[last]) == folded
    return is_whole_characters and not _is_combining(text, last)


@lru_cache(maxsize=3)
def _folded(text: str, fold: Callable[[str], str]) -> tuple[str, tuple[int, ...]]:
    """Fold a text, and say where each of its characters begins in the folded one.

    Folding may make two characters of one. One text is kept in its three forms for the next words
    that are sought in it: in 100,000 characters folding takes some tenths of a second.
    """
    pieces = [fold(character) for character in text]
    return "".join(pieces), tuple(accumulate(map(len, pieces), initial=0))


def _exact(character: str) -> str:
    return unicodedata.normalize("NFD", character)


def _any_case(character: str) -> str:
    return unicodedata.normalize("NFD", character).casefold()


def _look_alikes(character: str) -> str:
    return " " if character.isspace() else _any_case(character).translate(_LOOK_ALIKES)


def _is_whole(text: str, start: int, end: int) -> bool:
    begins = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    ends = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    return begins and ends


def _is_combining(text: str, position: int) -> bool:
    return position < len(text) and unicodedata.combining(text[position]) > 0
