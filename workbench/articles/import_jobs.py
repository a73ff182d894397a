"""Long imports as jobs: a preview is claimed at once, and stored chunk by chunk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from workbench.accounts.models import Account
from workbench.articles.import_queries import ImportPlan, PlannedRow, bad_row_count
from workbench.articles.importing import (
    claim_import,
    scored_ahead,
    set_aside_damaged,
    store_rows,
    wanted_rows,
)
from workbench.articles.models import Article, ArticleImport, ImportRow
from workbench.articles.ordering import follow_scores, follow_what_was_done
from workbench.articles.previews import DamagedRowError
from workbench.articles.wording import outcome_sentence
from workbench.database import db
from workbench.jobs.kinds import ChunkError, FinishedJob, Kind, Payload
from workbench.jobs.models import OPEN, ChunkState, Job, JobChunk, JobState
from workbench.jobs.operations import NewChunk, create_job
from workbench.said_later import later, nlater, said

NAME = "import"
# What is stored while the lead waits for the next page.
ARTICLES_AT_ONCE = 20
PARAGRAPHS_AT_ONCE = 400
# Some 200 ms, of which a quarter keeps others from writing to a SQLite database.
ARTICLES_PER_CHUNK = 50
PARAGRAPHS_PER_CHUNK = 500
# How a job ended that left something to look through again.
LEAVING = (JobState.CANCELLED, JobState.FAILED)


@dataclass(frozen=True)
class ImportUnderWay:
    """Hold an import that a job stores, or whose job left `articles_left` of its articles."""

    import_id: int
    job_id: int
    title: str
    account: str
    started_at: datetime
    state: JobState
    articles_left: int

    @property
    def can_be_reopened(self) -> bool:
        """Tell whether what is left can become a preview again."""
        return self.state in LEAVING


def is_long(plan: ImportPlan) -> bool:
    """Tell whether storing this takes longer than a page may."""
    return len(plan.rows) > ARTICLES_AT_ONCE or plan.paragraphs > PARAGRAPHS_AT_ONCE


def start_import_job(
    article_import: ArticleImport,
    plan: ImportPlan,
    *,
    account_id: int | None,
    at: datetime,
    source: str = "",
) -> Job | None:
    """Claim a preview and enter the job that stores it; flush.

    Returns None when somebody stored or discarded the preview before. By its `source` a job that
    the same files ask for can be found again.
    """
    if not claim_import(article_import, at=at):
        return None
    return create_job(
        kind=NAME,
        title=nlater("Import of %(num)s article", "Import of %(num)s articles", len(plan.rows)),
        chunks=[
            NewChunk(
                {"import_id": article_import.id, "row_ids": [row.id for row in rows]},
                sum(row.paragraphs for row in rows),
            )
            for rows in _chunks(plan.rows)
        ],
        at=at,
        project_id=article_import.project_id,
        account_id=account_id,
        payload={
            "import_id": article_import.id,
            "articles": len(plan.rows),
            "duplicates": plan.duplicates,
            "left_out": plan.left_out,
            "bad_rows": bad_row_count(article_import),
            # Where the rest of an earlier job is imported, that one has stored some.
            "stored_before": _stored(article_import.id),
            "source": source,
        },
    )


def imports_under_way(project_id: int) -> tuple[ImportUnderWay, ...]:
    """List the imports of a project that jobs are storing or have left undone, newest first."""
    jobs = db.session.execute(
        select(Job.id, Job.title, Job.state, Job.created_at, Job.payload, Account.display_name)
        .outerjoin(Account, Account.id == Job.account_id)
        .where(Job.project_id == project_id, Job.kind == NAME, Job.state != JobState.DONE)
        .order_by(Job.id.desc())
    ).all()
    left = _articles_left(project_id) if jobs else {}
    found: dict[int, ImportUnderWay] = {}
    for job_id, title, state, created_at, payload, account in jobs:
        import_id = payload["import_id"]
        if import_id not in found and (state in OPEN or import_id in left):
            found[import_id] = ImportUnderWay(
                import_id=import_id,
                job_id=job_id,
                title=said(title),
                account=account or "",
                started_at=created_at,
                state=JobState(state),
                articles_left=left.get(import_id, 0),
            )
    return tuple(found.values())


def reopen_import(article_import: ArticleImport) -> bool:
    """Make a preview again of what a job has left of an import; flush.

    False where there is nothing left, or where a job may still store it.
    """
    under_way = {row.import_id: row for row in imports_under_way(article_import.project_id)}
    found = under_way.get(article_import.id)
    if found is None or not found.can_be_reopened:
        return False
    article_import.stored_at = None
    # What a chunk failed for must not keep the others from being looked through.
    set_aside_damaged(article_import)
    return True


def _prepare(payload: Payload) -> Payload:
    try:
        rows = wanted_rows(payload["import_id"], payload["row_ids"])
    except DamagedRowError as error:
        raise ChunkError(error.args[0]) from error
    project_id = db.session.scalar(
        select(ArticleImport.project_id).where(ArticleImport.id == payload["import_id"])
    )
    return {**payload, "rows": rows, "score": scored_ahead(project_id, rows)}


def _store(payload: Payload, /, *, at: datetime) -> None:
    article_import = db.session.get(ArticleImport, payload["import_id"])
    if article_import is None:
        raise ChunkError(later("What was left of this import was discarded."))
    if article_import.stored_at is None:
        raise ChunkError(
            later("What was left of this import is a preview again: import it from there.")
        )
    # Whoever corrects a row meanwhile has taken the import, and with it this chunk's lease, away.
    store_rows(article_import, payload["rows"], at=at, score=payload["score"])


def _finish(job: FinishedJob) -> dict[str, Any]:
    """Remove the rows that nobody will store, and say what became of all of them."""
    import_id = job.payload["import_id"]
    is_stored = (
        select(ArticleImport.id)
        .where(ArticleImport.id == import_id, ArticleImport.stored_at.is_not(None))
        .exists()
    )
    failed = _rows_of_failed_chunks(job.id)
    db.session.execute(
        delete(ImportRow)
        .where(ImportRow.article_import_id == import_id, ImportRow.id.not_in(failed), is_stored)
        .execution_options(synchronize_session=False)
    )
    follow_scores(job.project_id, account_id=job.account_id, at=job.at)
    stored = _stored(import_id) - job.payload["stored_before"]
    found_here = job.payload["articles"] - stored - len(failed)
    # Another import may have brought an article in meanwhile.
    duplicates = job.payload["duplicates"] + max(0, found_here)
    sentence = outcome_sentence(
        stored=stored,
        duplicates=duplicates,
        left_out=job.payload["left_out"],
        bad_rows=job.payload["bad_rows"],
        failed=len(failed),
    )
    counts = {"stored": stored, "duplicates": duplicates, "failed": len(failed)}
    return {"sentence": sentence, **counts}


def _chunks(rows: tuple[PlannedRow, ...]) -> Iterator[list[PlannedRow]]:
    chunk: list[PlannedRow] = []
    for row in rows:
        paragraphs = sum(each.paragraphs for each in chunk) + row.paragraphs
        if chunk and (len(chunk) >= ARTICLES_PER_CHUNK or paragraphs > PARAGRAPHS_PER_CHUNK):
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def _rows_of_failed_chunks(job_id: int) -> list[int]:
    payloads = db.session.scalars(
        select(JobChunk.payload).where(
            JobChunk.job_id == job_id, JobChunk.state == ChunkState.FAILED
        )
    )
    return [row_id for payload in payloads for row_id in payload["row_ids"]]


def _stored(import_id: int) -> int:
    statement = select(func.count()).where(Article.article_import_id == import_id)
    return db.session.scalar(statement) or 0


def _articles_left(project_id: int) -> dict[int, int]:
    """Count what can still be stored of the claimed imports of a project."""
    rows = db.session.execute(
        select(ImportRow.article_import_id, func.count().label("left"))
        .join(ArticleImport)
        .where(
            ArticleImport.project_id == project_id,
            ArticleImport.stored_at.is_not(None),
            ImportRow.reason == "",
            ImportRow.article["is_left_out"].as_boolean().is_(False),
        )
        .group_by(ImportRow.article_import_id)
    )
    return {row.article_import_id: row.left for row in rows}


IMPORT = Kind(
    name=NAME,
    unit="paragraphs",
    run_chunk=_store,
    prepare=_prepare,
    finish=_finish,
    cancelled=follow_what_was_done,
)
