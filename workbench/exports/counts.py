"""How much there is to take away."""

from dataclasses import dataclass

from sqlalchemy import func, select

from workbench.annotations.models import Annotation, Assignment
from workbench.database import db
from workbench.occasions import Occasion


@dataclass(frozen=True)
class AnnotationCounts:
    """Count annotations, with their earlier revisions, and the paragraphs that were skipped."""

    current: int
    with_revisions: int
    skipped: int


def annotation_counts(project_id: int) -> AnnotationCounts:
    """Count what a project's files hold beside training."""
    is_answer = Annotation.outcome == "answered"
    statement = (
        select(
            func.count().filter(is_answer, Annotation.is_current),
            func.count().filter(is_answer),
            func.count().filter(~is_answer, Annotation.is_current),
        )
        .select_from(Annotation)
        .join(Annotation.assignment)
        .where(Assignment.project_id == project_id, Assignment.occasion != Occasion.TRAINING)
    )
    return AnnotationCounts(*db.session.execute(statement).one())
