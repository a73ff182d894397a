"""Tell whether labels were given to paragraphs that a model chose because it was unsure of them."""

from datetime import datetime

from workbench.annotations.current_answers import current_answers
from workbench.annotations.models import Annotation, Assignment
from workbench.database import db
from workbench.queue_order import DrawnAs


def has_least_sure(project_id: int, *, until: datetime | None = None) -> bool:
    """Tell whether such a paragraph was answered: then all labels are no sample of the study.

    With `until`, whether one was by then.
    """
    statement = (
        current_answers(Annotation.id)
        .where(Assignment.project_id == project_id)
        .where(Assignment.drawn_as == DrawnAs.LEAST_SURE)
    )
    if until is not None:
        statement = statement.where(Annotation.submitted_at <= until)
    return db.session.scalar(statement.limit(1)) is not None
