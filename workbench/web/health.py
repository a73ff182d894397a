"""What a supervisor asks: does the process live, and can it serve?"""

import logging

from alembic.runtime.migration import MigrationContext
from flask import Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from workbench.database import db, head_revision
from workbench.web.access import public, requires

logger = logging.getLogger(__name__)


def answer_health(app: Flask) -> None:
    """Add `/healthz` and `/readyz`; neither reads the session or sets a cookie."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


@requires(public)
def healthz() -> Response:
    """Say that the process answers; ask nothing else."""
    return jsonify(status="alive")


@requires(public)
def readyz() -> tuple[Response, int]:
    """Say whether requests can be served, or which check failed, and no more than its name."""
    failed = _failed_check()
    if failed:
        return jsonify(status="not ready", failed=failed), 503
    return jsonify(status="ready"), 200


def _failed_check() -> str:
    try:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            revision = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        logger.warning("Not ready: %s", getattr(error, "orig", None) or type(error).__name__)
        return "database"
    if revision != head_revision():
        logger.warning("Not ready: the database stands at migration %s.", revision)
        return "migrations"
    return ""
