"""Run the migrations on the application's own engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from workbench.accounts import models as _accounts  # noqa: F401  (each import declares tables)
from workbench.annotations import models as _annotations  # noqa: F401  (declares tables)
from workbench.articles import models as _articles  # noqa: F401  (declares tables)
from workbench.database import Base, UtcDateTime
from workbench.jobs import models as _jobs  # noqa: F401  (declares tables)
from workbench.projects import models as _projects  # noqa: F401  (declares tables)

config = context.config


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our column types as what they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def unwatched_references(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that was copied, without taking along what refers to its rows.

    The pragma is ignored inside a transaction, so it is set on the driver's own connection.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def assert_references_hold(connection: Connection) -> None:
    """Raise `RuntimeError` where a migration left a row that refers to none."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            tables = ", ".join(sorted({str(row[0]) for row in broken}))
            raise RuntimeError(f"Rows of {tables} would refer to rows that are not there.")


def run_migrations() -> None:
    """Upgrade or downgrade within one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection, unwatched_references(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            # SQLite changes a table by copying it, which Alembic calls a batch.
            render_as_batch=True,
            render_item=render_item,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            assert_references_hold(connection)


run_migrations()
