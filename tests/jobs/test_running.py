"""Chunks are applied and marked in one transaction, or not at all."""

import gc
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from tests.jobs.kinds import add_job, once_each, rows_left
from tests.jobs.working import LookAt, WorkOff
from workbench.database import db, now
from workbench.jobs import running
from workbench.jobs.kinds import ChunkError, Payload
from workbench.jobs.leases import claim_chunk, claim_following, let_go_of, new_place, new_token
from workbench.jobs.models import Job, JobChunk
from workbench.jobs.operations import pause_job, retry_failed_chunks
from workbench.jobs.queries import failures
from workbench.jobs.running import OutageError, Runner, WorkerSpentError
from workbench.jobs.worker import OBJECTS_PER_COLLECTION, collecting_seldom


def reasons(app: Flask, job_id: int) -> list[str]:
    with app.app_context():
        return [failure.reason for failure in failures(job_id)]


def test_a_job_is_worked_off_and_finished(app: Flask, work_off: WorkOff, look_at: LookAt) -> None:
    job_id = add_job(app, 5)
    assert work_off() == 5
    assert rows_left(app) == once_each(10)
    job = look_at(job_id)
    assert (job.state, job.percent, job.sentence) == ("done", 100, "Left 10 rows.")
    assert job.finished_at is not None


def test_a_job_without_chunks_is_done_at_once(
    app: Flask, work_off: WorkOff, look_at: LookAt
) -> None:
    job_id = add_job(app, 0)
    work_off()
    assert (look_at(job_id).state, look_at(job_id).percent) == ("done", 100)


def test_what_a_kind_prepares_is_what_it_runs_with(app: Flask, work_off: WorkOff) -> None:
    add_job(app, 1, kind="prepared")
    work_off()
    assert set(rows_left(app)) == {"0/0", "1/0"}


def test_a_refused_chunk_leaves_nothing_and_says_why_and_the_rest_goes_on(
    app: Flask, work_off: WorkOff, look_at: LookAt
) -> None:
    job_id = add_job(app, 3, trouble={1: {"refuse": "Line 7 has no text."}})
    assert work_off() == 2 + 3
    assert set(rows_left(app)) == {"0", "1", "4", "5"}
    job = look_at(job_id)
    assert (job.state, job.tally.units_done, job.tally.units_failed) == ("failed", 4, 2)
    assert job.percent == 100
    assert reasons(app, job_id) == ["Line 7 has no text."]


def test_an_unexpected_fault_is_the_chunks_own(
    app: Flask, work_off: WorkOff, look_at: LookAt
) -> None:
    job_id = add_job(app, 2, trouble={0: {"divide": 0}})
    work_off()
    assert look_at(job_id).state == "failed"
    assert "ZeroDivisionError" in reasons(app, job_id)[0]
    assert set(rows_left(app)) == {"2", "3"}


def run_on(app: Flask, *, until: Callable[[], bool] = lambda: False) -> bool:
    with ThreadPoolExecutor(1) as executor:
        return Runner(app, executor, timedelta(seconds=60)).run_on(until=until)


