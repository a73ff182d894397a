"""Bring text into the one form in which offsets are counted."""

import re
import unicodedata

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
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAK_IN_PARAGRAPH = re.compile(r"[^\S\n]*\n\s*")
_WHITE_SPACE = re.compile(r"\s+")


def clean(text: str) -> tuple[str, int]:
    """Return the text in NFC with plain spaces and newlines, and how many characters it lost.

    The count holds the control characters and lone surrogates that were removed; soft
    hyphens, zero-width spaces and byte order marks go without being counted. Idempotent.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _TRANSLATED.search(text):
        text = text.translate(_TRANSLATION)
    text, removed = _UNREADABLE.subn("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", text), removed


def one_line(text: str) -> str:
    """Fold every run of white space into one space."""
    return _WHITE_SPACE.sub(" ", text).strip()


def unwrap(paragraph: str) -> str:
    """Turn the line breaks inside a paragraph into spaces, leaving other spacing alone."""
    return _BREAK_IN_PARAGRAPH.sub(" ", paragraph).strip()


def removal_note(removed: int) -> str:
    """Say how many unreadable characters were removed; ``""`` for none."""
    if not removed:
        return ""
    if removed == 1:
        return "One unreadable control character was removed."
    return f"{removed} unreadable control characters were removed."
