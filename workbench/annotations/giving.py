"""Choose what somebody is given next: training, what comes back or is hidden gold, the queue."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from workbench.annotations.claiming import Claimed, claim_paragraph
from workbench.annotations.drawing import draw_arms
from workbench.annotations.gold_queue import is_held_back, next_gold, next_training
from workbench.annotations.returning import Returning, next_named, next_repeat, returning
from workbench.occasions import Occasion

Given = dict[str, Any]
"""What an assignment shows and of which paragraph, as values of its row."""

FIRST = {"occasion": Occasion.FIRST.value}
# It counts for nobody else, and what comes back is drawn from first occasions alone.
TRAINING = {"occasion": Occasion.TRAINING.value, "is_open": False, "lot": None}


def next_given(link: Connection, who: Mapping[str, Any], places: Sequence[Any]) -> Given | None:
    """Choose what the asker is given next; None for nothing.

    `places` are the rows of `own_place`, none of them held.
    """
    back = returning(link, who)
    if back.training_left:
        item = next_training(link, who)
        if item is not None:
            return _drawn(link, who, back.design_id, item) | TRAINING
    if must_wait(link, who, back, places):
        return None
    urgent = _overdue(link, who, back)
    if urgent is not None:
        return urgent
    claimed = claim_paragraph(link, who, places)
    if claimed is None:
        return _left_over(link, who, back)
    if places and _ends_article(claimed, places):
        between = _between_articles(link, who, back)
        if between is not None:
            return between
    drawn = _drawn(link, who, claimed.design_id, claimed.id)
    return drawn | vars(claimed.drawn) | FIRST


def must_wait(
    link: Connection, who: Mapping[str, Any], back: Returning, places: Sequence[Any]
) -> bool:
    """Tell whether training answers keep the asker from the ordinary queue.

    Who has begun it is not called back.
    """
    return bool(back.pass_percent and not places) and is_held_back(link, who, back.pass_percent)


def _overdue(link: Connection, who: Mapping[str, Any], back: Returning) -> Given | None:
    """Choose what must not wait for the end of an article."""
    gold = _gold(link, who, back) if back.is_gold_overdue else None
    return gold or (next_repeat(link, who, back) if back.is_overdue else None)


def _between_articles(link: Connection, who: Mapping[str, Any], back: Returning) -> Given | None:
    """Choose what comes before the next article begins."""
    gold = _gold(link, who, back) if back.is_gold_due else None
    return gold or (next_repeat(link, who, back) if back.is_due else None)


def _left_over(link: Connection, who: Mapping[str, Any], back: Returning) -> Given | None:
    """Choose what is still to come once nothing is open, the second pass last."""
    gold = _gold(link, who, back) if back.is_gold_planned else None
    repeat = None if gold or not back.is_allowed else next_repeat(link, who, back)
    return gold or repeat or next_named(link, who, back)


def _gold(link: Connection, who: Mapping[str, Any], back: Returning) -> Given | None:
    """Draw a hidden gold paragraph: a first occasion like all others, bound to no place."""
    paragraph_id = next_gold(link, who, seed=back.seed)
    if paragraph_id is None:
        return None
    return _drawn(link, who, back.design_id, paragraph_id) | FIRST | {"is_open": False}


def _drawn(
    link: Connection, who: Mapping[str, Any], design_id: int | None, paragraph_id: int
) -> Given:
    asker = {name: who[name] for name in ("project_id", "account_id")}
    drawn = draw_arms(link, design_id, paragraph_id=paragraph_id, **asker)
    return vars(drawn) | {"paragraph_id": paragraph_id}


def _ends_article(claimed: Claimed, places: Sequence[Any]) -> bool:
    """Tell whether the next paragraph belongs to another article than all that came last."""
    return all(place.article_id != claimed.article_id for place in places)
