"""Change a lexicon for one study: terms added, changed or switched off, and the rest as it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconEntry, LexiconError, clashes, shown
from workbench.scoring.lint import problems_of
from workbench.scoring.matching import folded

Entries = Sequence[LexiconEntry]


def key_of(term: str) -> str:
    """Give what makes two terms the same one.

    >>> key_of("Iron  Fist")
    'iron fist'
    """
    return " ".join(folded(term).split())


@dataclass(frozen=True)
class Overlay:
    """Hold what a study changes: `own` entries take the place of the base's with the same term.

    `off` holds the keys of terms that are not found, be they the base's or the study's own, so
    that switching one on again brings back what it said.
    """

    off: frozenset[str] = frozenset()
    own: Mapping[str, LexiconEntry] = field(default_factory=dict)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_values` wrote."""
        entries = (_entry_from(each) for each in values["own"])
        return cls(frozenset(values["off"]), {key_of(entry.term): entry for entry in entries})

    def to_values(self) -> dict[str, Any]:
        """Write it as JSON can keep it, the same for the same content."""
        return {"off": sorted(self.off), "own": [asdict(self.own[key]) for key in sorted(self.own)]}

    def switched_off(self, terms: Iterable[str]) -> "Overlay":
        """Switch terms off."""
        return Overlay(self.off | {key_of(term) for term in terms}, self.own)

    def switched_on(self, terms: Iterable[str]) -> "Overlay":
        """Switch terms on again."""
        return Overlay(self.off - {key_of(term) for term in terms}, self.own)

    def with_entries(self, entries: Iterable[LexiconEntry]) -> "Overlay":
        """Take entries in, switched on, in the place of those with the same terms."""
        taken = {key_of(entry.term): entry for entry in entries}
        return Overlay(self.off - taken.keys(), {**self.own, **taken})

    def without(self, term: str) -> "Overlay":
        """Forget everything that was changed about a term."""
        key = key_of(term)
        return Overlay(self.off - {key}, {each: self.own[each] for each in self.own if each != key})

    def every_term(self, base: Entries) -> dict[str, LexiconEntry]:
        """Map the keys of all terms to what they say, those switched off included, in order."""
        return {**{key_of(entry.term): entry for entry in base}, **self.own}

    def entries(self, base: Entries) -> tuple[LexiconEntry, ...]:
        """List the entries that are found."""
        return tuple(entry for key, entry in self.every_term(base).items() if key not in self.off)

    def tidied(self, base: Entries) -> "Overlay":
        """Leave out what changes nothing about the base."""
        shipped = {key_of(entry.term): entry for entry in base}
        own = {key: entry for key, entry in self.own.items() if shipped.get(key) != entry}
        return Overlay(self.off & (shipped.keys() | own.keys()), own)


@dataclass(frozen=True)
class Difference:
    """Hold what becomes of one term: `before` or `after` is None where it is not found."""

    before: LexiconEntry | None
    after: LexiconEntry | None

    @property
    def term(self) -> str:
        """Name the term."""
        entry = self.after or self.before
        return entry.term if entry else ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Name the columns in which both differ; none where one of them is missing."""
        if self.before is None or self.after is None:
            return ()
        return tuple(
            each.name
            for each in fields(LexiconEntry)
            if getattr(self.before, each.name) != getattr(self.after, each.name)
        )


def differences(before: Entries, after: Entries) -> tuple[Difference, ...]:
    """List what one set of entries has otherwise than another, by term."""
    old = {key_of(entry.term): entry for entry in before}
    new = {key_of(entry.term): entry for entry in after}
    return tuple(
        Difference(old.get(key), new.get(key))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    )


def problems_with(entries: Entries, changed: Iterable[str]) -> dict[str, list[str]]:
    """Tell what is wrong with changed terms among all entries, by the terms' keys.

    What is unchanged was checked before. An entry that clashes with another over a form is left
    out while the others are looked at.
    """
    asked = {key_of(term) for term in changed}
    found: dict[str, list[str]] = {}
    for first, second, sentence in clashes(entries):
        both = [key for entry in (second, first) if (key := key_of(entry.term)) in asked]
        found.setdefault((both or [key_of(second.term)])[0], []).append(sentence)
    lexicon = Lexicon([entry for entry in entries if key_of(entry.term) not in found])
    for number, entry in enumerate(lexicon.entries):
        if (key := key_of(entry.term)) in asked and (sentences := problems_of(lexicon, number)):
            found[key] = [
                sentence.removeprefix(f"“{shown(entry.term)}”: ") for sentence in sentences
            ]
    return found


def _entry_from(values: Mapping[str, Any]) -> LexiconEntry:
    known = {each.name for each in fields(LexiconEntry)}
    if values.keys() != known:
        raise LexiconError(f"The stored entry {values.get('term', '')!r} cannot be read.")
    plain: dict[str, Any] = {
        name: tuple(each) if isinstance(each, list) else each for name, each in values.items()
    }
    return LexiconEntry(**plain)
