"""One process to start and to stop: it keeps the web server and the workers running.

Children are forked, so the parent opens no connection and starts no thread. Each child leads a
process group of its own: Ctrl-C reaches the parent alone, which lets all of them finish first.
"""

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import FrameType

from workbench.parent import Parent

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE_SECONDS = 30.0
# A child that lasted this long has started well, and the next pause is short again.
SETTLED_SECONDS = 10.0
LOOK_SECONDS = 0.25

logger = logging.getLogger(__name__)


@dataclass
class Child:
    """Describe a child; `run` is told how often it was started before, and does not return early.

    Where `must_start` and the very first start fails, everything stops: trying again would not
    help, and somebody is watching.
    """

    name: str
    run: Callable[[int], None]
    must_start: bool = False
    _process: ForkProcess | None = field(default=None, init=False)
    _starts: int = field(default=0, init=False)
    _started_at: float = field(default=0.0, init=False)
    _due_at: float = field(default=0.0, init=False)
    _pause: float = field(default=0.0, init=False)

    def start_if_due(self) -> None:
        """Start the child unless it runs or its pause lasts."""
        if self._process is not None or time.monotonic() < self._due_at:
            return
        arguments = (self.run, self._starts, os.getpid())
        process = multiprocessing.get_context("fork").Process(
            target=_be_child, args=arguments, name=self.name
        )
        process.start()
        self._process = process
        self._started_at = time.monotonic()
        self._starts += 1

    @property
    def sentinel(self) -> int | None:
        """Give what becomes ready when the child ends; None while it does not run."""
        return None if self._process is None else self._process.sentinel

    def note_end(self) -> int:
        """Note that the child ended by itself, plan its next start, and give its exit code."""
        if self._process is None:
            return 0
        self._process.join()
        code = self._process.exitcode or 0
        self._process.close()
        self._process = None
        now = time.monotonic()
        has_settled = now - self._started_at >= SETTLED_SECONDS
        self._pause = 0.5 if has_settled else min(LONGEST_PAUSE_SECONDS, 2 * self._pause or 0.5)
        self._due_at = now + self._pause
        failed_to_start = self.must_start and self._starts == 1 and not has_settled
        if failed_to_start and code > 0:
            return code
        logger.warning(
            "The %s ended (%s) and is started again in %.1f s.", self.name, _how(code), self._pause
        )
        return 0

    def send(self, number: signal.Signals) -> None:
        """Send a signal, if the child runs."""
        if self._process is not None and self._process.pid is not None:
            os.kill(self._process.pid, number)

    def join(self, *, until: float) -> bool:
        """Wait for the end until a moment of the monotonic clock; False where it did not come."""
        if self._process is None:
            return True
        self._process.join(max(0.0, until - time.monotonic()))
        return self._process.exitcode is not None


class Supervisor:
    """Start children, start those that died again, and stop all of them on SIGINT or SIGTERM.

    With a `parent` they are stopped when that one leaves, too.
    """

    def __init__(
        self, children: Sequence[Child], *, graceful_seconds: float, parent: Parent | None = None
    ) -> None:
        self.children = children
        self.graceful_seconds = graceful_seconds
        self.parent = parent
        self._signals = 0

    def run(self) -> int:
        """Supervise until a signal comes; give the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note_signal)
        code = 0
        while not (self._signals or code or self._is_left()):
            code = self._look_after_children()
        self._stop()
        return code

    def _is_left(self) -> bool:
        return self.parent is not None and self.parent.is_leaving()

    def _look_after_children(self) -> int:
        for child in self.children:
            child.start_if_due()
        running = {child.sentinel: child for child in self.children if child.sentinel is not None}
        ended = wait(list(running), timeout=LOOK_SECONDS)
        codes = [child.note_end() for sentinel, child in running.items() if sentinel in ended]
        return max(codes, default=0)

    def _stop(self) -> None:
        """Ask all to stop; those that do not within the time, or at a second signal, are ended."""
        for child in self.children:
            child.send(signal.SIGTERM)
        asked = self._signals
        end = time.monotonic() + self.graceful_seconds
        while time.monotonic() < end and self._signals <= max(asked, 1):
            if all(child.join(until=time.monotonic() + 0.1) for child in self.children):
                return
        for child in self.children:
            child.send(signal.SIGKILL)
        for child in self.children:
            child.join(until=time.monotonic() + 5)

    def _note_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1


def _be_child(run: Callable[[int], None], starts: int, parent: int) -> None:
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    _end_with(parent)
    run(starts)


def _end_with(parent: int) -> None:
    """See to it that this process is told to stop when the parent was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        sys.exit(0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
