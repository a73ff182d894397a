"""Reads of paragraphs that one person answered on two occasions.

The answer of the first occasion is the newest that was there when the paragraph came back: a later
revision may owe something to the second look. The answer of the second occasion is the first that
was submitted then. A paragraph that was skipped on either occasion gave none.
"""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from workbench.annotations.models import Annotation, Assignment
from workbench.occasions import Occasion
from workbench.projects.models import CodebookVersion

# `Annotation` and `Assignment` themselves are those of the second occasion, so that what chooses
# annotations elsewhere chooses second looks here.
BEFORE = aliased(Annotation, name="before")
FIRST_TIME = aliased(Assignment, name="first_time")


def answered_twice(project_id: int, occasion: Occasion, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Select paragraphs that came back on this occasion and were answered both times."""
    earlier = aliased(Annotation)
    newest = (
        select(func.max(earlier.revision))
        .where(
            earlier.assignment_id == FIRST_TIME.id,
            # Whoever submits is given the next paragraph at the same moment.
            earlier.submitted_at <= Assignment.leased_at,
        )
        .correlate(FIRST_TIME, Assignment)
        .scalar_subquery()
    )
    return (
        select(*columns)
        .select_from(Annotation)
        .join(Annotation.assignment)
        .join(CodebookVersion, CodebookVersion.id == Annotation.codebook_version_id)
        .join(
            FIRST_TIME,
            (FIRST_TIME.paragraph_id == Assignment.paragraph_id)
            & (FIRST_TIME.account_id == Assignment.account_id)
            & (FIRST_TIME.occasion == Occasion.FIRST),
        )
        .join(BEFORE, (BEFORE.assignment_id == FIRST_TIME.id) & (BEFORE.revision == newest))
        .where(
            Assignment.project_id == project_id,
            Assignment.occasion == occasion,
            Annotation.revision == 1,
            Annotation.outcome == "answered",
            BEFORE.outcome == "answered",
        )
    )
