"""How much work a project holds and how much of it is done; and its removal.

The tables of articles and annotations are named here, not imported: the packages that own them
stand above this one. A test holds the names against those tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Select, column, delete, func, select, table

from workbench.accounts.models import Account
from workbench.database import db
from workbench.occasions import Occasion
from workbench.projects.models import Membership, Project

ARTICLE = table("article", column("id"), column("project_id"))
PARAGRAPH = table(
    "paragraph", column("id"), column("article_id"), column("is_set_aside", Boolean())
)
ASSIGNMENT = table(
    "assignment",
    column("id"),
    column("project_id"),
    column("paragraph_id"),
    column("account_id"),
    column("state"),
    column("occasion"),
)


@dataclass(frozen=True)
class Work:
    """Hold the numbers of a project.

    `wanted` counts the annotations that the project asks for: paragraphs × annotators for each,
    without the gold ones, which are given out by rules of their own.
    `done` counts those submitted, at most so many for a paragraph as are wanted.
    `compared` counts the paragraphs that at least two people have annotated.
    """

    articles: int = 0
    paragraphs: int = 0
    wanted: int = 0
    done: int = 0
    compared: int = 0


@dataclass(frozen=True)
class OwnWork:
    """Hold how many paragraphs one person has annotated and skipped."""

    annotated: int
    skipped: int


def work_of(project_ids: Sequence[int]) -> dict[int, Work]:
    """Count the work of several projects at once, by project."""
    texts = {row.id: row for row in db.session.execute(_texts(project_ids))}
    done = dict.fromkeys(project_ids, 0)
    compared = dict.fromkeys(project_ids, 0)
    for row in db.session.execute(_annotated(project_ids)):
        wanted = texts[row.id].annotators_per_paragraph
        done[row.id] += min(row.annotators, wanted) * row.ordinary
        compared[row.id] += row.paragraphs if row.annotators > 1 else 0
    return {
        row.id: Work(
            articles=row.articles,
            paragraphs=row.paragraphs,
            wanted=row.ordinary * row.annotators_per_paragraph,
            done=done[row.id],
            compared=compared[row.id],
        )
        for row in texts.values()
    }


def own_work(project_id: int, account_id: int) -> OwnWork:
    """Count what one person has finished in a project, hidden repeats like any other."""
    counts = select(ASSIGNMENT.c.state, func.count().label("paragraphs")).group_by(
        ASSIGNMENT.c.state
    )
    states = {
        row.state: row.paragraphs
        for row in db.session.execute(
            counts.where(
                ASSIGNMENT.c.project_id == project_id,
                ASSIGNMENT.c.account_id == account_id,
                ASSIGNMENT.c.occasion.in_((Occasion.FIRST.value, Occasion.REPEAT.value)),
            )
        )
    }
    return OwnWork(annotated=states.get("submitted", 0), skipped=states.get("skipped", 0))


def finished_training(project_id: int, account_id: int) -> int:
    """Count the training items that one person has answered, and so may see the answers of."""
    found = db.session.scalar(
        select(func.count())
        .select_from(ASSIGNMENT)
        .where(
            ASSIGNMENT.c.project_id == project_id,
            ASSIGNMENT.c.account_id == account_id,
            ASSIGNMENT.c.occasion == Occasion.TRAINING.value,
            ASSIGNMENT.c.state != "leased",
        )
    )
    return found or 0


def remove_demonstration_work(project: Project) -> None:
    """Delete a demonstration project, all that is in it, and the people made up for it.

    Raises `ValueError` for any other project.
    """
    if not project.is_demonstration:
        raise ValueError(f"“{project.name}” is not the demonstration.")
    # What the queue locks first is locked first here too: else each would wait for the other.
    members = select(Membership.id).where(Membership.project_id == project.id)
    db.session.execute(members.order_by(Membership.id).with_for_update()).all()
    # Annotations point at codebook versions and pre-scores, so they go before those do.
    for owned in (ASSIGNMENT, ARTICLE):
        db.session.execute(delete(owned).where(owned.c.project_id == project.id))
    db.session.execute(delete(Project).where(Project.id == project.id))
    db.session.execute(
        delete(Account).where(
            Account.is_demonstration, Account.id.not_in(select(Membership.account_id))
        )
    )


def _texts(project_ids: Sequence[int]) -> Select[int, int, int, int, int]:
    """Select a row a project: its overlap, articles, paragraphs, and those that are not gold."""
    return (
        select(
            Project.id,
            Project.annotators_per_paragraph,
            func.count(ARTICLE.c.id.distinct()).label("articles"),
            func.count(PARAGRAPH.c.id).label("paragraphs"),
            func.count().filter(~PARAGRAPH.c.is_set_aside).label("ordinary"),
        )
        .outerjoin(ARTICLE, ARTICLE.c.project_id == Project.id)
        .outerjoin(PARAGRAPH, PARAGRAPH.c.article_id == ARTICLE.c.id)
        .where(Project.id.in_(project_ids))
        .group_by(Project.id)
    )


def _annotated(project_ids: Sequence[int]) -> Select[Any]:
    """Select how many paragraphs of each project have been annotated by how many people."""
    each = (
        select(
            ASSIGNMENT.c.project_id.label("id"),
            ASSIGNMENT.c.paragraph_id,
            func.count().label("annotators"),
        )
        .where(
            ASSIGNMENT.c.project_id.in_(project_ids),
            ASSIGNMENT.c.state == "submitted",
            ASSIGNMENT.c.occasion == Occasion.FIRST.value,
        )
        .group_by(ASSIGNMENT.c.project_id, ASSIGNMENT.c.paragraph_id)
        .subquery()
    )
    ordinary = func.count().filter(~PARAGRAPH.c.is_set_aside)
    return (
        select(
            each.c.id,
            each.c.annotators,
            func.count().label("paragraphs"),
            ordinary.label("ordinary"),
        )
        .join(PARAGRAPH, PARAGRAPH.c.id == each.c.paragraph_id)
        .group_by(each.c.id, each.c.annotators)
    )
