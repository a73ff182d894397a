"""Find many phrases in a text at once, as whole words, with exact code-point offsets."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping
from itertools import pairwise

import ahocorasick

Allows = Callable[[int, int, int], bool]
"""Asked with the start, the end and the number of a match."""

_OTHER_SPACE = re.compile(r"[^\S ]")
_WIDE_SPACE = re.compile("  +")
# What may follow an apostrophe after a word without making it another word.
_AFTER_APOSTROPHE = re.compile(r"'(?:s|d|ll|re|ve)(?!\w)")
# "Anti-racist" and "non-extremist" deny the word they contain.
_DENIAL = re.compile(r"(?<!\w)(?:anti|non|counter)-$")
_LONGEST_DENIAL = len("counter-") + 1
# Typographic variants are read as the plain character.
_PLAIN = (("’", "'"), ("ʼ", "'"), ("\u2010", "-"), ("\u2011", "-"))


def folded(text: str) -> str:
    """Lower-case `text` character by character, so that every offset stays the same.

    A character whose lower case is longer ("İ") is kept as it is. Curly apostrophes and
    typographic hyphens become plain ones.
    """
    lower = text.lower()
    if lower.isascii():
        return lower
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    # Four replacements take a hundredth of the time of one `translate`.
    for variant, plain in _PLAIN:
        lower = lower.replace(variant, plain)
    return lower


class PhraseMatcher:
    """Find phrases in texts in time linear in the text.

    `phrases` maps each folded phrase, its words parted by single spaces, to the number that is
    reported for it.
    """

    def __init__(self, phrases: Mapping[str, int]) -> None:
        self._automaton = ahocorasick.Automaton()
        for phrase, number in phrases.items():
            self._automaton.add_word(phrase, (len(phrase), number))
        self._automaton.make_automaton()
        self._is_empty = not phrases

    def find(self, text: str, allows: Allows | None = None) -> list[tuple[int, int, int]]:
        """List `(start, end, number)` of the phrases in `text`, sorted and not overlapping.

        Offsets are half-open, in code points. A phrase counts only between word boundaries, any
        run of white space may part its words, and of overlapping phrases the longest is taken,
        the first of equally long ones. `allows` is asked of each, and what it turns down leaves
        its place to a shorter one.
        """
        return _longest(self.every(text, allows))

    def every(self, text: str, allows: Allows | None = None) -> list[tuple[int, int, int]]:
        """List `(start, end, number)` of all phrases in `text`, those inside longer ones too.

        They come in the order of their ends; the rest is as with `find`.
        """
        if self._is_empty:
            return []
        even, original = _evenly_spaced(folded(text))
        matches: list[tuple[int, int, int]] = []
        for last, (length, number) in self._automaton.iter(even):
            start, end = last + 1 - length, last + 1
            # Most of what is found lies inside longer words, and is best turned down at once.
            if even[end : end + 1].isalpha() or (start and even[start - 1].isalpha()):
                continue
            if _begins_word(even, start) and _ends_word(even, end):
                match = (start, end, number)
                if original is not None:
                    match = (original(start), original(end - 1) + 1, number)
                if allows is None or allows(*match):
                    matches.append(match)
        return matches


def _begins_word(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    if before in ("", " "):
        return True
    if before == "-":
        return not _DENIAL.search(text[max(0, start - _LONGEST_DENIAL) : start])
    if before == "'":
        return start == 1 or not _in_word(text[start - 2])
    return before != "@" and not _in_word(before)


def _ends_word(text: str, end: int) -> bool:
    after = text[end : end + 1]
    if after in ("", " "):
        return True
    if after == "'":
        is_quote = end + 1 == len(text) or not _in_word(text[end + 1])
        return is_quote or _AFTER_APOSTROPHE.match(text, end) is not None
    return not _in_word(after)


def _in_word(char: str) -> bool:
    # A combining mark belongs to the letter before it, which it may make another letter.
    return (
        char.isalnum() or char == "_" or (char > "\u02ff" and unicodedata.category(char)[0] == "M")
    )


def _longest(matches: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    matches.sort()
    if all(end <= start for (_, end, _), (start, _, _) in pairwise(matches)):
        return matches
    matches.sort(key=lambda match: (match[0] - match[1], match[0]))
    taken = bytearray(max(end for _, end, _ in matches))
    chosen = []
    for start, end, number in matches:
        # What is taken already is at least as long, so it covers an end of what it overlaps.
        if not taken[start] and not taken[end - 1]:
            taken[start:end] = b"\x01" * (end - start)
            chosen.append((start, end, number))
    return sorted(chosen)


def _evenly_spaced(text: str) -> tuple[str, Callable[[int], int] | None]:
    """Make each run of white space one space, and return the way back to the old offsets.

    None stands for the same offsets.
    """
    # White space other than the plain one is not printable; one for one, it shifts nothing.
    if not text.isprintable():
        text = _OTHER_SPACE.sub(" ", text)
    if "  " not in text:
        return text, None
    pieces: list[str] = []
    new_starts, shifts = [0], [0]
    old = new = 0
    for run in _WIDE_SPACE.finditer(text):
        pieces += [text[old : run.start()], " "]
        new += run.start() - old + 1
        old = run.end()
        new_starts.append(new)
        shifts.append(old - new)
    pieces.append(text[old:])

    def original(offset: int) -> int:
        return offset + shifts[bisect_right(new_starts, offset) - 1]

    return "".join(pieces), original
