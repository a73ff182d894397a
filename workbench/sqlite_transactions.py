"""Begin and end transactions on SQLite, where writers take turns.

SQLite takes its one write lock when a transaction begins, not at the first write: a deferred
transaction that reads and then writes loses updates or fails with "database is locked". So each
says when it begins what it will be.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import PoolProxiedConnection

from workbench.prepared import told
from workbench.write_turns import WriteTurns, turns_of

TransactionMode = Literal["IMMEDIATE", "DEFERRED"]
_ITS_TRANSACTIONS = "workbench_transactions"


class SqliteTransactions:
    """Begin and end the transactions of an engine; `mode` says what the next one will be.

    A writer takes a turn before it begins, for which it waits so many seconds, and gives it back
    when it has ended.
    """

    def __init__(
        self, engine: Engine, *, mode: Callable[[], TransactionMode], patience_s: float
    ) -> None:
        self._mode, self._patience_s = mode, patience_s
        self._turns = _turns_of(engine)
        self._writing: set[int] = set()
        self._open: dict[int, Any] = {}
        # Who listened to the engine for a beginning would have SQLAlchemy look for listeners at
        # each statement, and the end of a commit has no event. The dialect is this engine's own.
        dialect = engine.dialect
        self._commit, self._undo = dialect.do_commit, dialect.do_rollback
        self._close, self._error = dialect.do_close, dialect.loaded_dbapi.Error
        vars(dialect).update(do_begin=self.begin, do_commit=self.commit, do_rollback=self.undo)
        vars(dialect).update(do_close=self.close)
        vars(dialect)[_ITS_TRANSACTIONS] = self
        event.listen(engine, "connect", self._note)
        for end in ("checkin", "invalidate", "close"):
            event.listen(engine, end, self._let_go)

    def begin(self, connection: PoolProxiedConnection) -> None:
        """Begin what the mode says."""
        self._begin(connection.dbapi_connection, self._mode())

    def begin_to_write(self, connection: PoolProxiedConnection) -> None:
        """End a transaction that has only read, and begin one that writes in its place."""
        driver: Any = connection.dbapi_connection
        if id(driver) not in self._writing:
            driver.execute("COMMIT")
            self._begin(driver, "IMMEDIATE")

    def commit(self, connection: PoolProxiedConnection) -> None:
        """Commit; who fails keeps the turn until the transaction is undone."""
        self._commit(connection)
        self._give_back(connection.dbapi_connection)

    def commit_to_read(self, connection: PoolProxiedConnection) -> None:
        """Commit, and begin a transaction that only reads in its place."""
        self.commit(connection)
        self._begin(connection.dbapi_connection, "DEFERRED")

    def undo(self, connection: PoolProxiedConnection) -> None:
        """Undo."""
        try:
            self._undo(connection)
        finally:
            self._give_back(connection.dbapi_connection)

    def close(self, driver: Any) -> None:
        """Close; what fails to be closed is still known to be open."""
        self._close(driver)
        self._open.pop(id(driver), None)

    def abandon(self) -> None:
        """Undo what was begun and never ended, whoever still holds its connection, and close it."""
        for driver in list(self._open.values()):
            # One that was closed halfway has nothing left to undo.
            with suppress(self._error):
                driver.rollback()
            self.close(driver)
        self._writing.clear()
        if self._turns is not None:
            self._turns.give_back()

    def _note(self, driver: Any, _record: object) -> None:
        self._open[id(driver)] = driver

    def _begin(self, driver: Any, mode: TransactionMode) -> None:
        # Who waits in vain is told so by SQLite, as it tells everybody.
        if (
            self._turns is not None
            and mode == "IMMEDIATE"
            and id(driver) not in self._writing
            and self._turns.take(seconds=self._patience_s)
        ):
            self._writing.add(id(driver))
        driver.execute(f"BEGIN {mode}")

    def _let_go(self, driver: object, *_rest: object) -> None:
        self._give_back(driver)

    def _give_back(self, driver: object) -> None:
        if self._turns is not None and id(driver) in self._writing:
            self._writing.remove(id(driver))
            self._turns.give_back()


def begin_to_write(link: Connection) -> None:
    """Let a transaction of SQLite that has only read go on as a writer.

    What it read may be old by now, as on a database that locks rows; there nothing is done.
    """
    transactions: SqliteTransactions | None = vars(link.dialect).get(_ITS_TRANSACTIONS)
    if transactions is None:
        return
    try:
        transactions.begin_to_write(link.connection)
    except link.dialect.loaded_dbapi.Error as error:
        raise told(link, error, "BEGIN IMMEDIATE") from error


def commit_to_read(link: Connection) -> bool:
    """Commit on SQLite, and go on as a reader; do nothing, and say so, on another database."""
    transactions: SqliteTransactions | None = vars(link.dialect).get(_ITS_TRANSACTIONS)
    if transactions is None:
        return False
    try:
        transactions.commit_to_read(link.connection)
    except link.dialect.loaded_dbapi.Error as error:
        raise told(link, error, "COMMIT") from error
    return True


def abandon_transactions(engine: Engine) -> None:
    """Let go of SQLite's write lock where a thread that has ended left its transaction halfway.

    Where memory ran out, undoing and closing may have failed, and what was raised keeps the
    connection alive: nobody could write until this process is gone. No other thread may be at work
    with the engine.
    """
    transactions: SqliteTransactions | None = vars(engine.dialect).get(_ITS_TRANSACTIONS)
    if transactions is not None:
        transactions.abandon()


def _turns_of(engine: Engine) -> WriteTurns | None:
    if engine.url.database in (None, "", ":memory:"):
        return None
    return turns_of(str(Path(str(engine.url.database)).absolute()))
