"""Make the rules by which a text's mentions of its own authors are found."""

import re
from collections.abc import Iterable

from workbench.text.bylines import Author, authors_of
from workbench.text.naming import (
    Rule,
    before,
    begins_a_sentence,
    is_a_word,
    is_capitalised,
    is_quoted,
    spelled,
    whole,
    word_after,
    word_before,
    word_set,
)

_SHORTEST_SMALL = 4
_SHORTEST_GIVEN = 3

# Before a name they do not tell whose it is; "Senator" or "Boris" do.
_TITLES = word_set(
    "author blogger columnist contributor correspondent dr editor miss mr mrs ms mx "
    "prof professor reporter sir writer"
)
_OPENERS = word_set(
    "after also although and as at because before but by can did does earlier even for "
    "from had has have here how however i if in is it later like meanwhile nor not now on "
    "once only or perhaps since so still that then this though to until was were what "
    "when where which while who why will with would yet"
)
_CALENDAR = word_set(
    "april august december february friday january july june march may monday november "
    "october saturday september sunday thursday today tomorrow tuesday wednesday "
    "yesterday"
)
# Ordinary words that have a capital anywhere, and are surnames, too.
_CAPITAL_ANYWAY = _CALENDAR | word_set(
    "america asia austin berlin black britain chad christian cleveland congress dallas england "
    "english europe florida france french georgia german germany holland houston internet "
    "ireland irish israel jordan lincoln london madison north paris rome scotland south "
    "sydney virginia wales washington welsh west white york"
)
_POINTED = word_set("capt col dr gen gov hon lt mr mrs ms prof rep rev sen sgt st")

_WRITES = (
    r"(?:writes|wrote|written|reports|reported|contributed|covers|covered|blogs|tweets|"
    r"can be reached|may be reached)"
)
_SAYS = (
    r"(?:adds|added|argues|argued|asks|asked|believes|claims|claimed|concludes|concluded|explains|"
    r"explained|insists|joined|notes|noted|observes|observed|says|said|suggests|suggested|tells|"
    r"thinks|told)"
)
_IS_A = (
    r",?\s+(?:is|was)\s+(?:a|an|the|our)\s(?:[^.\n]{0,60}\s)?(?:author|columnist|contributor|"
    r"correspondent|editor|fellow|journalist|professor|reporter|writer)\b"
)
_HAS = r"\s+(?:also\s+|ha[sd]\s+|later\s+|then\s+)?"
_AS_A_WRITER = re.compile(rf"{_HAS}{_WRITES}\b|{_IS_A}", re.IGNORECASE)
_AS_A_PERSON = re.compile(rf"{_HAS}(?:{_WRITES}|{_SAYS})\b|{_IS_A}", re.IGNORECASE)
_JOINED_AFTER = re.compile(r"[-‐‑][^\W\d_]")
_JOINED_BEFORE = re.compile(r"\b[A-Z][^\W\d_]*[-‐‑]$")
_BY = re.compile(r"\bby\s+$", re.IGNORECASE)


def author_rules(byline: str, others: frozenset[str]) -> list[Rule]:
    """Make the rules for a byline's authors; `others` are surnames that stand for somebody else.

    A person is found by the full name, with or without its middle names, or with an initial; by
    the surname alone where it has its capital and belongs to no longer name; and by the given name
    where it writes or reports. A surname that is an ordinary word ("Young", "May") needs a place
    inside a sentence, or what only people do: "Young said".
    """
    return [rule for author in authors_of(byline) for rule in _rules(author, others)]


def others_of_the_name(byline: str, texts: Iterable[str]) -> frozenset[str]:
    """Find the authors' surnames that an article gives to somebody else, in small letters.

    >>> sorted(others_of_the_name("Ted Johnson", ["Boris Johnson left.", "Johnson said so."]))
    ['johnson']
    """
    authors = [author for author in authors_of(byline) if not author.is_agency]
    read = tuple(texts) if authors else ()
    return frozenset(
        author.family.casefold()
        for author in authors
        if any(
            _is_somebody_else(text, match, author)
            for text in read
            for match in whole(f"(?P<name>{spelled(author.family)})").finditer(text)
            if match["name"][0].isupper()
        )
    )


