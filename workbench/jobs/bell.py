"""The bell that wakes workers: a huey queue on which nothing depends.

huey hands a message out at most once, and a worker that is killed takes its message along. So a
message here says nothing but "look into the ledger": a lost one costs the seconds until the next
sweep. Nothing in it is ever read, so that whoever can write to the queue can run no code.
"""

import logging
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock
from typing import Any

import psycopg
from flask import Flask, current_app
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from sqlalchemy import event
from sqlalchemy.orm import Session

from workbench.config import Settings
from workbench.database import CONNECTION_CARE, address_of, db, make_private

_EXTENSION = "workbench_bell"
NAME = "workbench"
# huey's tables live apart from ours, so that migrations and copies of a study need not know them.
SCHEMA = "workbench_queue"
STROKE = b"1"
MOST_STROKES = 16
CONNECT_SECONDS = 3
# A look takes 0.4 ms of processor time. Who rang leaves a mark on the host, which is seen sooner.
POLL_SECONDS = 0.25
MARK_SECONDS = 0.01
_CARE: dict[str, Any] = CONNECTION_CARE | {"connect_timeout": CONNECT_SECONDS}

logger = logging.getLogger(__name__)


class Mark:
    """Tell those of one host who cannot wait at the queue itself that somebody rang.

    It is a file that nobody reads: only when it was last changed counts. Where it cannot be
    written nothing is lost but time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def change(self) -> None:
        """Let everybody know."""
        with suppress(OSError):
            make_private(self._path)
            os.utime(self._path)

    def state(self) -> int | None:
        """Give what differs after every change, or nearly every one: clocks of files are coarse."""
        try:
            return self._path.stat().st_mtime_ns
        except OSError:
            return None


class Bell:
    """Ring workers awake; a bell out of order is noted once and then mended by itself.

    With a `mark` those who have to look again and again do so as soon as somebody rang.
    """

    def __init__(
        self,
        make_queue: Callable[[], Huey],
        trouble: tuple[type[Exception], ...],
        mark: Mark | None = None,
    ) -> None:
        self._make_queue = make_queue
        self._trouble = trouble
        self._mark = mark
        self._queue: Huey | None = None
        self._is_broken = False
        self._lock = Lock()

    def ring(self, *, times: int) -> None:
        """Wake up to `times` workers."""
        with self._lock:
            try:
                queue = self._open()
                for _ in range(min(times, MOST_STROKES)):
                    queue.storage.enqueue(STROKE)
                # Jobs are rare: no server process need keep a connection for the next one.
                queue.storage.close()
            except self._trouble as error:
                self._note(error)
            else:
                self._is_broken = False
        if self._mark is not None:
            self._mark.change()

    def wait(self, stop: Event, *, seconds: float) -> None:
        """Wait until the bell rings, `seconds` have passed or `stop` is set."""
        end = time.monotonic() + seconds
        while not stop.is_set() and time.monotonic() < end:
            # Seen before the look: what is rung from here on changes it.
            seen = None if self._mark is None else self._mark.state()
            with self._lock:
                try:
                    queue = self._open()
                    stroke = queue.storage.dequeue()
                    if not queue.storage.blocking:
                        # A file that was deleted is noticed only when it is opened anew.
                        queue.storage.close()
                except self._trouble as error:
                    self._note(error)
                    break
                self._is_broken = False
            if stroke is not None:
                return
            if not queue.storage.blocking:
                self._wait_for_the_mark(stop, seen, until=min(end, time.monotonic() + POLL_SECONDS))
        stop.wait(max(0.0, end - time.monotonic()))

    def _wait_for_the_mark(self, stop: Event, seen: int | None, *, until: float) -> None:
        while (left := until - time.monotonic()) > 0 and not stop.is_set():
            if self._mark is not None and self._mark.state() != seen:
                return
            stop.wait(left if self._mark is None else min(left, MARK_SECONDS))

    def close(self) -> None:
        """Let the queue go."""
        with self._lock:
            self._drop()

    def _open(self) -> Huey:
        if self._queue is None:
            self._queue = self._make_queue()
        return self._queue

    def _drop(self) -> None:
        queue, self._queue = self._queue, None
        if queue is None:
            return
        try:
            queue.storage.close()
        except self._trouble as error:
            logger.debug("The queue could not be closed: %s", type(error).__name__)

    def _note(self, error: Exception) -> None:
        if not self._is_broken:
            # The sentence of a driver may hold the address with its password.
            logger.warning(
                "The queue cannot be reached (%s). Workers look into the ledger every few "
                "seconds, so jobs go on all the same.",
                type(error).__name__,
            )
        self._is_broken = True
        self._drop()


def make_bell(settings: Settings) -> Bell:
    """Choose the queue: Redis where an address is given, else what the database is."""
    if settings.redis_url:
        # Only an installation with Redis has its driver.
        from redis.exceptions import RedisError  # noqa: PLC0415  (only who uses it loads it)

        return Bell(lambda: _redis_queue(settings.redis_url), (RedisError, OSError))
    if address_of(settings.database_url).get_backend_name() == "postgresql":
        return Bell(lambda: _postgres_queue(settings.database_url), (psycopg.Error, OSError))
    mark = Mark(settings.instance / "queue-rung")
    return Bell(lambda: _sqlite_queue(settings), (sqlite3.Error, OSError), mark)


def hang_bell(app: Flask, settings: Settings) -> None:
    """Give the application the bell of its installation; nothing is connected to yet."""
    app.extensions[_EXTENSION] = make_bell(settings)


def bell_of(app: Flask) -> Bell:
    """Give the bell of an application."""
    bell: Bell = app.extensions[_EXTENSION]
    return bell


def ring_after_commit(*, times: int) -> None:
    """Wake workers as soon as what the session wrote can be seen by them."""
    bell = bell_of(current_app)

    def ring(_session: Session) -> None:
        bell.ring(times=times)

    event.listen(db.session(), "after_commit", ring, once=True)


def _sqlite_queue(settings: Settings) -> Huey:
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = settings.instance / "queue.db"
    make_private(file)
    return SqliteHuey(NAME, filename=str(file), results=False, fsync=False, timeout=1)


def _postgres_queue(database_url: str) -> Huey:
    address = address_of(database_url).set(drivername="postgresql")
    dsn = address.render_as_string(hide_password=False)

    def connect() -> psycopg.Connection:
        connection = psycopg.connect(dsn, autocommit=True, **_CARE)
        # Asked first, because CREATE wants the right to create even where there is nothing to do.
        found = connection.execute("SELECT to_regnamespace(%s)", (SCHEMA,)).fetchone()
        if found is None or found[0] is None:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        connection.execute(f"SET search_path TO {SCHEMA}")
        return connection

    # CREATE … IF NOT EXISTS fails all the same for one of two processes that start together.
    with psycopg.connect(dsn, autocommit=True, **_CARE) as one_at_a_time:
        one_at_a_time.execute(f"SET lock_timeout TO '{CONNECT_SECONDS}s'")
        one_at_a_time.execute("SELECT pg_advisory_lock(hashtext(%s))", (SCHEMA,))
        return PostgresHuey(NAME, connection=connect, results=False)


def _redis_queue(url: str) -> Huey:
    # The package's own address parser reads further options from the query.
    mark = "&" if "?" in url else "?"
    return RedisHuey(
        NAME,
        url=f"{url}{mark}socket_connect_timeout={CONNECT_SECONDS}&socket_timeout=10",
        results=False,
    )
