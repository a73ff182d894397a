"""Find many phrases in a text at once, as whole words, with exact code-point offsets."""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache

import ahocorasick

Allows = Callable[[int, int, int], bool]
"""Asked with the start, the end and the number of a match."""

_OTHER_SPACE = re.compile(r"[^\S ]")
_WIDE_SPACE = re.compile("  +")
# Nearly always nothing else stands around a phrase, and no more has to be looked at.
_PLAINLY_BEFORE = frozenset(["", " ", "“", '"', "("])
_PLAINLY_AFTER = frozenset(["", *' ,.;:?!”")'])
# What may follow an apostrophe after a word without making it another word.
_AFTER_APOSTROPHE = re.compile(r"'(?:s|d|ll|re|ve)(?!\w)")
# "Anti-racist" and "non-extremist" deny the word they contain.
_DENIAL = re.compile(r"(?<!\w)(?:anti|non|counter)-$")
_LONGEST_DENIAL = len("counter-") + 1
_LONGEST_AFTER = len("'ll") + 1
_NO_WORD = re.compile(r"\W")
_BEYOND_LATIN = re.compile(r"[^\W\x00-\xff]")
_WORDED_LATIN = _NO_WORD.sub(" ", bytes(range(256)).decode("latin-1").lower()).encode("latin-1")
# All that lies beyond Latin-1 and has its lower case in it. A test looks through all characters.
_LOWER_IN_LATIN = (("\u0178", "ÿ"), ("\u1e9e", "ß"), ("\u212a", "k"), ("\u212b", "å"))
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
        is_latin = not any(map(_BEYOND_LATIN.search, phrases))
        self._worded = _worded_in_latin if is_latin else _worded
        # Phrases that differ in their punctuation alone are sought together.
        alike: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for phrase, number in phrases.items():
            alike[f" {self._worded(phrase)} "][phrase] = number
        # With the space before it a phrase is followed only from where a word begins, which
        # saves most of the steps through a text.
        self._automaton = ahocorasick.Automaton()
        for words, numbers in alike.items():
            self._automaton.add_word(words, (len(words) - 2, numbers))
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
        even, original = _evenly_spaced(text)
        matches: list[tuple[int, int, int]] = []
        for last, (length, numbers) in self._automaton.iter(f" {self._worded(even)} "):
            # The space in front moves what is found by one, and the one behind a phrase is last.
            start, end = last - 1 - length, last - 1
            number = _numbered(even, start, end, numbers)
            if number is None:
                continue
            match = (start, end, number)
            if original is not None:
                match = (original(start), original(end - 1) + 1, number)
            if allows is None or allows(*match):
                matches.append(match)
        return matches


def _worded(text: str) -> str:
    """Fold `text` and make all but letters and digits spaces, one for one."""
    return _NO_WORD.sub(" ", folded(text))


def _worded_in_latin(text: str) -> str:
    """Do as `_worded`, many times faster, and make letters beyond Latin-1 spaces too."""
    if not text.isascii():
        for char, lower in _LOWER_IN_LATIN:
            text = text.replace(char, lower)
    return text.encode("latin-1", "replace").translate(_WORDED_LATIN).decode("latin-1")


def _numbered(text: str, start: int, end: int, numbers: Mapping[str, int]) -> int | None:
    """Give the number of the phrase that stands between two places, None if none does."""
    if text[start - 1 : start] in _PLAINLY_BEFORE and text[end : end + 1] in _PLAINLY_AFTER:
        found = text[start:end]
        return numbers[found] if found in numbers else numbers.get(folded(found))
    first = max(0, start - _LONGEST_DENIAL)
    near = folded(text[first : end + _LONGEST_AFTER])
    start, end = start - first, end - first
    number = numbers.get(near[start:end])
    return number if _begins_word(near, start) and _ends_word(near, end) else None


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
    reached = 0
    for start, end, _ in matches:
        if start < reached:
            break
        reached = end
    else:
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


# Who scores a text asks about it more than once.
@lru_cache(maxsize=1)
def is_evenly_spaced(text: str) -> bool:
    """Tell whether all white space of `text` is single plain spaces between words."""
    # White space other than the plain one is not printable.
    return "  " not in text and text.isprintable() and text == text.strip()


def _evenly_spaced(text: str) -> tuple[str, Callable[[int], int] | None]:
    """Make each run of white space one space, and return the way back to the old offsets.

    None stands for the same offsets.
    """
    if is_evenly_spaced(text):
        return text, None
    # White space other than the plain one; one for one, it shifts nothing.
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
