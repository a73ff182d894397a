"""What the page of a decision shows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal
from uuid import uuid4

from workbench.adjudication.decision import GivenAnswer, SpanKey
from workbench.adjudication.forms import TYPED_ROWS, DecisionForm, write_span
from workbench.adjudication.proposals import Proposal
from workbench.adjudication.queries import ContestedRow, DecidedParagraph, DecisionRow
from workbench.codebook.codebook import Codebook
from workbench.projects.queries import ProjectHeader

Trouble = Literal["", "stale", "invalid", "codebook"]


@dataclass(frozen=True)
class Piece:
    """Hold a piece of the paragraph; `numbers` are the answers that mark it, `category` the
    one most of them give it, "" for none. `ends` holds those whose span ends with the piece.
    """

    text: str
    numbers: tuple[int, ...]
    category: str
    ends: tuple[int, ...]


@dataclass(frozen=True)
class SpanChoice:
    """Hold a span that can be chosen, and the numbers of the answers that have it."""

    value: str
    text: str
    category: str
    title: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Progress:
    """Hold how many contested paragraphs are decided."""

    decided: int
    contested: int

    @property
    def left(self) -> int:
        """Count those that wait."""
        return self.contested - self.decided


@dataclass(frozen=True)
class DecisionPage:
    """Hold everything that the page of one paragraph shows."""

    project: ProjectHeader
    codebook: Codebook
    paragraph: DecidedParagraph
    answers: tuple[GivenAnswer, ...]
    pieces: tuple[Piece, ...]
    choices: tuple[SpanChoice, ...]
    proposals: tuple[Proposal, ...]
    decisions: tuple[DecisionRow, ...]
    progress: Progress
    form: DecisionForm
    trouble: Trouble

    @property
    def stored(self) -> DecisionRow | None:
        """Give the decision in force."""
        return self.decisions[0] if self.decisions else None

    @property
    def answers_changed(self) -> bool:
        """Tell whether annotators answered, or changed an answer, after the last decision."""
        now_there = {one.annotation_id for one in self.answers}
        return self.stored is not None and set(self.stored.seen) != now_there

    def title_of(self, question: str, label: str) -> str:
        """Give the title of a label, or its name where the codebook no longer has it."""
        titles = {
            (asked.name, one.name): one.title
            for asked in self.codebook.questions
            for one in asked.labels
        }
        return titles.get((question, label), label)

    def is_contested(self, question: str) -> bool:
        """Tell whether the answers to a question differ."""
        return len({one.labels.get(question, "") for one in self.answers}) > 1

    def spans_of(self, spans: frozenset[SpanKey]) -> list[SpanChoice]:
        """Give the words of some spans as they stand in the list of choices."""
        wanted = {write_span(span) for span in spans}
        return [choice for choice in self.choices if choice.value in wanted]

    def values_of(self, spans: frozenset[SpanKey]) -> list[str]:
        """Give spans as values of the form."""
        return [write_span(span) for span in sorted(spans)]


def progress_of(queue: Sequence[ContestedRow]) -> Progress:
    """Count the decided paragraphs of the queue."""
    return Progress(sum(row.revision > 0 for row in queue), len(queue))


def first_values(
    codebook: Codebook,
    answers: Sequence[GivenAnswer],
    stored: DecisionRow | None,
    taken: GivenAnswer | Proposal | None,
) -> dict[str, Any]:
    """Fill the form: from what is taken, else from the decision in force, else where all agree."""
    labels, spans, note = _unanimous(codebook, answers)
    if stored is not None:
        labels, spans, note = stored.labels, stored.spans, stored.note
    if isinstance(taken, Proposal):
        labels = {**labels, **taken.labels}
    elif taken is not None:
        labels, spans = dict(taken.labels), taken.spans
    return {
        "submission_key": str(uuid4()),
        "base_revision": str(stored.revision if stored is not None else 0),
        "seen": ",".join(str(one.annotation_id) for one in answers),
        "spans": [write_span(span) for span in spans],
        "typed": [{"words": "", "category": ""}] * TYPED_ROWS,
        "note": note,
        **{f"label_{question}": label for question, label in labels.items()},
    }


def overlaid(text: str, answers: Sequence[GivenAnswer]) -> tuple[Piece, ...]:
    """Cut a text wherever a span begins or ends; the pieces join up to it again."""
    marks = [(span, one.number) for one in answers for span in one.spans]
    cuts = {0, len(text)} | {place for span, _ in marks for place in (span.start, span.end)}
    pieces = []
    for start, end in pairwise(sorted(cuts)):
        over = [(span, number) for span, number in marks if span.start <= start < span.end]
        categories = Counter(span.category for span, _ in over)
        most = max(sorted(categories), key=lambda name: categories[name], default="")
        pieces.append(
            Piece(
                text[start:end],
                tuple(sorted({number for _, number in over})),
                most,
                tuple(sorted({number for span, number in over if span.end == end})),
            )
        )
    return tuple(pieces)


def span_choices(
    text: str, codebook: Codebook, answers: Sequence[GivenAnswer], stored: DecisionRow | None
) -> tuple[SpanChoice, ...]:
    """List every span that an answer or the decision in force has, in reading order."""
    titles = {category.name: category.title for category in codebook.span_categories}
    known = frozenset().union(*(one.spans for one in answers))
    if stored is not None:
        known |= stored.spans
    return tuple(
        SpanChoice(
            value=write_span(span),
            text=text[span.start : span.end],
            category=span.category,
            title=titles.get(span.category, span.category),
            numbers=tuple(one.number for one in answers if span in one.spans),
        )
        for span in sorted(known)
    )


def _unanimous(
    codebook: Codebook, answers: Sequence[GivenAnswer]
) -> tuple[dict[str, str], frozenset[SpanKey], str]:
    labels = {}
    for question in codebook.questions:
        given = {one.labels.get(question.name, "") for one in answers}
        if len(given) == 1:
            labels[question.name] = given.pop()
    everybody = [one.spans for one in answers]
    shared = everybody[0].intersection(*everybody[1:]) if everybody else frozenset()
    return labels, shared, ""
