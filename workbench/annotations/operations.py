"""Give paragraphs out and store what comes back; these flush, the view commits."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.annotations.queue import asker, first_open, still_open
from workbench.annotations.submission import DecidedSpan, Submission, check_submission
from workbench.annotations.suggestions import Suggestions
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.projects.models import Membership


class StaleFormError(Exception):
    """Say that a newer revision was stored since the form was opened."""


class KeyTakenError(Exception):
    """Say that the submission's key was used for another assignment."""


class AssignmentGoneError(LookupError):
    """Say that the paragraph was removed while it was read."""


def draw_assignment(
    project_id: int, account_id: int, *, at: datetime, lease: timedelta
) -> Assignment | None:
    """Give a member the next paragraph until `at + lease`, or None when nothing is open to them.

    A paragraph that the person is reading comes again, so that reloading the page changes
    nothing. Otherwise it is the first open one in the order of the articles. However many ask
    at once, no paragraph is out to more people than the project asks for: on SQLite the whole
    transaction holds the write lock, on PostgreSQL the paragraph's row is locked.
    """
    # One person's two tabs wait for each other here, so that they get the same paragraph.
    db.session.execute(
        select(Membership.id)
        .where(Membership.project_id == project_id, Membership.account_id == account_id)
        .with_for_update()
    )
    own = db.session.scalar(
        select(Assignment)
        .where(
            Assignment.project_id == project_id,
            Assignment.account_id == account_id,
            Assignment.state == "leased",
            Assignment.lease_expires_at > at,
        )
        .order_by(Assignment.leased_at, Assignment.id)
        .limit(1)
    )
    if own is None:
        paragraph_id = _claim_paragraph(project_id, account_id, at=at)
        if paragraph_id is None:
            return None
        own = _own_assignment(project_id, paragraph_id, account_id, at=at)
    own.lease_expires_at = at + lease
    db.session.flush()
    return own


def submit_annotation(
    assignment: Assignment,
    submission: Submission,
    *,
    suggestions: Suggestions,
    codebook: Codebook,
    codebook_version_id: int,
    at: datetime,
) -> Annotation:
    """Store a submission as the newest revision of its assignment and finish the assignment.

    The same form sent again stores nothing and gives the first result. A lease that has run out
    is no reason to refuse: a label is never lost.

    Raises `SubmissionError` (nothing fits the codebook or the paragraph), `StaleFormError` (a
    newer revision exists, or the form was changed after it was stored), `KeyTakenError` or
    `AssignmentGoneError`.
    """
    # Two submissions for one assignment wait for each other here; a resent form finds the first.
    locked = db.session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if locked is None:
        raise AssignmentGoneError
    stored = db.session.scalar(
        select(Annotation).where(Annotation.submission_key == submission.key)
    )
    if stored is not None:
        if stored.assignment_id != assignment.id:
            raise KeyTakenError
        if not _is_same(stored, submission, assignment.paragraph.text, codebook, suggestions):
            # Somebody went back in the browser to a page it had kept, and answered otherwise.
            raise StaleFormError
        return stored
    current = db.session.scalar(
        select(Annotation).where(Annotation.assignment_id == assignment.id, Annotation.is_current)
    )
    revision = 0 if current is None else current.revision
    if submission.base_revision != revision:
        raise StaleFormError
    spans = check_submission(
        submission, text=assignment.paragraph.text, codebook=codebook, suggestions=suggestions
    )
    annotation = Annotation(
        assignment_id=assignment.id,
        revision=revision + 1,
        is_current=True,
        outcome=submission.outcome,
        is_flagged=submission.is_flagged,
        comment=submission.comment,
        codebook_version_id=codebook_version_id,
        prescore_id=suggestions.prescore_id,
        submission_key=submission.key,
        submitted_at=at,
    )
    if submission.outcome == "answered":
        annotation.answers = _answers(submission, codebook, suggestions)
        annotation.spans = _spans(spans)
    _store(annotation)
    assignment.state = "submitted" if submission.outcome == "answered" else "skipped"
    # The first time stays: it is the order in which a person goes back through the paragraphs.
    assignment.finished_at = assignment.finished_at or at
    db.session.flush()
    return annotation


def _is_same(
    stored: Annotation,
    submission: Submission,
    text: str,
    codebook: Codebook,
    suggestions: Suggestions,
) -> bool:
    spans = check_submission(submission, text=text, codebook=codebook, suggestions=suggestions)
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


def _claim_paragraph(project_id: int, account_id: int, *, at: datetime) -> int | None:
    """Lock the first open paragraph, so that its places cannot change until the commit."""
    who = asker(project_id, account_id, at=at)
    # Paragraphs that others are being given are passed over. Only when nothing else is open is
    # one of them worth waiting for: it may still have a place when its lock is released.
    for skip_locked in (True, False):
        while True:
            savepoint = db.session.begin_nested()
            paragraph_id = db.session.scalar(first_open(skip_locked=skip_locked), who)
            if paragraph_id is None:
                savepoint.rollback()
                break
            # PostgreSQL counted before it held the lock; now that it does, count again.
            is_open = db.session.scalar(still_open(), {**who, "paragraph_id": paragraph_id})
            if is_open is not None:
                savepoint.commit()
                return paragraph_id
            # Going back to the savepoint lets the lock go, so that nobody waits for it in vain.
            savepoint.rollback()
    return None


def _own_assignment(
    project_id: int, paragraph_id: int, account_id: int, *, at: datetime
) -> Assignment:
    """Find the lease of this person that ran out, or make one."""
    own = db.session.scalar(
        select(Assignment).where(
            Assignment.paragraph_id == paragraph_id, Assignment.account_id == account_id
        )
    )
    if own is None:
        own = Assignment(
            project_id=project_id,
            paragraph_id=paragraph_id,
            account_id=account_id,
            state="leased",
        )
        db.session.add(own)
    own.leased_at = at
    return own


def _answers(submission: Submission, codebook: Codebook, suggestions: Suggestions) -> list[Answer]:
    return [
        Answer(
            question=question.name,
            label=submission.answers[question.name],
            suggestion=suggestions.labels.get(question.name, ""),
        )
        for question in codebook.questions
    ]


def _spans(spans: tuple[DecidedSpan, ...]) -> list[StoredSpan]:
    return [
        StoredSpan(
            start=span.start,
            end=span.end,
            text=span.text,
            category=span.category,
            decision=span.decision,
            suggested_category=span.suggested_category,
        )
        for span in spans
    ]


def _store(annotation: Annotation) -> None:
    """Add a revision and let the one before it be current no more."""
    if annotation.revision > 1:
        db.session.execute(
            update(Annotation)
            .where(Annotation.assignment_id == annotation.assignment_id, Annotation.is_current)
            .values(is_current=False)
        )
    try:
        with db.session.begin_nested():
            db.session.add(annotation)
    except IntegrityError as error:
        # The assignment is locked, so the key alone can clash: with another assignment's form.
        raise KeyTakenError from error
