"""How far a study is, and what annotators remarked, read as frozen rows.

Only current revisions of first occasions with the outcome "answered" count as done.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from workbench.annotations.current_answers import current_answers
from workbench.annotations.models import Annotation, Assignment
from workbench.articles.models import Article, Paragraph
from workbench.database import db
from workbench.occasions import Occasion
from workbench.projects.models import Membership, Project, Role


@dataclass(frozen=True)
class AnnotatorProgress:
    """Count what became of the paragraphs that a person was given.

    `n_flagged` counts current annotations with a flag; `last_active_on` is a day in UTC, None
    before the first submission.
    """

    account_id: int
    n_assigned: int
    n_submitted: int
    n_skipped: int
    n_flagged: int
    last_active_on: date | None


@dataclass(frozen=True)
class ParagraphCounts:
    """Count paragraphs by how many annotations they have of those the project asks for."""

    n_paragraphs: int
    n_complete: int
    n_partly: int
    n_annotations: int

    @property
    def n_untouched(self) -> int:
        """Count paragraphs that nobody has annotated yet."""
        return self.n_paragraphs - self.n_complete - self.n_partly


@dataclass(frozen=True)
class ArticleProgress:
    """Hold the progress of one article."""

    article_id: int
    headline: str
    counts: ParagraphCounts


@dataclass(frozen=True)
class Remark:
    """Hold a comment or a flag of a current annotation."""

    account_id: int
    article_id: int
    headline: str
    paragraph_id: int
    paragraph_position: int
    paragraph_text: str
    comment: str
    is_flagged: bool
    is_skipped: bool
    submitted_at: datetime


def annotators_per_paragraph(project_id: int) -> int:
    """Give how many people the project asks to label each paragraph."""
    statement = select(Project.annotators_per_paragraph).where(Project.id == project_id)
    return db.session.execute(statement).scalar_one()


def annotator_progress(project_id: int) -> dict[int, AnnotatorProgress]:
    """Count, for everyone who annotates or ever did, what became of their paragraphs."""
    statement = (
        select(
            Membership.account_id,
            func.count(Assignment.id),
            func.count().filter(Assignment.state == "submitted"),
            func.count().filter(Assignment.state == "skipped"),
            func.count().filter(Annotation.is_flagged),
            func.max(Annotation.submitted_at),
        )
        .select_from(Membership)
        .outerjoin(
            Assignment,
            (Assignment.project_id == Membership.project_id)
            & (Assignment.account_id == Membership.account_id)
            & (Assignment.occasion == Occasion.FIRST),
        )
        .outerjoin(Annotation, (Annotation.assignment_id == Assignment.id) & Annotation.is_current)
        .where(Membership.project_id == project_id)
        .group_by(Membership.account_id, Membership.role, Membership.ended_at)
        # A lead may annotate too, and stands here once they have.
        .having(
            (func.count(Assignment.id) > 0)
            | ((Membership.role == Role.ANNOTATOR) & Membership.ended_at.is_(None))
        )
    )
    return {
        row[0]: AnnotatorProgress(
            *row[:5], last_active_on=None if row[5] is None else row[5].date()
        )
        for row in db.session.execute(statement)
    }


def paragraph_counts(project_id: int, wanted: int) -> ParagraphCounts:
    """Count the paragraphs of a project by their annotations; `wanted` make one complete.

    Gold paragraphs are given out by rules of their own, and left out.
    """
    annotations = _annotations_by_paragraph(project_id)
    statement = (
        select(*_progress_columns(annotations, wanted))
        .select_from(Paragraph)
        .join(Paragraph.article)
        .outerjoin(annotations, annotations.c.paragraph_id == Paragraph.id)
        .where(Article.project_id == project_id, ~Paragraph.is_set_aside)
    )
    return ParagraphCounts(*db.session.execute(statement).one())


def article_progress(
    project_id: int, wanted: int, *, offset: int, limit: int
) -> tuple[ArticleProgress, ...]:
    """Count the same by article, in the order of import."""
    annotations = _annotations_by_paragraph(project_id)
    statement = (
        select(Article.id, Article.headline, *_progress_columns(annotations, wanted))
        .select_from(Article)
        .outerjoin(Paragraph, (Paragraph.article_id == Article.id) & ~Paragraph.is_set_aside)
        .outerjoin(annotations, annotations.c.paragraph_id == Paragraph.id)
        .where(Article.project_id == project_id)
        .group_by(Article.id, Article.headline)
        .order_by(Article.id)
        .offset(offset)
        .limit(limit)
    )
    return tuple(
        ArticleProgress(article_id, headline, ParagraphCounts(*counts))
        for article_id, headline, *counts in db.session.execute(statement)
    )


def article_count(project_id: int) -> int:
    """Count the articles of a project."""
    statement = select(func.count()).where(Article.project_id == project_id)
    return db.session.execute(statement).scalar_one()


def remark_count(project_id: int) -> int:
    """Count current annotations with a comment or a flag."""
    return int(db.session.execute(_remarks(project_id, func.count())).scalar_one())


def remarks(project_id: int, *, offset: int, limit: int) -> tuple[Remark, ...]:
    """List comments and flags, the newest first."""
    statement = (
        _remarks(
            project_id,
            Assignment.account_id,
            Article.id,
            Article.headline,
            Paragraph.id,
            Paragraph.position,
            Paragraph.text,
            Annotation.comment,
            Annotation.is_flagged,
            Annotation.outcome == "skipped",
            Annotation.submitted_at,
        )
        .order_by(Annotation.submitted_at.desc(), Annotation.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return tuple(Remark(*row) for row in db.session.execute(statement))


def _annotations_by_paragraph(project_id: int) -> Any:
    return (
        current_answers(Assignment.paragraph_id, func.count().label("n"))
        .where(Assignment.project_id == project_id)
        .group_by(Assignment.paragraph_id)
        .subquery()
    )


def _progress_columns(annotations: Any, wanted: int) -> list[Any]:
    n = func.coalesce(annotations.c.n, 0)
    return [
        func.count(Paragraph.id),
        func.coalesce(func.sum(case((n >= wanted, 1), else_=0)), 0),
        func.coalesce(func.sum(case(((n > 0) & (n < wanted), 1), else_=0)), 0),
        func.coalesce(func.sum(n), 0),
    ]


def _remarks(project_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Annotation)
        .join(Annotation.assignment)
        .join(Assignment.paragraph)
        .join(Paragraph.article)
        .where(
            Assignment.project_id == project_id,
            Annotation.is_current,
            Annotation.is_flagged | (Annotation.comment != ""),
        )
    )
