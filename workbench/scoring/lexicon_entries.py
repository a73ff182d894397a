"""Say what the entries of a lexicon of loaded words are, and where two of them clash."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workbench.scoring.inflections import inflections
from workbench.scoring.matching import folded
from workbench.words import gettext

CATEGORIES = (
    "glorifying",
    "demeaning",
    "sensational",
    "militaristic",
    "euphemism",
    "hedging_insinuation",
    "moral_judgement",
    "loaded_speech_verb",
)
PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "phrase")
COLUMNS = (
    "term",
    "category",
    "polarity",
    "strength",
    "part_of_speech",
    "forms",
    "unless",
    "context",
    "weaker",
    "example",
    "reason",
)
WEAKER_WHERE = ("quoted", "attributed")
# A sentence about a term needs no more of it.
_MOST_SHOWN = 60


class LexiconError(ValueError):
    """Name the file, the entry and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """Hold one term with its category and the sentence that explains it to an annotator.

    `polarity` is -1 where the word puts its subject in a bad light, 1 in a good one, and 0 where
    that depends; `strength` runs from 1 (mild) to 3 (strong). Nouns and verbs are matched with
    their regular inflections; `forms` adds others. `unless` lists neutral phrases that contain
    the term ("tax regime"), in which it is not found. `context` holds the rules of
    `workbench.scoring.context`; `weaker` says where the strength is one less, inside quotation
    marks or in a sentence that names its source. `example` is a text in which the term is found.
    """

    term: str
    category: str
    polarity: int
    strength: int
    reason: str
    part_of_speech: str = "phrase"
    forms: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    weaker: tuple[str, ...] = ()
    example: str = ""

    def matched_forms(self) -> tuple[str, ...]:
        """List every form that is matched, the term first, each once, folded.

        A term of several words is matched with hyphens in place of its spaces too.
        """
        base = (self.term, *inflections(self.term, self.part_of_speech), *self.forms)
        return hyphenated(base)

    def neutral_forms(self) -> tuple[str, ...]:
        """List the neutral phrases, with their plurals, in which the term is not found."""
        return hyphenated(
            form for phrase in self.unless for form in (phrase, *inflections(phrase, "noun"))
        )


def clashes(
    entries: Sequence[LexiconEntry],
) -> Iterator[tuple[LexiconEntry, LexiconEntry, str]]:
    """Go through the forms that two entries claim: the earlier, the later, and a sentence."""
    owners: dict[str, LexiconEntry] = {}
    for entry in entries:
        for form in entry.matched_forms():
            owner = owners.setdefault(form, entry)
            if owner is not entry:
                sentence = gettext(
                    "the entries “%(first)s” and “%(second)s” both match “%(form)s”; keep it in "
                    "one of them.",
                    first=shown(owner.term),
                    second=shown(entry.term),
                    form=shown(form),
                )
                yield owner, entry, sentence
    for entry in entries:
        for form in entry.neutral_forms():
            if form in owners:
                sentence = gettext(
                    "“%(form)s” is neutral in the entry “%(first)s” but matched by “%(second)s”.",
                    form=shown(form),
                    first=shown(entry.term),
                    second=shown(owners[form].term),
                )
                yield owners[form], entry, sentence


def hyphenated(phrases: Iterable[str]) -> tuple[str, ...]:
    """List phrases folded, and then with hyphens in place of their spaces, each once."""
    plain = [folded(phrase) for phrase in phrases]
    return tuple(dict.fromkeys([*plain, *(phrase.replace(" ", "-") for phrase in plain)]))


def shown(words: str) -> str:
    """Cut off what is too long for a sentence that names it.

    >>> shown("witch hunt"), len(shown("so " * 100))
    ('witch hunt', 61)
    """
    return words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"
