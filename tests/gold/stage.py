"""What the tests of gold paragraphs put on the stage."""

from datetime import UTC, datetime

from sqlalchemy import select

from workbench.database import db
from workbench.gold.grading import ExpectedSpan
from workbench.gold.operations import Marking
from workbench.gold_pages.operations import mark_gold
from workbench.projects.models import CodebookVersion

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
# The first label of each question: what `tests.annotations.stage.submit` answers.
USUAL = {"sentiment": "negative", "bias": "biased", "voice": "factual"}


def make_gold(
    project_id: int,
    paragraph_id: int,
    lead: int,
    *,
    use: str = "training",
    answers: dict[str, str] | None = None,
    spans: frozenset[ExpectedSpan] | None = None,
    note: str = "It names the deed, not the doer.",
    base_revision: int = 0,
) -> int | None:
    """Mark a paragraph as gold; flushes."""
    version = db.session.scalars(
        select(CodebookVersion.id).where(CodebookVersion.project_id == project_id)
    ).first()
    assert version is not None
    return mark_gold(
        project_id,
        paragraph_id,
        lead,
        Marking(use, USUAL if answers is None else answers, spans, note),
        base_revision=base_revision,
        codebook_version_id=version,
        at=NOON,
    )


def form(**changes: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "base_revision": "0",
        "codebook_number": "1",
        "use": "training",
        "expected_sentiment": "negative",
        "expected_bias": "biased",
        "expected_voice": "",
        "note": "Because the verb judges.",
    }
    return usual | changes
