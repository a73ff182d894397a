"""Back an installation up into one SQLite file, whatever its engine, and restore it into either."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from workbench.accounts.models import Account
from workbench.operation.copying import TableProof, copy_everything, prove
from workbench.operation.databases import (
    OperationError,
    assert_at_head,
    assert_empty,
    assert_known,
    bring_up_to_date,
    filled_tables,
    holding_writers,
    opened,
    reading,
    revision_of,
    shown,
    sqlite_file,
    tables,
)

GIVE_UP = "To give up what it holds, add --replace."


def write_backup(url: str, file: Path) -> tuple[TableProof, ...]:
    """Write what the database holds at this moment to a new file; others may go on writing.

    The file appears under its name whole and checked, or not at all; only its owner can read it.
    """
    if file.exists():
        raise OperationError(f"{file} exists already. Name another file.")
    if not file.parent.is_dir():
        raise OperationError(f"There is no folder {file.parent}.")
    # In the same folder, because a file gets its name at one stroke only within a disk.
    with _workspace(file.parent) as folder:
        copy = folder / "backup.db"
        original = sqlite_file(url)
        if original is None:
            _dump(url, copy)
        else:
            _copy_file(original, copy)
        _settle(copy)
        _check(copy, named=shown(url))
        proofs = _contents(folder, copy)
        copy.chmod(0o600)
        _persist(copy)
        copy.replace(file)
    _persist(file.parent)
    return proofs


def restore_backup(file: Path, url: str, *, replace: bool) -> tuple[TableProof, ...]:
    """Put a backup into a database in one transaction, and prove it equal.

    A backup of an older version is migrated on the way; the file itself stays as it is. A database
    that holds something is refused, unless `replace` says that it may be given up. Everybody is
    signed out then, also of a server that runs: a cookie names the number of an account, which may
    now be somebody else's.
    """
    if not file.is_file():
        raise OperationError(f"There is no file {file}.")
    with _workspace(None) as folder:
        copy = folder / "backup.db"
        _copy_file(file, copy)
        _check(copy, named=str(file))
        copy_url = f"sqlite:///{copy}"
        with opened(copy_url) as engine, reading(engine) as connection:
            revision = revision_of(connection)
        if revision is None:
            raise OperationError(f"{file} is a database, but not one of the workbench.")
        assert_known(revision, where=str(file))
        bring_up_to_date(copy_url)
        if not replace:
            assert_empty(url, advice=GIVE_UP)
        bring_up_to_date(url)
        with (
            opened(copy_url) as source,
            reading(source) as old,
            opened(url) as target,
            holding_writers(target) as new,
        ):
            filled = filled_tables(new)
            if filled and not replace:
                # Somebody came in between.
                raise OperationError(f"{shown(url)} is not empty. {GIVE_UP}")
            versions = [_highest_session_version(each) for each in (old, new)]
            for table in reversed(tables()):
                new.execute(delete(table))
            proofs = copy_everything(old, new)
            if filled:
                new.execute(update(Account).values(session_version=max(versions) + 1))
            return proofs


def _highest_session_version(connection: Connection) -> int:
    return connection.scalar(select(func.max(Account.session_version))) or 0


def _dump(url: str, copy: Path) -> None:
    copy_url = f"sqlite:///{copy}"
    with opened(url) as source, reading(source) as old:
        assert_at_head(old, where=shown(url))
        bring_up_to_date(copy_url)
        with opened(copy_url) as target, holding_writers(target) as new:
            copy_everything(old, new)


def _copy_file(original: Path, copy: Path) -> None:
    """Copy a SQLite database in one step, which is one moment of it even while others write."""
    if not original.is_file():
        raise OperationError(f"There is no database at {original}.")
    try:
        with (
            closing(sqlite3.connect(f"{original.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target, pages=-1)
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_FULL:
            raise OperationError(f"There is no room for a copy of {original}.") from error
        # Anything else may as well be the fault of where it is copied to.
        failed = "read" if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT} else "copied"
        raise OperationError(f"{original} could not be {failed}: {error}.") from error


def _settle(copy: Path) -> None:
    """Leave one file: without this, a log could lie beside it."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _check(copy: Path, *, named: str) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        try:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            raise OperationError(f"{named} is damaged: {error}.") from error
    if verdict != "ok":
        raise OperationError(f"{named} is damaged: {verdict}.")
    if orphans:
        names = ", ".join(sorted({orphan[0] for orphan in orphans}))
        raise OperationError(f"{named} is damaged: rows refer to nothing in {names}.")


def _contents(folder: Path, copy: Path) -> tuple[TableProof, ...]:
    """Prove the tables of a backup, read from a second copy that may be migrated to be read."""
    second = folder / "read.db"
    shutil.copyfile(copy, second)
    second_url = f"sqlite:///{second}"
    bring_up_to_date(second_url)
    with opened(second_url) as engine, reading(engine) as connection:
        return tuple(prove(connection, table) for table in tables())


@contextmanager
def _workspace(parent: Path | None) -> Iterator[Path]:
    try:
        with tempfile.TemporaryDirectory(prefix=".workbench-backup-", dir=parent) as name:
            # The whole path: an address of SQLite is not read from the folder one stands in.
            yield Path(name).absolute()
    except OSError as error:
        where = parent or tempfile.gettempdir()
        raise OperationError(f"{where} cannot be written to: {error.strerror}.") from error


def _persist(path: Path) -> None:
    """Have the disk itself hold a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
