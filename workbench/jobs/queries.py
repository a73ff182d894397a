"""Reads of the ledger, as frozen rows: how far jobs are, how fast, and what failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select

from workbench.database import db
from workbench.jobs.kinds import known_kinds
from workbench.jobs.models import CLAIMABLE, OPEN, ChunkState, Job, JobChunk, JobState
from workbench.said_later import said

# The rate is that of the last minute, and of less where nothing was finished for a while before:
# a pause or a slow start is forgotten at once.
RATE_WINDOW = timedelta(minutes=1)
SHORTEST_WINDOW = timedelta(seconds=1)
# After so long without anything new, and twice as long as a chunk took, nobody knows the time left.
QUIET = timedelta(seconds=15)
MOST_FAILURES = 100


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Count a job's chunks and their units by how they ended.

    Those of the last minute are counted once more, with when the first and the last of them ended.
    """

    units_done: int = 0
    units_failed: int = 0
    chunks_failed: int = 0
    chunks_leased: int = 0
    recent_units: int = 0
    recent_chunks: int = 0
    first_recent: datetime | None = None
    last_recent: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class JobProgress:
    """Hold how far a job is; `rate` is in units per second, None while it is not known.

    It `is_quiet` when nothing was finished for longer than what went before lets expect.
    `counts` are the numbers in the result of a job that ended.
    """

    id: int
    kind: str
    unit: str
    title: str
    project_id: int | None
    state: JobState
    total: int
    tally: Tally
    rate: float | None
    is_quiet: bool
    error: str
    sentence: str
    counts: Mapping[str, int]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def units_gone_through(self) -> int:
        """Count the units that are done or have failed."""
        return self.tally.units_done + self.tally.units_failed

    @property
    def percent(self) -> int:
        """Give the share gone through, rounded down, so that 100 means all of it."""
        return 100 * self.units_gone_through // self.total if self.total else 100

    @property
    def seconds_left(self) -> int | None:
        """Estimate the rest from the present rate; None where there is none to go by."""
        if self.state is not JobState.RUNNING or not self.rate or self.is_quiet:
            return None
        return round((self.total - self.units_gone_through) / self.rate)

    @property
    def is_open(self) -> bool:
        """Tell whether anything can still happen by itself or after a pause."""
        return self.state in OPEN

    @property
    def can_pause(self) -> bool:
        """Tell whether the job can be paused."""
        return self.state in CLAIMABLE

    @property
    def can_retry(self) -> bool:
        """Tell whether something failed that can be tried again."""
        has_failed = bool(self.tally.chunks_failed or self.error)
        return has_failed and self.state is not JobState.CANCELLED


@dataclass(frozen=True)
class ChunkFailure:
    """Hold a chunk that failed or waits to be tried again; `position` counts from 1."""

    position: int
    units: int
    tries: int
    is_final: bool
    reason: str
    failed_at: datetime | None


def job_under_way(project_id: int, kind: str, asked: Mapping[str, Any] | None = None) -> int | None:
    """Find the job of this kind that is not over; None without one.

    `asked` names what its payload must hold, where jobs of one kind are about different things.
    """
    rows = db.session.execute(
        select(Job.id, Job.payload)
        .where(Job.project_id == project_id, Job.kind == kind, Job.state.in_(OPEN))
        .order_by(Job.id)
    )
    wanted = (asked or {}).items()
    return next(
        (job_id for job_id, payload in rows if all(payload[key] == value for key, value in wanted)),
        None,
    )


