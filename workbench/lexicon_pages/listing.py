"""The terms of a project's lexicon as a page lists them: what is shipped, own, off or waiting."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.lexicons.queries import Draft, StandingLexicon
from workbench.scoring.lexicon_entries import LexiconEntry
from workbench.scoring.overlay import key_of
from workbench.web.pagination import ROWS_PER_PAGE, Page
from workbench.words import lazy

SHOWN = {
    "all": lazy("All terms"),
    "own": lazy("Added or changed here"),
    "off": lazy("Switched off"),
    "waiting": lazy("Not applied yet"),
}
SHIPPED, OWN, CHANGED = "shipped", "own", "changed"


@dataclass(frozen=True)
class TermRow:
    """Hold a term; `is_waiting` says that the draft has it otherwise than the lexicon in force."""

    entry: LexiconEntry
    origin: str
    is_off: bool
    is_waiting: bool

    def has(self, wanted: str) -> bool:
        """Tell whether the term stands in one of the lists of `SHOWN`."""
        return {
            "own": self.origin != SHIPPED,
            "off": self.is_off,
            "waiting": self.is_waiting,
        }.get(wanted, True)


@dataclass(frozen=True)
class Wanted:
    """Hold which terms a page asks for."""

    words: str = ""
    category: str = ""
    shown: str = "all"

    @property
    def is_everything(self) -> bool:
        """Tell whether no term is left out."""
        return not self.words and not self.category and self.shown == "all"


def term_rows(standing: StandingLexicon, draft: Draft | None) -> list[TermRow]:
    """List all terms by name, as they would be with the draft applied."""
    present = draft or standing
    shipped = {key_of(entry.term) for entry in present.base}
    in_force = {key_of(entry.term): entry for entry in standing.entries}
    rows = [
        TermRow(
            entry=entry,
            origin=_origin(is_shipped=key in shipped, is_own=key in present.overlay.own),
            is_off=key in present.overlay.off,
            is_waiting=in_force.get(key) != (None if key in present.overlay.off else entry),
        )
        for key, entry in present.overlay.every_term(present.base).items()
    ]
    return sorted(rows, key=lambda row: key_of(row.entry.term))


def chosen_rows(rows: Sequence[TermRow], wanted: Wanted, number: int) -> Page[TermRow]:
    """Give one page of the terms that are asked for; words are looked for in terms and reasons."""
    words = key_of(wanted.words)
    found = [
        row
        for row in rows
        if row.has(wanted.shown)
        and wanted.category in ("", row.entry.category)
        and (not words or words in _searched(row.entry))
    ]
    start = (number - 1) * ROWS_PER_PAGE
    return Page(rows=found[start : start + ROWS_PER_PAGE], number=number, total=len(found))


def _searched(entry: LexiconEntry) -> str:
    return key_of("\n".join((entry.term, *entry.forms, entry.reason)))


def _origin(*, is_shipped: bool, is_own: bool) -> str:
    if not is_own:
        return SHIPPED
    return CHANGED if is_shipped else OWN
