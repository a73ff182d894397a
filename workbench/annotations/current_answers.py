"""What counts where people are compared: each person's newest answer, once for each paragraph.

A skip is no answer, and a paragraph that comes back is not answered by one more person.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from workbench.annotations.models import Annotation, Assignment
from workbench.occasions import Occasion
from workbench.projects.models import Membership


def is_current_answer() -> ColumnElement[bool]:
    """Claim that an annotation counts; the statement has to join it with its assignment."""
    return and_(
        Annotation.is_current,
        Annotation.outcome == "answered",
        Assignment.occasion == Occasion.FIRST,
    )


def current_answers(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Select columns of the annotations that count, and of their assignments, of all projects."""
    return (
        select(*columns)
        .select_from(Annotation)
        .join(Annotation.assignment)
        .where(is_current_answer())
    )


def current_answers_of_members(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Select the same with the membership of whoever answered, so that they have a pseudonym."""
    return current_answers(*columns).join(
        Membership,
        (Membership.project_id == Assignment.project_id)
        & (Membership.account_id == Assignment.account_id),
    )
