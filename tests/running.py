"""Start the workbench in a process of its own, as a person or an administrator does."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

WORKBENCH = str(Path(sys.executable).with_name("workbench"))


def free_port() -> int:
    """Find a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Tell whether somebody listens at a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def run_workbench(
    env: Mapping[str, str], *, errors: int | IO[str] = subprocess.STDOUT
) -> tuple[subprocess.Popen[str], str]:
    """Start `workbench run` and wait until it serves; give it with the address of its first link.

    The address is "" where the instance has an administrator already.
    """
    process = subprocess.Popen(
        [WORKBENCH, "run"],
        env={"PYTHONUNBUFFERED": "1", **env},
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
    )
    printed = ""
    assert process.stdout is not None
    for line in process.stdout:
        printed += line
        if "Ctrl-C" in line:
            break
    else:
        raise AssertionError(f"The workbench did not start:\n{printed}")
    link = re.search(r"http\S+/set-password/\S+", printed)
    return process, link.group() if link else ""


@contextmanager
def logged(
    command: Sequence[str], env: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[str]]:
    """Run a command that adds to a log what it prints, and end it with the block."""
    with log.open("a", encoding="utf-8") as file:
        process = subprocess.Popen(
            command, env=env, stdout=file, stderr=subprocess.STDOUT, text=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=60)
