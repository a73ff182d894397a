"""The engine for SQLite and PostgreSQL, the base of all models, and one transaction a request."""

import os
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from workbench.config import PACKAGE, SettingsError
from workbench.sqlite_transactions import (
    SqliteTransactions,
    TransactionMode,
    begin_to_write,
    commit_to_read,
)

MIGRATIONS = PACKAGE / "migrations"
BUSY_TIMEOUT_MS = 15_000
# A host that is gone answers nothing at all: people then get a page after this, not after minutes.
CONNECT_TIMEOUT_S = 5
# A host that was cut off sends no farewell. Its connections are given up after about twenty
# seconds on both sides, and not after hours: what it had begun is undone then, and what it had
# locked is free for others.
SILENCE_S, PROBE_S, PROBES = 10, 3, 3
GIVEN_UP_MS = 1000 * (SILENCE_S + PROBE_S * PROBES)
# What PostgreSQL lists its connections under, unless the address names something else.
APPLICATION_NAME = "workbench"
CONNECTION_CARE = {
    "fallback_application_name": APPLICATION_NAME,
    "connect_timeout": CONNECT_TIMEOUT_S,
    "keepalives_idle": SILENCE_S,
    "keepalives_interval": PROBE_S,
    "keepalives_count": PROBES,
    "tcp_user_timeout": GIVEN_UP_MS,
}
SERVERS_CARE = (
    f"SELECT set_config('tcp_keepalives_idle', '{SILENCE_S}', false), "
    f"set_config('tcp_keepalives_interval', '{PROBE_S}', false), "
    f"set_config('tcp_keepalives_count', '{PROBES}', false), "
    f"set_config('tcp_user_timeout', '{GIVEN_UP_MS}', false)"
)

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Be the parent of every model."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """Store an aware time as UTC; give it back aware, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored time needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Any:
        """Give what a time goes through to SQLite, in one step; elsewhere SQLAlchemy's own two."""
        return _to_sqlite if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Give what a time comes through, likewise."""
        if dialect.name == "sqlite":
            return _from_sqlite
        return super().result_processor(dialect, coltype)


def _to_sqlite(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("A stored time needs its time zone.")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_sqlite(value: str | None) -> datetime | None:
    if value is None:
        return None
    found = datetime.fromisoformat(value)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


db = SQLAlchemy(metadata=Base.metadata)

# Where a session keeps the connection of its transaction.
_LINK = "connection"

# What the next transaction on SQLite will be. A page that only reads says so with DEFERRED and then
# waits for nobody.
transaction_mode: ContextVar[TransactionMode] = ContextVar("transaction_mode", default="IMMEDIATE")


def connection() -> Connection:
    """Give the connection of this transaction, with what the session still holds written."""
    session = db.session()
    if session.new or session.identity_map:
        # A submission makes no objects, and to look for their changes costs half a statement.
        session.flush()
    link: Connection | None = session.info.get(_LINK)
    if link is None or link.closed or not link.in_transaction():
        # To ask the session each time costs as much as a statement.
        link = session.info[_LINK] = session.connection()
    return link


def write_from_here() -> None:
    """Let a request write that has only read until now, and that held up no writer with it.

    What it read may be old by now, as it may on PostgreSQL: what is written must be held against
    what is read from here on.
    """
    transaction_mode.set("IMMEDIATE")
    if db.session().in_transaction():
        begin_to_write(connection())


def commit_and_read_on() -> None:
    """Commit what a request stored; what it reads from here on waits for no writer.

    On SQLite the connection stays at hand, as it does in `write_from_here`: for SQLAlchemy to give
    it back and take it up again costs as much as several statements.
    """
    transaction_mode.set("DEFERRED")
    session, link = db.session(), connection()
    # Objects are to be read anew after a commit, and a savepoint is none.
    is_plain = not session.identity_map and not session.in_nested_transaction()
    if is_plain and commit_to_read(link):
        session.dispatch.after_commit(session)
    else:
        session.commit()


def now() -> datetime:
    """Give the present time in UTC."""
    return datetime.now(UTC)


def address_of(url: str) -> URL:
    """Read a database's address; raise `SettingsError` where it makes no sense."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        # The words of the error would show the address, and with it a password.
        raise SettingsError(
            "DATABASE_URL cannot be read; it must look like postgresql://user@host:5432/name. "
            "In a password write @, :, / and % as %40, %3A, %2F and %25."
        ) from error


def init_database(app: Flask, url: str) -> None:
    """Join the database to the application and set the engine up for its dialect."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _set_up_sqlite(db.engine)
        else:
            _set_up_postgresql(db.engine)


def engine_options(url: str) -> dict[str, Any]:
    """Give what `create_engine` needs for this address."""
    if address_of(url).get_backend_name() == "sqlite":
        # Without an isolation level the driver leaves BEGIN to the event below.
        connect_args = {"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000}
        return {"hide_parameters": True, "connect_args": connect_args}
    return {
        # What people wrote must not reach a log by way of an error message.
        "hide_parameters": True,
        # A connection that died with its server is replaced before a request meets it.
        "pool_pre_ping": True,
        "connect_args": dict(CONNECTION_CARE),
    }


@cache
def known_revisions() -> frozenset[str]:
    """Give the names of all migrations of this version."""
    return frozenset(each.revision for each in _scripts().walk_revisions())


@cache
def head_revision() -> str | None:
    """Give the name of the newest migration of this version."""
    return _scripts().get_current_head()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def make_private(file: Path) -> None:
    """Make an empty file that only its owner can read, unless there is one by this name.

    SQLite would give everybody on the machine the right to read it. Where this is not possible it
    says so itself.
    """
    with suppress(OSError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "do_connect")
    def keep_from_others(_dialect: object, _record: object, _names: object, _more: object) -> None:
        # Beside what everybody wrote it holds addresses and hashes of passwords.
        if engine.url.database not in (None, "", ":memory:"):
            make_private(Path(str(engine.url.database)))

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: a label that was acknowledged is on the disk, also after a power cut.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    SqliteTransactions(engine, mode=transaction_mode.get, patience_s=BUSY_TIMEOUT_MS / 1000)


def _set_up_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def watch_the_line(connection: Any, _record: object) -> None:
        connection.execute(SERVERS_CARE)
        connection.commit()
