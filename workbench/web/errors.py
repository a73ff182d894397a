"""Errors as pages: what happened, what was kept, what to do."""

import logging

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from workbench.config import KIBIBYTE, MEBIBYTE
from workbench.database import db
from workbench.web.logs import request_id
from workbench.web.resuming import resumed_here
from workbench.words import gettext, lazy

logger = logging.getLogger(__name__)

# status: (title, what happened, what to do)
PAGES = {
    400: (
        lazy("This request could not be read"),
        lazy("Something in the form or the address did not fit."),
        lazy("Nothing was stored. Go back, check what was typed and send it again."),
    ),
    403: (
        lazy("Not for your role"),
        lazy("Your role in this project does not include this page."),
        lazy("Ask a lead of the project if you need it."),
    ),
    404: (
        lazy("No such page"),
        lazy(
            "There is nothing at this address, or it belongs to a project you are not a member of."
        ),
        lazy("Check the address, or start again from your projects."),
    ),
    405: (
        lazy("This page cannot be used that way"),
        lazy("The address exists, but not for this kind of request."),
        lazy("Go back and use the buttons on the page."),
    ),
    408: (
        lazy("This took too long to arrive"),
        lazy("What your browser sent came too slowly, or the connection broke on the way."),
        lazy("Nothing was stored. Send it again; over a slow line send fewer files at a time."),
    ),
    409: (
        lazy("Somebody was here first"),
        lazy("What you saw has changed since the page was opened."),
        lazy("Reload the page and look at the present state."),
    ),
    410: (
        lazy("No longer here"),
        lazy("What stood at this address was deleted or has expired."),
        lazy("Go back and ask for it again."),
    ),
    413: (
        lazy("Too large"),
        lazy("The upload is larger than this installation allows."),
        lazy("Nothing was stored. Send fewer or smaller files at a time."),
    ),
    422: (
        lazy("This cannot be stored as it is"),
        lazy("Some of the values do not fit together."),
        lazy("Nothing was stored. Go back, mend them and send the form again."),
    ),
    429: (
        lazy("Too many attempts"),
        lazy("There were too many attempts in a short time."),
        lazy("Wait a few minutes, then try again."),
    ),
    500: (
        lazy("Something went wrong here"),
        lazy("The workbench could not answer. The fault is on this side and has been noted."),
        lazy(
            "What was saved before is safe. Try again; if it happens again, tell your "
            "administrator."
        ),
    ),
    503: (
        lazy("The database does not answer"),
        lazy("The workbench could not reach its database."),
        lazy("Nothing was stored by this request. Wait a minute, then send it again."),
    ),
}

BUSY_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED")
BUSY_POSTGRESQL = {
    "40001",  # serialization_failure
    "40P01",  # deadlock_detected
    "55P03",  # lock_not_available
}
BUSY = (
    lazy("Too many are storing at the same moment"),
    lazy(
        "The database works, but others held what this page needed, and this request had to give "
        "way."
    ),
    lazy(
        "Nothing was stored by this request and nothing was lost. Send it again; an answer that is "
        "sent twice counts once."
    ),
)
BUSY_SECONDS = "2"
UNWRITABLE_SQLITE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR")
UNWRITABLE_POSTGRESQL = {
    "25006",  # read_only_sql_transaction
    "53100",  # disk_full
}
NOTHING_TAKEN = (
    lazy("The database cannot store anything"),
    lazy("The workbench can read its database but not write to it; most likely the disk is full."),
)


