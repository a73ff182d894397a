"""Write a checked submission as rows, and keep the counts of the queue right with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol

from sqlalchemy import Select, and_, bindparam, case, func, insert, select, update
from sqlalchemy.engine import Connection

from workbench.annotations.submission import DecidedSpan, Submission
from workbench.annotations.suggestions import Suggestions
from workbench.annotations.tables import (
    ANNOTATION,
    ANNOTATOR_COUNT,
    ANSWER,
    ASSIGNMENT,
    PARAGRAPH,
    PROJECT,
    SPAN,
    connection,
    insert_into,
)
from workbench.articles.queue_counts import count_filled
from workbench.codebook.codebook import Codebook
from workbench.occasions import Occasion


class Place(Protocol):
    """Be an assignment, as far as storing needs it."""

    @property
    def id(self) -> int: ...
    @property
    def project_id(self) -> int: ...
    @property
    def paragraph_id(self) -> int: ...
    @property
    def account_id(self) -> int: ...


@dataclass(frozen=True)
class Standing:
    """Hold how an assignment and its paragraph stand while the paragraph is locked.

    `revision` is 0 where nothing is stored. `key_assignment_id` is the assignment for which a
    form with this submission's key was stored before; None where there was none.
    """

    text: str
    state: str
    finished_at: datetime | None
    answers: int
    is_full: bool
    is_set_aside: bool
    wanted: int
    revision: int
    is_flagged: bool
    key_assignment_id: int | None
    occasion: str


def standing_of(assignment: Place, key: str) -> Standing | None:
    """Lock the paragraph of an assignment and say how both stand; None when they are gone."""
    link = connection()
    held = link.execute(_held_paragraph(), {"paragraph_id": assignment.paragraph_id}).one_or_none()
    if held is None:
        return None
    # A statement of its own: on PostgreSQL one that had to wait sees other rows as they were.
    row = link.execute(_standing(), {"assignment_id": assignment.id, "key": key}).one_or_none()
    return None if row is None else Standing(held.text, *row)


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
        link.execute(_no_longer_current(), {"of_assignment": assignment.id})
    annotation_id: int | None = link.scalar(
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
    _finish(link, assignment, standing, submission, at=at, today_on=today_on)
    return annotation_id


def _store_answers(
    link: Connection,
    annotation_id: int,
    submission: Submission,
    codebook: Codebook,
    suggestions: Suggestions,
    withheld: Suggestions,
) -> None:
    rows = [
        {
            "annotation_id": annotation_id,
            "question": question.name,
            "label": submission.answers[question.name],
            "suggestion": suggestions.labels.get(question.name, ""),
            "withheld": withheld.labels.get(question.name, ""),
        }
        for question in codebook.questions
    ]
    if rows:
        link.execute(_NEW_ANSWERS, rows)


def _store_spans(link: Connection, annotation_id: int, spans: Sequence[DecidedSpan]) -> None:
    rows = [
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
    if rows:
        link.execute(_NEW_SPANS, rows)


def _finish(
    link: Connection,
    assignment: Place,
    standing: Standing,
    submission: Submission,
    *,
    at: datetime,
    today_on: date,
) -> None:
    """Finish the assignment, and change every count that this changes.

    A later occasion is no answer of another annotator, so that the paragraph's own stay.
    """
    state = "submitted" if submission.outcome == "answered" else "skipped"
    _finish_assignment(link, assignment, standing, state, at=at)
    _count_own(
        link,
        assignment,
        standing,
        state,
        is_flagged=submission.is_flagged,
        today_on=today_on,
    )
    if standing.occasion == Occasion.FIRST:
        _count_answer(link, assignment, standing, state)


def _count_answer(link: Connection, assignment: Place, standing: Standing, state: str) -> None:
    answers = standing.answers + (state == "submitted") - (standing.state == "submitted")
    is_full = standing.is_set_aside or answers >= standing.wanted
    if (answers, is_full) != (standing.answers, standing.is_full):
        link.execute(
            _answered(),
            {"of_paragraph": assignment.paragraph_id, "answers": answers, "is_full": is_full},
        )
    if is_full != standing.is_full:
        link.execute(_opened(), {"of_paragraph": assignment.paragraph_id, "is_open": not is_full})
        # Last, because everybody's submissions to the project change this row.
        count_filled(assignment.project_id, 1 if is_full else -1)


def _finish_assignment(
    link: Connection, assignment: Place, standing: Standing, state: str, *, at: datetime
) -> None:
    link.execute(
        _finished(),
        {
            "assignment_id": assignment.id,
            "new_state": state,
            # The first time stays: it is the order in which a person goes back.
            "at": standing.finished_at or at,
        },
    )


def _count_own(
    link: Connection,
    assignment: Place,
    standing: Standing,
    state: str,
    *,
    is_flagged: bool,
    today_on: date,
) -> None:
    changes = {
        "submitted": (state == "submitted") - (standing.state == "submitted"),
        "skipped": (state == "skipped") - (standing.state == "skipped"),
        "flagged": is_flagged - standing.is_flagged,
    }
    if any(changes.values()):
        who = {
            "project_id": assignment.project_id,
            "account_id": assignment.account_id,
            "occasion": standing.occasion,
        }
        # A paragraph that was answered on another day and is skipped today is none of today's.
        today = {"today": max(0, changes["submitted"]), "today_on": today_on}
        link.execute(_own_count(link.dialect.name), who | changes | today)


# The statements are built once: building them took longer than executing them.

_NEW_ANSWERS, _NEW_SPANS = insert(ANSWER), insert(SPAN)


@cache
def _held_paragraph() -> Select[Any]:
    return (
        select(PARAGRAPH.c.text)
        .where(PARAGRAPH.c.id == bindparam("paragraph_id"))
        .with_for_update(key_share=True)
    )


@cache
def _standing() -> Select[Any]:
    with_key = ANNOTATION.alias("with_key")
    current = and_(ANNOTATION.c.assignment_id == ASSIGNMENT.c.id, ANNOTATION.c.is_current)
    return (
        select(
            ASSIGNMENT.c.state,
            ASSIGNMENT.c.finished_at,
            PARAGRAPH.c.answers,
            PARAGRAPH.c.is_full,
            PARAGRAPH.c.is_set_aside,
            PROJECT.c.annotators_per_paragraph,
            _or_zero(ANNOTATION.c.revision, 0),
            _or_zero(ANNOTATION.c.is_flagged, False),
            select(with_key.c.assignment_id)
            .where(with_key.c.submission_key == bindparam("key"))
            .scalar_subquery(),
            ASSIGNMENT.c.occasion,
        )
        .join_from(ASSIGNMENT, PARAGRAPH, PARAGRAPH.c.id == ASSIGNMENT.c.paragraph_id)
        .join(PROJECT, PROJECT.c.id == ASSIGNMENT.c.project_id)
        .outerjoin(ANNOTATION, current)
        .where(ASSIGNMENT.c.id == bindparam("assignment_id"))
    )


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


@cache
def _finished() -> Any:
    return (
        update(ASSIGNMENT)
        .where(ASSIGNMENT.c.id == bindparam("assignment_id"))
        .values(state=bindparam("new_state"), finished_at=bindparam("at"))
    )


@cache
def _answered() -> Any:
    return (
        update(PARAGRAPH)
        .where(PARAGRAPH.c.id == bindparam("of_paragraph"))
        .values(answers=bindparam("answers"), is_full=bindparam("is_full"))
    )


@cache
def _opened() -> Any:
    return (
        update(ASSIGNMENT)
        .where(
            ASSIGNMENT.c.paragraph_id == bindparam("of_paragraph"),
            ASSIGNMENT.c.occasion == Occasion.FIRST.value,
        )
        .values(is_open=bindparam("is_open"))
    )


@cache
def _own_count(_dialect: str) -> Any:
    row = insert_into(ANNOTATOR_COUNT)
    names = ("submitted", "skipped", "flagged")
    is_today = ANNOTATOR_COUNT.c.today_on == row.excluded.today_on
    today = row.excluded.today + case((is_today, ANNOTATOR_COUNT.c.today), else_=0)
    return row.on_conflict_do_update(
        index_elements=[
            ANNOTATOR_COUNT.c[name] for name in ("project_id", "account_id", "occasion")
        ],
        set_={name: ANNOTATOR_COUNT.c[name] + row.excluded[name] for name in names}
        | {"today": today, "today_on": row.excluded.today_on},
    )


def _or_zero(value: Any, zero: int) -> Any:
    return func.coalesce(value, zero)
