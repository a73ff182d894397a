"""One process to start and to stop."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from flask import Flask

from tests.jobs.kinds import add_job, once_each, rows_left
from tests.jobs.processes import children_of, environment, is_running, started, until
from tests.jobs.working import LookAt
from tests.paths import ROOT
from tests.running import WORKBENCH, free_port
from workbench.config import Settings
from workbench.jobs.worker import NICENESS
from workbench.supervisor import Child, Supervisor

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="Looks for processes in /proc."),
]


@pytest.fixture
def port() -> int:
    """Find a port that is free."""
    return free_port()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/sign-in", timeout=5) as page:
            return int(page.status) == 200
    except OSError:
        return False


def family(pid: int) -> set[int]:
    found = children_of(pid)
    return found.union(*(family(child) for child in found)) if found else found


def niceness(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)


def test_server_and_workers_run_side_by_side_and_survive_kill(
    app: Flask, settings: Settings, port: int, look_at: LookAt
) -> None:
    more = {"WORKBENCH_PORT": str(port), "WORKBENCH_WORKER_PROCESSES": "2"}
    with started("run", settings, **more) as supervisor:
        until(lambda: answers(port))
        until(lambda: len(children_of(supervisor.pid)) == 3)
        before = children_of(supervisor.pid)
        # The server comes before its workers.
        until(lambda: sorted(map(niceness, before)) == [niceness(0)] + 2 * [niceness(0) + NICENESS])
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        job_id = add_job(app, 3)
        until(lambda: answers(port))
        until(lambda: not look_at(job_id).is_open)
        after = children_of(supervisor.pid)
        assert len(after) == 3
        assert not before & after
        everybody = family(supervisor.pid)
        supervisor.send_signal(signal.SIGINT)
        assert supervisor.wait(timeout=30) == 0
    assert not any(is_running(pid) for pid in everybody)
    assert not answers(port)
    assert rows_left(app) == once_each(6)
    log = (settings.instance / "run.log").read_text(encoding="utf-8")
    assert log.count("listening") == 1


def test_no_orphan_outlives_a_supervisor_that_was_killed(
    app: Flask, settings: Settings, port: int
) -> None:
    with started("run", settings, WORKBENCH_PORT=str(port)) as supervisor:
        until(lambda: answers(port))
        everybody = family(supervisor.pid)
        assert len(everybody) >= 3
        supervisor.kill()
        until(lambda: not any(is_running(pid) for pid in everybody))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_workbench_stops_when_make_alone_is_told_to(
    settings: Settings, port: int, number: signal.Signals
) -> None:
    # Nothing is installed here: what runs the tests has it.
    command = ["make", f"VENV={sys.prefix}", "-o", f"{sys.prefix}/.ready-to-run", "run"]
    with (settings.instance / "make.log").open("w", encoding="utf-8") as log:
        make = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(settings, WORKBENCH_PORT=str(port)),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    until(lambda: answers(port))
    everybody = family(make.pid)
    assert len(everybody) >= 3
    try:
        make.send_signal(number)
        until(lambda: not any(is_running(pid) for pid in everybody), seconds=30)
        assert make.wait(timeout=10) != 0
    finally:
        for pid in filter(is_running, everybody):
            os.kill(pid, signal.SIGKILL)
        make.wait(timeout=10)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_workbench_goes_on_by_itself_where_nothing_was_said_of_a_parent(
    settings: Settings, port: int
) -> None:
    shell = subprocess.Popen(
        [
            "sh",
            "-c",
            'nohup "$0" run >"$1" 2>&1 & echo $!',
            WORKBENCH,
            str(settings.instance / "log"),
        ],
        env=environment(settings, WORKBENCH_PORT=str(port)),
        stdout=subprocess.PIPE,
        text=True,
    )
    pid = int(shell.communicate(timeout=30)[0])
    try:
        until(lambda: answers(port))
        time.sleep(1.5)
        assert is_running(pid)
        assert answers(port)
    finally:
        os.kill(pid, signal.SIGTERM)
        until(lambda: not is_running(pid))


@pytest.fixture
def _signals_as_before() -> object:
    """Put the handlers back that a supervisor in this process replaces."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_signals_as_before")
def test_a_server_that_cannot_start_stops_everything_with_its_code() -> None:
    def fail(_starts: int) -> None:
        raise SystemExit(3)

    def last(_starts: int) -> None:
        time.sleep(60)

    children = [Child("server", fail, must_start=True), Child("worker", last)]
    assert Supervisor(children, graceful_seconds=5).run() == 3


@pytest.mark.usefixtures("_signals_as_before")
def test_a_child_that_dies_is_started_again_and_told_how_often(tmp_path: Path) -> None:
    def note(starts: int) -> None:
        (tmp_path / str(starts)).touch()
        if starts == 2:
            os.kill(os.getppid(), signal.SIGTERM)
            time.sleep(60)
        os.kill(os.getpid(), signal.SIGKILL)

    assert Supervisor([Child("worker", note)], graceful_seconds=5).run() == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1", "2"]


@pytest.mark.usefixtures("_signals_as_before")
def test_a_child_that_does_not_stop_in_time_is_ended(tmp_path: Path) -> None:
    def ignore(_starts: int) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.kill(os.getppid(), signal.SIGTERM)
        time.sleep(60)
        (tmp_path / "went on").touch()

    assert Supervisor([Child("worker", ignore)], graceful_seconds=0.5).run() == 0
    assert not list(tmp_path.iterdir())
