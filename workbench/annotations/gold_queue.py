"""Gold paragraphs of the asker, as SQL: training items before the queue, hidden ones within it.

Leads know what is expected, so that neither is given to them.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.engine import Connection

from workbench.annotations.tables import (
    ASSIGNMENT,
    GOLD_ITEM,
    MEMBERSHIP,
    TRAINING_ADMISSION,
    TRAINING_RESULT,
)
from workbench.occasions import gold_lot
from workbench.prepared import row, rows, scalar
from workbench.statements import built_once

# Written into the statements, as the planner of SQLite compares with them.
_FIRST, _TRAINING = (literal_column(f"'{each}'", String()) for each in ("first", "training"))
_HIDDEN = literal_column("'hidden'", String())


def training_left() -> ColumnElement[int]:
    """Count the training items that the asker has not answered; 0 for who leads."""
    items = _items(_TRAINING).where(~_is_met()).with_only_columns(func.count())
    return _of_annotator(items.scalar_subquery())


def golds_finished(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the hidden gold paragraphs that the asker has finished, or looks past."""
    own = (
        _items(_HIDDEN)
        .join(
            ASSIGNMENT,
            (ASSIGNMENT.c.paragraph_id == GOLD_ITEM.c.paragraph_id)
            & (ASSIGNMENT.c.account_id == bindparam("account_id"))
            & (ASSIGNMENT.c.occasion == _FIRST),
        )
        .where(_is_finished(ASSIGNMENT), *conditions)
        .with_only_columns(func.count())
    )
    return own.scalar_subquery()


def golds_submitted() -> ColumnElement[int]:
    """Count those among them that the asker has submitted."""
    return golds_finished(ASSIGNMENT.c.state == "submitted")


def golds_left() -> ColumnElement[int]:
    """Count the hidden gold paragraphs that the asker can still be given; 0 for who leads."""
    items = _items(_HIDDEN).where(~_is_met()).with_only_columns(func.count())
    return _of_annotator(items.scalar_subquery())


def next_training(link: Connection, who: Mapping[str, Any]) -> int | None:
    """Find the paragraph of the asker's next training item, in the lead's order."""
    found: int | None = scalar(link, _next_training(), who)
    return found


def next_gold(link: Connection, who: Mapping[str, Any], *, seed: int) -> int | None:
    """Draw the next hidden gold paragraph of the asker; None where there is none left."""
    return min(
        (each.paragraph_id for each in rows(link, _open_golds(), who)),
        key=lambda each: gold_lot(seed=seed, annotator=who["account_id"], paragraph=each),
        default=None,
    )


def is_held_back(link: Connection, who: Mapping[str, Any], pass_percent: int) -> bool:
    """Tell whether the asker's training answers keep them from the ordinary queue.

    Nobody is held back who was asked nothing, or whom a lead let go on.
    """
    asked, right, is_admitted = row(link, training_score(), who)
    return bool(asked) and not is_admitted and right * 100 < pass_percent * asked


@built_once
def training_score() -> Select[Any]:
    """Select how many training items the asker finished, how many as expected, and an admission."""
    admitted = (
        select(TRAINING_ADMISSION.c.account_id)
        .where(
            TRAINING_ADMISSION.c.project_id == bindparam("project_id"),
            TRAINING_ADMISSION.c.account_id == bindparam("account_id"),
        )
        .exists()
    )
    return (
        _items(_TRAINING)
        .join(ASSIGNMENT, ASSIGNMENT.c.paragraph_id == GOLD_ITEM.c.paragraph_id)
        .join(TRAINING_RESULT, TRAINING_RESULT.c.assignment_id == ASSIGNMENT.c.id)
        .where(
            ASSIGNMENT.c.account_id == bindparam("account_id"),
            ASSIGNMENT.c.occasion == _TRAINING,
        )
        .with_only_columns(
            func.count(),
            func.coalesce(func.sum(case((TRAINING_RESULT.c.is_right, 1), else_=0)), 0),
            admitted,
        )
    )


@built_once
def _next_training() -> Select[int]:
    return (
        _items(_TRAINING)
        .where(~_is_met())
        .order_by(GOLD_ITEM.c.place, GOLD_ITEM.c.paragraph_id)
        .limit(1)
    )


@built_once
def _open_golds() -> Select[int]:
    return _items(_HIDDEN).where(~_is_met())


def _items(use: ColumnElement[str]) -> Select[int]:
    of_project = GOLD_ITEM.c.project_id == bindparam("project_id")
    return (
        select(GOLD_ITEM.c.paragraph_id)
        .select_from(GOLD_ITEM)
        .where(of_project, GOLD_ITEM.c.use == use)
    )


def _is_met() -> ColumnElement[bool]:
    """Tell whether the asker has finished the item on whatever occasion, or looks past it."""
    met = ASSIGNMENT.alias("met")
    return (
        select(met.c.id)
        .where(
            met.c.paragraph_id == GOLD_ITEM.c.paragraph_id,
            met.c.account_id == bindparam("account_id"),
            _is_finished(met),
        )
        .correlate(GOLD_ITEM)
        .exists()
    )


def _is_finished(assignment: Any) -> ColumnElement[bool]:
    return or_(assignment.c.state != "leased", assignment.c.id == bindparam("beyond"))


def _of_annotator(count: ColumnElement[int]) -> ColumnElement[int]:
    role = (
        select(MEMBERSHIP.c.role)
        .where(
            MEMBERSHIP.c.project_id == bindparam("project_id"),
            MEMBERSHIP.c.account_id == bindparam("account_id"),
        )
        .scalar_subquery()
    )
    return case((role == "annotator", count), else_=0)
