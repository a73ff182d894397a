"""Read what a person has annotated, and in which order, as frozen rows."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from workbench.annotations.models import Annotation, Assignment
from workbench.annotations.queries import (
    AnnotationRow,
    OwnAssignment,
    OwnProgress,
    annotation_row,
    with_details,
)
from workbench.articles.models import Article, Paragraph
from workbench.database import db
from workbench.occasions import Occasion
from workbench.web.pagination import ROWS_PER_PAGE, Page

EXCERPT = 160


@dataclass(frozen=True)
class HistoryRow:
    """Hold one annotation of a person's history with the beginning of its paragraph."""

    annotation: AnnotationRow
    paragraph_id: int
    outlet_arm: str
    is_second_pass: bool
    is_training: bool
    headline: str
    position: int
    excerpt: str


def previous_assignment_id(assignment: OwnAssignment, progress: OwnProgress) -> int | None:
    """Find the assignment that its person finished before this one, as their history tells."""
    if assignment.finished_at is None:
        return progress.last_finished_id
    earlier = or_(
        Assignment.finished_at < assignment.finished_at,
        and_(Assignment.finished_at == assignment.finished_at, Assignment.id < assignment.id),
    )
    found: int | None = db.session.scalar(
        select(Assignment.id)
        .where(
            Assignment.project_id == assignment.project_id,
            Assignment.account_id == assignment.account_id,
            earlier,
            _is_told(),
        )
        .order_by(Assignment.finished_at.desc(), Assignment.id.desc())
        .limit(1)
    )
    return found


def own_history(
    project_id: int, account_id: int, *, only: str = "", page: int = 1
) -> Page[HistoryRow]:
    """List a person's annotations, newest first.

    `only` is "skipped", "flagged" or "training", "" for all.

    A paragraph that was repeated stands there once, as it was answered the second time: twice,
    it would tell which ones come back.
    """
    conditions = [
        Assignment.project_id == project_id,
        Assignment.account_id == account_id,
        Annotation.is_current,
        _is_told(),
    ]
    if only == "skipped":
        conditions.append(Annotation.outcome == "skipped")
    elif only == "flagged":
        conditions.append(Annotation.is_flagged)
    elif only == "training":
        conditions.append(Assignment.occasion == Occasion.TRAINING)
    total = db.session.scalar(
        select(func.count()).select_from(Annotation).join(Assignment).where(*conditions)
    )
    found = db.session.scalars(
        with_details()
        .join(Assignment)
        .where(*conditions)
        .order_by(Annotation.submitted_at.desc(), Annotation.id.desc())
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    ).all()
    paragraphs = _paragraphs_of([annotation.assignment_id for annotation in found])
    rows = [
        HistoryRow(annotation_row(annotation), *paragraphs[annotation.assignment_id])
        for annotation in found
    ]
    return Page(rows=rows, number=page, total=total or 0)


def _paragraphs_of(
    assignment_ids: list[int],
) -> dict[int, tuple[int, str, bool, bool, str, int, str]]:
    rows = db.session.execute(
        select(
            Assignment.id,
            Assignment.paragraph_id,
            Assignment.outlet_arm,
            Assignment.occasion == Occasion.NAMED,
            Assignment.occasion == Occasion.TRAINING,
            Article.headline,
            Paragraph.position,
            func.substr(Paragraph.text, 1, EXCERPT + 1),
        )
        .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
        .join(Article, Article.id == Paragraph.article_id)
        .where(Assignment.id.in_(assignment_ids))
    )
    return {row[0]: (*row[1:7], excerpt(row[7])) for row in rows}


def _is_told() -> ColumnElement[bool]:
    """Leave out first occasions that a finished repeat stands for."""
    repeat = aliased(Assignment)
    return ~(
        select(repeat.id)
        .where(
            Assignment.occasion == Occasion.FIRST,
            repeat.paragraph_id == Assignment.paragraph_id,
            repeat.account_id == Assignment.account_id,
            repeat.occasion == Occasion.REPEAT,
            repeat.state != "leased",
        )
        .exists()
    )


def excerpt(text: str) -> str:
    """Cut a text at a word's end; the ellipsis says that it was cut."""
    if len(text) <= EXCERPT:
        return text
    head, _, _ = text[:EXCERPT].rpartition(" ")
    return (head or text[:EXCERPT]) + " …"
