"""Reports that are computed by a job and shown until they are computed again.

A page asks for a report by what it is about, plain values that JSON can hold; a job computes it
in the background, and the newest one of each is kept.
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, column, select, table

from workbench.database import db, now
from workbench.jobs.kinds import ChunkError, FinishedJob, Kind, Payload
from workbench.jobs.models import OPEN, Job, JobOutput, JobState
from workbench.jobs.operations import NewChunk, create_job
from workbench.jobs.outputs import add_output, delete_outputs
from workbench.jobs.plain_rows import OutdatedError, from_plain, to_plain
from workbench.said_later import later

Record = TypeVar("Record")
About = dict[str, Any]

# Named here, not imported: the package that owns it stands above this one.
PROJECT = table("project", column("id"))
MOST_KEPT = 10
"""Reports about different things that a project keeps; older ones are computed again."""


@dataclass(frozen=True)
class KeptReport(Generic[Record]):
    """Describe a report that jobs compute; `title` and `sentence` are `marked` messages.

    `compute(project_id, about, at)` gives an instance of `record`; it raises `OutdatedError`
    where an older version asked for it. All statements of it see one moment.
    """

    name: str
    title: str
    sentence: str
    record: type[Record]
    compute: Callable[[int, About, datetime], Record]

    def start(self, project_id: int, about: About, *, account_id: int, at: datetime) -> int:
        """Enter the job that computes a report, and give its id; flush.

        Where one is at work on the same already, its id is given.
        """
        # Of two tabs that ask at the same time the second waits, and finds the job of the first.
        db.session.execute(
            select(PROJECT.c.id).where(PROJECT.c.id == project_id).with_for_update(key_share=True)
        )
        job_id = self.under_way(project_id, about)
        if job_id is not None:
            return job_id
        # One chunk: all numbers show the same moment.
        job = create_job(
            kind=self.name,
            title=later(self.title),
            chunks=[NewChunk({}, 1)],
            at=at,
            project_id=project_id,
            account_id=account_id,
            payload={"about": about},
        )
        return job.id

    def under_way(self, project_id: int, about: About) -> int | None:
        """Give the job that computes this report of a project now, if any."""
        return next(iter(self._jobs(project_id, about, Job.state.in_(OPEN))), None)

    def stored(self, project_id: int, about: About) -> Record | None:
        """Give the newest report that a job computed; None where none can be read."""
        with_output = select(JobOutput.job_id).where(JobOutput.job_id == Job.id).exists()
        found = self._jobs(project_id, about, (Job.state == JobState.DONE) & with_output)
        if not found:
            return None
        content = db.session.scalar(select(JobOutput.content).where(JobOutput.job_id == found[-1]))
        if content is None:
            return None
        try:
            return from_plain(self.record, json.loads(gzip.decompress(content)))
        except OutdatedError:
            # An older version computed it: it is computed anew.
            return None

    @property
    def kind(self) -> Kind:
        """Give the kind of job that computes this report."""
        return Kind(
            name=self.name,
            unit="reports",
            run_chunk=_store,
            prepare=self._prepare,
            finish=self._finish,
        )

    def _jobs(self, project_id: int, about: About, condition: ColumnElement[bool]) -> list[int]:
        """List the jobs that compute or computed this report, the oldest first."""
        rows = db.session.execute(
            select(Job.id, Job.payload)
            .where(Job.project_id == project_id, Job.kind == self.name, condition)
            .order_by(Job.id)
        )
        return [job_id for job_id, payload in rows if payload.get("about") == about]

    def _prepare(self, payload: Payload) -> Payload:
        if db.engine.dialect.name == "postgresql":
            # All statements see the same moment; on SQLite any transaction does.
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        job = db.session.get(Job, payload["job_id"])
        if job is None or job.project_id is None:
            raise ChunkError(later("The project of this report was removed."))
        about = job.payload.get("about")
        try:
            if not isinstance(about, dict):
                raise OutdatedError("What is asked for is described otherwise now.")
            report = self.compute(job.project_id, about, now())
        except OutdatedError as error:
            raise ChunkError(
                later("An older version asked for this report: ask for it again.")
            ) from error
        text = json.dumps(to_plain(report), ensure_ascii=False, allow_nan=False)
        return {**payload, "text": text}

    def _finish(self, job: FinishedJob) -> dict[str, Any] | None:
        """Keep the newest report about each thing, and about few things."""
        if job.units_failed:
            return None
        seen: list[object] = []
        rows = db.session.execute(
            select(Job.id, Job.payload)
            .where(Job.project_id == job.project_id, Job.kind == self.name, Job.id <= job.id)
            .order_by(Job.id.desc())
        ).all()
        for job_id, payload in rows:
            about = payload.get("about")
            if about is None or about in seen or len(seen) >= MOST_KEPT:
                delete_outputs(job_id)
            else:
                seen.append(about)
        return {"sentence": later(self.sentence)}


def _store(payload: Payload, /, *, at: datetime) -> None:
    raw = payload["text"].encode()
    content = gzip.compress(raw, mtime=0)
    add_output(payload["job_id"], 0, content, rows=1, raw_bytes=len(raw))
