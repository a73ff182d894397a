"""Give paragraphs out and store what comes back; these flush, the view commits."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import Select, bindparam, case, select, update
from sqlalchemy.engine import Connection

from workbench.annotations.giving import must_wait, next_given
from workbench.annotations.hiding import OPEN, Screen
from workbench.annotations.models import Annotation, StoredSpan
from workbench.annotations.queries import OwnAssignment, own_columns
from workbench.annotations.queue import asker, own_place
from workbench.annotations.returning import returning
from workbench.annotations.showing import NOTHING
from workbench.annotations.standing import Place, Standing, standing_of
from workbench.annotations.storing import store_revision
from workbench.annotations.submission import DecidedSpan, Submission, check_submission
from workbench.annotations.suggestions import Suggestions
from workbench.annotations.tables import ASSIGNMENT, MEMBERSHIP, insert_into, locks_rows
from workbench.annotations.training import grade_training
from workbench.codebook.codebook import Codebook
from workbench.database import connection, db
from workbench.occasions import Occasion
from workbench.prepared import row, rows
from workbench.statements import built_once


class StaleFormError(Exception):
    """Say that a newer revision was stored since the form was opened."""


class KeyTakenError(Exception):
    """Say that the submission's key was used for another assignment."""


class AssignmentGoneError(LookupError):
    """Say that the paragraph was removed while it was read."""


def draw_assignment(
    project_id: int,
    account_id: int,
    *,
    at: datetime,
    lease: timedelta,
    beyond: int | None = None,
) -> OwnAssignment | None:
    """Give a member the next paragraph until `at + lease`, or None when nothing is open to them.

    A paragraph that the person is reading comes again, so that reloading the page changes
    nothing; `beyond` names an assignment that is being read, to get the one after it. Otherwise
    it is the first open one after the one they were given last, in the order of the articles or of
    the round in force, and only when none is left there the first of all. Where the design says
    so, one that they have answered comes back instead, between two articles if it can wait so
    long, or when nothing else is open. However many ask at once, no paragraph is out to more
    people than the project asks for: on SQLite the whole transaction holds the write lock, on
    PostgreSQL the paragraph's row is locked.
    """
    link = connection()
    who = asker(project_id, account_id, at=at, beyond=beyond)
    places = _places(link, who)
    return _renewed(link, who, places, lease=lease) or _leased(link, who, places, lease=lease)


def draw_turn(
    project_id: int, account_id: int, *, at: datetime, lease: timedelta, held: str
) -> tuple[OwnAssignment | None, OwnAssignment | None]:
    """Draw the next paragraph, and the one whose leaf is not yet held.

    `held` is the id of an assignment, "" for none. Where the next one bears it, the other is the
    one after it, drawn from the same look at where the person is; else it is the same.
    """
    link = connection()
    who = asker(project_id, account_id, at=at)
    places = _places(link, who)
    renewed = _renewed(link, who, places, lease=lease)
    drawn = renewed or _leased(link, who, places, lease=lease)
    if drawn is None or str(drawn.id) != held:
        return drawn, drawn
    if renewed is None:
        # It was given anew, so that the places are other ones now.
        after = draw_assignment(project_id, account_id, at=at, lease=lease, beyond=drawn.id)
        return drawn, after
    who = asker(project_id, account_id, at=at, beyond=drawn.id)
    left = [place for place in places if not (place.is_held and place.id == drawn.id)]
    return drawn, _renewed(link, who, left, lease=lease) or _leased(link, who, left, lease=lease)


def _places(link: Connection, who: Mapping[str, Any]) -> Sequence[Any]:
    if locks_rows():
        # One person's two tabs wait for each other here, so that they get the same paragraph.
        rows(link, _held_membership(), who)
    return rows(link, own_place(), who)


def _renewed(
    link: Connection, who: Mapping[str, Any], places: Sequence[Any], *, lease: timedelta
) -> OwnAssignment | None:
    """Renew the lease that the asker has held longest; None where they hold none."""
    held = sorted((place.leased_at, place.id) for place in places if place.is_held)
    if not held:
        return None
    at = who["at"]
    renewed = {"assignment_id": held[0][1], "now": at, "expires": at + lease}
    return OwnAssignment(*row(link, _renewal(), renewed))


def _leased(
    link: Connection, who: Mapping[str, Any], places: Sequence[Any], *, lease: timedelta
) -> OwnAssignment | None:
    """Lease to the asker what comes next, None where nothing does."""
    given = next_given(link, who, places)
    if given is None:
        return None
    leased = given | {
        "project_id": who["project_id"],
        "account_id": who["account_id"],
        "state": "leased",
        "leased_at": who["at"],
        "lease_expires_at": who["at"] + lease,
    }
    return OwnAssignment(*row(link, _lease(link.dialect.name), leased))


def waits_after_training(project_id: int, account_id: int, *, at: datetime) -> bool:
    """Tell whether somebody's training answers keep them from the ordinary queue."""
    link, who = connection(), asker(project_id, account_id, at=at)
    back, places = returning(link, who), rows(link, own_place(), who)
    return not back.training_left and must_wait(link, who, back, places)


