"""Let the writers of one SQLite database take turns.

SQLite has one writer. Whoever finds it busy sleeps and looks again, at longer and longer
intervals, so that under load those who have waited longest wait on, until they give up. Here the
threads of a process queue up, and the first of each queue waits for the other processes.
"""

import fcntl
import os
import time
from collections import deque
from collections.abc import Callable
from functools import cache
from threading import Condition

LOOK_SECONDS = 0.001
# Each is one byte of the file: who holds the first is the next to get the second.
NEXT, WRITING = 0, 1

Clock = Callable[[], float]


class WriteTurns:
    """Hand the right to write to one thread after another, first come, first served.

    `path` is a file beside the database, whose locks other processes see. Where it cannot be
    opened only the threads of this process take turns; SQLite's own lock holds in any case.
    """

    def __init__(self, path: str, *, clock: Clock = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._file: int | None = None
        self._is_taken = False
        self._waiting: deque[object] = deque()
        self._changed = Condition()
        self._process = os.getpid()

    def take(self, *, seconds: float) -> bool:
        """Wait for the turn; False when it has not come after so many seconds."""
        self._forget_the_parents()
        until = self._clock() + seconds
        if not self._take_in_process(until):
            return False
        if self._take_among_processes(until):
            return True
        self._give_back_in_process()
        return False

    def give_back(self) -> None:
        """Let the next one write."""
        if self._file is not None:
            _unlock(self._file, WRITING)
        self._give_back_in_process()

    def _forget_the_parents(self) -> None:
        # A process that was split off has none of its parent's threads, and none of its locks.
        if self._process != os.getpid():
            self._process = os.getpid()
            self._is_taken = False
            self._waiting = deque()
            self._changed = Condition()

    def _take_in_process(self, until: float) -> bool:
        me = object()
        with self._changed:
            self._waiting.append(me)
            is_mine = self._changed.wait_for(
                lambda: not self._is_taken and self._waiting[0] is me,
                timeout=max(0.0, until - self._clock()),
            )
            self._waiting.remove(me)
            if is_mine:
                self._is_taken = True
            else:
                self._changed.notify_all()
            return is_mine

    def _give_back_in_process(self) -> None:
        with self._changed:
            self._is_taken = False
            self._changed.notify_all()

    def _take_among_processes(self, until: float) -> bool:
        file = self._opened()
        if file is None:
            return True
        if not self._lock(file, NEXT, until):
            return False
        try:
            return self._lock(file, WRITING, until)
        finally:
            _unlock(file, NEXT)

    def _opened(self) -> int | None:
        if self._file is None:
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError:
                return None
        return self._file

    def _lock(self, file: int, place: int, until: float) -> bool:
        while not _try_lock(file, place):
            if self._clock() >= until:
                return False
            time.sleep(LOOK_SECONDS)
        return True


@cache
def turns_of(database: str) -> WriteTurns:
    """Give the turns of a database file; all engines of a process share them."""
    return WriteTurns(f"{database}-turns")


def _try_lock(file: int, place: int) -> bool:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except BlockingIOError:
        return False
    except OSError:
        # A file system without such locks: SQLite's own lock has to do.
        return True
    return True


def _unlock(file: int, place: int) -> None:
    fcntl.lockf(file, fcntl.LOCK_UN, 1, place)
