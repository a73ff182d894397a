"""Files that jobs write: parts in the database, in order, until they expire."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Select, and_, delete, func, insert, or_, select

from workbench.database import db
from workbench.jobs.kinds import known_kinds
from workbench.jobs.models import OPEN, Job, JobOutput, JobState


@dataclass(frozen=True)
class StoredOutput:
    """Count what is stored of a job's file: parts, rows of the file, bytes unpacked and packed."""

    parts: int
    rows: int
    raw_bytes: int
    stored_bytes: int


class OutputGoneError(RuntimeError):
    """Say that a file was deleted while it was read."""


def add_output(job_id: int, position: int, content: bytes, *, rows: int, raw_bytes: int) -> None:
    """Store a part of a job's file; flush."""
    db.session.execute(
        insert(JobOutput).values(
            job_id=job_id,
            position=position,
            content=content,
            rows=rows,
            raw_bytes=raw_bytes,
            stored_bytes=len(content),
        )
    )


def stored_outputs(job_ids: Collection[int]) -> dict[int, StoredOutput]:
    """Count what is stored of these jobs; one of which nothing is stored is not among them."""
    rows = db.session.execute(
        select(
            JobOutput.job_id,
            func.count(),
            func.sum(JobOutput.rows),
            func.sum(JobOutput.raw_bytes),
            func.sum(JobOutput.stored_bytes),
        )
        .where(JobOutput.job_id.in_(job_ids))
        .group_by(JobOutput.job_id)
    )
    return {row[0]: StoredOutput(*map(int, row[1:])) for row in rows}


def output_parts(job_id: int, parts: int) -> Iterator[bytes]:
    """Give the parts of a file in order, each read by itself.

    Nothing is held between two parts: a slow download keeps no transaction open. Raises
    `OutputGoneError` where a part was deleted meanwhile, so that no file ends early unnoticed.
    """
    for position in range(parts):
        content = db.session.scalar(
            select(JobOutput.content).where(
                JobOutput.job_id == job_id, JobOutput.position == position
            )
        )
        db.session.rollback()
        if content is None:
            raise OutputGoneError(f"Part {position} of job {job_id} was deleted.")
        yield content


def delete_outputs(job_id: int) -> int:
    """Delete what is stored of a job's file, and count the parts; flush."""
    return _delete(select(Job.id).where(Job.id == job_id))


def has_stale_outputs(*, at: datetime, days: int) -> bool:
    """Tell whether anything is stored that `delete_stale_outputs` would delete."""
    stale = select(JobOutput.id).where(JobOutput.job_id.in_(_stale_jobs(at, days))).limit(1)
    return db.session.scalar(stale) is not None


def delete_stale_outputs(*, at: datetime, days: int) -> int:
    """Delete files that were finished so many days ago, and what cancelled jobs had begun; flush.

    Gives the number of parts. Only kinds whose outputs expire are looked at.
    """
    return _delete(_stale_jobs(at, days))


def _stale_jobs(at: datetime, days: int) -> Select[int]:
    kinds = [kind.name for kind in known_kinds().values() if kind.outputs_expire]
    is_over = and_(Job.state.not_in(OPEN), Job.finished_at < at - timedelta(days=days))
    return select(Job.id).where(Job.kind.in_(kinds), or_(Job.state == JobState.CANCELLED, is_over))


def _delete(job_ids: Select[int]) -> int:
    result = db.session.execute(
        delete(JobOutput)
        .where(JobOutput.job_id.in_(job_ids))
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)  # noqa: S101  (narrows the type of a DELETE's result)
    return result.rowcount
