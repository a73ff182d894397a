"""Create, pause, resume, cancel and retry."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Cast
from tests.jobs.kinds import KINDS, add_job, once_each, rows_left
from tests.jobs.working import LookAt, WorkOff
from workbench.database import db, now
from workbench.jobs.kinds import UnknownKindError, offer_kinds
from workbench.jobs.leases import claim_chunk, mark_done, note_failure
from workbench.jobs.models import JobChunk
from workbench.jobs.operations import (
    JobStateError,
    cancel_job,
    create_job,
    pause_job,
    resume_job,
    retry_failed_chunks,
)
from workbench.jobs.queries import JobProgress, job_progress, newest_jobs
from workbench.projects.models import Project

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def do(app: Flask, operation: Callable[[], None]) -> None:
    with app.app_context():
        operation()
        db.session.commit()


def test_a_paused_job_waits_until_it_is_resumed(
    app: Flask, work_off: WorkOff, look_at: LookAt
) -> None:
    job_id = add_job(app, 2)
    do(app, lambda: pause_job(job_id))
    assert work_off() == 0
    assert (look_at(job_id).state, look_at(job_id).can_pause) == ("paused", False)
    do(app, lambda: resume_job(job_id))
    assert look_at(job_id).state == "waiting"
    assert work_off() == 2
    assert rows_left(app) == once_each(4)


def test_a_cancelled_job_keeps_what_was_done(
    app: Flask, work_off: WorkOff, look_at: LookAt
) -> None:
    job_id = add_job(app, 2)
    with app.app_context():
        chunk = claim_chunk(kinds=["rows"], at=AT, lease=timedelta(seconds=60), token="a")
        assert chunk is not None
        mark_done(chunk, at=AT)
        db.session.commit()
    do(app, lambda: cancel_job(job_id, at=AT))
    assert work_off() == 0
    job = look_at(job_id)
    assert (job.state, job.tally.units_done, job.finished_at) == ("cancelled", 2, AT)
    assert not job.is_open
    assert not job.can_retry


def test_what_failed_gets_its_tries_anew(app: Flask, work_off: WorkOff, look_at: LookAt) -> None:
    job_id = add_job(app, 1, trouble={0: {"refuse": "Not today."}})
    work_off()
    assert look_at(job_id).state == "failed"
    do(app, lambda: retry_failed_chunks(job_id))
    job = look_at(job_id)
    assert (job.state, job.tally.chunks_failed, job.finished_at) == ("running", 0, None)
    assert work_off() == 3


@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        (pause_job, "This job cannot be paused: it stands at “done”."),
        (resume_job, "This job cannot be resumed: it stands at “done”."),
        (
            lambda job_id: cancel_job(job_id, at=AT),
            "This job cannot be cancelled: it stands at “done”.",
        ),
        (retry_failed_chunks, "Nothing of this job has failed."),
    ],
)
def test_a_job_that_is_done_stays_so(
    app: Flask, work_off: WorkOff, operation: Callable[[int], None], sentence: str
) -> None:
    job_id = add_job(app, 1)
    work_off()
    with app.app_context(), pytest.raises(JobStateError, match=sentence):
        operation(job_id)


def test_a_cancelled_job_cannot_be_tried_again(app: Flask) -> None:
    job_id = add_job(app, 1)
    do(app, lambda: cancel_job(job_id, at=AT))
    with app.app_context(), pytest.raises(JobStateError, match="was cancelled"):
        retry_failed_chunks(job_id)


def test_a_job_of_an_unknown_kind_is_not_created(app: Flask) -> None:
    with app.app_context(), pytest.raises(UnknownKindError, match="knitting"):
        create_job(kind="knitting", title="A scarf", chunks=[], at=now())


def test_two_kinds_cannot_have_one_name(app: Flask) -> None:
    with pytest.raises(ValueError, match="same name"):
        offer_kinds(app, [KINDS[0], KINDS[0]])


def test_a_job_that_was_not_committed_is_not_there(app: Flask, work_off: WorkOff) -> None:
    with app.app_context():
        create_job(kind="rows", title="Never", chunks=[], at=now())
        db.session.rollback()
        assert newest_jobs(at=now(), limit=5) == ()
    assert work_off() == 0


def test_a_removed_project_takes_its_jobs_along(app: Flask, cast: Cast) -> None:
    add_job(app, 3, project_id=cast.project)
    with app.app_context():
        db.session.execute(Project.__table__.delete().where(Project.id == cast.project))  # type: ignore[attr-defined]  # A Table, which the base types as a FromClause.
        db.session.commit()
        assert db.session.scalar(select(func.count(JobChunk.id))) == 0


def done_at(job_id: int, *seconds: int, looked_at: int) -> JobProgress:
    """Have chunks of a job done so many seconds after its start, and look how far it is."""
    for second in seconds:
        at = AT + timedelta(seconds=second)
        chunk = claim_chunk(kinds=["rows"], at=at, lease=timedelta(seconds=60), token="a")
        assert chunk is not None
        mark_done(chunk, at=at)
    db.session.commit()
    job = job_progress(job_id, at=AT + timedelta(seconds=looked_at))
    assert job is not None
    return job


def test_the_rate_is_that_of_the_last_minute(app: Flask) -> None:
    job_id = add_job(app, 5, size=30)
    with app.app_context():
        job = done_at(job_id, 0, 100, 110, 120, looked_at=120)
        # 60 units in the 20 seconds since the first that ended in the last minute.
        assert (job.rate, job.seconds_left, job.percent) == (3.0, 10, 80)


def test_a_pause_counts_neither_in_the_rate_nor_in_the_time_left(app: Flask) -> None:
    job_id = add_job(app, 6, size=30)
    with app.app_context():
        assert done_at(job_id, 0, 1, looked_at=2).rate == 15
        pause_job(job_id)
        job = job_progress(job_id, at=AT + timedelta(seconds=3))
        assert job is not None
        assert (job.rate, job.seconds_left) == (None, None)
        resume_job(job_id)
        # Ten minutes later: what was done before is no longer asked.
        job = done_at(job_id, 600, 601, 602, looked_at=602)
        assert (job.rate, job.seconds_left) == (30, 1)


def test_a_job_in_which_nothing_happens_promises_no_time(app: Flask) -> None:
    job_id = add_job(app, 6, size=30)
    with app.app_context():
        assert done_at(job_id, 0, 1, 2, looked_at=10).seconds_left is not None
        job = job_progress(job_id, at=AT + timedelta(seconds=20))
        assert job is not None
        assert (job.is_quiet, job.seconds_left) == (True, None)


def test_chunks_that_take_long_are_not_taken_for_silence(app: Flask) -> None:
    job_id = add_job(app, 6, size=30)
    with app.app_context():
        assert not done_at(job_id, 0, 25, looked_at=59).is_quiet


def test_without_anything_done_there_is_no_rate_and_no_promise(app: Flask) -> None:
    job_id = add_job(app, 1)
    with app.app_context():
        chunk = claim_chunk(kinds=["rows"], at=AT, lease=timedelta(seconds=60), token="a")
        assert chunk is not None
        note_failure(chunk, "No.", at=AT)
        db.session.commit()
        job = job_progress(job_id, at=AT + timedelta(seconds=10))
        assert job is not None
        assert (job.rate, job.seconds_left) == (None, None)
