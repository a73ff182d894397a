"""Large reports as jobs: computed once in the background, and shown until computed again."""

import gzip
import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from workbench.annotations.models import Assignment
from workbench.database import db, now
from workbench.jobs.kinds import ChunkError, FinishedJob, Kind, Payload
from workbench.jobs.models import OPEN, Job, JobOutput, JobState
from workbench.jobs.operations import NewChunk, create_job
from workbench.jobs.outputs import add_output, delete_outputs
from workbench.projects.models import Project
from workbench.reports.computing import agreement_report
from workbench.reports.records import AgreementReport
from workbench.reports.selection import Selection
from workbench.reports.stored import OutdatedError, from_plain, to_plain

NAME = "report"
# Reports of different selections that a project keeps; older ones are computed again.
MOST_KEPT = 10


def annotations_up_to(project_id: int, most: int) -> int:
    """Count submitted annotations, no further than to `most`."""
    submitted = (
        select(literal(1))
        .where(Assignment.project_id == project_id, Assignment.state == "submitted")
        .limit(most)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(submitted)) or 0


def start_report(project_id: int, selection: Selection, *, account_id: int, at: datetime) -> int:
    """Enter the job that computes the agreement report, and give its id; flush.

    Where one is at work on the same selection already, its id is given.
    """
    # Of two tabs that ask at the same time the second one waits, and finds the job of the first.
    db.session.execute(
        select(Project.id).where(Project.id == project_id).with_for_update(key_share=True)
    )
    job_id = report_under_way(project_id, selection)
    if job_id is not None:
        return job_id
    # One chunk: all coefficients show the same moment.
    job = create_job(
        kind=NAME,
        title="Agreement report",
        chunks=[NewChunk({}, 1)],
        at=at,
        project_id=project_id,
        account_id=account_id,
        payload={"selection": to_plain(selection)},
    )
    return job.id


def report_under_way(project_id: int, selection: Selection) -> int | None:
    """Give the job that computes this report of a project now, if any."""
    return next(iter(_jobs_on(project_id, selection, Job.state.in_(OPEN))), None)


def stored_report(project_id: int, selection: Selection) -> AgreementReport | None:
    """Give the newest report of a selection that a job computed; None where none can be read."""
    with_output = select(JobOutput.job_id).where(JobOutput.job_id == Job.id).exists()
    found = _jobs_on(project_id, selection, (Job.state == JobState.DONE) & with_output)
    if not found:
        return None
    content = db.session.scalar(select(JobOutput.content).where(JobOutput.job_id == found[-1]))
    if content is None:
        return None
    try:
        return from_plain(AgreementReport, json.loads(gzip.decompress(content)))
    except OutdatedError:
        # An older version computed it: it is computed anew.
        return None


def _jobs_on(project_id: int, selection: Selection, condition: ColumnElement[bool]) -> list[int]:
    """List the jobs that compute or computed this report, the oldest first."""
    rows = db.session.execute(
        select(Job.id, Job.payload)
        .where(Job.project_id == project_id, Job.kind == NAME, condition)
        .order_by(Job.id)
    )
    return [job_id for job_id, payload in rows if _selection(payload) == selection]


def _selection(payload: dict[str, Any]) -> Selection | None:
    """Read for which selection a job is; None for one that an older version knew."""
    try:
        return from_plain(Selection, payload.get("selection"))
    except OutdatedError:
        return None


def _prepare(payload: Payload) -> Payload:
    if db.engine.dialect.name == "postgresql":
        # All statements see the same moment; on SQLite any transaction does.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    job = db.session.get(Job, payload["job_id"])
    if job is None or job.project_id is None:
        raise ChunkError("The project of this report was removed.")
    selection = _selection(job.payload)
    if selection is None:
        raise ChunkError("An older version asked for this report: ask for it again.")
    report = agreement_report(job.project_id, selection, at=now())
    text = json.dumps(to_plain(report), ensure_ascii=False, allow_nan=False)
    return {**payload, "text": text}


def _store(payload: Payload, /, *, at: datetime) -> None:
    raw = payload["text"].encode()
    content = gzip.compress(raw, mtime=0)
    add_output(payload["job_id"], 0, content, rows=1, raw_bytes=len(raw))


def _finish(job: FinishedJob) -> dict[str, Any] | None:
    """Keep the newest report of each selection, and of few selections."""
    if job.units_failed:
        return None
    seen: list[Selection | None] = []
    rows = db.session.execute(
        select(Job.id, Job.payload)
        .where(Job.project_id == job.project_id, Job.kind == NAME, Job.id <= job.id)
        .order_by(Job.id.desc())
    ).all()
    for job_id, payload in rows:
        selection = _selection(payload)
        if selection is None or selection in seen or len(seen) >= MOST_KEPT:
            delete_outputs(job_id)
        else:
            seen.append(selection)
    return {"sentence": "The agreement page shows this report until it is computed again."}


REPORT = Kind(name=NAME, unit="reports", run_chunk=_store, prepare=_prepare, finish=_finish)
