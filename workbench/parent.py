"""Notice that the process which started this one has ended, or was told to.

`make` hands a SIGTERM on and a SIGINT not, because in a terminal that reaches everybody: who sends
one to `make` alone has it wait for a child that knows of nothing. A `make` that is killed leaves
its child behind.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path


class Parent:
    """Watch the process that started this one; make it first of all, while that one still is."""

    def __init__(self) -> None:
        self._pid = os.getppid()
        self._caught = self._catches_interrupts()

    def is_leaving(self) -> bool:
        """Tell whether it has ended, or has been interrupted and waits for its children alone."""
        if os.getppid() != self._pid:
            return True
        # GNU make puts the handler of a signal back once that signal has come.
        return self._caught and not self._catches_interrupts()

    def _catches_interrupts(self) -> bool:
        with suppress(OSError):
            for line in Path(f"/proc/{self._pid}/status").read_text("ascii", "replace").split("\n"):
                name, _, mask = line.partition(":")
                if name == "SigCgt":
                    return bool(int(mask, 16) >> (signal.SIGINT - 1) & 1)
        return False
