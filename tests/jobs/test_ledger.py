"""Leases: who may work on what, and for how long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.jobs.kinds import add_job
from workbench.database import db, transaction_mode
from workbench.jobs.leases import (
    MAX_TRIES,
    LeasedChunk,
    LeaseLostError,
    claim_chunk,
    give_back,
    mark_done,
    note_failure,
    renew_lease,
)
from workbench.jobs.models import ChunkState, Job, JobChunk
from workbench.jobs.operations import cancel_job, pause_job

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def claim(token: str, *, at: datetime = AT) -> LeasedChunk | None:
    chunk = claim_chunk(kinds=["rows"], at=at, lease=LEASE, token=token)
    db.session.commit()
    return chunk


def claimed(token: str, *, at: datetime = AT) -> LeasedChunk:
    chunk = claim(token, at=at)
    assert chunk is not None
    return chunk


def chunks(job_id: int) -> list[JobChunk]:
    return list(
        db.session.scalars(
            select(JobChunk).where(JobChunk.job_id == job_id).order_by(JobChunk.position)
        )
    )


def test_chunks_are_claimed_in_order_and_the_job_starts(app: Flask) -> None:
    job_id = add_job(app, 2)
    with app.app_context():
        first, second = claimed("a"), claimed("b")
        assert (first.payload["units"], second.payload["units"]) == ([0, 1], [2, 3])
        assert claim("c") is None
        job = db.session.get_one(Job, job_id)
        assert (job.state, job.started_at, job.total_units) == ("running", AT, 4)


def test_an_older_job_goes_first(app: Flask) -> None:
    older, younger = add_job(app, 1), add_job(app, 1)
    with app.app_context():
        assert [claimed("a").job_id, claimed("b").job_id] == [older, younger]


def test_a_kind_that_is_not_known_here_is_left_to_others(app: Flask) -> None:
    add_job(app, 1, kind="prepared")
    with app.app_context():
        assert claim("a") is None


def test_claimers_at_the_same_time_never_get_the_same_chunk(app: Flask) -> None:
    job_id = add_job(app, 60)

    def claim_all(name: int) -> list[int]:
        transaction_mode.set("IMMEDIATE")
        mine: list[int] = []
        with app.app_context():
            while (chunk := claim(f"{name}-{len(mine)}")) is not None:
                mine.append(chunk.id)
        return mine

    with ThreadPoolExecutor(8) as threads:
        found = [one for some in threads.map(claim_all, range(8)) for one in some]
    with app.app_context():
        assert sorted(found) == [chunk.id for chunk in chunks(job_id)]


def test_a_chunk_is_taken_up_again_when_its_lease_has_expired(app: Flask) -> None:
    add_job(app, 1)
    with app.app_context():
        lost = claimed("lost")
        assert claim("early", at=AT + LEASE) is None
        again = claimed("again", at=AT + LEASE + timedelta(seconds=1))
        assert (again.id, again.tries) == (lost.id, 2)
        with pytest.raises(LeaseLostError):
            mark_done(lost, at=AT)
        mark_done(again, at=AT)


def test_a_renewed_lease_lasts_longer(app: Flask) -> None:
    add_job(app, 1)
    with app.app_context():
        chunk = claimed("a")
        assert renew_lease(chunk, at=AT + LEASE, lease=LEASE)
        db.session.commit()
        assert claim("b", at=AT + LEASE + timedelta(seconds=1)) is None


def test_a_lease_that_was_taken_over_cannot_be_renewed(app: Flask) -> None:
    add_job(app, 1)
    with app.app_context():
        chunk = claimed("a")
        claimed("b", at=AT + 2 * LEASE)
        assert not renew_lease(chunk, at=AT, lease=LEASE)


def test_a_clock_that_was_set_back_does_not_keep_a_dead_workers_lease(app: Flask) -> None:
    add_job(app, 1)
    with app.app_context():
        lost = claimed("lost")
        assert claimed("again", at=AT - timedelta(days=1)).id == lost.id


def test_a_clock_that_was_set_forward_costs_a_try_and_applies_nothing_twice(app: Flask) -> None:
    """Every lease looks expired then, also of workers that are well."""
    add_job(app, 1)
    with app.app_context():
        under_way = claimed("first")
        again = claimed("second", at=AT + timedelta(days=1))
        assert (again.id, again.tries) == (under_way.id, 2)
        assert not renew_lease(under_way, at=AT + timedelta(days=1), lease=LEASE)
        with pytest.raises(LeaseLostError):
            mark_done(under_way, at=AT + timedelta(days=1))
        db.session.rollback()
        # Put right, the clock lets the second worker end what it began.
        assert renew_lease(again, at=AT, lease=LEASE)
        mark_done(again, at=AT)
        db.session.commit()
        assert claim("third") is None


def test_a_chunk_whose_worker_died_every_time_fails_alone_and_says_why(app: Flask) -> None:
    job_id = add_job(app, 2)
    with app.app_context():
        mark_done(claimed("good"), at=AT)
        db.session.commit()
        at = AT
        for token in range(MAX_TRIES):
            claimed(str(token), at=at)
            at += 2 * LEASE
        assert claim("late", at=at) is None
        good, bad = chunks(job_id)
        assert (good.state, bad.state, bad.tries) == (ChunkState.DONE, ChunkState.FAILED, MAX_TRIES)
        assert "stopped without a word" in bad.error
        assert "out of memory" in bad.error


def test_a_failure_is_noted_and_tried_again_after_the_others(app: Flask) -> None:
    job_id = add_job(app, 2)
    with app.app_context():
        note_failure(claimed("a"), "The first line is missing.\0", at=AT)
        db.session.commit()
        assert chunks(job_id)[0].error == "The first line is missing."
        assert [claimed("b").payload["units"], claimed("c").payload["units"]] == [[2, 3], [0, 1]]


def test_what_fails_three_times_has_failed(app: Flask) -> None:
    job_id = add_job(app, 1)
    with app.app_context():
        for token in range(MAX_TRIES):
            note_failure(claimed(str(token)), "No.", at=AT)
            db.session.commit()
        assert claim("late") is None
        assert (chunks(job_id)[0].state, chunks(job_id)[0].finished_at) == ("failed", AT)


def test_a_try_that_an_outage_cost_is_not_counted(app: Flask) -> None:
    add_job(app, 1)
    with app.app_context():
        for token in range(2 * MAX_TRIES):
            chunk = claimed(str(token))
            assert chunk.tries == 1
            give_back(chunk, "The disk is full.")
            db.session.commit()


def test_nothing_is_claimed_of_a_paused_job(app: Flask) -> None:
    job_id = add_job(app, 2)
    with app.app_context():
        under_way = claimed("a")
        pause_job(job_id)
        db.session.commit()
        assert claim("b") is None
        mark_done(under_way, at=AT)


def test_nothing_is_applied_once_a_job_is_cancelled(app: Flask) -> None:
    job_id = add_job(app, 2)
    with app.app_context():
        under_way = claimed("a")
        cancel_job(job_id, at=AT)
        db.session.commit()
        assert claim("b") is None
        with pytest.raises(LeaseLostError):
            mark_done(under_way, at=AT)
