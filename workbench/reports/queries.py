"""What the agreement is computed from, read as plain columns.

Only current revisions with the outcome "answered" are labels.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.sql.functions import aggregate_strings

from workbench.agreement import Span
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Article, Paragraph
from workbench.codebook.codebook import Question
from workbench.database import db
from workbench.projects.models import CodebookVersion, Membership
from workbench.reports.agreement import CountedLabels, GivenLabels

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


# Stands between the labels of a paragraph; neither numbers nor names of labels hold it.
_BETWEEN = "\n"


def counted_labels(project_id: int, questions: Sequence[Question]) -> dict[str, CountedLabels]:
    """Let the database count who gave which labels on a paragraph, by question.

    It hands over each different set of labels once with its number of paragraphs: a million
    labels of ten annotators are some hundred rows.
    """
    annotators = list(
        db.session.scalars(
            select(Membership.account_id)
            .where(Membership.project_id == project_id)
            .order_by(Membership.pseudonym)
        )
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for question, *counts in db.session.execute(_sets_of_labels(project_id, questions)):
        found[question].append(counts)
    return {
        question.name: CountedLabels(
            annotators=annotators,
            sets=[_answers(given) for given, *_ in found[question.name]],
            times=[times for _, times, *_ in found[question.name]],
            n_suggested=sum(int(n) for *_, n, _ in found[question.name]),
            n_followed=sum(int(n) for *_, n in found[question.name]),
        )
        for question in questions
    }


def _sets_of_labels(project_id: int, questions: Sequence[Question]) -> Select[Any]:
    declared = or_(
        *(
            (Answer.question == question.name) & Answer.label.in_(question.label_names)
            for question in questions
        )
    )
    by_paragraph = (
        select(
            Answer.question,
            _joined(cast(Assignment.account_id, String) + "=" + Answer.label).label("given"),
            func.count().filter(declared, Answer.suggestion != "").label("suggested"),
            func.count().filter(declared, Answer.suggestion == Answer.label).label("followed"),
        )
        .join(Annotation, Annotation.id == Answer.annotation_id)
        .join(Annotation.assignment)
        .where(
            Assignment.project_id == project_id,
            Annotation.is_current,
            Annotation.outcome == "answered",
        )
        .group_by(Answer.question, Assignment.paragraph_id)
        .subquery()
    )
    c = by_paragraph.c
    return select(
        c.question, c.given, func.count(), func.sum(c.suggested), func.sum(c.followed)
    ).group_by(c.question, c.given)


def _joined(answer: ColumnElement[str]) -> ColumnElement[str]:
    if db.engine.dialect.name == "postgresql":
        # Sets that differ in their order alone are one. SQLite goes through them in one order.
        return aggregate_strings(answer, _BETWEEN).aggregate_order_by(Assignment.account_id)
    return aggregate_strings(answer, _BETWEEN)


def _answers(given: str) -> list[tuple[int, str]]:
    parts = (part.partition("=") for part in given.split(_BETWEEN))
    return [(int(annotator), label) for annotator, _, label in parts]


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
