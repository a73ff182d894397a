"""Reads of samples, as frozen rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from workbench.accounts.models import Account
from workbench.archive.recipes import Recipe, recipe_lines
from workbench.articles.models import Article
from workbench.database import db
from workbench.samples.models import Sample, SampleImport


@dataclass(frozen=True)
class SampleRow:
    """Hold a sample of a project; `account` is "" where it was drawn from the command line."""

    id: int
    created_at: datetime
    account: str
    recipe: Recipe


@dataclass(frozen=True)
class SampleStored:
    """Count the articles of a sample that are stored by now, and name the jobs that store them."""

    articles: int
    job_ids: tuple[int, ...]


def samples(project_id: int) -> tuple[SampleRow, ...]:
    """List the samples of a project, newest first."""
    return _samples(Sample.project_id == project_id)


def sample(project_id: int, sample_id: int) -> SampleRow | None:
    """Find a sample of a project."""
    found = _samples(Sample.project_id == project_id, Sample.id == sample_id)
    return found[0] if found else None


def stored(sample_id: int) -> SampleStored:
    """Tell how much of a sample is stored."""
    imports = select(SampleImport.article_import_id).where(SampleImport.sample_id == sample_id)
    articles = db.session.scalar(select(func.count()).where(Article.article_import_id.in_(imports)))
    jobs = db.session.scalars(
        select(SampleImport.job_id)
        .where(SampleImport.sample_id == sample_id, SampleImport.job_id.is_not(None))
        .order_by(SampleImport.job_id)
    )
    return SampleStored(articles or 0, tuple(job_id for job_id in jobs if job_id is not None))


def article_keys(project_id: int) -> frozenset[str]:
    """Give the keys of the project's articles, which an archive has too."""
    return frozenset(
        db.session.scalars(select(Article.fingerprint).where(Article.project_id == project_id))
    )


def datasheet_lines(project_id: int) -> list[str]:
    """Tell in sentences how the samples of a project were drawn, oldest first.

    An empty list where nothing was drawn.
    """
    return [line for row in reversed(samples(project_id)) for line in recipe_lines(row.recipe)]


def _samples(*conditions: ColumnElement[bool]) -> tuple[SampleRow, ...]:
    rows = db.session.execute(
        select(Sample, Account.display_name)
        .outerjoin(Account, Account.id == Sample.account_id)
        .where(*conditions)
        .order_by(Sample.id.desc())
    )
    return tuple(
        SampleRow(row.id, row.created_at, account or "", Recipe.from_values(row.recipe))
        for row, account in rows
    )
