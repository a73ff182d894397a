"""Finish an assignment, and keep the counts of the queue right with it."""

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, update
from sqlalchemy.engine import Connection

from workbench.annotations.standing import Place, Standing
from workbench.annotations.submission import Submission
from workbench.annotations.tables import ANNOTATOR_COUNT, ASSIGNMENT, PARAGRAPH, insert_into
from workbench.articles.queue_counts import count_filled
from workbench.occasions import Occasion
from workbench.prepared import rows


def finish(
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
        changed = {"of_paragraph": assignment.paragraph_id, "answers": answers, "is_full": is_full}
        rows(link, _answered(), changed)
    if is_full != standing.is_full:
        rows(link, _opened(), {"of_paragraph": assignment.paragraph_id, "is_open": not is_full})
        # Last, because everybody's submissions to the project change this row.
        count_filled(assignment.project_id, 1 if is_full else -1)


def _finish_assignment(
    link: Connection, assignment: Place, standing: Standing, state: str, *, at: datetime
) -> None:
    rows(
        link,
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
        rows(link, _own_count(link.dialect.name), who | changes | today)


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
