"""Check a lexicon for entries that load but would mislead an annotator or never match."""

from collections import Counter
from collections.abc import Iterator

from workbench.scoring.lexicon import Lexicon, LexiconEntry
from workbench.scoring.matching import folded

LONGEST_REASON = 120
"""What fits on one or two lines beside a paragraph, in code points."""

MOST_SHARING_A_REASON = 6
"""A reason that fits more terms than a handful of near-synonyms explains none of them."""


def problems(lexicon: Lexicon) -> tuple[str, ...]:
    """List what is wrong with the entries, one sentence each; an empty tuple is a clean lexicon.

    Entries that claim the same form never get this far: `Lexicon` refuses them.
    """
    return (
        *(problem for entry in lexicon.entries for problem in _of_reason(entry)),
        *(problem for entry in lexicon.entries for problem in _of_forms(entry)),
        *_of_shared_reasons(lexicon),
        *_of_matching(lexicon),
        *_of_examples(lexicon),
    )


def _of_reason(entry: LexiconEntry) -> Iterator[str]:
    reason = entry.reason
    if len(reason) > LONGEST_REASON:
        yield f"“{entry.term}”: the reason has more than {LONGEST_REASON} characters."
    if not reason[:1].isupper() or not reason.endswith(".") or ". " in reason:
        yield f"“{entry.term}”: the reason is not one sentence."


def _of_forms(entry: LexiconEntry) -> Iterator[str]:
    for name, phrases in (("forms", (entry.term, *entry.forms)), ("unless", entry.unless)):
        for phrase, times in Counter(folded(phrase) for phrase in phrases).items():
            if times > 1:
                yield f"“{entry.term}”: “{phrase}” stands in {name} twice."


def _of_shared_reasons(lexicon: Lexicon) -> Iterator[str]:
    for reason, times in Counter(entry.reason for entry in lexicon.entries).items():
        if times > MOST_SHARING_A_REASON:
            yield f"{times} entries share the reason “{reason}”"


def _of_matching(lexicon: Lexicon) -> Iterator[str]:
    for number, entry in enumerate(lexicon.entries):
        for form in entry.matched_forms():
            if lexicon.matcher.find(form) != [(0, len(form), number)]:
                yield f"“{entry.term}”: the form “{form}” is not matched."
        for phrase in entry.unless:
            if not any(form in folded(phrase) for form in entry.matched_forms()):
                yield f"“{entry.term}”: “{phrase}” does not contain the term."


def _of_examples(lexicon: Lexicon) -> Iterator[str]:
    """Hold each rule against an example: a rule that nothing passes is a term that is lost."""
    for number, entry in enumerate(lexicon.entries):
        if entry.context and not entry.example:
            yield f"“{entry.term}”: has a context rule and no example that passes it."
        found = [place for _, _, place in lexicon.find(entry.example)]
        if entry.example and number not in found:
            yield f"“{entry.term}”: is not found in its example “{entry.example}”."
        for rule, times in Counter(entry.context).items():
            if times > 1:
                yield f"“{entry.term}”: the rule “{rule}” stands in context twice."
