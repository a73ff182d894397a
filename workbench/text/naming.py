"""Tell a name from an ordinary word by what stands around it in an English text."""

import re
from collections.abc import Callable
from dataclasses import dataclass

Accepts = Callable[[str, re.Match[str]], bool]

_SENTENCE_START = re.compile(r"(?:^|[.!?:…]['\"”’)\]]*\s+|[\n“\"‘(—–]\s*)$")
_OPENING = "“”‘’\"'«»„*_"
_CLOSING = re.compile(r"[,.]?[“”’\"'«»*_]")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.’'-]*)[ \t\u00a0]+$")
_CAPITAL_AFTER = re.compile(r"[ \t\u00a0]+[A-Z][\w’'-]*")
_FURTHEST = 48


@dataclass(frozen=True)
class Rule:
    """Match what may be a name; `accepts` tells whether a match is one."""

    pattern: re.Pattern[str]
    accepts: Accepts = lambda _text, _match: True


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words of a line."""
    return frozenset(words.split())


def is_a_word(word: str) -> bool:
    """Tell whether a word stands in the English dictionary, which holds frequent names, too."""
    # It brings the dictionary along, which a server that hides nothing does without.
    from simplemma import is_known  # noqa: PLC0415  (see above)

    return is_known(word.casefold().replace("’", "'"), "en")


def begins_a_sentence(text: str, place: int) -> bool:
    """Tell whether a capital says nothing here, because every word would have one."""
    return _SENTENCE_START.search(text, max(0, place - 12), place) is not None


def is_capitalised(found: str, written: str) -> bool:
    """Tell whether a name has a capital wherever it is written with one, or is all in capitals."""
    if found.isupper():
        return True
    pairs = zip(found.split(), written.split(), strict=False)
    return all(word[0].isupper() or not own[0].isupper() for word, own in pairs)


def is_quoted(text: str, match: re.Match[str]) -> bool:
    """Tell whether quotation marks, or the stars of an emphasis, enclose a match alone."""
    start, end = match.span()
    return start > 0 and text[start - 1] in _OPENING and _CLOSING.match(text, end) is not None


def before(text: str, place: int) -> str:
    """Give what stands before a place, as far as a cue can reach."""
    return text[max(0, place - _FURTHEST) : place]


def word_before(text: str, place: int) -> str:
    """Give the word before a place on its line, "" where a mark or nothing stands between."""
    found = _WORD_BEFORE.search(before(text, place))
    return "" if found is None else found[1]


def word_after(text: str, place: int) -> str:
    """Give the capitalised word that follows a place, or ""."""
    found = _CAPITAL_AFTER.match(text, place)
    return "" if found is None else found[0].strip()


def spelled(name: str) -> str:
    """Write a pattern of a name, with any space between its words, and either apostrophe."""
    return r"\s+".join(
        re.escape(word).replace("'", "['’]").replace("’", "['’]") for word in name.split()
    )


def whole(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of whole words in any case; which case is a name, its rule decides."""
    return re.compile(rf"(?<![\w@]){pattern}(?!\w)", re.IGNORECASE)
