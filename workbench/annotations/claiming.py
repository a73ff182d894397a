"""Claim the paragraph that a person is given next: where it is looked for, and its lock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.engine import Connection

from workbench.annotations.queue import (
    first_in_round,
    first_of_article,
    first_open,
    round_in_force,
    still_open,
)
from workbench.annotations.tables import locks_rows
from workbench.database import db
from workbench.queue_order import DrawnAs, QueueOrder, Share, drawn_as


@dataclass(frozen=True)
class DrawnBy:
    """Hold why a paragraph is given now; the fields are those of `Assignment`."""

    drawn_as: str = DrawnAs.IN_ORDER.value
    queue_round_id: int | None = None


@dataclass(frozen=True)
class Claimed:
    """Hold a paragraph whose places cannot change until the commit, and the design in force."""

    id: int
    article_id: int
    design_id: int | None
    drawn: DrawnBy


@dataclass(frozen=True)
class _Search:
    """Say where to look: a statement by its name, and what it is asked with.

    `drawn` is why a paragraph found there is given, None where that hangs on the paragraph.
    """

    statement: Any
    asked: Mapping[str, Any]
    drawn: DrawnBy | None


def claim_paragraph(
    link: Connection, who: Mapping[str, Any], places: Sequence[Row[Any]]
) -> Claimed | None:
    """Find the first open paragraph, and lock it so that its places cannot change until the commit.

    `places` are the rows of `own_place`. The search begins where the person was last: what lies
    before has been finished, and going through it again for each paragraph would take longer and
    longer.
    """
    order = None
    if not places or places[0].in_force is not None:
        order = link.execute(round_in_force(), who).one_or_none()
    searches = tuple(_searches(who, places, order))
    # Paragraphs that others are being given are passed over. Only when nothing else is open is
    # one of them worth waiting for: it may still have a place when its lock is released.
    for skip_locked in (True, False) if locks_rows() else (False,):
        for search in searches:
            statement = search.statement(skip_locked=skip_locked)
            row = _found(link, statement, search.asked)
            if row is not None:
                drawn = search.drawn or _drawn_from(order, row)
                return Claimed(row.id, row.article_id, row.design_id, drawn)
    return None


def _searches(
    who: Mapping[str, Any], places: Sequence[Row[Any]], order: Row[Any] | None
) -> Iterator[_Search]:
    """List where to look, the first place first.

    Where the order changed under somebody who reads article by article, the rest of their article
    comes first, given as its beginning was. What a round does not hold yet, because it was
    imported since or is being placed in the next one, comes after all that it holds.
    """
    usual = DrawnBy()
    if order is not None:
        in_round = {**who, "in_round": order.id}
        for place in places:
            if place.queue_round_id == place.queue_round == order.id:
                asked = {**in_round, "from_place": place.queue_place}
                yield _Search(first_in_round, asked, None)
            elif order.queue_order == QueueOrder.UNSURE_ARTICLES:
                begun = DrawnBy(place.drawn_as, place.queue_round_id)
                yield _Search(first_of_article, {**who, **_from(place)}, begun)
        yield _Search(first_in_round, {**in_round, "from_place": 0}, None)
    else:
        for place in places:
            yield _Search(first_open, {**who, **_from(place)}, usual)
    yield _Search(first_open, {**who, "from_article": 0, "from_position": 0}, usual)


def _from(place: Row[Any]) -> dict[str, int]:
    return {"from_article": place.article_id, "from_position": place.position}


def _drawn_from(order: Row[Any] | None, row: Row[Any]) -> DrawnBy:
    if order is None:
        return DrawnBy()
    share = Share(seed=order.seed, percent=order.random_percent)
    why = drawn_as(QueueOrder(order.queue_order), share, article=row.article_id, paragraph=row.id)
    return DrawnBy(why.value, order.id)


def _found(link: Connection, statement: Select[Any], asked: Mapping[str, Any]) -> Row[Any] | None:
    if not locks_rows():
        return link.execute(statement, asked).one_or_none()
    while True:
        savepoint = db.session.begin_nested()
        link = db.session.connection()
        row = link.execute(statement, asked).one_or_none()
        if row is None:
            savepoint.rollback()
            return None
        # PostgreSQL counted before it held the lock; now that it does, count again.
        is_open = link.scalar(still_open(), {**asked, "paragraph_id": row.id})
        if is_open is not None:
            savepoint.commit()
            return row
        # Going back to the savepoint lets the lock go, so that nobody waits for it in vain.
        savepoint.rollback()
