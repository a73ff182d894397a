"""Real processes for the tests: a worker, or the server and its workers, with the tests' kinds.

python -m tests.jobs.processes {worker|run}
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.jobs.kinds import KINDS
from tests.paths import ROOT
from tests.running import logged
from workbench.config import Settings, read_settings
from workbench.serving import serve_and_work, work_only


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """Give the environment of a process that shares the test's database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKBENCH_")}
    return {
        **kept,
        "DATABASE_URL": settings.database_url,
        "WORKBENCH_INSTANCE": str(settings.instance),
        "WORKBENCH_SECRET_KEY": settings.secret_key,
        "WORKBENCH_WORKER_LEASE_SECONDS": "2",
        # The same on every machine; a test that wants more says so.
        "WORKBENCH_WORKER_PROCESSES": "1",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


@contextmanager
def started(what: str, settings: Settings, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process, and end it with the block."""
    command = [sys.executable, "-m", "tests.jobs.processes", what]
    env = {**environment(settings, **more), "PYTHONPATH": str(ROOT)}
    with logged(command, env, Path(settings.instance) / f"{what}.log") as process:
        yield process


def until(condition: Callable[[], bool], *, seconds: float = 180) -> None:
    """Wait until something holds; fail where it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "This took too long."
        time.sleep(0.05)


def children_of(pid: int) -> set[int]:
    """List the processes that a process started and that still run."""
    found = set()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.add(int(folder.name))
    return found


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def announce() -> None:
    """Say that the server listens."""
    print("listening", flush=True)


if __name__ == "__main__":
    of_this_process = read_settings()
    if sys.argv[1] == "worker":
        sys.exit(work_only(of_this_process, kinds=KINDS))
    sys.exit(serve_and_work(of_this_process, announce=announce, kinds=KINDS))
