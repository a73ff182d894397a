"""Go on after a submission: commit it, and draw the next paragraph and the one after it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from workbench.annotations import operations
from workbench.annotations.queries import OwnAssignment
from workbench.annotations.tables import locks_rows
from workbench.database import commit_and_read_on, db, now
from workbench.web.settings import settings


@dataclass(frozen=True)
class Turn:
    """Hold the assignment to go on with, and the one whose leaf a script does not hold yet.

    A leaf is the part of a page that changes from paragraph to paragraph. `next` is None where the
    queue is empty or fails.
    """

    next: OwnAssignment | None = None
    leaf: OwnAssignment | None = None


def draw_next(
    project_id: int, account_id: int, *, beyond: int | None = None
) -> OwnAssignment | None:
    """Draw the next paragraph, or the one after an assignment that is being read; flush."""
    return operations.draw_assignment(
        project_id,
        account_id,
        at=now(),
        lease=timedelta(minutes=settings().lease_minutes),
        beyond=beyond,
    )


def commit_and_turn(assignment: OwnAssignment, store: Callable[[], object], *, held: str) -> Turn:
    """Commit what was stored, and draw what to go on with; `store` stores it once more.

    `held` is the id of the assignment whose leaf the script holds, "" for none: then the leaf is
    of the one after it. A queue that fails must not look like an answer that was lost.
    """
    if locks_rows():
        # Who waits for a paragraph of the queue must not hold the counts that all submissions
        # change. On SQLite one transaction for both takes the only lock once instead of twice.
        db.session.commit()
    try:
        turn = _draw_turn(assignment.project_id, assignment.account_id, held)
        commit_and_read_on()
    except OperationalError:
        db.session.rollback()
        if not locks_rows():
            store()
            db.session.commit()
        return Turn()
    return turn


def _draw_turn(project_id: int, account_id: int, held: str) -> Turn:
    lease = timedelta(minutes=settings().lease_minutes)
    return Turn(*operations.draw_turn(project_id, account_id, at=now(), lease=lease, held=held))
