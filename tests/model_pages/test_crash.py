"""A real worker that is killed while it trains a model."""

import os
import signal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Cast, SignIn
from tests.jobs.processes import children_of, environment, until
from tests.model_pages.stage import add_study, annotate
from tests.running import WORKBENCH, logged
from workbench.config import Settings
from workbench.database import db
from workbench.jobs.models import ChunkState, Job, JobChunk, JobState
from workbench.learned.models import LearnedModel

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="Looks for processes in /proc."),
]


def test_a_training_whose_worker_is_killed_is_finished_by_another(
    app: Flask, cast: Cast, settings: Settings, sign_in: SignIn
) -> None:
    with app.app_context():
        annotate(cast.project, cast.ben, add_study(cast.project, 60))
        db.session.commit()
    sign_in(cast.ada).post(f"/models/{cast.project}/train")

    def is_under_way() -> bool:
        with app.app_context():
            return db.session.scalars(select(JobChunk.state)).one() == ChunkState.LEASED

    def is_over() -> bool:
        with app.app_context():
            return db.session.scalars(select(Job.state)).one() == JobState.DONE

    env = environment(settings, WORKBENCH_WORKER_PROCESSES="1")
    with logged([WORKBENCH, "worker"], env, settings.instance / "worker.log") as worker:
        until(is_under_way)
        os.kill(next(iter(children_of(worker.pid))), signal.SIGKILL)
        assert not is_over()
        until(is_over)
    with app.app_context():
        assert db.session.scalars(select(LearnedModel.number)).all() == [1]
        assert db.session.scalars(select(JobChunk.tries)).one() >= 2
