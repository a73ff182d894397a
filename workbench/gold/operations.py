"""Store what is expected of a paragraph, and set it aside from the ordinary queue; these flush."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from workbench.articles.annotation_tables import ASSIGNMENT
from workbench.articles.models import Article, Paragraph
from workbench.articles.operations import lock_text
from workbench.articles.queue_counts import count_filled
from workbench.database import db
from workbench.gold.grading import ExpectedSpan
from workbench.gold.models import (
    GoldAnswer,
    GoldItem,
    GoldRevision,
    GoldSpan,
    TrainingAdmission,
)
from workbench.gold.queries import TRAINING, WITHDRAWN, GoldRow, gold_revisions
from workbench.occasions import Occasion
from workbench.projects.models import Project


class StaleGoldError(RuntimeError):
    """Say that somebody stored a newer revision since the page was served."""


@dataclass(frozen=True)
class Marking:
    """Hold what a lead expects; `spans` is None where words are not checked."""

    use: str
    answers: Mapping[str, str]
    spans: frozenset[ExpectedSpan] | None = None
    note: str = ""


def store_gold(
    project_id: int,
    paragraph_id: int,
    account_id: int,
    marking: Marking,
    *,
    base_revision: int,
    codebook_version_id: int,
    at: datetime,
) -> int | None:
    """Store what is expected as the newest revision and give its number; None for no change.

    `base_revision` is the revision that the page was filled from, 0 for none. The paragraph
    leaves the ordinary queue, or comes back to it when it is withdrawn. Raises `StaleGoldError`
    or `ParagraphGoneError`.
    """
    text = lock_text(project_id, paragraph_id)
    before = next(iter(gold_revisions(project_id, paragraph_id)), None)
    if before is not None and _is_same(before, marking):
        return None
    newest = 0 if before is None else before.revision
    if base_revision != newest:
        raise StaleGoldError
    db.session.execute(
        update(GoldRevision)
        .where(GoldRevision.paragraph_id == paragraph_id, GoldRevision.is_current)
        .values(is_current=False)
    )
    _keep_item(project_id, paragraph_id, marking.use)
    db.session.add(
        GoldRevision(
            paragraph_id=paragraph_id,
            revision=newest + 1,
            use=marking.use,
            checks_words=marking.spans is not None,
            note=marking.note,
            codebook_version_id=codebook_version_id,
            account_id=account_id,
            created_at=at,
            answers=[
                GoldAnswer(question=question, label=label)
                for question, label in marking.answers.items()
            ],
            spans=[
                GoldSpan(
                    start=span.start,
                    end=span.end,
                    text=text[span.start : span.end],
                    category=span.category,
                )
                for span in sorted(marking.spans or ())
            ],
        )
    )
    db.session.flush()
    _set_aside(project_id, paragraph_id, is_set_aside=marking.use != WITHDRAWN)
    return newest + 1


def move_item(project_id: int, paragraph_id: int, *, up: bool) -> None:
    """Let a training item change places with the one before or after it; the ends stay."""
    # Two leads who move at once come one after the other.
    db.session.execute(select(Project.id).where(Project.id == project_id).with_for_update())
    items = list(
        db.session.scalars(
            select(GoldItem)
            .where(GoldItem.project_id == project_id, GoldItem.use == TRAINING)
            .order_by(GoldItem.place, GoldItem.paragraph_id)
        )
    )
    places = [item.paragraph_id for item in items]
    if paragraph_id not in places:
        return
    here = places.index(paragraph_id)
    there = here - 1 if up else here + 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
    for place, item in enumerate(items, start=1):
        item.place = place
    db.session.flush()


def admit(project_id: int, account_id: int, *, by: int, at: datetime) -> None:
    """Let somebody go on to the ordinary queue whatever their training answers were."""
    if db.session.get(TrainingAdmission, (project_id, account_id)) is None:
        db.session.add(
            TrainingAdmission(
                project_id=project_id, account_id=account_id, admitted_by_id=by, admitted_at=at
            )
        )
        db.session.flush()


def _is_same(stored: GoldRow, marking: Marking) -> bool:
    return (stored.use, stored.note, dict(stored.expected.answers), stored.expected.spans) == (
        *(marking.use, marking.note, dict(marking.answers), marking.spans),
    )


def _keep_item(project_id: int, paragraph_id: int, use: str) -> None:
    item = db.session.get(GoldItem, paragraph_id)
    if item is None:
        item = GoldItem(paragraph_id=paragraph_id, project_id=project_id, use="", place=0)
        db.session.add(item)
    if use == TRAINING and item.use != TRAINING:
        last = select(func.coalesce(func.max(GoldItem.place), 0)).where(
            GoldItem.project_id == project_id, GoldItem.use == TRAINING
        )
        with db.session.no_autoflush:
            item.place = (db.session.scalar(last) or 0) + 1
    item.use = use
    db.session.flush()


def _set_aside(project_id: int, paragraph_id: int, *, is_set_aside: bool) -> None:
    """Close a paragraph to the ordinary queue, or open it again, with every count of it."""
    wanted, answers, was_full = db.session.execute(
        select(Project.annotators_per_paragraph, Paragraph.answers, Paragraph.is_full)
        .join(Article, Article.project_id == Project.id)
        .join(Paragraph, Paragraph.article_id == Article.id)
        .where(Project.id == project_id, Paragraph.id == paragraph_id)
    ).one()
    is_full = is_set_aside or answers >= wanted
    db.session.execute(
        update(Paragraph)
        .where(Paragraph.id == paragraph_id)
        .values(is_set_aside=is_set_aside, is_full=is_full)
    )
    if is_full == was_full:
        return
    db.session.execute(
        update(ASSIGNMENT)
        .where(
            ASSIGNMENT.c.paragraph_id == paragraph_id,
            ASSIGNMENT.c.occasion == Occasion.FIRST.value,
        )
        .values(is_open=not is_full)
    )
    # Last, because everybody's submissions to the project change this row.
    count_filled(project_id, 1 if is_full else -1)