def project_jobs(
    project_id: int, *, at: datetime, offset: int, limit: int
) -> tuple[JobProgress, ...]:
    """List a project's jobs, the newest first."""
    jobs = db.session.scalars(
        select(Job)
        .where(Job.project_id == project_id)
        .order_by(Job.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    return _progress_of(jobs, at=at)


def count_project_jobs(project_id: int) -> int:
    """Count a project's jobs."""
    n = db.session.scalar(select(func.count()).where(Job.project_id == project_id))
    return n or 0


def newest_jobs(*, at: datetime, limit: int) -> tuple[JobProgress, ...]:
    """List the newest jobs of all projects."""
    return _progress_of(
        db.session.scalars(select(Job).order_by(Job.id.desc()).limit(limit)).all(), at=at
    )


def job_progress(job_id: int, *, at: datetime) -> JobProgress | None:
    """Give how far a job is; None where there is no such job."""
    job = db.session.get(Job, job_id, populate_existing=True)
    return None if job is None else _progress_of([job], at=at)[0]


def failures(job_id: int) -> tuple[ChunkFailure, ...]:
    """List what failed, and what failed before and is tried again, a hundred at most."""
    rows = db.session.execute(
        select(
            JobChunk.position,
            JobChunk.units,
            JobChunk.tries,
            JobChunk.state,
            JobChunk.error,
            JobChunk.finished_at,
        )
        .where(JobChunk.job_id == job_id, JobChunk.error != "", JobChunk.state != ChunkState.DONE)
        .order_by(JobChunk.position)
        .limit(MOST_FAILURES)
    )
    return tuple(
        ChunkFailure(
            position=row.position + 1,
            units=row.units,
            tries=row.tries,
            is_final=row.state == ChunkState.FAILED,
            reason=said(row.error),
            failed_at=row.finished_at,
        )
        for row in rows
    )


def _progress_of(jobs: Sequence[Job], *, at: datetime) -> tuple[JobProgress, ...]:
    tallies = _tallies([job.id for job in jobs], since=at - RATE_WINDOW)
    return tuple(_progress(job, tallies.get(job.id, Tally()), at=at) for job in jobs)


def _progress(job: Job, tally: Tally, *, at: datetime) -> JobProgress:
    kind = known_kinds().get(job.kind)
    return JobProgress(
        id=job.id,
        kind=job.kind,
        unit=kind.unit if kind else "units",
        title=said(job.title),
        project_id=job.project_id,
        state=JobState(job.state),
        total=job.total_units,
        tally=tally,
        rate=_rate(job, tally, at=at),
        is_quiet=_is_quiet(tally, at=at),
        error=said(job.error),
        # What came of it is told once it has ended; a job that is tried again may change it.
        sentence=said(str((job.result or {}).get("sentence", ""))) if job.finished_at else "",
        counts={
            name: value for name, value in (job.result or {}).items() if isinstance(value, int)
        },
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )


def _rate(job: Job, tally: Tally, *, at: datetime) -> float | None:
    """Give the present rate of a job at work, or what a finished one had over all its time."""
    if job.started_at is None or job.state == JobState.PAUSED:
        return None
    if job.finished_at is not None:
        seconds, units = (job.finished_at - job.started_at).total_seconds(), tally.units_done
        return units / seconds if units and seconds > 0 else None
    since, n = tally.first_recent, tally.recent_chunks
    if since is not None and n > 1 and at - since >= SHORTEST_WINDOW:
        # What the first of them took lies before it ended, and so outside of what is timed.
        return tally.recent_units * (n - 1) / n / (at - since).total_seconds()
    seconds = min(RATE_WINDOW, at - job.started_at).total_seconds()
    return tally.recent_units / seconds if tally.recent_units and seconds > 0 else None


def _is_quiet(tally: Tally, *, at: datetime) -> bool:
    first, last, n = tally.first_recent, tally.last_recent, tally.recent_chunks
    if first is None or last is None or n < 2:
        return False
    return at - last > max(QUIET, 2 * (last - first) / (n - 1))


def _tallies(job_ids: list[int], *, since: datetime) -> Mapping[int, Tally]:
    units = func.sum(JobChunk.units)
    is_recent = and_(JobChunk.state == ChunkState.DONE, JobChunk.finished_at > since)
    rows = db.session.execute(
        select(
            JobChunk.job_id,
            func.coalesce(units.filter(JobChunk.state == ChunkState.DONE), 0).label("done"),
            func.coalesce(units.filter(JobChunk.state == ChunkState.FAILED), 0).label("failed"),
            func.count().filter(JobChunk.state == ChunkState.FAILED).label("chunks_failed"),
            func.count().filter(JobChunk.state == ChunkState.LEASED).label("chunks_leased"),
            func.coalesce(units.filter(is_recent), 0).label("recent"),
            func.count().filter(is_recent).label("recent_chunks"),
            func.min(JobChunk.finished_at).filter(is_recent).label("first_recent"),
            func.max(JobChunk.finished_at).filter(is_recent).label("last_recent"),
        )
        .where(JobChunk.job_id.in_(job_ids))
        .group_by(JobChunk.job_id)
    )
    return {
        row.job_id: Tally(
            units_done=int(row.done),
            units_failed=int(row.failed),
            chunks_failed=row.chunks_failed,
            chunks_leased=row.chunks_leased,
            recent_units=int(row.recent),
            recent_chunks=row.recent_chunks,
            first_recent=row.first_recent,
            last_recent=row.last_recent,
        )
        for row in rows
    }
