"""Reads of gold paragraphs and what is expected of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from workbench.articles.models import Article, Paragraph
from workbench.database import db
from workbench.gold.grading import Expected, ExpectedSpan
from workbench.gold.models import GoldAnswer, GoldItem, GoldRevision, GoldSpan
from workbench.projects.models import Membership

EXCERPT = 160
TRAINING, HIDDEN, WITHDRAWN = "training", "hidden", "withdrawn"
USES = (TRAINING, HIDDEN)


@dataclass(frozen=True)
class GoldRow:
    """Hold what is expected of a paragraph; `paragraph_position` counts from 0.

    `pseudonym` is that of the lead who entered it, "" where nobody is known.
    """

    paragraph_id: int
    revision: int
    use: str
    expected: Expected
    note: str
    created_at: datetime
    pseudonym: str

    @property
    def spans(self) -> tuple[ExpectedSpan, ...]:
        """Give the expected words in the order of the text."""
        return tuple(sorted(self.expected.spans or ()))


@dataclass(frozen=True)
class GoldParagraph:
    """Hold a gold paragraph as listed, with what is expected of it now."""

    row: GoldRow
    paragraph_position: int
    article_id: int
    headline: str
    text: str


def gold_revisions(project_id: int, paragraph_id: int) -> tuple[GoldRow, ...]:
    """List what was expected of a paragraph, the newest first; () where it never was gold."""
    return _rows(project_id, GoldRevision.paragraph_id == paragraph_id)


def expected_of(paragraph_id: int) -> GoldRow | None:
    """Find what is expected of a paragraph now; None where it never was gold."""
    project_id = db.session.scalar(
        select(GoldItem.project_id).where(GoldItem.paragraph_id == paragraph_id)
    )
    if project_id is None:
        return None
    return next(iter(gold_revisions(project_id, paragraph_id)), None)


def gold_paragraphs(project_id: int, use: str) -> tuple[GoldParagraph, ...]:
    """List the gold paragraphs of one use; training items in the order in which they are asked."""
    rows = {row.paragraph_id: row for row in gold_in_use(project_id) if row.use == use}
    places = db.session.execute(
        select(
            Paragraph.id,
            Paragraph.position,
            Article.id,
            Article.headline,
            func.substr(Paragraph.text, 1, EXCERPT),
        )
        .select_from(GoldItem)
        .join(Paragraph, Paragraph.id == GoldItem.paragraph_id)
        .join(Paragraph.article)
        .where(GoldItem.project_id == project_id, GoldItem.use == use)
        .order_by(*((GoldItem.place,) if use == TRAINING else ()), Article.id, Paragraph.position)
    )
    return tuple(GoldParagraph(rows[each[0]], *each[1:]) for each in places)


def gold_in_use(project_id: int) -> tuple[GoldRow, ...]:
    """Read what is expected now of every gold paragraph in use, in no order."""
    return _rows(project_id, GoldRevision.is_current, GoldItem.use != WITHDRAWN)


def gold_counts(project_id: int) -> dict[str, int]:
    """Count the gold paragraphs by use."""
    rows = db.session.execute(
        select(GoldItem.use, func.count())
        .where(GoldItem.project_id == project_id)
        .group_by(GoldItem.use)
    )
    return dict.fromkeys(USES, 0) | {row[0]: row[1] for row in rows}


def _rows(project_id: int, *conditions: object) -> tuple[GoldRow, ...]:
    found = db.session.execute(
        select(GoldRevision, Membership.pseudonym)
        .join(GoldItem, GoldItem.paragraph_id == GoldRevision.paragraph_id)
        .outerjoin(
            Membership,
            (Membership.project_id == GoldItem.project_id)
            & (Membership.account_id == GoldRevision.account_id),
        )
        .where(GoldItem.project_id == project_id, *conditions)  # type: ignore[arg-type]  # Conditions of the callers above.
        .order_by(GoldRevision.revision.desc())
    ).all()
    ids = [revision.id for revision, _ in found]
    answers: dict[int, dict[str, str]] = defaultdict(dict)
    for answer in db.session.scalars(
        select(GoldAnswer).where(GoldAnswer.gold_revision_id.in_(ids)).order_by(GoldAnswer.id)
    ):
        answers[answer.gold_revision_id][answer.question] = answer.label
    spans: dict[int, set[ExpectedSpan]] = defaultdict(set)
    for span in db.session.scalars(select(GoldSpan).where(GoldSpan.gold_revision_id.in_(ids))):
        spans[span.gold_revision_id].add(ExpectedSpan(span.start, span.end, span.category))
    return tuple(
        GoldRow(
            paragraph_id=revision.paragraph_id,
            revision=revision.revision,
            use=revision.use,
            expected=Expected(
                answers[revision.id],
                frozenset(spans[revision.id]) if revision.checks_words else None,
            ),
            note=revision.note,
            created_at=revision.created_at,
            pseudonym=pseudonym or "",
        )
        for revision, pseudonym in found
    )
