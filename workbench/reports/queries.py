"""What reports count, read as plain columns and frozen rows.

Only current revisions with the outcome "answered" are labels.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from workbench.agreement import Span
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Article, Paragraph
from workbench.codebook.codebook import Question
from workbench.database import db
from workbench.projects.models import CodebookVersion, Membership, Project, Role
from workbench.reports.agreement import GivenLabels

# For each paragraph the spans of each annotator who answered it, be it none at all.
SpansByParagraph = dict[int, dict[int, list[Span]]]


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
    """Count paragraphs by how many answers they have of those the project asks for."""

    n_paragraphs: int
    n_complete: int
    n_partly: int
    n_answers: int

    @property
    def n_untouched(self) -> int:
        """Count paragraphs that nobody has answered yet."""
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


@dataclass(frozen=True)
class ParagraphText:
    """Hold a paragraph with what is needed to find it; `paragraph_position` counts from 0."""

    paragraph_id: int
    paragraph_position: int
    text: str
    article_id: int
    headline: str


def annotators_per_paragraph(project_id: int) -> int:
    """Give how many people the project asks to label each paragraph."""
    statement = select(Project.annotators_per_paragraph).where(Project.id == project_id)
    return db.session.execute(statement).scalar_one()


def given_labels(project_id: int, question: Question) -> GivenLabels:
    """Read the labels of one question, by annotator's pseudonym, then paragraph."""
    statement = (
        _answered(Assignment.paragraph_id, Assignment.account_id, Answer.label, Answer.suggestion)
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(Assignment.project_id == project_id, Answer.question == question.name)
        .order_by(Membership.pseudonym, Assignment.paragraph_id)
    )
    columns = list(zip(*db.session.execute(statement).all(), strict=True)) or [()] * 4
    return GivenLabels(*columns)


def spans_by_paragraph(project_id: int) -> SpansByParagraph:
    """Read the spans that annotators kept, changed or added; rejected suggestions are no spans."""
    submitted = (
        _answered(Assignment.paragraph_id, Assignment.account_id)
        .where(Assignment.project_id == project_id)
        .order_by(Assignment.paragraph_id, Membership.pseudonym)
    )
    found: SpansByParagraph = {}
    for paragraph, annotator in db.session.execute(submitted):
        found.setdefault(paragraph, {})[annotator] = []
    marked = (
        _answered(
            Assignment.paragraph_id,
            Assignment.account_id,
            StoredSpan.start,
            StoredSpan.end,
            StoredSpan.category,
        )
        .join(StoredSpan, StoredSpan.annotation_id == Annotation.id)
        .where(Assignment.project_id == project_id, StoredSpan.decision != "rejected")
        .order_by(StoredSpan.id)
    )
    for paragraph, annotator, start, end, category in db.session.execute(marked):
        found[paragraph][annotator].append(Span(start, end, category))
    return found


def answers_by_version(project_id: int) -> dict[int, int]:
    """Count the answers that reports count, by the codebook version they were given under."""
    statement = (
        _answered(CodebookVersion.number, func.count())
        .join(CodebookVersion, CodebookVersion.id == Annotation.codebook_version_id)
        .where(Assignment.project_id == project_id)
        .group_by(CodebookVersion.number)
        .order_by(CodebookVersion.number)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


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
            & (Assignment.account_id == Membership.account_id),
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
    """Count the paragraphs of a project by their answers; `wanted` makes one complete."""
    answers = _answers_by_paragraph(project_id)
    statement = (
        select(*_progress_columns(answers, wanted))
        .select_from(Paragraph)
        .join(Paragraph.article)
        .outerjoin(answers, answers.c.paragraph_id == Paragraph.id)
        .where(Article.project_id == project_id)
    )
    return ParagraphCounts(*db.session.execute(statement).one())


def article_progress(
    project_id: int, wanted: int, *, offset: int, limit: int
) -> tuple[ArticleProgress, ...]:
    """Count the same by article, in the order of import."""
    answers = _answers_by_paragraph(project_id)
    statement = (
        select(Article.id, Article.headline, *_progress_columns(answers, wanted))
        .select_from(Article)
        .outerjoin(Article.paragraphs)
        .outerjoin(answers, answers.c.paragraph_id == Paragraph.id)
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


def paragraph_texts(project_id: int, ids: Iterable[int]) -> dict[int, ParagraphText]:
    """Read these paragraphs of a project."""
    statement = (
        select(Paragraph.id, Paragraph.position, Paragraph.text, Article.id, Article.headline)
        .join(Paragraph.article)
        .where(Article.project_id == project_id, Paragraph.id.in_(list(ids)))
    )
    return {row[0]: ParagraphText(*row) for row in db.session.execute(statement)}


def _answered(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Annotation)
        .join(Annotation.assignment)
        .join(
            Membership,
            (Membership.project_id == Assignment.project_id)
            & (Membership.account_id == Assignment.account_id),
        )
        .where(Annotation.is_current, Annotation.outcome == "answered")
    )


def _answers_by_paragraph(project_id: int) -> Any:
    return (
        select(Assignment.paragraph_id, func.count().label("n"))
        .select_from(Annotation)
        .join(Annotation.assignment)
        .where(
            Assignment.project_id == project_id,
            Annotation.is_current,
            Annotation.outcome == "answered",
        )
        .group_by(Assignment.paragraph_id)
        .subquery()
    )


def _progress_columns(answers: Any, wanted: int) -> list[Any]:
    n = func.coalesce(answers.c.n, 0)
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