def chunk_states(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        chunks = db.session.scalars(select(JobChunk).order_by(JobChunk.id)).all()
        return [(chunk.state, chunk.tries) for chunk in chunks]


def test_a_job_is_run_on_until_somebody_says_so_and_nothing_stays_claimed(app: Flask) -> None:
    add_job(app, 4)
    asked = iter([False, True])
    assert run_on(app, until=lambda: next(asked))
    assert chunk_states(app) == [("done", 1)] * 2 + [("waiting", 0)] * 2
    assert run_on(app)
    assert rows_left(app) == once_each(8)
    assert not run_on(app)


def test_what_was_claimed_by_a_transaction_that_failed_waits_as_if_nobody_had(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_job(app, 2)

    def claim_and_fail(*chunk: Any, **asked: Any) -> None:
        assert claim_following(*chunk, **asked)
        raise ChunkError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(running, "claim_following", claim_and_fail)
        assert run_on(app)
    assert rows_left(app) == {}
    assert chunk_states(app) == [("waiting", 1), ("waiting", 0)]
    assert run_on(app)
    assert rows_left(app) == once_each(4)


def test_a_job_that_was_paused_is_not_run_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    add_job(app, 3)

    def pause(_payload: object) -> None:
        db.session.execute(update(Job).values(state="paused"))

    monkeypatch.setattr("tests.jobs.kinds._make_trouble", pause)
    assert run_on(app)
    assert chunk_states(app) == [("done", 1), ("waiting", 0), ("waiting", 0)]


def test_an_older_job_that_goes_on_is_not_kept_waiting(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = add_job(app, 1, size=1), add_job(app, 3, size=1)
    with app.app_context():
        pause_job(older)
        db.session.commit()

    def resume(payload: Payload) -> None:
        if payload["job_id"] == newer:
            db.session.execute(update(Job).where(Job.id == older).values(state="running"))

    monkeypatch.setattr("tests.jobs.kinds._make_trouble", resume)
    assert run_on(app)
    assert chunk_states(app) == [("waiting", 0), ("done", 1), ("waiting", 0), ("waiting", 0)]
    assert run_on(app)
    assert chunk_states(app) == [("done", 1), ("done", 1), ("waiting", 0), ("waiting", 0)]


def test_a_chunk_that_lost_its_lease_while_it_ran_leaves_nothing(
    app: Flask, work_off: WorkOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_job(app, 1)
    taken: list[bool] = []

    def take_over_once(*_arguments: object) -> None:
        if not taken:
            taken.append(True)
            db.session.execute(update(JobChunk).values(lease_token="another"))

    # In the chunk's own transaction, which is where a mark that does not fit must be found.
    monkeypatch.setattr("tests.jobs.kinds._make_trouble", take_over_once)
    with ThreadPoolExecutor(1) as executor:
        assert Runner(app, executor, timedelta(seconds=60)).run_next()
    assert rows_left(app) == {}
    with app.app_context():
        db.session.execute(update(JobChunk).values(lease_expires_at=now() - timedelta(hours=1)))
        db.session.commit()
    work_off()
    assert rows_left(app) == once_each(2)


def test_the_lease_of_a_long_chunk_is_renewed_while_it_runs(app: Flask) -> None:
    add_job(app, 1, trouble={0: {"sleep": 1.5}})
    lease = timedelta(seconds=0.6)
    with (
        ThreadPoolExecutor(1) as first,
        ThreadPoolExecutor(1) as second,
        ThreadPoolExecutor(1) as t,
    ):
        running = t.submit(Runner(app, first, lease).run_next)
        other = Runner(app, second, lease)
        time.sleep(0.4)
        taken = []
        while not running.done():
            taken.append(other.run_next())
            time.sleep(0.1)
        assert running.result()
    assert not any(taken)
    assert rows_left(app) == once_each(2)


def test_a_chunk_that_needs_too_much_memory_fails_and_its_worker_leaves(
    app: Flask, work_off: WorkOff, look_at: LookAt
) -> None:
    job_id = add_job(app, 2, trouble={0: {"allocate": 2**62}})
    for _ in range(3):
        with pytest.raises(WorkerSpentError):
            work_off()
    work_off()
    assert look_at(job_id).state == "failed"
    assert "more memory" in reasons(app, job_id)[0]
    assert set(rows_left(app)) == {"2", "3"}


def test_memory_that_ran_out_in_the_driver_is_not_taken_for_an_outage(
    app: Flask, work_off: WorkOff, look_at: LookAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = add_job(app, 1)

    def run_out(*_arguments: object) -> None:
        # As psycopg says it when libpq gets no memory: without a code, since no server spoke.
        raise DatabaseError("SELECT 1", None, psycopg.DatabaseError("out of memory"))

    monkeypatch.setattr("tests.jobs.kinds._make_trouble", run_out)
    for _ in range(3):
        with pytest.raises(WorkerSpentError):
            work_off()
    work_off()
    assert look_at(job_id).state == "failed"
    assert "more memory" in reasons(app, job_id)[0]


def test_what_a_dead_worker_held_is_free_once_another_stands_in_its_place(app: Flask) -> None:
    add_job(app, 3)
    lease = timedelta(hours=1)
    mine, others = new_place(), new_place()
    for place in (mine, others):
        with app.app_context():
            token = new_token(place)
            assert claim_chunk(kinds=["rows"], at=now(), lease=lease, token=token)
            db.session.commit()
    with ThreadPoolExecutor(1) as executor:
        runner = Runner(app, executor, lease, place=mine)
        runner.take_over()
        while runner.run_next():
            pass
    # The second chunk is still in the hands of somebody who lives.
    assert set(rows_left(app)) == {"0", "1", "4", "5"}


def test_a_chunk_whose_workers_die_again_is_not_hurried(app: Flask) -> None:
    add_job(app, 1)
    lease, place = timedelta(hours=1), new_place()
    for _ in range(2):
        with app.app_context():
            let_go_of(place, at=now(), lease=lease)
            token = new_token(place)
            assert claim_chunk(kinds=["rows"], at=now(), lease=lease, token=token)
            db.session.commit()
    with app.app_context():
        assert let_go_of(place, at=now(), lease=lease) == 0


def test_an_outage_is_nobodys_fault(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = add_job(app, 1)
    statement = "SELECT 1 FROM no_such_table"
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        statement = "SELECT pg_terminate_backend(pg_backend_pid())"

    def break_down(*_arguments: object) -> None:
        db.session.execute(db.text(statement))

    with ThreadPoolExecutor(1) as executor, monkeypatch.context() as patched:
        patched.setattr("tests.jobs.kinds._make_trouble", break_down)
        runner = Runner(app, executor, timedelta(seconds=60))
        for _ in range(4):
            with pytest.raises(OutageError):
                runner.run_next()
    with ThreadPoolExecutor(1) as executor:
        assert Runner(app, executor, timedelta(seconds=60)).run_next()
    assert rows_left(app) == once_each(2)
    assert reasons(app, job_id) == []


def test_a_last_step_that_fails_is_told_and_can_be_tried_again(
    app: Flask, work_off: WorkOff, look_at: LookAt
) -> None:
    job_id = add_job(app, 1, payload={"finish": "fail"})
    work_off()
    job = look_at(job_id)
    assert job.state == "failed"
    assert job.error.endswith("The summary could not be written.")
    assert job.can_retry
    with app.app_context():
        retry_failed_chunks(job_id)
        db.session.commit()
    assert look_at(job_id).state == "running"
    work_off()
    assert look_at(job_id).state == "failed"
    assert rows_left(app) == once_each(2)


def test_the_collector_comes_seldom_while_a_worker_works_and_as_before_afterwards() -> None:
    before, kept = gc.get_threshold(), gc.get_freeze_count()
    with collecting_seldom():
        assert gc.get_threshold() == (OBJECTS_PER_COLLECTION, *before[1:])
        assert gc.get_freeze_count() > kept
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
