"""Notice who uses a database: a workbench that runs on it, or a copy that has begun with it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import Connection

from workbench.database import APPLICATION_NAME
from workbench.operation.databases import OperationError, opened, shown, sqlite_file

# A lock that PostgreSQL gives to one transaction in a database; the number has no meaning.
_MOVING = 7_203_115


def assert_not_in_use(url: str) -> None:
    """Raise `OperationError` where a workbench has the database open."""
    file = sqlite_file(url)
    if _file_is_open(file) if file is not None else _has_connections(url):
        raise OperationError(
            f"A workbench uses {shown(url)} at present: what people store there after the copy "
            "would stay behind. Stop its servers and workers on all hosts, then run this again. "
            "To try the move out first, add --while-running."
        )


def hold_alone(old: Connection, source_url: str, target_url: str) -> None:
    """Raise `OperationError` where the target is the source by another name.

    `old` is the transaction on the source. The two would wait for each other without end.
    """
    if _is_same(old, source_url, target_url):
        raise OperationError("The two addresses are the same database.")


def _is_same(old: Connection, source_url: str, target_url: str) -> bool:
    one, other = sqlite_file(source_url), sqlite_file(target_url)
    if one is not None and other is not None:
        return other.exists() and one.samefile(other)
    if one is not None or other is not None:
        return False
    # Hosts have many names; a lock that is held is held by whatever name one asks.
    old.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MOVING})
    with opened(target_url) as engine, engine.connect() as new:
        is_free = new.scalar(text("SELECT pg_try_advisory_xact_lock(:number)"), {"number": _MOVING})
    return not is_free


def _file_is_open(file: Path) -> bool:
    """Tell whether another process has a SQLite database open.

    In WAL mode each connection keeps a shared lock on the file for as long as it is open, also
    while nothing is read or written. Whoever wants the file alone is then turned away.
    """
    if not file.is_file():
        return False
    address = f"{file.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)) as alone:
        try:
            alone.execute("PRAGMA locking_mode = EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
            alone.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
        except sqlite3.DatabaseError:
            # What is wrong with it is said by whoever reads it.
            return False
    return False


def _has_connections(url: str) -> bool:
    """Tell whether other connections to this PostgreSQL database are a workbench's."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = :name AND pid <> pg_backend_pid()"
    )
    with opened(url) as engine, engine.connect() as connection:
        return bool(connection.scalar(query, {"name": APPLICATION_NAME}))
