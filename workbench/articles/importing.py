"""Bring articles in: files and pasted text become a preview, and the preview becomes articles."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import delete, select, update

from workbench.articles.import_queries import bad_rows_of, import_plan
from workbench.articles.limits import ROWS, storable_message
from workbench.articles.models import ArticleImport, ImportRow
from workbench.articles.operations import store_articles
from workbench.articles.ordering import follow_scores
from workbench.articles.previews import (
    DamagedRowError,
    PreviewedArticle,
    from_values,
    to_values,
)
from workbench.articles.scorer import scorer_in_force
from workbench.articles.scoring_ahead import ScoredAhead
from workbench.bulk import Row, as_sent, insert_rows
from workbench.database import Base, connection, db
from workbench.said_later import written
from workbench.text.articles import ArticleText, BadRow
from workbench.text.reading import read_file
from workbench.words import gettext, number

Read = Sequence[ArticleText | BadRow]
_IMPORT_ROW = Base.metadata.tables[ImportRow.__tablename__]
_ROW_COLUMNS = ("article_import_id", "position", "source_name", "line", "reason", "article")


class TooManyRowsError(ValueError):
    """Say that one import would be too long to look through."""


@dataclass(frozen=True)
class WantedRow:
    """Hold an article that is to be stored, with the row that keeps it until then."""

    id: int
    fingerprint: str
    article: ArticleText


@dataclass(frozen=True)
class ImportSummary:
    """Count what an import did; `left_out` are the articles that the lead did not want."""

    stored: int
    duplicates: int
    bad_rows: tuple[BadRow, ...]
    left_out: int = 0


def start_import(
    project_id: int, read: Read, *, account_id: int | None, at: datetime
) -> ArticleImport:
    """Keep what was read, and checked, as a preview; nothing becomes an article yet; flush.

    Raises `TooManyRowsError`.
    """
    if len(read) > ROWS:
        raise TooManyRowsError(
            gettext(
                "One import takes up to %(most)s articles and these are more. Import them in "
                "several parts.",
                most=number(ROWS),
            )
        )
    article_import = ArticleImport(project_id=project_id, account_id=account_id, created_at=at)
    db.session.add(article_import)
    db.session.flush()
    link = connection()
    sent = partial(as_sent, link, _IMPORT_ROW, "article")
    rows = [_row(article_import.id, position, item) for position, item in enumerate(read)]
    insert_rows(link, _IMPORT_ROW, _ROW_COLUMNS, [(*row, sent(values)) for *row, values in rows])
    return article_import


def choose_rows(
    article_import: ArticleImport, *, shown: Collection[int], chosen: Collection[int]
) -> None:
    """Leave out the rows that were shown and not chosen, and take the chosen ones in; flush."""
    for row in db.session.scalars(
        select(ImportRow).where(
            ImportRow.article_import_id == article_import.id,
            ImportRow.id.in_(shown),
            ImportRow.reason == "",
        )
    ):
        is_left_out = row.id not in chosen
        if row.article.get("is_left_out") != is_left_out:
            row.article = {**row.article, "is_left_out": is_left_out}
    db.session.flush()


def correct_row(row: ImportRow, corrected: ArticleText) -> None:
    """Put a corrected article in the place of the one that was read; flush."""
    row.article = to_values(
        PreviewedArticle(corrected, is_left_out=row.article["is_left_out"], is_corrected=True)
    )
    db.session.flush()


def score_ahead(article_import: ArticleImport) -> ScoredAhead:
    """Pre-score what a preview would store before anything is written.

    Ends the session's transaction, so that nobody waits for the scoring: what was not committed
    is lost. What is corrected in the meantime is scored when it is stored.
    """
    return scored_ahead(article_import.project_id, wanted_rows(article_import.id))


def scored_ahead(project_id: int | None, rows: Iterable[WantedRow]) -> ScoredAhead:
    """Pre-score some rows of an import like `score_ahead`."""
    return _scored_ahead(project_id, [row.article for row in rows])


def wanted_rows(import_id: int, row_ids: Collection[int] | None = None) -> list[WantedRow]:
    """List the rows of an import that were not left out, in order; of all or of some of them.

    Raises `DamagedRowError`.
    """
    statement = (
        select(ImportRow.id, ImportRow.article, ImportRow.source_name, ImportRow.line)
        .where(ImportRow.article_import_id == import_id, ImportRow.reason == "")
        .order_by(ImportRow.position)
    )
    if row_ids is not None:
        statement = statement.where(ImportRow.id.in_(row_ids))
    found = []
    for row_id, values, source_name, line in db.session.execute(statement):
        previewed = from_values(values, source_name=source_name, line=line)
        if not previewed.is_left_out:
            found.append(WantedRow(row_id, values["fingerprint"], previewed.text))
    return found


def set_aside_damaged(article_import: ArticleImport) -> None:
    """Make bad rows of those that cannot be read back, so that the others can be stored; flush."""
    rows = db.session.scalars(
        select(ImportRow).where(
            ImportRow.article_import_id == article_import.id, ImportRow.reason == ""
        )
    )
    for row in rows:
        try:
            from_values(row.article, source_name=row.source_name, line=row.line)
        except DamagedRowError as error:
            row.reason = written(storable_message(error.args[0]))
            row.article = {}
    db.session.flush()


def store_import(
    article_import: ArticleImport, *, at: datetime, score: ScoredAhead
) -> ImportSummary | None:
    """Store the articles of a preview that were not left out; flush.

    Returns None when somebody stored or discarded the preview before: of two tabs that send it
    at the same time one stores it. The rows of the preview go, as the articles have what they
    held.
    """
    if not claim_import(article_import, at=at):
        return None
    plan = import_plan(article_import)
    rows = wanted_rows(article_import.id, plan.row_ids)
    stored = store_rows(article_import, rows, at=at, score=score)
    summary = ImportSummary(
        stored=stored,
        duplicates=plan.duplicates + len(plan.rows) - stored,
        bad_rows=bad_rows_of(article_import),
        left_out=plan.left_out,
    )
    db.session.execute(delete(ImportRow).where(ImportRow.article_import_id == article_import.id))
    follow_scores(article_import.project_id, account_id=article_import.account_id, at=at)
    return summary


def claim_import(article_import: ArticleImport, *, at: datetime) -> bool:
    """Mark a preview as stored; False when somebody stored or discarded it before."""
    # The condition is checked by the database: whoever comes second changes no row.
    claimed = db.session.scalar(
        update(ArticleImport)
        .where(ArticleImport.id == article_import.id, ArticleImport.stored_at.is_(None))
        .values(stored_at=at)
        .returning(ArticleImport.id)
    )
    return claimed is not None


def store_rows(
    article_import: ArticleImport, rows: Sequence[WantedRow], *, at: datetime, score: ScoredAhead
) -> int:
    """Store the articles of these rows, remove the rows and count the new articles; flush.

    A row that is no longer there was stored before.
    """
    ids = set(
        db.session.scalars(select(ImportRow.id).where(ImportRow.id.in_([row.id for row in rows])))
    )
    articles: dict[str, ArticleText] = {}
    for row in rows:
        if row.id in ids:
            articles.setdefault(row.fingerprint, row.article)
    stored = store_articles(
        article_import.project_id,
        articles,
        at=at,
        score=score,
        article_import_id=article_import.id,
    )
    db.session.execute(
        delete(ImportRow).where(ImportRow.id.in_(ids)).execution_options(synchronize_session=False)
    )
    return stored


def discard_import(article_import: ArticleImport) -> None:
    """Remove a preview that was never stored."""
    db.session.execute(
        delete(ArticleImport).where(
            ArticleImport.id == article_import.id, ArticleImport.stored_at.is_(None)
        )
    )


def read_uploads(files: Iterable[tuple[str, bytes]]) -> list[ArticleText | BadRow]:
    """Read uploaded files, each a name and its bytes, in their order.

    Reading ends at the first row that is too many for one import.
    """
    read: list[ArticleText | BadRow] = []
    for name, raw in files:
        read += read_file(name, raw, most=ROWS + 1 - len(read))
        if len(read) > ROWS:
            break
    return read


def _scored_ahead(project_id: int | None, articles: Iterable[ArticleText]) -> ScoredAhead:
    scorer = scorer_in_force(project_id)
    # Scoring takes seconds for megabytes, and SQLite has one writer: nobody waits for it.
    db.session.rollback()
    return ScoredAhead(articles, scorer)


def _row(import_id: int, position: int, item: ArticleText | BadRow) -> Row:
    """Give the values of `_ROW_COLUMNS`."""
    place = import_id, position, item.source_name, item.line
    if isinstance(item, BadRow):
        return *place, written(item.reason), {}
    return *place, "", to_values(PreviewedArticle(item))
