"""Claim the paragraph that a person is given next: where it is looked for, and its lock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
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
from workbench.prepared import row, scalar
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
    link: Connection, who: Mapping[str, Any], places: Sequence[Any]
) -> Claimed | None:
    """Find the first open paragraph, and lock it so that its places cannot change until the commit.

    `places` are the rows of `own_place`. The search begins where the person was last: what lies
    before has been finished, and going through it again for each paragraph would take longer and
    longer.
    """
    order = None
    if not places or places[0].in_force is not None:
        order = row(link, round_in_force(), who)
    searches = tuple(_searches(who, places, order))
    # Paragraphs that others are being given are passed over. Only when nothing else is open is
    # one of them worth waiting for: it may still have a place when its lock is released.
    for skip_locked in (True, False) if locks_rows() else (False,):
        for search in searches:
            statement = search.statement(skip_locked=skip_locked)
            found = _found(link, statement, search.asked)
            if found is not None:
                drawn = search.drawn or _drawn_from(order, found)
                return Claimed(found.id, found.article_id, found.design_id, drawn)
    return None


def _searches(who: Mapping[str, Any], places: Sequence[Any], order: Any) -> Iterator[_Search]:
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


def _from(place: Any) -> dict[str, int]:
    return {"from_article": place.article_id, "from_position": place.position}


def _drawn_from(order: Any, found: Any) -> DrawnBy:
    if order is None:
        return DrawnBy()
    share = Share(seed=order.seed, percent=order.random_percent)
    why = drawn_as(
        QueueOrder(order.queue_order), share, article=found.article_id, paragraph=found.id
    )
    return DrawnBy(why.value, order.id)


def _found(link: Connection, statement: Select[Any], asked: Mapping[str, Any]) -> Any:
    if not locks_rows():
        return row(link, statement, asked)
    while True:
        savepoint = db.session.begin_nested()
        link = db.session.connection()
        found = row(link, statement, asked)
        if found is None:
            savepoint.rollback()
            return None
        # PostgreSQL counted before it held the lock; now that it does, count again.
        is_open = scalar(link, still_open(), {**asked, "paragraph_id": found.id})
        if is_open is not None:
            savepoint.commit()
            return found
        # Going back to the savepoint lets the lock go, so that nobody waits for it in vain.
        savepoint.rollback()
