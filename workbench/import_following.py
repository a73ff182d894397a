"""Enter the jobs of an import from files and work them off here, beside whoever else works."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from types import FrameType

import click
from flask import Flask

from workbench.articles.file_imports import ReadFiles, enter_part, new_articles, parts_of
from workbench.config import Settings
from workbench.database import db, now, transaction_mode
from workbench.job_commands import line
from workbench.job_pages.wording import status
from workbench.jobs.clock import ledger_time
from workbench.jobs.models import CLAIMABLE, JobState
from workbench.jobs.queries import JobProgress, failures, job_progress
from workbench.jobs.running import OUTAGES, OutageError, WorkerSpentError, describe
from workbench.jobs.worker import work_off

SOME_BAD = 3
UNFINISHED = 4
BY_SIGNAL = 128
DRAW_SECONDS = 0.25


@dataclass
class FileImport:
    """Hold how an import from files stands.

    `state` is "refused", "dry run", "entered", "done", "stopped" or the state of the job that
    ended otherwise; `trouble` are whole sentences; `stopped_by` is the number of a signal.
    """

    project_id: int
    project: str
    read: ReadFiles
    jobs: list[int] = field(default_factory=list)
    is_resumed: bool = False
    stored: int = 0
    duplicates: int = 0
    failed: int = 0
    state: str = ""
    trouble: list[str] = field(default_factory=list)
    stopped_by: int = 0

    @property
    def code(self) -> int:
        """Give the exit code."""
        if self.state == "refused":
            return 1
        if self.state == "stopped" and self.stopped_by:
            return BY_SIGNAL + self.stopped_by
        if self.state not in ("done", "entered", "dry run"):
            return UNFINISHED
        return SOME_BAD if self.read.bad_rows else 0


def enter(found: FileImport) -> None:
    """Enter the jobs that store what was read, or find those that were entered before; commit."""
    for source, items in parts_of(found.read, found.project_id):
        part = enter_part(found.project_id, items, source=source, at=now(), job_at=ledger_time())
        # Each part by itself: nobody waits long for a large import.
        db.session.commit()
        found.duplicates += part.duplicates
        found.is_resumed |= part.is_resumed
        if part.job_id is not None:
            found.jobs.append(part.job_id)
    found.state = "entered" if found.jobs else "done"


def try_out(found: FileImport) -> None:
    """Count what would be stored, and store nothing."""
    articles = found.read.articles
    found.stored = new_articles(found.project_id, articles)
    found.duplicates = len(articles) - found.stored
    found.state = "dry run"


def follow(app: Flask, settings: Settings, found: FileImport) -> None:
    """Work off the jobs of an import until they end, with a bar on a terminal."""
    db.session.remove()
    bar = _Bar(app, found.jobs)
    try:
        with _stopping(found) as stop:
            work_off(app, settings, found.jobs, stop, is_open=bar.look)
    except (OutageError, WorkerSpentError) as error:
        found.trouble.append(str(error))
    finally:
        bar.clear()
    _count(app, found)


class _Bar:
    """Look how far the jobs are, and draw it on a terminal."""

    def __init__(self, app: Flask, job_ids: list[int]) -> None:
        self._app, self._job_ids = app, job_ids
        self._is_shown = sys.stderr.isatty()
        self._drawn_at = 0.0

    def look(self) -> bool:
        """Tell whether any of the jobs can still be worked on; raise `OutageError`."""
        try:
            jobs = _progress(self._app, self._job_ids)
        except OUTAGES as error:
            raise OutageError(describe(error)) from error
        running = [job for job in jobs if job.state in CLAIMABLE]
        if self._is_shown and running and time.monotonic() - self._drawn_at >= DRAW_SECONDS:
            part = jobs.index(running[0]) + 1
            parts = f"{part} of {len(jobs)}: " if len(jobs) > 1 else ""
            click.echo(f"\r\x1b[2K{parts}{line(running[0])}", nl=False, err=True)
            self._drawn_at = time.monotonic()
        return bool(running)

    def clear(self) -> None:
        """Remove the line."""
        if self._is_shown:
            click.echo("\r\x1b[2K", nl=False, err=True)


@contextmanager
def _stopping(found: FileImport) -> Iterator[Event]:
    """Let the first signal stop after the chunk under way, and the second one at once."""
    stop = Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}

    def note(number: int, _frame: FrameType | None) -> None:
        found.stopped_by = number
        stop.set()
        restore()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    for number in numbers:
        signal.signal(number, note)
    try:
        yield stop
    finally:
        restore()


def _progress(app: Flask, job_ids: list[int]) -> list[JobProgress]:
    transaction_mode.set("DEFERRED")
    with app.app_context():
        found = (job_progress(job_id, at=ledger_time()) for job_id in job_ids)
        return [job for job in found if job is not None]


def _count(app: Flask, found: FileImport) -> None:
    """Sum up what the jobs say of themselves."""
    try:
        jobs = _progress(app, found.jobs)
        reasons = _reasons(app, jobs)
    except OUTAGES:
        # What is wrong was said; how far the jobs are is known once the database is back.
        found.state = "stopped"
        return
    found.trouble += reasons
    for job in jobs:
        found.stored += job.counts.get("stored", 0)
        found.duplicates += job.counts.get("duplicates", 0)
        found.failed += job.counts.get("failed", 0)
    states = [job.state for job in jobs]
    if len(states) < len(found.jobs):
        found.state = "removed"
    elif any(state in CLAIMABLE for state in states):
        found.state = "stopped"
        found.trouble += [f"Job {job.id}: {status(job)}" for job in jobs if job.state in CLAIMABLE]
    else:
        found.state = next((str(state) for state in states if state is not JobState.DONE), "done")


def _reasons(app: Flask, jobs: list[JobProgress]) -> list[str]:
    with app.app_context():
        return [
            text
            for job in jobs
            for text in (
                *filter(None, [job.error]),
                *(
                    f"Part {failure.position} of job {job.id} failed: {failure.reason}"
                    for failure in failures(job.id)
                    if failure.is_final
                ),
            )
        ]
