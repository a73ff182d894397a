"""The lexicon report: how good each term is as a suggestion, what to retire and what to add."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.agreement import wilson_limits
from workbench.lexicon_pages.report_queries import (
    Answered,
    HandMark,
    TermCounts,
    answered,
    answered_texts,
    hand_marks,
    term_counts,
)
from workbench.lexicons.queries import Draft, StandingLexicon
from workbench.scoring.lexicon import NEUTRAL, Lexicon
from workbench.scoring.lexicon_entries import LexiconEntry
from workbench.scoring.lexicon_files import LONGEST_TERM
from workbench.scoring.matching import PhraseMatcher
from workbench.scoring.overlay import key_of
from workbench.web.cells import Cell

FEW_PLACES = 10
"""With fewer places a share says little, and the page says so."""

RETIRED_BELOW = 0.5
"""A term whose whole interval lies below is marked wrongly more often than rightly."""

FEWEST_ANNOTATORS, FEWEST_MARKS = 2, 3
MOST_CANDIDATES = 20
# What waits in the draft is taken out of these before the page shows so many.
MOST_COUNTED = 200
# More texts than these are not read through while somebody waits for a page.
MOST_TEXTS = 20_000


@dataclass(frozen=True)
class TermFigures:
    """Hold what became of a term; shares are None where nothing was decided.

    `precision` is the share of decisions in which the word stayed marked, whatever its category.
    Its limits count each place in a text once, however many people decided on it, as those
    decisions are not independent.
    """

    counts: TermCounts
    by_hand: int
    state: str

    @property
    def decided(self) -> int:
        """Count the decisions."""
        return self.counts.kept + self.counts.recategorised + self.counts.rejected

    @property
    def precision(self) -> float | None:
        """Give the share of decisions in which the word stayed marked."""
        stayed = self.counts.kept + self.counts.recategorised
        return stayed / self.decided if self.decided else None

    @property
    def limits(self) -> tuple[float, float] | None:
        """Give the 95% Wilson limits of the precision."""
        if self.precision is None:
            return None
        return wilson_limits(self.precision * self.counts.places, self.counts.places)

    @property
    def is_few(self) -> bool:
        """Tell whether the share rests on a few places alone."""
        return self.counts.places < FEW_PLACES

    @property
    def voice_decided(self) -> int:
        """Count the decisions outside quotation marks."""
        return self.decided - self.counts.quoted

    @property
    def voice_kept(self) -> int:
        """Count those of them in which the word stayed marked."""
        return self.counts.kept + self.counts.recategorised - self.counts.quoted_kept

    @property
    def is_to_retire(self) -> bool:
        """Tell whether the term does more harm than good, as far as can be told."""
        return not self.is_few and self.limits is not None and self.limits[1] < RETIRED_BELOW


@dataclass(frozen=True)
class Candidate:
    """Hold words that annotators marked and the lexicon does not have.

    `read` counts how often an annotator read them, `None` in a study too large to look; `marks`
    can be more, where words were marked in part of a longer word.
    """

    words: str
    category: str
    in_category: int
    marks: int
    annotators: int
    paragraphs: int
    read: int | None


@dataclass(frozen=True)
class LexiconCounts:
    """Hold what was counted in the annotations, whatever the draft says meanwhile.

    `by_hand` counts, by term, marks by hand of words that the lexicon had when it was counted;
    `candidates` are the words that it lacked, the most often marked first.
    """

    answered: Answered
    terms: tuple[TermCounts, ...]
    by_hand: Mapping[str, int]
    candidates: tuple[Candidate, ...]
    counted_at: datetime


@dataclass(frozen=True)
class LexiconReport:
    """Hold the report; `n_never` terms in force were never found in what was answered."""

    answered: Answered
    counted_at: datetime
    terms: tuple[TermFigures, ...]
    candidates: tuple[Candidate, ...]
    n_in_force: int
    n_never: int

    @property
    def to_retire(self) -> tuple[TermFigures, ...]:
        """List the terms in force that are wrong more often than right."""
        return tuple(term for term in self.terms if term.is_to_retire and not term.state)


SORTS = {
    "term": lambda one: key_of(one.counts.term),
    "decided": lambda one: one.decided,
    "kept": lambda one: one.counts.kept,
    "recategorised": lambda one: one.counts.recategorised,
    "rejected": lambda one: one.counts.rejected,
    "precision": lambda one: -1.0 if one.precision is None else one.precision,
    "places": lambda one: one.counts.places,
    "unseen": lambda one: one.counts.unseen,
    "by_hand": lambda one: one.by_hand,
}


def lexicon_counts(
    project_id: int, in_force: Lexicon, *, at: datetime, drawn: str = ""
) -> LexiconCounts:
    """Count what annotators did with the terms of a project, and what they marked themselves.

    With `drawn` "random", on paragraphs alone that were given out by lot.
    """
    by_hand, missing = _sorted_out(hand_marks(project_id, drawn), in_force)
    return LexiconCounts(
        answered=answered(project_id, drawn),
        terms=tuple(term_counts(project_id, drawn)),
        by_hand=dict(by_hand),
        candidates=_candidates(project_id, missing, drawn),
        counted_at=at,
    )


def lexicon_report(
    counts: LexiconCounts, standing: StandingLexicon, draft: Draft | None, in_force: Lexicon
) -> LexiconReport:
    """Judge the terms of a project by what was counted."""
    overlay, base = (draft or standing).overlay, (draft or standing).base
    found = {key_of(one.term): one for one in counts.terms}
    by_hand = Counter(counts.by_hand)
    names = {key_of(entry.term): entry for entry in in_force.entries}
    known = overlay.every_term(base)
    waiting = {key_of(entry.term) for entry in (draft or standing).entries}
    terms = [
        TermFigures(
            counts=found.get(key) or _unseen(key, names),
            by_hand=by_hand[key],
            state="" if key in waiting else ("off" if key in known else "gone"),
        )
        for key in sorted(found.keys() | by_hand.keys())
    ]
    # What waits in the draft is not proposed again.
    fresh = [one for one in counts.candidates if one.words not in known]
    return LexiconReport(
        answered=counts.answered,
        counted_at=counts.counted_at,
        terms=tuple(terms),
        candidates=tuple(fresh[:MOST_CANDIDATES]),
        n_in_force=len(names),
        n_never=len(names.keys() - found.keys()),
    )


def report_rows(report: LexiconReport) -> Iterator[tuple[Cell, ...]]:
    """Write the report as a table, with its first line."""
    yield (
        *("term", "category", "state", "decisions", "places", "kept", "recategorised"),
        *("rejected", "precision", "low", "high", "quoted_decisions", "quoted_stayed"),
        *("voice_decisions", "voice_stayed", "not_shown", "not_shown_marked", "by_hand", "few"),
    )
    for one in report.terms:
        counts, limits = one.counts, one.limits or (None, None)
        yield (
            *(counts.term, counts.category, one.state or "in force", one.decided, counts.places),
            *(counts.kept, counts.recategorised, counts.rejected, one.precision, *limits),
            *(counts.quoted, counts.quoted_kept, one.voice_decided, one.voice_kept),
            *(counts.unseen, counts.unseen_marked, one.by_hand, one.is_few),
        )


def _unseen(key: str, names: Mapping[str, LexiconEntry]) -> TermCounts:
    """Give a term that was marked by hand and never suggested; it may have gone since."""
    entry = names.get(key)
    return _uncounted(entry.term, entry.category) if entry else _uncounted(key, "")


def _uncounted(term: str, category: str) -> TermCounts:
    return TermCounts(term, category, 0, 0, 0, 0, 0, 0, 0, 0)


def _sorted_out(
    marks: Iterable[HandMark], lexicon: Lexicon
) -> tuple[Counter[str], dict[str, list[HandMark]]]:
    """Tell what was marked by hand though the lexicon has it, by term, from what it lacks."""
    by_hand: Counter[str] = Counter()
    missing: dict[str, list[HandMark]] = defaultdict(list)
    for mark in marks:
        words = key_of(mark.text.strip(" \t\n.,;:!?“”\"'‘’()"))
        whole = [
            number
            for start, end, number in lexicon.matcher.find(words)
            if (start, end) == (0, len(words)) and number != NEUTRAL
        ]
        if whole:
            by_hand[key_of(lexicon.entries[whole[0]].term)] += mark.marks
        elif words and len(words) <= LONGEST_TERM:
            missing[words].append(mark)
    return by_hand, missing


def _candidates(
    project_id: int, missing: dict[str, list[HandMark]], drawn: str
) -> tuple[Candidate, ...]:
    """List what enough people marked often enough, the most often marked first."""
    wanted = {
        words: marks
        for words, marks in missing.items()
        if sum(mark.marks for mark in marks) >= FEWEST_MARKS
        and len({mark.annotator for mark in marks}) >= FEWEST_ANNOTATORS
    }
    order = sorted(wanted, key=lambda words: (-sum(m.marks for m in wanted[words]), words))
    listed = order[:MOST_COUNTED]
    read = _times_read(project_id, listed, drawn)
    return tuple(_candidate(words, wanted[words], read.get(words)) for words in listed)


def _candidate(words: str, marks: Sequence[HandMark], read: int | None) -> Candidate:
    categories: Counter[str] = Counter()
    for mark in marks:
        categories[mark.category] += mark.marks
    category, in_category = min(categories.items(), key=lambda each: (-each[1], each[0]))
    return Candidate(
        words=words,
        category=category,
        in_category=in_category,
        marks=sum(mark.marks for mark in marks),
        annotators=len({mark.annotator for mark in marks}),
        paragraphs=len({mark.paragraph for mark in marks}),
        read=read,
    )


def _times_read(project_id: int, words: Sequence[str], drawn: str) -> dict[str, int]:
    if not words:
        return {}
    texts = answered_texts(project_id, MOST_TEXTS + 1, drawn)
    if len(texts) > MOST_TEXTS:
        return {}
    matcher = PhraseMatcher({each: number for number, each in enumerate(words)})
    read: Counter[str] = Counter()
    for text, answers in texts:
        # Whoever reads "the vote was postponed" reads "vote" as well.
        for _, _, number in matcher.every(text):
            read[words[number]] += answers
    return {each: read[each] for each in words}
