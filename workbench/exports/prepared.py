"""Files that jobs have written, or are writing, as frozen rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from workbench.database import db
from workbench.exports.file_types import FileType
from workbench.exports.jobs import NAME
from workbench.jobs.models import OPEN, Job, JobState
from workbench.jobs.outputs import StoredOutput, stored_outputs

MOST_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class PreparedFile:
    """Hold a file that a job writes; it shows the labels as of `asked_at`.

    `stored` is None unless all of it is there; `expires_at` is None while the job is open.
    """

    job_id: int
    name: str
    file_type: FileType
    has_names: bool
    state: JobState
    asked_at: datetime
    expires_at: datetime | None
    stored: StoredOutput | None

    @property
    def is_open(self) -> bool:
        """Tell whether the job is still at it."""
        return self.state in OPEN

    @property
    def is_ready(self) -> bool:
        """Tell whether the file can be had."""
        return self.state is JobState.DONE and self.stored is not None

    @property
    def is_packed(self) -> bool:
        """Tell whether the file can also be had packed; Parquet is packed in itself."""
        return self.file_type is not FileType.PARQUET


def prepared_files(project_id: int, *, days: int, at: datetime) -> tuple[PreparedFile, ...]:
    """List a project's files, the newest first; `days` is how long they are kept."""
    jobs = db.session.execute(_jobs(project_id).order_by(Job.id.desc()).limit(MOST_SHOWN)).all()
    stored = stored_outputs([job.id for job in jobs])
    return tuple(_prepared(job, stored, days=days, at=at) for job in jobs)


def prepared_file(project_id: int, job_id: int, *, days: int, at: datetime) -> PreparedFile | None:
    """Find one file of a project by its job."""
    job = db.session.execute(_jobs(project_id).where(Job.id == job_id)).one_or_none()
    return None if job is None else _prepared(job, stored_outputs([job_id]), days=days, at=at)


def _jobs(project_id: int) -> Select[*tuple[Any, ...]]:
    return select(Job.id, Job.payload, Job.state, Job.created_at, Job.finished_at).where(
        Job.project_id == project_id, Job.kind == NAME
    )


def _prepared(
    job: Any, stored: Mapping[int, StoredOutput], *, days: int, at: datetime
) -> PreparedFile:
    found = stored.get(job.id)
    expires_at = None if job.finished_at is None else job.finished_at + timedelta(days=days)
    # Expired is expired, though no worker has come by yet to delete it.
    is_over = expires_at is not None and expires_at <= at
    is_whole = found is not None and found.parts == job.payload["parts"]
    return PreparedFile(
        job_id=job.id,
        name=job.payload["name"],
        file_type=FileType(job.payload["asked"]["file_type"]),
        has_names=job.payload["asked"]["identities"],
        state=JobState(job.state),
        asked_at=job.created_at,
        expires_at=expires_at,
        stored=found if is_whole and not is_over else None,
    )
