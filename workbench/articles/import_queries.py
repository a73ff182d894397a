"""Read imports that were not stored yet, as frozen rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from workbench.accounts.models import Account
from workbench.articles.models import Article, ArticleImport, ImportRow
from workbench.articles.previews import DamagedRowError, PreviewedArticle, from_values
from workbench.database import db
from workbench.said_later import read
from workbench.text.articles import ArticleText, BadRow
from workbench.text.reading import PASTED
from workbench.web.language_names import language_name
from workbench.web.pagination import Page
from workbench.words import day, gettext, within

ROWS_PER_PAGE = 20
BAD_ROWS_SHOWN = 200


@dataclass(frozen=True)
class OpenImport:
    """Hold a preview that waits for the lead's word; `account` is "" where nobody is known."""

    id: int
    created_at: datetime
    account: str
    articles: int
    bad_rows: int
    first_source: str


@dataclass(frozen=True)
class StoredTwin:
    """Name the article of the project that a previewed one repeats."""

    id: int
    headline: str


@dataclass(frozen=True)
class RowView:
    """Hold an article of a preview.

    `number` counts the rows of the import from 1. `stored_twin` is the project's article with
    the same text, `earlier_twin` the number of an earlier row with the same text.
    """

    id: int
    number: int
    text: ArticleText
    is_left_out: bool
    is_corrected: bool
    stored_twin: StoredTwin | None
    earlier_twin: int | None

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Give what is known about the article, as terms and values."""
        known = (
            *self._readings(),
            (gettext("Language"), language_name(self.text.language)),
            (gettext("From"), source_of(self.text)),
        )
        return tuple((term, value) for term, value in known if value)

    @property
    def missing(self) -> tuple[str, ...]:
        """Name what a reader looked for and did not find."""
        looked_for = self._readings()[:-1]  # Few texts end in a source line: none is missed.
        return tuple(within(term) for term, value in looked_for if not value)

    def _readings(self) -> tuple[tuple[str, str], ...]:
        published_on = self.text.published_on
        return (
            (gettext("Outlet"), self.text.outlet),
            (gettext("Byline"), self.text.byline),
            (gettext("Date"), day(published_on) if published_on else ""),
            (gettext("Address"), self.text.url),
            (gettext("Source line"), self.text.source_line),
        )


@dataclass(frozen=True)
class Preview:
    """Hold a page of a preview, and counts over all its pages.

    `to_store` counts what an import would store now. `bad_rows` holds the first ones only,
    `bad_row_count` counts them all.
    """

    id: int
    created_at: datetime
    rows: Page[RowView]
    to_store: int
    duplicates: int
    left_out: int
    bad_rows: tuple[BadRow, ...]
    bad_row_count: int


@dataclass(frozen=True)
class PlannedRow:
    """Name a row that is to be stored, and count its paragraphs."""

    id: int
    paragraphs: int


@dataclass(frozen=True)
class ImportPlan:
    """Hold what storing a preview now would store, and count what it would not.

    `rows` are in order and none repeats another or an article of the project.
    """

    rows: tuple[PlannedRow, ...]
    duplicates: int
    left_out: int

    @property
    def row_ids(self) -> list[int]:
        """List the ids of the rows to store."""
        return [row.id for row in self.rows]

    @property
    def paragraphs(self) -> int:
        """Count the paragraphs to store."""
        return sum(row.paragraphs for row in self.rows)


@dataclass(frozen=True)
class _Standing:
    number: int
    paragraphs: int
    is_left_out: bool
    stored_twin: StoredTwin | None
    earlier_twin: int | None

    @property
    def is_duplicate(self) -> bool:
        return self.stored_twin is not None or self.earlier_twin is not None


def open_imports(project_id: int) -> tuple[OpenImport, ...]:
    """List the previews of a project that were never stored, newest first."""
    bad = func.count().filter(ImportRow.reason != "")
    statement = (
        select(
            ArticleImport.id,
            ArticleImport.created_at,
            func.max(Account.display_name),
            func.count() - bad,
            bad,
            func.min(ImportRow.source_name),
        )
        .join(ImportRow)
        .outerjoin(Account, Account.id == ArticleImport.account_id)
        .where(ArticleImport.project_id == project_id, ArticleImport.stored_at.is_(None))
        .group_by(ArticleImport.id, ArticleImport.created_at)
        .order_by(ArticleImport.created_at.desc(), ArticleImport.id.desc())
    )
    return tuple(
        OpenImport(import_id, created_at, account or "", articles, bad_rows, source)
        for import_id, created_at, account, articles, bad_rows, source in db.session.execute(
            statement
        )
    )


def preview(article_import: ArticleImport, page: int) -> Preview:
    """Give one page of a preview; a page after the last is the last."""
    standings = _standings(article_import)
    page = min(page, max(1, -(-len(standings) // ROWS_PER_PAGE)))
    ids = list(standings)[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    rows = db.session.scalars(
        select(ImportRow).where(ImportRow.id.in_(ids)).order_by(ImportRow.position)
    )
    views, damaged = _row_views(rows, standings)
    bad_rows = (*bad_rows_of(article_import), *damaged)
    wanted = [row for row in standings.values() if not row.is_left_out]
    duplicates = sum(row.is_duplicate for row in wanted)
    return Preview(
        id=article_import.id,
        created_at=article_import.created_at,
        rows=Page(
            rows=views,
            number=page,
            total=len(standings),
            rows_per_page=ROWS_PER_PAGE,
        ),
        to_store=len(wanted) - duplicates,
        duplicates=duplicates,
        left_out=len(standings) - len(wanted),
        bad_rows=bad_rows[:BAD_ROWS_SHOWN],
        bad_row_count=len(bad_rows),
    )


def import_plan(article_import: ArticleImport) -> ImportPlan:
    """Tell what storing a preview now would do."""
    standings = _standings(article_import)
    wanted = {row_id: row for row_id, row in standings.items() if not row.is_left_out}
    rows = tuple(
        PlannedRow(row_id, row.paragraphs) for row_id, row in wanted.items() if not row.is_duplicate
    )
    return ImportPlan(
        rows=rows,
        duplicates=len(wanted) - len(rows),
        left_out=len(standings) - len(wanted),
    )


def page_of(row: ImportRow) -> int:
    """Tell on which page of the preview this row stands."""
    before = db.session.scalar(
        select(func.count()).where(
            ImportRow.article_import_id == row.article_import_id,
            ImportRow.position < row.position,
            ImportRow.reason == "",
        )
    )
    return (before or 0) // ROWS_PER_PAGE + 1


def bad_row_count(article_import: ArticleImport) -> int:
    """Count the rows of a preview that could not be read."""
    return (
        db.session.scalar(
            select(func.count()).where(
                ImportRow.article_import_id == article_import.id, ImportRow.reason != ""
            )
        )
        or 0
    )


def source_of(text: ArticleText) -> str:
    """Say where an article was read: the name of a file, and the line of a row."""
    name = gettext(PASTED) if text.source_name == PASTED else text.source_name
    if text.line is None:
        return name
    return gettext("%(name)s, line %(line)s", name=name, line=text.line)


def _fingerprint() -> ColumnElement[str]:
    fingerprint: ColumnElement[str] = ImportRow.article["fingerprint"].as_string()
    return fingerprint


def _standings(article_import: ArticleImport) -> dict[int, _Standing]:
    """Map the ids of the readable rows, in order, to how each of them stands."""
    rows = db.session.execute(
        select(
            ImportRow.id,
            ImportRow.position,
            _fingerprint(),
            ImportRow.article["is_left_out"].as_boolean(),
            ImportRow.article["paragraphs"].as_integer(),
        )
        .where(ImportRow.article_import_id == article_import.id, ImportRow.reason == "")
        .order_by(ImportRow.position)
    )
    twins = _stored_twins(article_import)
    first: dict[str, int] = {}
    standings: dict[int, _Standing] = {}
    for row_id, position, fingerprint, is_left_out, paragraphs in rows:
        number = position + 1
        standings[row_id] = _Standing(
            number=number,
            # A preview of an earlier version does not tell.
            paragraphs=paragraphs or 1,
            is_left_out=is_left_out,
            stored_twin=twins.get(row_id),
            earlier_twin=first.get(fingerprint),
        )
        if not is_left_out:
            first.setdefault(fingerprint, number)
    return standings


def _stored_twins(article_import: ArticleImport) -> dict[int, StoredTwin]:
    rows = db.session.execute(
        select(ImportRow.id, Article.id, Article.headline)
        .join(
            Article,
            (Article.fingerprint == _fingerprint())
            & (Article.project_id == article_import.project_id),
        )
        .where(ImportRow.article_import_id == article_import.id, ImportRow.reason == "")
    )
    return {row_id: StoredTwin(article_id, headline) for row_id, article_id, headline in rows}


def bad_rows_of(article_import: ArticleImport) -> tuple[BadRow, ...]:
    """List the rows of a preview that could not be read."""
    rows = db.session.execute(
        select(ImportRow.source_name, ImportRow.line, ImportRow.reason)
        .where(ImportRow.article_import_id == article_import.id, ImportRow.reason != "")
        .order_by(ImportRow.position)
    )
    return tuple(BadRow(name, line, read(reason)) for name, line, reason in rows)


def _row_views(
    rows: Iterable[ImportRow], standings: Mapping[int, _Standing]
) -> tuple[list[RowView], list[BadRow]]:
    """Show rows, and tell apart those that cannot be read back."""
    views: list[RowView] = []
    damaged: list[BadRow] = []
    for row in rows:
        try:
            previewed = from_values(row.article, source_name=row.source_name, line=row.line)
        except DamagedRowError as error:
            damaged.append(BadRow(row.source_name, row.line, error.args[0]))
        else:
            views.append(_row_view(row.id, previewed, standings[row.id]))
    return views, damaged


def _row_view(row_id: int, previewed: PreviewedArticle, standing: _Standing) -> RowView:
    return RowView(
        id=row_id,
        number=standing.number,
        text=previewed.text,
        is_left_out=previewed.is_left_out,
        is_corrected=previewed.is_corrected,
        stored_twin=standing.stored_twin,
        earlier_twin=standing.earlier_twin,
    )
