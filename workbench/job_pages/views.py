"""Follow jobs and steer them."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from workbench.database import db
from workbench.job_pages import wording
from workbench.jobs.clock import ledger_time
from workbench.jobs.operations import (
    JobStateError,
    cancel_job,
    pause_job,
    resume_job,
    retry_failed_chunks,
)
from workbench.jobs.outputs import stored_outputs
from workbench.jobs.queries import (
    JobProgress,
    count_project_jobs,
    failures,
    job_progress,
    project_jobs,
)
from workbench.projects.access import current_membership, member
from workbench.projects.models import Role
from workbench.projects.queries import project_header
from workbench.web.access import requires
from workbench.web.pagination import ROWS_PER_PAGE, Page, page_number
from workbench.web.wording import file_size
from workbench.words import gettext, percent


@requires(member(Role.LEAD))
def index(project_id: int) -> str:
    """List the jobs of the project, the newest first."""
    number = page_number()
    rows = project_jobs(
        project_id, at=ledger_time(), offset=(number - 1) * ROWS_PER_PAGE, limit=ROWS_PER_PAGE
    )
    return render_template(
        "jobs/index.html",
        project=project_header(current_membership()),
        page=Page(rows, number, count_project_jobs(project_id)),
        wording=wording,
    )


@requires(member(Role.LEAD))
def show(project_id: int, job_id: int) -> str:
    """Show how far a job is, and what of it failed."""
    return render_template(
        "jobs/show.html",
        project=project_header(current_membership()),
        job=_job(project_id, job_id),
        failures=failures(job_id),
        stored=stored_outputs([job_id]).get(job_id),
        wording=wording,
        file_size=file_size,
    )


@requires(member(Role.LEAD))
def progress(project_id: int, job_id: int) -> Response:
    """Give the figures of a job that change while it runs."""
    job = _job(project_id, job_id)
    return jsonify(
        state=job.state,
        is_open=job.is_open,
        done=job.units_gone_through,
        total=job.total,
        percent=job.percent,
        share=percent(job.percent / 100),
        status=wording.status(job),
        rate=wording.rate(job),
        time_left=wording.time_left(job),
        failed_chunks=job.tally.chunks_failed,
    )


@requires(member(Role.LEAD))
def pause(project_id: int, job_id: int) -> Response:
    """Let no more chunks of a job be started."""
    return _steer(project_id, job_id, pause_job, gettext("Paused. Chunks under way are finished."))


@requires(member(Role.LEAD))
def resume(project_id: int, job_id: int) -> Response:
    """Let a paused job go on."""
    return _steer(project_id, job_id, resume_job, gettext("The job goes on."))


@requires(member(Role.LEAD))
def cancel(project_id: int, job_id: int) -> Response:
    """Stop a job for good."""

    def stop(wanted: int) -> None:
        cancel_job(wanted, at=ledger_time())

    return _steer(project_id, job_id, stop, gettext("Cancelled. What was done before stays."))


@requires(member(Role.LEAD))
def retry(project_id: int, job_id: int) -> Response:
    """Let what failed be tried again."""
    return _steer(project_id, job_id, retry_failed_chunks, gettext("What failed is tried again."))


def _steer(project_id: int, job_id: int, operation: Callable[[int], Any], message: str) -> Response:
    _job(project_id, job_id)
    try:
        operation(job_id)
    except JobStateError as error:
        # The page was a moment old: the job went on meanwhile, and the new page shows where to.
        db.session.rollback()
        flash(str(error), "warning")
    else:
        db.session.commit()
        flash(message, "success")
    return redirect(url_for("jobs.show", project_id=project_id, job_id=job_id), 303)


def _job(project_id: int, job_id: int) -> JobProgress:
    job = job_progress(job_id, at=ledger_time())
    if job is None or job.project_id != project_id:
        abort(404)
    return job
