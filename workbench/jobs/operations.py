"""What people do with jobs: create, pause, resume, cancel, retry. All flush, none commits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from workbench.database import db
from workbench.jobs.bell import ring_after_commit
from workbench.jobs.closing import finished, units_by_state
from workbench.jobs.kinds import Payload, known_kind, known_kinds
from workbench.jobs.models import (
    CLAIMABLE,
    OPEN,
    STATES,
    ChunkState,
    Job,
    JobChunk,
    JobState,
)
from workbench.said_later import written
from workbench.words import gettext, marked

ROWS_PER_INSERT = 500
LONGEST_TITLE = 200


NO_PAUSE = marked("This job cannot be paused: it stands at “%(state)s”.")
NO_RESUMING = marked("This job cannot be resumed: it stands at “%(state)s”.")
NO_CANCELLING = marked("This job cannot be cancelled: it stands at “%(state)s”.")


class JobStateError(Exception):
    """Say why a job cannot be paused, resumed, cancelled or retried as it stands."""


@dataclass(frozen=True)
class NewChunk:
    """Hold a chunk to be: what its kind needs to know (JSON), and how many units that is."""

    payload: Payload
    units: int


def create_job(
    *,
    kind: str,
    title: str,
    chunks: Iterable[NewChunk],
    at: datetime,
    project_id: int | None = None,
    account_id: int | None = None,
    payload: dict[str, Any] | None = None,
) -> Job:
    """Enter a job and its chunks into the ledger; workers are woken once that is committed.

    Chunks are applied in no particular order. A chunk of some 100 ms keeps the progress lively
    and, on SQLite, others from waiting. The title may be one that is
    said later. Raises `UnknownKindError` for a kind nobody could run.
    """
    known_kind(kind)
    listed = tuple(chunks)
    kept_title = written(title)
    job = Job(
        kind=kind,
        title=kept_title if len(kept_title) <= LONGEST_TITLE else title[:LONGEST_TITLE],
        project_id=project_id,
        account_id=account_id,
        state=JobState.WAITING,
        total_units=sum(chunk.units for chunk in listed),
        payload=payload or {},
        created_at=at,
    )
    db.session.add(job)
    db.session.flush()
    _enter_chunks(job.id, listed, first=0)
    return job


def add_chunks(job_id: int, chunks: Iterable[NewChunk]) -> None:
    """Add to a job what its first chunk found to be done; call it from that chunk alone."""
    listed = tuple(chunks)
    job = _locked(job_id)
    known = select(func.max(JobChunk.position)).where(JobChunk.job_id == job_id)
    job.total_units += sum(chunk.units for chunk in listed)
    _enter_chunks(job_id, listed, first=1 + (db.session.scalar(known) or 0))


def _enter_chunks(job_id: int, chunks: Sequence[NewChunk], *, first: int) -> None:
    rows = [
        {
            "job_id": job_id,
            "position": position,
            "payload": dict(chunk.payload),
            "units": chunk.units,
            "state": ChunkState.WAITING,
            "tries": 0,
            "error": "",
        }
        for position, chunk in enumerate(chunks, start=first)
    ]
    for start in range(0, len(rows), ROWS_PER_INSERT):
        db.session.execute(insert(JobChunk), rows[start : start + ROWS_PER_INSERT])
    ring_after_commit(times=len(rows))


def pause_job(job_id: int) -> None:
    """Let no more chunks of a job be started; those under way are finished."""
    _change(job_id, JobState.PAUSED, allowed=CLAIMABLE, refusal=NO_PAUSE)


def resume_job(job_id: int) -> None:
    """Let a paused job go on."""
    job = _change(job_id, JobState.RUNNING, allowed=(JobState.PAUSED,), refusal=NO_RESUMING)
    if job.started_at is None:
        job.state = JobState.WAITING
    ring_after_commit(times=_waiting_chunks(job_id))


def cancel_job(job_id: int, *, at: datetime) -> None:
    """Stop a job for good; what was applied stays, and nothing is applied afterwards.

    The leases are taken back, so that a chunk under way is rolled back when it ends.
    """
    job = _change(job_id, JobState.CANCELLED, allowed=OPEN, refusal=NO_CANCELLING)
    job.finished_at = at
    db.session.execute(
        update(JobChunk)
        .where(JobChunk.job_id == job_id, JobChunk.state == ChunkState.LEASED)
        .values(state=ChunkState.WAITING, lease_token=None, lease_expires_at=None)
    )
    # A job of a kind that another version of the workbench had can be cancelled too.
    kind = known_kinds().get(job.kind)
    if kind is not None and kind.cancelled is not None:
        kind.cancelled(finished(job, units_by_state(job_id), at=at))


def retry_failed_chunks(job_id: int) -> None:
    """Give the chunks that failed, or the last step that did, all their tries anew."""
    job = _locked(job_id)
    if job.state == JobState.CANCELLED:
        raise JobStateError(
            gettext("This job was cancelled; what it left undone cannot be tried again.")
        )
    failed = (JobChunk.job_id == job_id, JobChunk.state == ChunkState.FAILED)
    n_failed = db.session.scalar(select(func.count()).where(*failed))
    if not n_failed and not job.error:
        raise JobStateError(gettext("Nothing of this job has failed."))
    db.session.execute(
        update(JobChunk).where(*failed).values(state=ChunkState.WAITING, tries=0, finished_at=None)
    )
    if job.state == JobState.FAILED:
        job.state = JobState.RUNNING
        job.finished_at = None
    job.error = ""
    db.session.flush()
    ring_after_commit(times=max(1, _waiting_chunks(job_id)))


def _change(job_id: int, state: JobState, *, allowed: tuple[JobState, ...], refusal: str) -> Job:
    job = _locked(job_id)
    if job.state not in allowed:
        raise JobStateError(gettext(refusal, state=STATES[JobState(job.state)]))
    job.state = state
    db.session.flush()
    return job


def _locked(job_id: int) -> Job:
    """Load a job so that nobody else changes its state before the commit."""
    return db.session.execute(
        select(Job)
        .where(Job.id == job_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def _waiting_chunks(job_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(
                JobChunk.job_id == job_id, JobChunk.state == ChunkState.WAITING
            )
        )
        or 0
    )
