"""Whoever works off jobs and looks at them, in the process of the test."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from workbench.database import now, transaction_mode
from workbench.jobs.queries import JobProgress, job_progress
from workbench.jobs.running import Runner

WorkOff = Callable[[], int]
LookAt = Callable[[int], JobProgress]


@pytest.fixture
def runner(app: Flask) -> Iterator[Runner]:
    """Give what a worker runs chunks with, one at a time."""
    with ThreadPoolExecutor(1) as executor:
        yield Runner(app, executor, timedelta(seconds=60))


@pytest.fixture
def work_off(runner: Runner) -> WorkOff:
    """Give a function that runs chunks in this process until none is left, and counts them."""

    def run_all() -> int:
        count = 0
        while runner.run_next():
            count += 1
        runner.close_complete_jobs()
        return count

    return run_all


@pytest.fixture
def look_at(app: Flask) -> LookAt:
    """Give a function that looks up how far a job is."""

    def look(job_id: int) -> JobProgress:
        # As a page that only reads does: it must not wait for the chunk that is written.
        transaction_mode.set("DEFERRED")
        with app.app_context():
            job = job_progress(job_id, at=now())
            assert job is not None
        transaction_mode.set("IMMEDIATE")
        return job

    return look
