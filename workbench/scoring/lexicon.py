"""Hold a lexicon of loaded words: what to find, of which category, and why it is loaded."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from functools import cached_property
from pathlib import Path
from typing import Self

from workbench.scoring.context import ContextRule, read_rules
from workbench.scoring.inflections import dictionary_forms
from workbench.scoring.lexicon_entries import (
    CATEGORIES,
    LexiconEntry,
    LexiconError,
    clashes,
    hyphenated,
)
from workbench.scoring.lexicon_rows import read_entries
from workbench.scoring.matching import PhraseMatcher

# No entry: the number of a phrase that is neutral although it contains a term.
NEUTRAL = -1


class Lexicon:
    """Hold entries, their version, and the matcher made from them.

    `version` is a hash of what the entries say: it changes with any of them, and stays the same
    when they are merely reordered.
    """

    def __init__(self, entries: Iterable[LexiconEntry], *, source: str = "lexicon") -> None:
        self.entries = tuple(entries)
        self._source = source
        self._phrases = dict(self._numbered_phrases())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a CSV file in UTF-8; raise `LexiconError` where it can't be used."""
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise LexiconError(f"{path.name}: byte {error.start} is not UTF-8.") from error
        except OSError as error:
            raise LexiconError(f"{path.name}: can't be read ({error.strerror}).") from error
        return cls.from_text(text, source=path.name)

    @classmethod
    def from_text(cls, text: str, *, source: str = "lexicon") -> Self:
        """Read the text of a CSV file whose first line names the columns."""
        return cls(read_entries(text, source), source=source)

    @cached_property
    def version(self) -> str:
        lines = sorted(repr(astuple(entry)) for entry in self.entries)
        return "lexicon-" + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories that have entries, in the codebook's order."""
        used = {entry.category for entry in self.entries}
        return tuple(category for category in CATEGORIES if category in used)

    @cached_property
    def rules(self) -> Mapping[int, tuple[ContextRule, ...]]:
        """The context rules of the entries that have some, by the entry's place."""
        return {
            number: read_rules(entry.context)
            for number, entry in enumerate(self.entries)
            if entry.context
        }

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """List `(start, end, place of the entry)` of the terms that their rules allow."""

        def allows(start: int, end: int, number: int) -> bool:
            return number not in rules or all(
                rule.allows(text, start, end) for rule in rules[number]
            )

        rules = self.rules
        return [match for match in self.matcher.find(text, allows) if match[2] != NEUTRAL]

    @cached_property
    def matcher(self) -> PhraseMatcher:
        """What finds the terms; it reports an entry's place, or `NEUTRAL`."""
        return PhraseMatcher(self._phrases)

    def _numbered_phrases(self) -> Iterator[tuple[str, int]]:
        for *_, sentence in clashes(self.entries):
            raise LexiconError(f"{self._source}: {sentence}")
        claimed: set[str] = set()
        for number, entry in enumerate(self.entries):
            for owner, forms in ((number, entry.matched_forms()), (NEUTRAL, entry.neutral_forms())):
                claimed.update(forms)
                yield from ((form, owner) for form in forms)
        # What a dictionary adds never takes a form from an entry that names it.
        for number, entry in enumerate(self.entries):
            for form in hyphenated(dictionary_forms(entry.term, entry.part_of_speech)):
                if form not in claimed:
                    claimed.add(form)
                    yield form, number