def show_errors(app: Flask) -> None:
    """Draw a page for every kind of error."""

    @app.errorhandler(CSRFError)
    def csrf_failed(_error: CSRFError) -> Response:
        resumed = resumed_here()
        if resumed is not None:
            return make_response(resumed, 400)
        return _page(
            400,
            sentence=gettext("The page was open for too long, or your browser sent no cookie."),
            advice=gettext("Nothing was stored. Go back, reload the page and send the form again."),
        )

    @app.errorhandler(RequestEntityTooLarge)
    def upload_is_too_large(_error: RequestEntityTooLarge) -> Response:
        most = request.max_content_length or app.config["MAX_CONTENT_LENGTH"]
        size = f"{most // MEBIBYTE} MB" if most >= MEBIBYTE else f"{most // KIBIBYTE} KB"
        return _page(
            413,
            sentence=gettext(
                "What was sent is larger than the %(size)s that can be sent at a time.", size=size
            ),
        )

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    @app.errorhandler(InternalError)
    def database_failed(error: DBAPIError) -> Response:
        if takes_nothing(error):
            logger.error("The database takes nothing on %s: %s", request.endpoint, error.orig)
            return _page(503, title=NOTHING_TAKEN[0], sentence=NOTHING_TAKEN[1])
        if is_busy(error):
            logger.warning("The database was busy on %s: %s", request.endpoint, error.orig)
            response = _page(503, title=BUSY[0], sentence=BUSY[1], advice=BUSY[2])
            response.headers["Retry-After"] = BUSY_SECONDS
            return response
        if isinstance(error, InternalError):
            raise error  # A mistake of ours, and not of the database's surroundings.
        logger.error("The database failed on %s: %s", request.endpoint, error.orig)
        return _page(503)

    @app.errorhandler(IntegrityError)
    def rule_was_broken(error: IntegrityError) -> Response:
        if not lacks_its_parent(error):
            raise error  # Whoever can break any other rule catches this where it happens.
        return _overtaken()

    @app.errorhandler(ObjectDeletedError)
    @app.errorhandler(StaleDataError)
    def row_is_gone(_error: Exception) -> Response:
        return _overtaken()

    @app.errorhandler(PoolTimeoutError)
    def no_connection_free(_error: PoolTimeoutError) -> Response:
        logger.error("No connection to the database came free on %s.", request.endpoint)
        return _page(503)

    @app.errorhandler(ClientDisconnected)
    def sender_gave_up(_error: ClientDisconnected) -> Response:
        return _page(408)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.code is None or error.code < 400:
            return make_response(error.get_response())
        own_words = error.description if error.description != type(error).description else None
        response = _page(error.code, sentence=own_words)
        for name, value in error.get_headers():
            if name.lower() in {"allow", "retry-after"}:
                response.headers[name] = value
        return response


def lacks_its_parent(error: IntegrityError) -> bool:
    """Tell whether what a row belongs to was removed while the row was written."""
    name = getattr(error.orig, "sqlite_errorname", None)
    state = getattr(error.orig, "sqlstate", None)
    return name == "SQLITE_CONSTRAINT_FOREIGNKEY" or state == "23503"


def takes_nothing(error: DBAPIError) -> bool:
    """Tell whether the database answers but cannot store: its disk is full, or it is read-only."""
    # When the disk is full SQLite gives the whole transaction up, and what is reported last is that
    # a savepoint is gone: the reason lies further back.
    reason: BaseException | None = error
    while reason is not None:
        name = getattr(reason, "sqlite_errorname", None) or ""
        state = getattr(reason, "sqlstate", None) or ""
        if name.startswith(UNWRITABLE_SQLITE) or state in UNWRITABLE_POSTGRESQL:
            return True
        reason = reason.__cause__ or reason.__context__
    return False


def is_busy(error: DBAPIError) -> bool:
    """Tell whether the database works and only gave others the way."""
    name = getattr(error.orig, "sqlite_errorname", None) or ""
    return name.startswith(BUSY_SQLITE) or getattr(error.orig, "sqlstate", None) in BUSY_POSTGRESQL


def _overtaken() -> Response:
    logger.warning("What %s was about was removed meanwhile.", request.endpoint)
    # The page asks who is signed in, and a failed transaction answers nothing.
    db.session.rollback()
    return _page(
        409,
        sentence=gettext("What this page was about was changed or removed at the same moment."),
        advice=gettext(
            "Nothing was stored by this request. Go back, reload the page and look again."
        ),
    )


def _page(
    status: int,
    *,
    title: str | None = None,
    sentence: str | None = None,
    advice: str | None = None,
) -> Response:
    usual_title, usual_sentence, usual_advice = PAGES.get(
        status, PAGES[400 if status < 500 else 500]
    )
    # Drawing the page must not ask who is signed in: that may be what has just failed.
    g.failed = status >= 500
    page = render_template(
        "errors/error.html",
        status=status,
        title=title or usual_title,
        sentence=sentence or usual_sentence,
        advice=advice or usual_advice,
        reference=request_id() if status >= 500 else "",
    )
    return make_response(page, status)
