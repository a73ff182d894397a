"""An application with the kinds of the tests."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from tests.jobs.kinds import KINDS
from workbench.app import create_app
from workbench.config import Settings
from workbench.database import db, now, transaction_mode
from workbench.jobs.queries import JobProgress, job_progress
from workbench.jobs.running import Runner


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Build the application with the kinds of the tests."""
    app = create_app(settings, kinds=KINDS)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def work_off(app: Flask) -> Iterator[Callable[[], int]]:
    """Give a function that runs chunks in this process until none is left, and counts them."""
    with ThreadPoolExecutor(1) as executor:
        runner = Runner(app, executor, timedelta(seconds=60))

        def run_all() -> int:
            count = 0
            while runner.run_next():
                count += 1
            runner.close_complete_jobs()
            return count

        yield run_all


@pytest.fixture
def look_at(app: Flask) -> Callable[[int], JobProgress]:
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
