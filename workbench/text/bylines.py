"""Read the authors that a byline names: people by their parts, and agencies."""

import re
import unicodedata
from dataclasses import dataclass

from workbench.text.naming import is_a_word, word_set

MOST_AUTHORS = 20

_BETWEEN = re.compile(r"\s*(?:,|;|&|\||/|·|•|\band\b|\bwith\b)\s*", re.IGNORECASE)
_BY = re.compile(r"^\s*(?:(?:story|text|words|written)\s+)?by\s+", re.IGNORECASE)
_PLACE = re.compile(r"(?:^|\s+)(?:in|at|for|from)\s.*")
_SUFFIX = re.compile(r"(?:[\s,]+(?:Jr|Sr|II|III|IV|MD|PhD|Ph\.D|MP|MBE|OBE)\.?)+(?=$|\s*[,;&|/])")
_PARTICLES = word_set("al bin da dal de del della den der di dos du el la le ten ter van von zu")
_AGENCIES = word_set(
    "agence agency associates association bureau company foundation group institute media "
    "network news newspaper newspapers post press project radio service services times "
    "wire"
)
_ROLES = word_set(
    "admin agencies analyst anonymous author board columnist contributor contributors "
    "correspondent correspondents desk editor editorial editors freelance guest intern "
    "journalist newsroom opinion photographer producer reporter reporters special staff "
    "team unknown wires writer writers"
)
_FIELDS = word_set(
    "assistant associate business chief city culture deputy economics education environment "
    "foreign health home legal managing national news political science senior sports technology "
    "world"
)


@dataclass(frozen=True)
class Author:
    """Name an author: a person by given, middle and family name, or an agency by `family` alone."""

    family: str
    given: str = ""
    middle: tuple[str, ...] = ()
    is_agency: bool = False

    @property
    def full(self) -> str:
        """Give the name as a byline has it."""
        return " ".join(part for part in (self.given, *self.middle, self.family) if part)


def authors_of(byline: str) -> tuple[Author, ...]:
    """Read the authors of a byline; roles ("political editor") and places after them are none.

    >>> [(author.given, author.family) for author in authors_of("By ADA VAN DYKE, Staff Writer")]
    [('Ada', 'van Dyke')]
    >>> authors_of("Reuters")
    (Author(family='Reuters', given='', middle=(), is_agency=False),)
    """
    said = _SUFFIX.sub("", _BY.sub("", unicodedata.normalize("NFC", byline)))
    parts = [_without_role(_PLACE.sub("", part).split()) for part in _BETWEEN.split(said)]
    named = [words for words in parts if words][:MOST_AUTHORS]
    longer = [words for words in named if len(words) > 1]
    if longer:
        # A single word beside a name is where it was written.
        return tuple(_author(words) for words in longer)
    if len(named) == 2 and "," in said:
        # "Miller, Ada" as in a library's list.
        return (Author(_person(named[0][0]), _person(named[1][0])),)
    # "AFP" stays as it is.
    return tuple(Author(word if word.isupper() else _person(word)) for (word,) in named)


def _without_role(words: list[str]) -> list[str]:
    """Leave out what says what somebody is: alone, or as two words and more after a name."""
    name = list(words)
    while name and _is_role(name, words):
        name.pop()
    if len(name) == len(words) or not name:
        return name
    if len(name) == 1:
        # "Political editor", and "Reuters Staff".
        return [] if is_a_word(name[0]) else name
    # One word alone is a surname, too: "Jane Q. Writer".
    return name if len(words) - len(name) > 1 else words


def _is_role(name: list[str], words: list[str]) -> bool:
    last = name[-1].casefold().strip(".")
    return last in _ROLES or (len(name) < len(words) and last in _FIELDS)


def _author(words: list[str]) -> Author:
    if any(word.casefold() in _AGENCIES for word in words):
        return Author(" ".join(words), is_agency=True)
    family = len(words) - 1
    while family > 1 and words[family - 1].casefold() in _PARTICLES:
        family -= 1
    names = [_person(word) for word in words]
    particles = [word.casefold() if word.isupper() else word for word in words[family:-1]]
    return Author(" ".join([*particles, names[-1]]), names[0], tuple(names[1:family]))


def _person(word: str) -> str:
    """Write a person's name with its capital, also where the house prints names in capitals."""
    if word.islower() or word.isupper():
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word
