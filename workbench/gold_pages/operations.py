"""Mark gold paragraphs and withdraw them; these flush, the view commits."""

from dataclasses import replace
from datetime import datetime

from workbench.annotations.training import grade_training
from workbench.gold.operations import Marking, store_gold
from workbench.gold.queries import WITHDRAWN, GoldRow


def mark_gold(
    project_id: int,
    paragraph_id: int,
    account_id: int,
    marking: Marking,
    *,
    base_revision: int,
    codebook_version_id: int,
    at: datetime,
) -> int | None:
    """Store what is expected, as `store_gold` does, and hold the training answers against it."""
    revision = store_gold(
        project_id,
        paragraph_id,
        account_id,
        marking,
        base_revision=base_revision,
        codebook_version_id=codebook_version_id,
        at=at,
    )
    if revision is not None:
        grade_training(paragraph_id)
    return revision


def withdraw_gold(
    project_id: int, stored: GoldRow, account_id: int, *, codebook_version_id: int, at: datetime
) -> int | None:
    """Give a paragraph back to the ordinary queue; what was expected of it stays readable."""
    marking = Marking(stored.use, stored.expected.answers, stored.expected.spans, stored.note)
    return mark_gold(
        project_id,
        stored.paragraph_id,
        account_id,
        replace(marking, use=WITHDRAWN),
        base_revision=stored.revision,
        codebook_version_id=codebook_version_id,
        at=at,
    )
