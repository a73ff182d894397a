"""First answers: given alone, stored on their own, before the suggestions are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, insert, select

from workbench.annotations.queries import SpanRow
from workbench.annotations.submission import DecidedSpan, Submission, Times
from workbench.annotations.suggestions import Suggestions
from workbench.annotations.tables import FIRST_ANNOTATION, FIRST_ANSWER, FIRST_SPAN, insert_into
from workbench.codebook.codebook import Codebook
from workbench.database import connection
from workbench.prepared import row, rows
from workbench.statements import built_once


@dataclass(frozen=True)
class FirstAnswers:
    """Hold what a person answered alone; the fields are those of `FirstAnnotation`."""

    id: int
    prescore_id: int
    is_flagged: bool
    comment: str
    submission_key: str
    shown_ms: int | None
    active_ms: int | None
    answers: Mapping[str, str]
    spans: tuple[SpanRow, ...]

    def with_times(self, later: Times | None) -> Times | None:
        """Add the times of the first page to those of the second; None where one is unknown."""
        if later is None or self.shown_ms is None or self.active_ms is None:
            return None
        return Times(self.shown_ms + later.shown_ms, self.active_ms + later.active_ms)


def first_answers_of(assignment_id: int) -> FirstAnswers | None:
    """Find what was answered alone of an assignment; None while nothing was."""
    link = connection()
    found = row(link, _first(), {"assignment_id": assignment_id})
    if found is None:
        return None
    wanted = {"first_id": found.id}
    answers = {each.question: each.label for each in rows(link, _answers(), wanted)}
    spans = tuple(SpanRow(*each) for each in rows(link, _spans(), wanted))
    return FirstAnswers(**found._asdict() | {"answers": answers, "spans": spans})


def store_first(
    assignment_id: int,
    submission: Submission,
    spans: Sequence[DecidedSpan],
    *,
    suggestions: Suggestions,
    prescore_id: int,
    codebook: Codebook,
    codebook_version_id: int,
    at: datetime,
) -> int | None:
    """Add a first answer; None when its key, or its assignment, has just been taken.

    `suggestions` are those that its page showed.
    """
    link = connection()
    times = submission.times
    first_id: int | None = link.scalar(
        _new_first(link.dialect.name),
        {
            "assignment_id": assignment_id,
            "prescore_id": prescore_id,
            "codebook_version_id": codebook_version_id,
            "was_silent": suggestions.prescore_id is None,
            "is_flagged": submission.is_flagged,
            "comment": submission.comment,
            "submission_key": submission.key,
            "submitted_at": at,
            "shown_ms": times.shown_ms if times else None,
            "active_ms": times.active_ms if times else None,
        },
    )
    if first_id is None:
        return None
    answers = [
        {
            "first_annotation_id": first_id,
            "question": question.name,
            "label": submission.answers[question.name],
            "suggestion": suggestions.labels.get(question.name, ""),
        }
        for question in codebook.questions
    ]
    if answers:
        link.execute(insert(FIRST_ANSWER), answers)
    if spans:
        link.execute(
            insert(FIRST_SPAN), [{"first_annotation_id": first_id, **vars(span)} for span in spans]
        )
    return first_id


@built_once
def _first() -> Select[Any]:
    names = ["id", "prescore_id", "is_flagged", "comment", "submission_key"]
    names += ["shown_ms", "active_ms"]
    return select(*(FIRST_ANNOTATION.c[name] for name in names)).where(
        FIRST_ANNOTATION.c.assignment_id == bindparam("assignment_id")
    )


@built_once
def _answers() -> Select[Any]:
    return select(FIRST_ANSWER.c.question, FIRST_ANSWER.c.label).where(
        FIRST_ANSWER.c.first_annotation_id == bindparam("first_id")
    )


@built_once
def _spans() -> Select[Any]:
    names = ("start", "end", "text", "category", "decision", "suggested_category")
    return (
        select(*(FIRST_SPAN.c[name] for name in names))
        .where(FIRST_SPAN.c.first_annotation_id == bindparam("first_id"))
        .order_by(FIRST_SPAN.c.start, FIRST_SPAN.c.id)
    )


@cache
def _new_first(_dialect: str) -> Any:
    return insert_into(FIRST_ANNOTATION).on_conflict_do_nothing().returning(FIRST_ANNOTATION.c.id)
