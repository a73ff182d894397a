"""Jobs in the terminal: `workbench worker`, `workbench jobs …`."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from workbench.app import create_app
from workbench.config import Settings
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
from workbench.jobs.queries import JobProgress, failures, job_progress, newest_jobs
from workbench.operation.databases import assert_at_head, shown
from workbench.serving import work_only

BAR = 30
LOOK_SECONDS = 1.0
MOST_JOBS = 30


@click.command("worker")
@click.pass_obj
def worker(settings: Settings) -> None:
    """Only work off jobs, on as many hosts as wanted; needs the same DATABASE_URL on each."""
    # One sentence now, to whoever typed it; later a worker waits for a database that is away.
    with _opened(settings):
        pass
    n = max(1, settings.worker_processes)
    click.echo(f"{n} worker process{'es' if n > 1 else ''} at work. Ctrl-C stops.")
    sys.exit(work_only(settings))


@click.group("jobs")
def jobs() -> None:
    """Follow and steer long work."""


@jobs.command("list")
@click.pass_obj
def list_command(settings: Settings) -> None:
    """List the newest jobs."""
    with _opened(settings):
        rows = newest_jobs(at=ledger_time(), limit=MOST_JOBS)
    for job in rows:
        click.echo(f"{job.id:>5}  {job.title}\n       {line(job)}")
    if not rows:
        click.echo("There are no jobs yet.")


@jobs.command("show")
@click.argument("job_id", metavar="JOB", type=int)
@click.option("--once", is_flag=True, help="Print the present state instead of following it.")
@click.pass_obj
def show_command(settings: Settings, job_id: int, once: bool) -> None:
    """Follow a job to its end with a bar, and list what failed with its reasons."""
    follows = not once and sys.stdout.isatty()
    with _opened(settings):
        job = _job(job_id)
        click.echo(job.title)
        while follows and job.is_open:
            click.echo(f"\r\x1b[2K{line(job)}", nl=False)
            db.session.rollback()
            time.sleep(LOOK_SECONDS)
            job = _job(job_id)
        click.echo(("\r\x1b[2K" if follows else "") + line(job))
        for said in (job.sentence, job.error):
            if said:
                click.echo(said)
        for failure in failures(job_id):
            again = "is tried again" if job.is_open else "failed and was left undone"
            what = "failed" if failure.is_final else again
            click.echo(f"  chunk {failure.position} {what}: {failure.reason}")


@jobs.command("pause")
@click.argument("job_id", metavar="JOB", type=int)
@click.pass_obj
def pause_command(settings: Settings, job_id: int) -> None:
    """Start no more chunks of a job; those under way are finished."""
    _steer(settings, job_id, pause_job)


@jobs.command("resume")
@click.argument("job_id", metavar="JOB", type=int)
@click.pass_obj
def resume_command(settings: Settings, job_id: int) -> None:
    """Let a paused job go on."""
    _steer(settings, job_id, resume_job)


@jobs.command("cancel")
@click.argument("job_id", metavar="JOB", type=int)
@click.pass_obj
def cancel_command(settings: Settings, job_id: int) -> None:
    """Stop a job for good; what was done stays."""
    _steer(settings, job_id, lambda wanted: cancel_job(wanted, at=ledger_time()))


@jobs.command("retry")
@click.argument("job_id", metavar="JOB", type=int)
@click.pass_obj
def retry_command(settings: Settings, job_id: int) -> None:
    """Try again what failed of a job."""
    _steer(settings, job_id, retry_failed_chunks)


def line(job: JobProgress) -> str:
    """Draw a job's progress in one line of text."""
    full = BAR * job.percent // 100
    parts = [wording.status(job), wording.rate(job), wording.time_left(job)]
    return f"[{'#' * full}{'.' * (BAR - full)}] {job.percent:>3} %  " + "  ".join(
        filter(None, parts)
    )


@contextmanager
def _opened(settings: Settings) -> Iterator[None]:
    with create_app(settings).app_context():
        try:
            # What another version has made of the tables is not to be worked on.
            assert_at_head(db.session.connection(), where=shown(settings.database_url))
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def _steer(settings: Settings, job_id: int, operation: Callable[[int], None]) -> None:
    with _opened(settings):
        _job(job_id)
        try:
            operation(job_id)
        except JobStateError as error:
            raise click.ClickException(str(error)) from error
        db.session.commit()
        click.echo(line(_job(job_id)))


def _job(job_id: int) -> JobProgress:
    job = job_progress(job_id, at=ledger_time())
    if job is None:
        raise click.ClickException(f"There is no job {job_id}; see: workbench jobs list")
    return job


COMMANDS: tuple[click.Command, ...] = (worker, jobs)
