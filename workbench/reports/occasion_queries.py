"""Reads of paragraphs that one person answered on two occasions.

The answer of the first occasion is the newest that was there when the paragraph came back: a later
revision may owe something to the second look. The answer of the second occasion is the first that
was submitted then. A paragraph that was skipped on either occasion gave none.
"""

from sqlalchemy import CTE, ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from workbench.annotations.models import Annotation, Assignment
from workbench.articles.models import Paragraph
from workbench.occasions import Occasion
from workbench.projects.models import CodebookVersion

# `Annotation` and `Assignment` themselves are those of the second occasion, so that what chooses
# annotations elsewhere chooses second looks here.
BEFORE = aliased(Annotation, name="before")
FIRST_TIME = aliased(Assignment, name="first_time")


def answered_twice(project_id: int, occasion: Occasion, *conditions: ColumnElement[bool]) -> CTE:
    """Find the paragraphs that came back on this occasion and were answered both times.

    One row each: who, what, and the ids of both annotations (`before_id`, `after_id`) and of both
    assignments (`first_id`, `again_id`).
    """
    newer = aliased(Annotation)
    is_newest_then = ~exists().where(
        newer.assignment_id == BEFORE.assignment_id,
        newer.revision > BEFORE.revision,
        newer.submitted_at <= Assignment.leased_at,
    )
    found = (
        select(
            Assignment.paragraph_id,
            Assignment.account_id,
            Paragraph.article_id,
            FIRST_TIME.id.label("first_id"),
            Assignment.id.label("again_id"),
            FIRST_TIME.outlet_arm.label("first_outlet_arm"),
            BEFORE.id.label("before_id"),
            Annotation.id.label("after_id"),
            (BEFORE.codebook_version_id != Annotation.codebook_version_id).label("is_other"),
        )
        .select_from(Annotation)
        .join(Annotation.assignment)
        .join(CodebookVersion, CodebookVersion.id == Annotation.codebook_version_id)
        .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
        .join(
            FIRST_TIME,
            (FIRST_TIME.paragraph_id == Assignment.paragraph_id)
            & (FIRST_TIME.account_id == Assignment.account_id)
            & (FIRST_TIME.occasion == Occasion.FIRST),
        )
        .join(BEFORE, BEFORE.assignment_id == FIRST_TIME.id)
        .where(
            Assignment.project_id == project_id,
            Assignment.occasion == occasion,
            Annotation.revision == 1,
            Annotation.outcome == "answered",
            BEFORE.outcome == "answered",
            # Whoever submits is given the next paragraph at the same moment. The first of all
            # revisions was there then, also where a clock went back meanwhile.
            or_(BEFORE.submitted_at <= Assignment.leased_at, BEFORE.revision == 1),
            is_newest_then,
            *conditions,
        )
        .cte("twice")
    )
    # Found once, and joined then: a planner that knows nothing of the tables yet would otherwise
    # search for the newest revision again for every pair of answers.
    return found.prefix_with("MATERIALIZED", dialect="postgresql")
