"""How a job ends: once none of its chunks waits or is worked on, in one transaction."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select

from workbench.database import db
from workbench.jobs.kinds import FinishedJob, known_kind
from workbench.jobs.leases import storable
from workbench.jobs.models import OPEN, UNFINISHED, ChunkState, Job, JobChunk, JobState
from workbench.said_later import written

_HAS_OPEN_CHUNKS = exists().where(JobChunk.job_id == Job.id, JobChunk.state.in_(UNFINISHED))


def jobs_to_close(*, kinds: Collection[str]) -> tuple[int, ...]:
    """List the jobs all of whose chunks are done or have failed, and that still count as open."""
    return tuple(
        db.session.scalars(
            select(Job.id)
            .where(Job.state.in_(OPEN), Job.kind.in_(kinds), ~_HAS_OPEN_CHUNKS)
            .order_by(Job.id)
        )
    )


def close_job(job_id: int, *, at: datetime) -> bool:
    """Let a job's kind finish it and close it; False where it is not to be closed (any more).

    Flushes. Whatever `finish` raises goes up, and nothing of it may be committed.
    """
    job = _take_to_close(job_id)
    if job is None:
        return False
    units = units_by_state(job_id)
    finish = known_kind(job.kind).finish
    if finish is not None:
        job.result = _kept(finish(finished(job, units, at=at)))
    job.state = JobState.FAILED if ChunkState.FAILED in units else JobState.DONE
    job.error = ""
    job.finished_at = at
    db.session.flush()
    return True


def note_unfinished(job_id: int, sentence: str, *, at: datetime) -> None:
    """Note why a job's last step failed; a person can have it tried again."""
    job = _take_to_close(job_id)
    if job is not None:
        job.state = JobState.FAILED
        job.error = storable(sentence)
        job.finished_at = at
        db.session.flush()


def _kept(result: dict[str, Any] | None) -> dict[str, Any] | None:
    if result is None or "sentence" not in result:
        return result
    return {**result, "sentence": written(result["sentence"])}


def _take_to_close(job_id: int) -> Job | None:
    return db.session.execute(
        select(Job)
        .where(Job.id == job_id, Job.state.in_(OPEN), ~_HAS_OPEN_CHUNKS)
        # Of several workers that find the job complete one closes it, the others go on.
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def finished(job: Job, units: Mapping[str, int], *, at: datetime) -> FinishedJob:
    """Give what a kind is told of a job that ends; `units` are those of `units_by_state`."""
    return FinishedJob(
        id=job.id,
        project_id=job.project_id,
        account_id=job.account_id,
        payload=job.payload,
        units_done=units.get(ChunkState.DONE, 0),
        units_failed=units.get(ChunkState.FAILED, 0),
        at=at,
    )


def units_by_state(job_id: int) -> dict[str, int]:
    """Add up the units of a job's chunks by state."""
    rows = db.session.execute(
        select(JobChunk.state, func.sum(JobChunk.units))
        .where(JobChunk.job_id == job_id)
        .group_by(JobChunk.state)
    )
    return {state: int(units) for state, units in rows}
