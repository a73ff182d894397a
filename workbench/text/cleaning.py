"""Bring text into the one form in which offsets are counted."""

import re
import sys
import unicodedata
from functools import cache

from workbench.said_later import nlater

# Marks that show nothing and would split a word for the lexicon. The zero-width joiner and
# non-joiner stay: Indic scripts, Persian and emoji are spelt with them.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
# Direction overrides would show the annotator other words than the ones that are scored.
_OVERRIDES = "\u202d\u202e"
_TRANSLATION: dict[int, str | None] = {ord(mark): None for mark in _INVISIBLE + _OVERRIDES} | {
    ord(mark): "\n" for mark in "\x0b\x0c\x1c\x1d\x1e\x85\u2028"
}
_TRANSLATION[0x2029] = "\n\n"
# Looking for them is many times faster than translating a text that has none of them.
_TRANSLATED = re.compile("[" + "".join(map(chr, _TRANSLATION)) + "]")
# Texts of European papers hold nothing else as a rule: one look then shows that all is well.
_SUSPECT = re.compile("[^\t\n -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e]")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# No script writes more marks over one letter (Unicode, UAX #15, Stream-Safe Text Format). Python
# sorts them in quadratic time, and nothing else of the process runs meanwhile.
MOST_MARKS = 30
# No accent stands among Latin letters, signs of Chinese, Japanese and Yi, or syllables of Hangul.
# Without so many other characters in a row there is no pile, and that is seen forty times faster.
# One class stands alone at first: Python then searches for a beginning instead of trying each.
_NO_LETTERS = "[^\x00-\u02ff\u3100-\ua66e\uac00-\ud7ff]"
_PERHAPS_PILED = re.compile(f"{_NO_LETTERS}{_NO_LETTERS}{{{MOST_MARKS}}}")


def clean(text: str) -> tuple[str, int]:
    """Return the text in NFC with plain spaces and newlines, and how many characters it lost.

    The count holds the control characters, lone surrogates and piled-up accents that were
    removed; soft hyphens, zero-width spaces and byte order marks go without being counted.
    Idempotent.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _SUSPECT.search(text):
        return text, 0
    if _TRANSLATED.search(text):
        text = text.translate(_TRANSLATION)
    text, removed = _UNREADABLE.subn("", _SPACES.sub(" ", text))
    safe = without_piles(text)
    normal = unicodedata.normalize("NFC", safe)
    # Some marks become two in NFC.
    kept = without_piles(normal)
    return kept, removed + len(text) - len(safe) + len(normal) - len(kept)


def without_piles(text: str) -> str:
    """Keep the first `MOST_MARKS` of the accents that follow one another.

    >>> len(without_piles("e" + 1000 * chr(0x301)))
    31
    """
    if text.isascii() or not _PERHAPS_PILED.search(text):
        return text
    return _pile().sub(r"\1", text)


@cache
def _pile() -> re.Pattern[str]:
    marks = "".join(
        chr(code) for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code))
    )
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]+")


def one_line(text: str) -> str:
    """Fold every run of white space into one space."""
    return " ".join(text.split())


def unwrap(paragraph: str) -> str:
    """Turn the line breaks inside a paragraph into spaces, leaving other spacing alone."""
    # A pattern for white space around a line end is slow where there are many spaces and no end.
    lines = (line.strip() for line in paragraph.split("\n"))
    return " ".join(line for line in lines if line)


def removal_note(removed: int) -> str:
    """Say how many unreadable characters were removed; ``""`` for none."""
    if not removed:
        return ""
    return nlater(
        "One unreadable character was removed.",
        "%(num)s unreadable characters were removed.",
        removed,
    )
