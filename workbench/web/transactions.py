"""One transaction a request; readers wait for nobody, and a deadlock is tried again."""

import logging
import secrets
import time

from flask import Flask, current_app, g, has_request_context, request
from flask.typing import ResponseReturnValue
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from workbench.database import db, transaction_mode

READING_METHODS = {"GET", "HEAD", "OPTIONS"}
# PostgreSQL undid the whole transaction for another's sake: the same one may well pass now.
GAVE_WAY = {
    "40001",  # serialization_failure
    "40P01",  # deadlock_detected
}
MOST_TRIES = 3
LONGEST_PAUSE_MS = 200

logger = logging.getLogger(__name__)


def choose_transactions(app: Flask) -> None:
    """Let a request begin its transaction as a reader or as a writer, and yield and come again."""

    @app.before_request
    def choose_mode() -> None:
        # Set for every request: a thread serves many, and keeps the last one's choice.
        view = current_app.view_functions.get(request.endpoint or "")
        reads = request.method in READING_METHODS and not getattr(view, "writes", False)
        reads = reads or getattr(view, "reads_first", False)
        transaction_mode.set("DEFERRED" if reads else "IMMEDIATE")

    dispatch = app.dispatch_request

    def dispatch_again() -> ResponseReturnValue:
        for tries in range(1, MOST_TRIES + 1):
            try:
                return dispatch()
            except OperationalError as error:
                if tries == MOST_TRIES or not _may_try_again(error):
                    raise
                logger.info("Deadlock on %s, try %d.", request.endpoint, tries)
                db.session.rollback()
                for _, file in request.files.items(multi=True):
                    file.seek(0)
                # Two that met must not meet again.
                time.sleep(secrets.randbelow(LONGEST_PAUSE_MS) / 1000)
        raise AssertionError("The last try returns or raises.")

    app.dispatch_request = dispatch_again  # type: ignore[method-assign]  # Flask calls it by this name.


def only_read_from_here() -> None:
    """Let the rest of a request that has stored what it had to store wait for no writer."""
    transaction_mode.set("DEFERRED")


def _may_try_again(error: OperationalError) -> bool:
    """Tell whether nothing of the request was kept, so that it may run once more from its start."""
    return getattr(error.orig, "sqlstate", None) in GAVE_WAY and not g.get("has_committed")


@event.listens_for(Session, "after_commit")
def _note_commit(session: Session) -> None:
    # A savepoint that is released is told in the same way, and is undone with its transaction.
    if has_request_context() and not session.in_nested_transaction():
        g.has_committed = True
