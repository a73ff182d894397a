"""Check a lexicon for entries that load but would mislead an annotator or never match."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconEntry, shown
from workbench.scoring.matching import folded
from workbench.words import gettext

LONGEST_REASON = 120
"""What fits on one or two lines beside a paragraph, in code points."""

_ENDS = re.compile(r"[.!?…][“”’\"')»«]*$")
# After an abbreviation of one letter, such as "e.g. The" or "z. B.", a sentence goes on.
_GOES_ON = re.compile(r"[^\W\d_]{2}[.!?][“”’\"')»«]*\s+[“„\"'(»«]*[A-ZÄÖÜ]")

MOST_SHARING_A_REASON = 6
"""A reason that fits more terms than a handful of near-synonyms explains none of them."""


def problems(lexicon: Lexicon) -> tuple[str, ...]:
    """List what is wrong with the entries, one sentence each; an empty tuple is a clean lexicon.

    Entries that claim the same form never get this far: `Lexicon` refuses them.
    """
    found = (problems_of(lexicon, number) for number in range(len(lexicon.entries)))
    return (*chain.from_iterable(found), *_of_shared_reasons(lexicon))


def problems_of(lexicon: Lexicon, number: int) -> tuple[str, ...]:
    """List what is wrong with one entry, by its place in the lexicon."""
    entry = lexicon.entries[number]
    return (
        *_of_reason(entry),
        *_of_forms(entry),
        *_of_matching(lexicon, number),
        *_of_example(lexicon, number),
    )


def _of_reason(entry: LexiconEntry) -> Iterator[str]:
    reason = entry.reason
    if len(reason) > LONGEST_REASON:
        yield gettext(
            "“%(term)s”: the reason has more than %(most)s characters.",
            term=shown(entry.term),
            most=LONGEST_REASON,
        )
    if not _is_sentence(reason):
        yield gettext("“%(term)s”: the reason is not one sentence.", term=shown(entry.term))


def _is_sentence(reason: str) -> bool:
    """Tell whether it begins and ends as one sentence; it may begin with a quotation.

    >>> _is_sentence("“So-called” casts doubt, e.g. on experts.")
    True
    >>> _is_sentence("Praises. And more.")
    False
    """
    begins = not reason.lstrip("“”„‘’\"'(»«")[:1].islower()
    return begins and bool(_ENDS.search(reason)) and not _GOES_ON.search(reason)


def _of_forms(entry: LexiconEntry) -> Iterator[str]:
    for name, phrases in (("forms", (entry.term, *entry.forms)), ("unless", entry.unless)):
        for phrase, times in Counter(folded(phrase) for phrase in phrases).items():
            if times > 1:
                yield gettext(
                    "“%(term)s”: “%(phrase)s” stands in %(column)s twice.",
                    term=shown(entry.term),
                    phrase=shown(phrase),
                    column=name,
                )


def _of_shared_reasons(lexicon: Lexicon) -> Iterator[str]:
    for reason, times in Counter(entry.reason for entry in lexicon.entries).items():
        if times > MOST_SHARING_A_REASON:
            yield f"{times} entries share the reason “{reason}”"


def _of_matching(lexicon: Lexicon, number: int) -> Iterator[str]:
    entry = lexicon.entries[number]
    for form in entry.matched_forms():
        if lexicon.matcher.find(form) != [(0, len(form), number)]:
            yield gettext(
                "“%(term)s”: the form “%(form)s” is not matched.",
                term=shown(entry.term),
                form=shown(form),
            )
    for phrase in entry.unless:
        if not any(form in folded(phrase) for form in entry.matched_forms()):
            yield gettext(
                "“%(term)s”: “%(phrase)s” does not contain the term.",
                term=shown(entry.term),
                phrase=shown(phrase),
            )


def _of_example(lexicon: Lexicon, number: int) -> Iterator[str]:
    """Hold each rule against an example: a rule that nothing passes is a term that is lost."""
    entry = lexicon.entries[number]
    if entry.context and not entry.example:
        yield gettext(
            "“%(term)s”: has a context rule and no example that passes it.", term=shown(entry.term)
        )
    if entry.example and number not in [place for *_, place in lexicon.find(entry.example)]:
        yield gettext(
            "“%(term)s”: is not found in its example “%(example)s”.",
            term=shown(entry.term),
            example=entry.example,
        )
    for rule, times in Counter(entry.context).items():
        if times > 1:
            yield gettext(
                "“%(term)s”: the rule “%(rule)s” stands in context twice.",
                term=shown(entry.term),
                rule=shown(rule),
            )