def submit_annotation(
    assignment: Place,
    submission: Submission,
    *,
    suggestions: Suggestions,
    withheld: Suggestions = NOTHING,
    screen: Screen = OPEN,
    codebook: Codebook,
    codebook_version_id: int,
    at: datetime,
    today_on: date | None = None,
) -> int:
    """Store a submission as the newest revision of its assignment and finish the assignment.

    `suggestions` are those that the page showed, `withheld` those that it did not. Spans come as
    they stand on the page and are stored as they stand behind its `screen`. `today_on` is the day
    it is where the person is, by default in UTC: their answers of a day are counted.

    Gives the id of the annotation. The same form sent again stores nothing and gives the first
    one's. A lease that has run out is no reason to refuse: a label is never lost.

    Raises `SubmissionError` (nothing fits the codebook or the paragraph), `StaleFormError` (a
    newer revision exists, or the form was changed after it was stored), `KeyTakenError` or
    `AssignmentGoneError`.
    """
    # Submissions for one paragraph wait for each other here; a resent form finds the first.
    standing = standing_of(assignment, submission.key)
    if standing is None:
        raise AssignmentGoneError
    check = partial(
        checked_spans,
        submission,
        standing.text,
        codebook=codebook,
        suggestions=suggestions,
        screen=screen,
    )
    if standing.key_assignment_id is not None:
        return _stored_before(assignment, submission, standing, check)
    if submission.base_revision != standing.revision:
        raise StaleFormError
    annotation_id = store_revision(
        assignment,
        standing,
        submission,
        check(),
        suggestions=suggestions,
        withheld=withheld,
        codebook=codebook,
        codebook_version_id=codebook_version_id,
        at=at,
        today_on=today_on or at.date(),
    )
    if annotation_id is None:
        # Somebody's form for another paragraph was stored under it at this moment.
        raise KeyTakenError
    if standing.occasion == Occasion.TRAINING:
        grade_training(assignment.paragraph_id, assignment_id=assignment.id)
    return annotation_id


def checked_spans(
    submission: Submission,
    text: str,
    *,
    codebook: Codebook,
    suggestions: Suggestions,
    screen: Screen,
) -> tuple[DecidedSpan, ...]:
    """Give the spans to store; raise `SubmissionError`."""
    spans = check_submission(
        screen.submission(submission),
        text=screen.text(text),
        codebook=codebook,
        suggestions=suggestions,
    )
    return screen.stored(spans)


def _stored_before(
    assignment: Place,
    submission: Submission,
    standing: Standing,
    check: Callable[[], tuple[DecidedSpan, ...]],
) -> int:
    if standing.key_assignment_id != assignment.id:
        raise KeyTakenError
    stored = db.session.scalars(
        select(Annotation).where(Annotation.submission_key == submission.key)
    ).one()
    if not _is_same(stored, submission, check()):
        # Somebody went back in the browser to a page it had kept, and answered otherwise.
        raise StaleFormError
    return stored.id


def _is_same(stored: Annotation, submission: Submission, spans: Sequence[DecidedSpan]) -> bool:
    is_answered = submission.outcome == "answered"
    return (
        (stored.outcome, stored.is_flagged, stored.comment)
        == (submission.outcome, submission.is_flagged, submission.comment)
        and {answer.question: answer.label for answer in stored.answers}
        == (dict(submission.answers) if is_answered else {})
        and Counter(map(_facts, stored.spans)) == Counter(map(_facts, spans))
    )


def _facts(span: StoredSpan | DecidedSpan) -> tuple[int, int, str, str, str, str]:
    return (
        *(span.start, span.end, span.text),
        *(span.category, span.decision, span.suggested_category),
    )


@built_once
def _held_membership() -> Select[int]:
    return (
        select(MEMBERSHIP.c.id)
        .where(
            MEMBERSHIP.c.project_id == bindparam("project_id"),
            MEMBERSHIP.c.account_id == bindparam("account_id"),
        )
        .with_for_update()
    )


@cache
def _renewal() -> Any:
    return (
        update(ASSIGNMENT)
        .where(ASSIGNMENT.c.id == bindparam("assignment_id"))
        .values(
            lease_expires_at=bindparam("expires"),
            # One that ran out is taken up anew, and timed from now on.
            leased_at=case(
                (ASSIGNMENT.c.lease_expires_at <= bindparam("now"), bindparam("now")),
                else_=ASSIGNMENT.c.leased_at,
            ),
        )
        .returning(*own_columns())
    )


@cache
def _lease(_dialect: str) -> Any:
    """Insert an assignment, or take up the person's own on which the lease ran out.

    What that one shows was drawn when it was given first, and stays.
    """
    new = insert_into(ASSIGNMENT)
    return new.on_conflict_do_update(
        index_elements=[ASSIGNMENT.c[name] for name in ("paragraph_id", "account_id", "occasion")],
        set_={
            "leased_at": new.excluded.leased_at,
            "lease_expires_at": new.excluded.lease_expires_at,
        },
    ).returning(*own_columns())
