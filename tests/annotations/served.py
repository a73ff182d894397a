"""Serve a test's own database with gunicorn, two workers, in a process that may be killed.

`python -m tests.annotations.served INSTANCE PORT` serves the database that `TEST_DATABASE_URL`
names, with the secret key of the tests, until a signal ends it.
"""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.running import free_port
from workbench.config import Settings
from workbench.serving import Server

ROOT = Path(__file__).parents[2]
ADDRESS = "TEST_DATABASE_URL"


@dataclass
class Gunicorn:
    """Be a server that can be killed at any moment, and started again at the same port."""

    settings: Settings
    port: int
    process: subprocess.Popen[str]

    @classmethod
    def start(cls, settings: Settings) -> "Gunicorn":
        """Serve at a free port, and wait until it listens."""
        port = free_port()
        return cls(settings, port, _launched(settings, port))

    def kill(self) -> None:
        """Kill the server and its workers as a power cut would: nobody can finish anything."""
        # It was started as the leader of a group of its own, which holds its workers and no other.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate(timeout=30)

    def restart(self) -> None:
        """Start it again."""
        self.process = _launched(self.settings, self.port)

    def stop(self) -> None:
        """Ask it to stop."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()


def _launched(settings: Settings, port: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.annotations.served", str(settings.instance), str(port)],
        cwd=ROOT,
        env=os.environ | {ADDRESS: settings.database_url, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    return process


def main(instance: str, port: str) -> None:
    """Serve until a signal ends it."""
    settings = Settings(
        instance=Path(instance),
        database_url=os.environ[ADDRESS],
        secret_key="k" * 32,
        port=int(port),
        workers=2,
    )
    Server(settings, announce=lambda: print("ready", flush=True)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
