"""Imports from files without a page in between: jobs that the same files find again."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from workbench.articles.import_jobs import NAME, start_import_job
from workbench.articles.import_queries import import_plan
from workbench.articles.importing import discard_import, start_import
from workbench.articles.limits import ROWS, checked
from workbench.articles.models import Article, ArticleImport
from workbench.database import db
from workbench.jobs.models import OPEN, Job, JobState
from workbench.jobs.operations import retry_failed_chunks
from workbench.said_later import later
from workbench.text.articles import ArticleText, BadRow, fingerprint
from workbench.text.given import Given
from workbench.text.reading import read_file
from workbench.text.understanding import Understood, understood

Item = ArticleText | BadRow


@dataclass(frozen=True)
class ReadFiles:
    """Hold what files were taken for, and what was read of them, in order.

    `source` is the same for the same files that are read in the same way.
    """

    understood: tuple[Understood, ...]
    items: tuple[Item, ...]
    source: str

    @property
    def articles(self) -> list[ArticleText]:
        """List what could be read."""
        return [item for item in self.items if isinstance(item, ArticleText)]

    @property
    def bad_rows(self) -> list[BadRow]:
        """List what could not be read."""
        return [item for item in self.items if isinstance(item, BadRow)]


@dataclass(frozen=True)
class EnteredPart:
    """Hold the job that stores a part of an import, None where it has no new article.

    `duplicates` counts what no job stores then; `is_resumed` says that the job was there before.
    """

    job_id: int | None
    duplicates: int = 0
    is_resumed: bool = False


def read_files(
    paths: Iterable[Path], given: Given, *, outlet: str = "", language: str = ""
) -> ReadFiles:
    """Read files; one that cannot be opened is a bad row.

    `outlet` is that of articles whose file names none; `language` is that of all articles.
    """
    digest = hashlib.sha256(repr((given, outlet, language)).encode())
    found: list[Understood] = []
    items: list[Item] = []
    for path in paths:
        name = path.name or str(path)
        try:
            raw = path.read_bytes()
        except OSError as error:
            reason = later("Cannot be opened: %(reason)s.", reason=error.strerror or str(error))
            items.append(checked(BadRow(name, None, reason)))
            continue
        digest.update(f"\0{name}\0{len(raw)}\0".encode())
        digest.update(raw)
        taken_for = understood(name, raw, given)
        if taken_for is not None:
            found.append(taken_for)
        read = read_file(name, raw, given=given)
        items += (checked(_with_facts(item, outlet, language)) for item in read)
    return ReadFiles(tuple(found), tuple(items), digest.hexdigest())


def parts_of(read: ReadFiles, project_id: int) -> list[tuple[str, Sequence[Item]]]:
    """Divide what was read into as many imports as it takes, each with what it is found by."""
    source = hashlib.sha256(f"{project_id}/{read.source}".encode()).hexdigest()
    starts = range(0, len(read.items), ROWS)
    return [(f"{source}/{start // ROWS}", read.items[start : start + ROWS]) for start in starts]


def enter_part(
    project_id: int, items: Sequence[Item], *, source: str, at: datetime, job_at: datetime
) -> EnteredPart:
    """Enter the job that stores these articles, or find the one that was entered before; flush.

    What failed of one that was entered before is tried again.
    """
    job = _unfinished_job(project_id, source)
    if job is not None:
        if job.state == JobState.FAILED:
            retry_failed_chunks(job.id)
        return EnteredPart(job.id, is_resumed=True)
    article_import = start_import(project_id, items, account_id=None, at=at)
    plan = import_plan(article_import)
    started = None
    if plan.rows:
        started = start_import_job(article_import, plan, account_id=None, at=job_at, source=source)
    if started is None:
        discard_import(article_import)
        return EnteredPart(None, duplicates=plan.duplicates)
    return EnteredPart(started.id)


def new_articles(project_id: int, articles: Iterable[ArticleText]) -> int:
    """Count the articles that the project does not have; of two with the same text one counts."""
    known = set(
        db.session.scalars(select(Article.fingerprint).where(Article.project_id == project_id))
    )
    return len({fingerprint(article.body) for article in articles} - known)


def _unfinished_job(project_id: int, source: str) -> Job | None:
    """Find the job that was entered for the same files and has not stored all of them."""
    jobs = db.session.scalars(
        select(Job)
        .where(
            Job.project_id == project_id,
            Job.kind == NAME,
            Job.state.in_((*OPEN, JobState.FAILED)),
        )
        .order_by(Job.id.desc())
    )
    job = next((job for job in jobs if job.payload.get("source") == source), None)
    if job is None or job.state != JobState.FAILED:
        return job
    # What a lead made a preview of again is theirs to store.
    is_claimed = select(ArticleImport.id).where(
        ArticleImport.id == job.payload["import_id"], ArticleImport.stored_at.is_not(None)
    )
    return None if db.session.scalar(is_claimed) is None else job


def _with_facts(item: Item, outlet: str, language: str) -> Item:
    if isinstance(item, BadRow) or not (outlet or language):
        return item
    return replace(item, outlet=item.outlet or outlet, language=language or item.language)