def _rules(author: Author, others: frozenset[str]) -> list[Rule]:
    if author.is_agency:
        return [_full_rule(author, spelled(author.family))]
    rules = []
    if author.given:
        middle = "".join(rf"(?:\s*{_initial(name)})?" for name in author.middle)
        pattern = (
            rf"{_initial(author.given)}{middle}(?:\s+(?-i:[A-Z])\.)?\s+{spelled(author.family)}"
        )
        rules += [_full_rule(author, pattern)]
        if author.family.casefold() not in others and len(author.given) >= _SHORTEST_GIVEN:
            rules.append(_given_rule(author.given))
    if author.family.casefold() not in others and len(author.family.strip(".")) > 1:
        rules.append(_family_rule(author))
    return rules


def _initial(name: str) -> str:
    """Match a name, or its initial."""
    return rf"(?:{spelled(name)}|(?-i:{re.escape(name[0])})\.?)"


def _full_rule(author: Author, pattern: str) -> Rule:
    words = [word for word in author.full.split() if len(word.rstrip(".")) > 1]
    is_distinctive = not all(is_a_word(word) for word in words)

    def accepts(text: str, match: re.Match[str]) -> bool:
        if is_capitalised(match["name"], match["name"].title()):
            return True
        # "mark price" is what a shop does, unless it stands as a name.
        is_written = bool(_BY.search(before(text, match.start()))) or is_quoted(text, match)
        return is_distinctive or is_written or match["name"][:1].isupper()

    return Rule(whole(f"(?P<name>{pattern})"), accepts)


def _given_rule(given: str) -> Rule:
    return Rule(
        whole(f"(?P<name>{spelled(given)})"),
        lambda text, match: (
            match["name"][0].isupper()
            and not _name_before(text, match.start())
            and _AS_A_WRITER.match(text, match.end()) is not None
        ),
    )


def _family_rule(author: Author) -> Rule:
    is_word = is_a_word(author.family)
    is_capital_anyway = author.family.casefold() in _CAPITAL_ANYWAY
    is_small_name = not is_word and len(author.family) >= _SHORTEST_SMALL

    def accepts(text: str, match: re.Match[str]) -> bool:
        if match["name"].islower():
            return is_small_name
        if not is_capitalised(match["name"], author.family):
            return False
        if _belongs_to_a_longer_name(text, match) or _is_somebody_else(text, match, author):
            return False
        if not is_word or _is_person(text, match):
            return True
        return not is_capital_anyway and not _says_nothing(text, match)

    return Rule(whole(f"(?P<name>{spelled(author.family)})"), accepts)


def _belongs_to_a_longer_name(text: str, match: re.Match[str]) -> bool:
    """Tell whether a surname is a part of "Miller Street" or "Miller-Reed"."""
    if _JOINED_AFTER.match(text, match.end()) or _JOINED_BEFORE.search(before(text, match.start())):
        return True
    return bool(word_after(text, match.end())) and not _is_shouted(text, match)


def _says_nothing(text: str, match: re.Match[str]) -> bool:
    """Tell whether the capital of an ordinary word need not make it a name here."""
    if word_before(text, match.start()).casefold() in {"a", "an", "the"}:
        return True
    return begins_a_sentence(text, match.start()) or _is_shouted(text, match)


def _is_person(text: str, match: re.Match[str]) -> bool:
    """Tell whether what stands around a word makes it somebody's name."""
    if word_before(text, match.start()).casefold().rstrip(".") in _TITLES:
        return True
    return _AS_A_PERSON.match(text, match.end()) is not None


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """Tell whether everything here is in capitals, so that they say nothing."""
    beside = word_before(text, match.start()) + word_after(text, match.end())
    return match["name"].isupper() and len(beside) > 1 and beside.isupper()


def _is_somebody_else(text: str, match: re.Match[str], author: Author) -> bool:
    """Tell whether another's given name, or an office, stands before a surname."""
    word = _name_before(text, match.start())
    if not word or _is_shouted(text, match):
        return False
    own = {name.casefold() for name in (author.given, *author.middle) if name}
    own |= {name[0] for name in own}
    return word not in own


def _name_before(text: str, place: int) -> str:
    """Give what belongs to a name before a place, in small letters without its point, or ""."""
    word = word_before(text, place)
    name = word.rstrip(".").casefold()
    if not word or not word[0].isupper() or name in _TITLES | _CALENDAR:
        return ""
    if word.endswith(".") and len(name) > 1 and name not in _POINTED:
        # The sentence before ended with it.
        return ""
    return "" if name in _OPENERS else name
