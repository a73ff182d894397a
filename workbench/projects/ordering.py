"""The order of a study's queue: what can still be changed of it, and having it made anew.

The tables of orders and assignments are named here, not imported: the packages that own them
stand above this one. A test holds the names against those tables.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import column, select, table, update

from workbench.database import UtcDateTime, db
from workbench.jobs.operations import NewChunk, create_job
from workbench.projects.models import StudyDesign
from workbench.queue_order import DrawnAs, QueueOrder
from workbench.said_later import later
from workbench.words import gettext

JOB_KIND = "queue-order"
QUEUE_ROUND = table(
    "queue_round",
    column("id"),
    column("project_id"),
    column("queue_order"),
    column("random_percent"),
    column("learned_model_id"),
    column("paragraphs"),
    column("state"),
    column("in_force_at", UtcDateTime()),
)
MODEL = table("learned_model", column("id"), column("number"))
ASSIGNMENT = table("assignment", column("project_id"), column("drawn_as"))


class OrderFixedError(ValueError):
    """Say what of the order is fixed, since a random sample was begun by it."""


@dataclass(frozen=True)
class OrderInForce:
    """Hold the order by which paragraphs are given out: how many it places, and whose doubt."""

    paragraphs: int
    random_percent: int
    model: int
    since: datetime


def check_order(project_id: int, queue_order: str, *, random_percent: int) -> None:
    """Refuse an order that would spoil the random sample which an earlier one began.

    Once paragraphs were given out by certainty, those that were passed over are not like the
    others: a larger share, or one of articles instead of paragraphs, would have to take its part
    from them. Raises `OrderFixedError`.
    """
    if queue_order == QueueOrder.ARTICLES:
        return
    used = select(ASSIGNMENT.c.project_id).where(
        ASSIGNMENT.c.project_id == project_id, ASSIGNMENT.c.drawn_as != DrawnAs.IN_ORDER.value
    )
    if db.session.execute(used.limit(1)).one_or_none() is None:
        return
    last = db.session.execute(
        select(QUEUE_ROUND.c.queue_order, QUEUE_ROUND.c.random_percent)
        .where(QUEUE_ROUND.c.project_id == project_id, QUEUE_ROUND.c.in_force_at.is_not(None))
        .order_by(QUEUE_ROUND.c.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return
    if last.queue_order != queue_order:
        raise OrderFixedError(
            gettext(
                "Paragraphs were given out by certainty already. Between whole articles and single "
                "paragraphs the order cannot be changed any more: the random share is drawn of one "
                "or the other."
            )
        )
    if random_percent > last.random_percent:
        raise OrderFixedError(
            gettext(
                "Paragraphs were given out with a random share of %(percent)s%%. It can be made "
                "smaller, not larger: what would be added was passed over before.",
                percent=last.random_percent,
            )
        )


def order_anew(project_id: int, *, account_id: int | None, at: datetime) -> int | None:
    """Enter the job that puts a project's open paragraphs in order, and give its id; flush.

    None where the design in force gives them out in the order of the articles: that holds at once.
    """
    if not orders_by_certainty(project_id):
        db.session.execute(
            update(QUEUE_ROUND)
            .where(QUEUE_ROUND.c.project_id == project_id, QUEUE_ROUND.c.state == "in_force")
            .values(state="past")
        )
        return None
    return create_job(
        kind=JOB_KIND,
        title=later("Order of the queue"),
        chunks=[NewChunk({}, 0)],
        at=at,
        project_id=project_id,
        account_id=account_id,
        payload={},
    ).id


def orders_by_certainty(project_id: int) -> bool:
    """Tell whether the design in force gives paragraphs out by certainty."""
    order = db.session.scalar(
        select(StudyDesign.queue_order)
        .where(StudyDesign.project_id == project_id)
        .order_by(StudyDesign.number.desc())
        .limit(1)
    )
    return order not in (None, QueueOrder.ARTICLES.value)


def order_in_force(project_id: int) -> OrderInForce | None:
    """Give the order by which paragraphs are given out; None for that of the articles."""
    row = db.session.execute(
        select(
            QUEUE_ROUND.c.paragraphs,
            QUEUE_ROUND.c.random_percent,
            MODEL.c.number,
            QUEUE_ROUND.c.in_force_at,
        )
        .join_from(QUEUE_ROUND, MODEL, MODEL.c.id == QUEUE_ROUND.c.learned_model_id)
        .where(QUEUE_ROUND.c.project_id == project_id, QUEUE_ROUND.c.state == "in_force")
    ).one_or_none()
    return None if row is None else OrderInForce(*row)
