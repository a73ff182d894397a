"""What a supervisor asks: does the process live, and can it serve?"""

import logging

from alembic.runtime.migration import MigrationContext
from flask import Flask, Response, jsonify
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from workbench.database import BUSY_TIMEOUT_MS, db, head_revision
from workbench.web.access import public, requires
from workbench.web.errors import is_busy

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
            revision = MigrationContext.configure(connection).get_current_revision()
            if revision != head_revision():
                logger.warning("Not ready: the database stands at migration %s.", revision)
                return "migrations"
            return "" if _takes_writes(connection) else "writing"
    except SQLAlchemyError as error:
        logger.warning("Not ready: %s", getattr(error, "orig", None) or type(error).__name__)
        return "database"


def _takes_writes(connection: Connection) -> bool:
    """Tell whether the database lets us write, by writing to no row; it waits for nobody."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        connection.exec_driver_sql("DELETE FROM alembic_version WHERE 1 = 0")
    except DBAPIError as error:
        # Where others are writing at this moment, writing is possible.
        if is_busy(error):
            return True
        logger.warning("Not ready: %s", error.orig)
        return False
    finally:
        connection.rollback()
        if is_sqlite:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    return True
