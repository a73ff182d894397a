"""Real workers that are killed in the middle of their work."""

import os
import signal
import time
from pathlib import Path

import pytest
from flask import Flask

from tests.jobs.kinds import add_job, once_each, rows_left
from tests.jobs.processes import children_of, started, until
from tests.jobs.working import LookAt
from workbench.config import Settings
from workbench.jobs.queries import failures

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="Looks for processes in /proc."),
]


def kill_a_child(parent: int) -> None:
    until(lambda: bool(children_of(parent)))
    os.kill(next(iter(children_of(parent))), signal.SIGKILL)


def test_a_job_survives_workers_that_are_killed_again_and_again(
    app: Flask, settings: Settings, look_at: LookAt
) -> None:
    sleepy: dict[int, dict[str, object]] = {i: {"sleep": 0.05} for i in range(60)}
    job_id = add_job(app, 60, size=3, trouble=sleepy)
    with started("worker", settings, WORKBENCH_WORKER_PROCESSES="2") as supervisor:
        for seen in (3, 30, 60, 100):
            until(lambda seen=seen: look_at(job_id).tally.units_done >= seen)  # type: ignore[misc]  # mypy cannot type a lambda's default.
            kill_a_child(supervisor.pid)
        until(lambda: not look_at(job_id).is_open)
    assert look_at(job_id).state == "done"
    assert rows_left(app) == once_each(180)


def test_a_job_survives_when_the_workers_and_their_supervisor_are_killed(
    app: Flask, settings: Settings, look_at: LookAt
) -> None:
    sleepy: dict[int, dict[str, object]] = {i: {"sleep": 0.05} for i in range(40)}
    job_id = add_job(app, 40, trouble=sleepy)
    for seen in (4, 30):
        with started("worker", settings) as supervisor:
            until(lambda seen=seen: look_at(job_id).tally.units_done >= seen)  # type: ignore[misc]  # mypy cannot type a lambda's default.
            kill_a_child(supervisor.pid)
            supervisor.kill()
    with started("worker", settings):
        until(lambda: not look_at(job_id).is_open)
    assert rows_left(app) == once_each(80)


def test_a_chunk_that_kills_its_workers_fails_alone_and_says_why(
    app: Flask, settings: Settings, look_at: LookAt
) -> None:
    job_id = add_job(app, 4, trouble={1: {"die": True}})
    with started("worker", settings):
        until(lambda: not look_at(job_id).is_open)
    assert look_at(job_id).state == "failed"
    assert set(rows_left(app)) == {"0", "1", "4", "5", "6", "7"}
    with app.app_context():
        (failure,) = failures(job_id)
    assert (failure.position, failure.tries, failure.is_final) == (2, 3, True)
    assert "stopped without a word" in failure.reason


def test_a_chunk_beyond_the_memory_limit_fails_alone_and_says_why(
    app: Flask, settings: Settings, look_at: LookAt
) -> None:
    job_id = add_job(app, 2, trouble={0: {"allocate": 4 * 2**30}})
    with started("worker", settings, WORKBENCH_WORKER_MEMORY_MB="1024"):
        until(lambda: not look_at(job_id).is_open)
    assert set(rows_left(app)) == {"2", "3"}
    with app.app_context():
        (failure,) = failures(job_id)
    assert "more memory" in failure.reason


def test_a_chunk_that_leaves_no_memory_at_all_still_says_why(
    app: Flask, settings: Settings, look_at: LookAt
) -> None:
    job_id = add_job(app, 2, trouble={0: {"hoard": 64}})
    limits = {"WORKBENCH_WORKER_MEMORY_MB": "256", "WORKBENCH_WORKER_LEASE_SECONDS": "5"}
    with started("worker", settings, **limits):
        until(lambda: not look_at(job_id).is_open)
    assert set(rows_left(app)) == {"2", "3"}
    with app.app_context():
        (failure,) = failures(job_id)
    assert "more memory" in failure.reason


def test_what_a_killed_worker_was_at_is_taken_up_by_the_one_in_its_stead(
    app: Flask, settings: Settings, look_at: LookAt
) -> None:
    job_id = add_job(app, 2, trouble={0: {"sleep": 3}})
    # Nobody waits for the end of the lease: it would last longer than the test does.
    with started("worker", settings, WORKBENCH_WORKER_LEASE_SECONDS="3600") as supervisor:
        until(lambda: look_at(job_id).tally.chunks_leased == 1)
        kill_a_child(supervisor.pid)
        until(lambda: not look_at(job_id).is_open, seconds=120)
    assert rows_left(app) == once_each(4)


def test_a_worker_that_is_asked_to_stop_finishes_its_chunk_first(
    app: Flask, settings: Settings, look_at: LookAt
) -> None:
    job_id = add_job(app, 2, trouble={0: {"sleep": 1.0}, 1: {"sleep": 1.0}})
    with started("worker", settings) as supervisor:
        until(lambda: look_at(job_id).tally.chunks_leased == 1)
        time.sleep(0.2)
        supervisor.send_signal(signal.SIGINT)
        assert supervisor.wait(timeout=30) == 0
    job = look_at(job_id)
    assert (job.tally.units_done, job.tally.chunks_leased) == (2, 0)
