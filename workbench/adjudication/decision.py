"""A decision as it was sent, and the checks that it must pass before any of it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.annotations.locating import Offsets, locate, overlaps
from workbench.codebook.codebook import Codebook
from workbench.words import gettext, number, within

NOTE_LIMIT = 5_000

Source = Literal["accepted", "merged", "afresh"]


@dataclass(frozen=True, order=True)
class SpanKey:
    """Hold what makes two spans of a paragraph the same; offsets are half-open code points."""

    start: int
    end: int
    category: str


@dataclass(frozen=True)
class GivenAnswer:
    """Hold what one annotator answered; `number` counts from 1 in an order by lot."""

    number: int
    annotation_id: int
    pseudonym: str
    labels: Mapping[str, str]
    spans: frozenset[SpanKey]
    comment: str
    is_flagged: bool


@dataclass(frozen=True)
class Decision:
    """Hold what an adjudicator sent.

    `base_revision` is the revision the page was filled from, 0 for none; `seen` are the ids of
    the annotations on it. `typed` are pairs of words and category.
    """

    key: str
    base_revision: int
    seen: tuple[int, ...]
    labels: Mapping[str, str]
    spans: tuple[SpanKey, ...] = ()
    typed: tuple[tuple[str, str], ...] = ()
    note: str = ""


class DecisionError(ValueError):
    """Say by field everything that is wrong in a decision; nothing of it was stored."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


def check_decision(
    decision: Decision,
    *,
    text: str,
    codebook: Codebook,
    answers: Sequence[GivenAnswer],
    stored: frozenset[SpanKey] = frozenset(),
) -> tuple[frozenset[SpanKey], Source]:
    """Give the final spans and where the decision comes from.

    A span has to stand in an answer or in the decision before, or is typed. Raises
    `DecisionError` with every problem there is; to decide afresh asks for a note.
    """
    problems = _label_problems(decision, codebook)
    known = stored.union(*(one.spans for one in answers))
    spans, wrong = final_spans(decision, text, codebook, known)
    if wrong:
        problems["spans"] = wrong
    source = source_of(decision.labels, spans, answers)
    if len(decision.note) > NOTE_LIMIT:
        problems["note"] = gettext(
            "A note has at most %(limit)s characters; this one has %(n)s.",
            limit=number(NOTE_LIMIT),
            n=number(len(decision.note)),
        )
    elif source == "afresh" and not decision.note and not problems:
        problems["note"] = gettext(
            "No annotator gave this label or marked these words so: say in a note why you decide "
            "afresh."
        )
    if problems:
        raise DecisionError(problems)
    return spans, source


def source_of(
    labels: Mapping[str, str], spans: frozenset[SpanKey], answers: Sequence[GivenAnswer]
) -> Source:
    """Tell whether a decision is one annotator's answer, put together from several, or new."""
    if any(dict(labels) == dict(one.labels) and spans == one.spans for one in answers):
        return "accepted"
    has_labels = all(
        any(one.labels.get(question) == label for one in answers)
        for question, label in labels.items()
    )
    given = frozenset(span for one in answers for span in one.spans)
    return "merged" if has_labels and spans <= given else "afresh"


def _label_problems(decision: Decision, codebook: Codebook) -> dict[str, str]:
    problems = {}
    for question in codebook.questions:
        if decision.labels.get(question.name, "") not in question.label_names:
            problems[f"label_{question.name}"] = gettext(
                "Choose the final label for %(question)s.", question=within(question.title)
            )
    return problems


def final_spans(
    decision: Decision, text: str, codebook: Codebook, known: frozenset[SpanKey]
) -> tuple[frozenset[SpanKey], str]:
    """Give the chosen spans and the places of the typed words, or a sentence on what is wrong.

    Spans that are chosen must be among the `known` ones.
    """
    chosen = sorted(set(decision.spans))
    if not known.issuperset(chosen):
        return frozenset(), gettext("A chosen span stands in no answer any more. Choose again.")
    for words, category in decision.typed:
        if not words.strip():
            continue
        taken: list[Offsets] = [(span.start, span.end) for span in chosen]
        place = locate(text, words, taken)
        if category not in codebook.category_names:
            return frozenset(), gettext("Choose a category for “%(words)s”.", words=words.strip())
        if place is None:
            return frozenset(), gettext(
                "“%(words)s” does not stand in this paragraph, or only where words are chosen "
                "already. Type it as it stands there.",
                words=words.strip(),
            )
        chosen.append(SpanKey(*place, category))
    for place_in_list, span in enumerate(chosen):
        others = [(other.start, other.end) for other in chosen[:place_in_list]]
        if overlaps((span.start, span.end), others):
            words = text[span.start : span.end]
            return frozenset(), gettext(
                "“%(words)s” overlaps other chosen words. Take one of them out.", words=words
            )
    return frozenset(chosen), ""
