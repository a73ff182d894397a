"""Open a database by its address, outside the served application."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import Migrate
from flask_migrate import upgrade as migrate
from sqlalchemy import Table, exists, inspect, select, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from workbench.accounts import models as _accounts  # noqa: F401  (each import declares tables)
from workbench.annotations import models as _annotations  # noqa: F401  (declares tables)
from workbench.articles import models as _articles  # noqa: F401  (declares tables)
from workbench.database import (
    MIGRATIONS,
    Base,
    address_of,
    db,
    head_revision,
    init_database,
    known_revisions,
    transaction_mode,
)
from workbench.jobs import models as _jobs  # noqa: F401  (declares tables)
from workbench.projects import models as _projects  # noqa: F401  (declares tables)
from workbench.sqlite_transactions import TransactionMode

# What PostgreSQL calls a role without the right, and a role or a server that only reads.
LACKING_RIGHTS = frozenset({"42501", "25006"})
# However many people write, none holds a table for as long as this.
LOCK_SECONDS = 15


class OperationError(RuntimeError):
    """Say what stands in the way and what to do; nothing was changed."""


def tables() -> list[Table]:
    """Give the workbench's tables, each after those it refers to."""
    return Base.metadata.sorted_tables


def sqlite_file(url: str) -> Path | None:
    """Give the file of a SQLite address; None for another engine."""
    address = address_of(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return None
    return Path(address.database)


def shown(url: str) -> str:
    """Give an address without its password and without our driver, which nobody typed."""
    address = address_of(url)
    plain = address.set(drivername=address.get_backend_name())
    return plain.render_as_string(hide_password=True)


def reason_of(error: DBAPIError) -> str:
    """Give what a driver says, without the advice that it adds on further lines."""
    return str(error.orig).strip().partition("\n")[0].rstrip(".")


def lacks_rights(error: DBAPIError) -> bool:
    """Tell whether PostgreSQL let its role do too little: not write at all, or make no tables."""
    return getattr(error.orig, "sqlstate", None) in LACKING_RIGHTS


def rights_sentence(url: str, error: DBAPIError) -> str:
    """Say which right is missing, and how the role gets it."""
    address = address_of(url)
    advice = "Name the role that owns its tables"
    if address.username and address.database:
        advice += (
            ". Where it has none yet, an administrator of PostgreSQL can give it to this one: "
            f'ALTER DATABASE "{address.database}" OWNER TO "{address.username}"'
        )
    return f"{shown(url)} may not be changed: {reason_of(error)}. {advice}."


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Open the engine of an existing database; a SQLite file is not made by looking for it."""
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise OperationError(f"There is no database at {file}.")
    app = Flask("workbench.operation")
    init_database(app, url)
    with app.app_context():
        try:
            _assert_answers(db.engine, url)
            yield db.engine
        except OperationalError as error:
            raise OperationError(
                f"A database failed: {reason_of(error)}. Nothing was kept."
            ) from error
        except DBAPIError as error:
            if not lacks_rights(error):
                raise
            raise OperationError(rights_sentence(url, error)) from error
        finally:
            db.engine.dispose()


def _assert_answers(engine: Engine, url: str) -> None:
    try:
        engine.connect().close()
    except OperationalError as error:
        raise OperationError(f"{shown(url)} does not answer: {reason_of(error)}.") from error


def bring_up_to_date(url: str) -> None:
    """Make the tables, or migrate them to this version; raise `OperationError` for a newer one."""
    file = sqlite_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
    with opened(url) as engine:
        with engine.connect() as connection:
            assert_migratable(connection, where=shown(url))
        app = Flask("workbench.operation")
        init_database(app, url)
        Migrate(app, db, directory=str(MIGRATIONS))
        with app.app_context():
            try:
                migrate()
            finally:
                db.engine.dispose()


def revision_of(connection: Connection) -> str | None:
    """Give the migration a database stands at; None when none has run."""
    return MigrationContext.configure(connection).get_current_revision()


def assert_known(revision: str | None, *, where: str) -> None:
    """Raise `OperationError` for a database that a newer version has changed."""
    if revision is not None and revision not in known_revisions():
        raise OperationError(
            f"{where} was made by a newer version of the workbench (its migration {revision} is "
            "unknown here). Install that version first."
        )


def assert_migratable(connection: Connection, *, where: str) -> None:
    """Raise `OperationError` for a database of a newer version, or with tables of somebody else."""
    revision = revision_of(connection)
    assert_known(revision, where=where)
    names = set(inspect(connection).get_table_names())
    if revision is None and names & {table.name for table in tables()}:
        raise OperationError(
            f"{where} holds tables of the same names that the workbench did not make. "
            "Give the workbench a database of its own."
        )


def assert_at_head(connection: Connection, *, where: str) -> None:
    """Raise `OperationError` unless all migrations of this version have run."""
    revision = revision_of(connection)
    assert_known(revision, where=where)
    if revision != head_revision():
        raise OperationError(
            f"{where} is not up to date. Run `workbench upgrade` with this DATABASE_URL first."
        )


def assert_empty(url: str, *, advice: str) -> None:
    """Raise `OperationError` where a database holds a row, before anything in it is changed.

    One of an older version is looked at as it stands: to migrate it first would take it from the
    program that uses it.
    """
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        return
    with opened(url) as engine, reading(engine) as connection:
        filled = filled_tables(connection)
    if filled:
        raise OperationError(
            f"{shown(url)} is not empty: it has rows in {', '.join(filled)}. {advice}"
        )


def filled_tables(connection: Connection) -> list[str]:
    """Name the tables that hold at least one row, among those that there are."""
    present = set(inspect(connection).get_table_names())
    return [
        table.name
        for table in tables()
        if table.name in present
        and connection.scalar(select(exists(select(table.c[0]).select_from(table))))
    ]


def foreign_tables(connection: Connection) -> list[str]:
    """Name the tables in this database that are not the workbench's, such as a queue's."""
    known = {table.name for table in tables()} | {"alembic_version"}
    return sorted(set(inspect(connection).get_table_names()) - known)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read one moment of a database while others go on writing."""
    options = (
        {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        if engine.dialect.name == "postgresql"
        else {}
    )
    with engine.connect() as connection:
        # On a connection, unlike on a statement, the options stay.
        connection.execution_options(**options)
        with _begun(connection, "DEFERRED"):
            yield connection


@contextmanager
def holding_writers(engine: Engine) -> Iterator[Connection]:
    """Begin the transaction of the only writer; it is undone unless the block ends well."""
    with engine.connect() as connection, _begun(connection, "IMMEDIATE"):
        if engine.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in tables())
            # Others may read on, and wait with what they want to write. Who forgot to end a
            # transaction is not waited for without end: those who write would wait as well.
            connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
            connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
        else:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        yield connection


@contextmanager
def _begun(connection: Connection, mode: TransactionMode) -> Iterator[None]:
    token = transaction_mode.set(mode)
    try:
        with connection.begin():
            yield
    finally:
        transaction_mode.reset(token)
