"""What the agreement is computed from, read as plain columns.

Only current revisions with the outcome "answered" are labels.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from workbench.agreement import Span
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Article, Paragraph
from workbench.codebook.codebook import Question
from workbench.database import db
from workbench.projects.models import CodebookVersion, Membership
from workbench.reports.agreement import GivenLabels

# For each paragraph the spans of each annotator who answered it, be it none at all.
SpansByParagraph = dict[int, dict[int, list[Span]]]


@dataclass(frozen=True)
class ParagraphText:
    """Hold a paragraph with what is needed to find it; `paragraph_position` counts from 0."""

    paragraph_id: int
    paragraph_position: int
    text: str
    article_id: int
    headline: str


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


def annotations_by_version(project_id: int) -> dict[int, int]:
    """Count the annotations that reports count, by the codebook version they were made under."""
    statement = (
        _answered(CodebookVersion.number, func.count())
        .join(CodebookVersion, CodebookVersion.id == Annotation.codebook_version_id)
        .where(Assignment.project_id == project_id)
        .group_by(CodebookVersion.number)
        .order_by(CodebookVersion.number)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


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
