"""Write a checked submission as rows."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.engine import Connection

from workbench.annotations.counting import finish
from workbench.annotations.standing import Place, Standing
from workbench.annotations.submission import DecidedSpan, Submission
from workbench.annotations.suggestions import Suggestions
from workbench.annotations.tables import ANNOTATION, ANSWER, SPAN, insert_into
from workbench.codebook.codebook import Codebook
from workbench.database import connection
from workbench.prepared import rows, run_for_each, scalar


def store_revision(
    assignment: Place,
    standing: Standing,
    submission: Submission,
    spans: Sequence[DecidedSpan],
    *,
    suggestions: Suggestions,
    withheld: Suggestions,
    codebook: Codebook,
    codebook_version_id: int,
    at: datetime,
    today_on: date,
) -> int | None:
    """Add a revision and finish the assignment; None when the key has just been taken."""
    link = connection()
    if standing.revision:
        rows(link, _no_longer_current(), {"of_assignment": assignment.id})
    annotation_id: int | None = scalar(
        link,
        _new_annotation(link.dialect.name),
        {
            "assignment_id": assignment.id,
            "revision": standing.revision + 1,
            "is_current": True,
            "outcome": submission.outcome,
            "is_flagged": submission.is_flagged,
            "comment": submission.comment,
            "codebook_version_id": codebook_version_id,
            "prescore_id": suggestions.prescore_id or withheld.prescore_id,
            "submission_key": submission.key,
            "submitted_at": at,
            "shown_ms": submission.times.shown_ms if submission.times else None,
            "active_ms": submission.times.active_ms if submission.times else None,
        },
    )
    if annotation_id is None:
        return None
    if submission.outcome == "answered":
        _store_answers(link, annotation_id, submission, codebook, suggestions, withheld)
        _store_spans(link, annotation_id, spans)
    finish(link, assignment, standing, submission, at=at, today_on=today_on)
    return annotation_id


def _store_answers(
    link: Connection,
    annotation_id: int,
    submission: Submission,
    codebook: Codebook,
    suggestions: Suggestions,
    withheld: Suggestions,
) -> None:
    answers = [
        {
            "annotation_id": annotation_id,
            "question": question.name,
            "label": submission.answers[question.name],
            "suggestion": suggestions.labels.get(question.name, ""),
            "withheld": withheld.labels.get(question.name, ""),
        }
        for question in codebook.questions
    ]
    run_for_each(link, _NEW_ANSWERS, answers)


def _store_spans(link: Connection, annotation_id: int, spans: Sequence[DecidedSpan]) -> None:
    stored = [
        {
            "annotation_id": annotation_id,
            "start": span.start,
            "end": span.end,
            "text": span.text,
            "category": span.category,
            "decision": span.decision,
            "suggested_category": span.suggested_category,
        }
        for span in spans
    ]
    run_for_each(link, _NEW_SPANS, stored)


# The statements are built once: building them took longer than executing them.

# Nobody asks for the ids of what they insert.
_NEW_ANSWERS, _NEW_SPANS = insert(ANSWER).inline(), insert(SPAN).inline()


@cache
def _no_longer_current() -> Any:
    return (
        update(ANNOTATION)
        .where(ANNOTATION.c.assignment_id == bindparam("of_assignment"), ANNOTATION.c.is_current)
        .values(is_current=False)
    )


@cache
def _new_annotation(_dialect: str) -> Any:
    return (
        insert_into(ANNOTATION)
        .on_conflict_do_nothing(index_elements=[ANNOTATION.c.submission_key])
        .returning(ANNOTATION.c.id)
    )
