"""Decide from what stands around a term whether it is the loaded word of its entry.

The rules stand in the lexicon's `context` column, parted by semicolons:

    next: us, our voters     only right before one of these words or phrases
    not next: furnace        not right before one of them
    previous: the, a         only right after one of them
    not previous: bomb       not right after one of them
    speech                   only as a verb of speech: beside a quotation, or before "that"
    people                   only beside a word for people: a pronoun, "voters", a name
    no name                  not as a part of a name, such as "Liberty Bell"
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.scoring.lexicon_entries import shown
from workbench.scoring.persons import PERSONS
from workbench.words import gettext

Place = Callable[[str, int, int], bool]
BARE_RULES = ("speech", "people", "no name")
LISTING_RULES = ("next", "not next", "previous", "not previous")

# A phrase of a rule has a few words at most, and what parts them may be wide.
_LOOK_BACK = 60
_WINDOW = 40
_BEFORE_SPEECH = re.compile(r"[”\"’'»],?\s+(?:[^\s“\"‘”.;]+\s+){0,4}$")
_AFTER_SPEECH = re.compile(r"[,:]?\s+(?:that\b|[“\"‘'«])")
_LAST_WORD = re.compile(r"([^\W\d_]+)\s+$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class ContextError(ValueError):
    """Say which rule can't be read."""


@dataclass(frozen=True)
class ContextRule:
    """Hold one rule as it was written and what it asks of a place."""

    written: str
    allows: Place


def read_rules(cells: Sequence[str]) -> tuple[ContextRule, ...]:
    """Read the rules of one entry; raise `ContextError` for one that is not known."""
    return tuple(_rule(" ".join(cell.split())) for cell in cells)


def _rule(written: str) -> ContextRule:
    name, colon, listed = (part.strip() for part in written.partition(":"))
    if not colon and name in BARE_RULES:
        return ContextRule(written, _BARE[name])
    phrases = [phrase.strip() for phrase in listed.split(",") if phrase.strip()]
    if name not in LISTING_RULES or not phrases:
        known = ", ".join((*BARE_RULES, *(f"{name}: …" for name in LISTING_RULES)))
        raise ContextError(
            gettext(
                "the context rule “%(rule)s” is not one of %(known)s",
                rule=shown(written),
                known=known,
            )
        )
    is_beside = _beside(phrases, is_after=name.endswith("next"))
    if name.startswith("not"):
        return ContextRule(written, lambda text, start, end: not is_beside(text, start, end))
    return ContextRule(written, is_beside)


def _beside(phrases: Sequence[str], *, is_after: bool) -> Place:
    choices = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    if is_after:
        after = re.compile(rf"[\s-]\s*(?:{choices})(?!\w)", re.IGNORECASE)
        return lambda text, start, end: after.match(text, end) is not None
    before = re.compile(rf"(?<!\w)(?:{choices})[\s-]+[“\"‘']?$", re.IGNORECASE)

    def follows(text: str, start: int, end: int) -> bool:
        return before.search(text[max(0, start - _LOOK_BACK) : start]) is not None

    return follows


def _is_speech(text: str, start: int, end: int) -> bool:
    if _AFTER_SPEECH.match(text, end):
        return True
    return _BEFORE_SPEECH.search(text[max(0, start - _LOOK_BACK) : start]) is not None


def _is_of_people(text: str, start: int, end: int) -> bool:
    before = _WORD.findall(text[max(0, start - _WINDOW) : start])[-3:]
    after = _WORD.findall(text[end : end + _WINDOW])[:3]
    return any(word.lower() in PERSONS for word in (*before, *after)) or any(
        word[0].isupper() for word in (*before[1:], *after)
    )


def _is_no_name(text: str, start: int, end: int) -> bool:
    if not text[start].isupper() or text[start:end].isupper():
        return True
    # In a headline set in title case a capital tells nothing.
    if is_title_case(text):
        return True
    after = _WORD.match(text, end + 1)
    return not (after is not None and after[0][0].isupper()) and not _follows_name(text, start)


def _follows_name(text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start]
    last = _LAST_WORD.search(before)
    if last is None or not last[1][0].isupper():
        return False
    # The first word of a sentence has its capital for another reason.
    earlier = before[: last.start()].rstrip("“\"‘'( ")
    return bool(earlier) and not earlier.endswith((".", "!", "?", ":", "”", '"'))


_BARE: dict[str, Place] = {
    "speech": _is_speech,
    "people": _is_of_people,
    "no name": _is_no_name,
}


def is_title_case(text: str) -> bool:
    """Tell whether most of the longer words of a short text begin with a capital.

    A text that ends with a full stop is a sentence.

    >>> is_title_case("Mayor Slams Critics of New Bridge")
    True
    """
    if len(text) > 200 or text.rstrip().endswith("."):
        return False
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
