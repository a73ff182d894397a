"""Serve the workbench, or the minimal endpoint, with the same gunicorn: two workers, threads.

`python -m benchmarks.serving workbench|minimal|whole FOLDER PORT` serves until it is told to stop;
the whole has workers for jobs beside the server, as `workbench run` has. With `workers FOLDER
PROCESSES` there are workers alone, as `workbench worker` starts them.
"""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from flask import Flask

from benchmarks.minimal import create_minimal
from benchmarks.results import ROOT
from benchmarks.studies import settings_in
from workbench.serving import Server, serve_and_work, work_only

Kind = Literal["workbench", "minimal", "whole"]
TICKS = 100  # of a second of processor time in /proc, on every Linux of today (USER_HZ).


class MinimalServer(Server):
    """Serve the minimal endpoint in the workbench's own gunicorn."""

    def load(self) -> Flask:
        """Build the endpoint in each worker."""
        return create_minimal(self.settings.instance / "minimal.db")


@dataclass(frozen=True)
class Served:
    """Hold a running server; its numbers come from Linux's /proc."""

    port: int
    pid: int

    def workers(self) -> list[int]:
        """List the worker processes."""
        return _children(self.pid)

    def processor_seconds(self) -> float:
        """Sum the processor time that the workers have used so far."""
        return sum(_processor_seconds(pid) for pid in self.workers())

    def mebibytes(self) -> float:
        """Sum the memory of gunicorn and its workers, what they share counted once."""
        return sum(_proportional_mebibytes(pid) for pid in [self.pid, *self.workers()])

    def mebibytes_by_process(self) -> dict[str, float]:
        """Give the memory of each process of the whole, what several share split among them."""
        found = {"supervisor": _proportional_mebibytes(self.pid)}
        workers = 0
        for child in _children(self.pid):
            servers = _children(child)
            workers += not servers
            found["gunicorn" if servers else f"worker {workers}"] = _proportional_mebibytes(child)
            for number, server in enumerate(servers, start=1):
                found[f"server {number}"] = _proportional_mebibytes(server)
        return found


@contextmanager
def served(kind: Kind, folder: Path) -> Iterator[Served]:
    """Serve from a folder on a free port of this machine, and stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with _started(kind, folder, port) as pid:
        yield Served(port, pid)


@contextmanager
def working(folder: Path, *, processes: int) -> Iterator[None]:
    """Let so many worker processes work off the jobs of a folder, and stop them at the end."""
    with _started("workers", folder, processes):
        yield


@contextmanager
def _started(kind: str, folder: Path, number: int) -> Iterator[int]:
    """Start this module, wait until it is ready, give its process id, and stop it at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.serving", kind, str(folder), str(number)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdout is None or process.stdout.readline().strip() != "ready":
            raise RuntimeError("What is to be measured did not start.")
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def main(kind: str, folder: str, number: str) -> None:
    """Serve at a port, or work with so many processes, until a signal ends it."""
    if kind == "workers":
        _announce()
        sys.exit(work_only(replace(settings_in(Path(folder)), worker_processes=int(number))))
    settings = settings_in(Path(folder), port=int(number))
    if kind == "whole":
        sys.exit(serve_and_work(settings, announce=_announce))
    server = MinimalServer if kind == "minimal" else Server
    server(settings, announce=_announce).run()


def _announce() -> None:
    print("ready", flush=True)


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


def _processor_seconds(pid: int) -> float:
    # The name of the program stands in brackets and may hold spaces: count after them.
    after = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(after[11]) + int(after[12])) / TICKS


def _proportional_mebibytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
