"""What somebody has done in a project, and what is open to them, as numbers in one statement."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
    true,
)

from workbench.annotations.gold_queue import (
    golds_finished,
    golds_left,
    golds_submitted,
    training_left,
)
from workbench.annotations.queue import (
    FIRST,
    NAMED,
    REPEAT,
    TRAINING,
    design_in_force,
    finished_by_asker,
    is_leased_by_another,
    wanted_people,
)
from workbench.annotations.tables import (
    ANNOTATOR_COUNT,
    ASSIGNMENT,
    DESIGN,
    PARAGRAPH,
    PROJECT,
    QUEUE_COUNT,
)
from workbench.statements import built_once


@built_once
def own_counts() -> Select[*tuple[Any, ...]]:
    """Select one row of numbers from which `open` follows without going through the paragraphs.

    `not_full` paragraphs has the project; `own_not_full` of them the asker has finished, and
    `given_away` of the rest are being read by as many others as have a place. Then come those
    that the asker has `submitted`, `skipped` and `flagged`, hidden repeats among them; of the
    submitted ones `today` on the day `today_on`, and the `firsts`; the `repeats` and the `named`
    ones that they have finished; and what the design in force says of both, None without one.
    `golds` counts the hidden gold paragraphs that they have finished, `golds_submitted` the
    submitted ones, `golds_left` those still to be had, all 0 where the design wants none;
    `trained` the training items that they have finished, `training_left` the others.
    """
    own = _own_counts().subquery()
    own_not_full = (
        select(func.count())
        .where(
            ASSIGNMENT.c.project_id == bindparam("project_id"),
            ASSIGNMENT.c.account_id == bindparam("account_id"),
            ASSIGNMENT.c.is_open,
            ASSIGNMENT.c.state != literal_column("'leased'"),
        )
        .scalar_subquery()
    )
    not_full = func.coalesce(QUEUE_COUNT.c.paragraphs - QUEUE_COUNT.c.full_paragraphs, 0)
    columns: list[Any] = [
        not_full.label("not_full"),
        own_not_full.label("own_not_full"),
        _given_away().label("given_away"),
        *own.c,
        *(DESIGN.c[name] for name in ("repeat_percent", "repeat_after", "named_percent")),
        DESIGN.c.gold_percent,
        *gold_counts(),
        training_left().label("training_left"),
    ]
    return (
        select(*columns)
        .select_from(PROJECT)
        .join(own, true())
        .outerjoin(QUEUE_COUNT, QUEUE_COUNT.c.project_id == PROJECT.c.id)
        .outerjoin(DESIGN, DESIGN.c.id == design_in_force())
        .where(PROJECT.c.id == bindparam("project_id"))
    )


def gold_counts() -> tuple[ColumnElement[int], ...]:
    """Select the numbers of hidden gold; a design that wants none costs no look at it."""
    numbers = {
        "golds": golds_finished(),
        "golds_submitted": golds_submitted(),
        "golds_left": golds_left(),
    }
    return tuple(
        case((DESIGN.c.gold_percent > 0, number), else_=0).label(name)
        for name, number in numbers.items()
    )


def _own_counts() -> Select[*tuple[Any, ...]]:
    """Select what the asker has done, in one row; they have at most a row for each occasion."""
    count, occasion = ANNOTATOR_COUNT.c, ANNOTATOR_COUNT.c.occasion

    def total(number: ColumnElement[int], condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, number), else_=0)), 0)

    alike = occasion.in_((FIRST, REPEAT))
    finished = count.submitted + count.skipped
    return select(
        *(total(count[name], alike).label(name) for name in ("submitted", "skipped", "flagged")),
        total(count.today, and_(alike, count.today_on == bindparam("today_on"))).label("today"),
        total(count.submitted, occasion == FIRST).label("firsts"),
        total(finished, occasion == REPEAT).label("repeats"),
        total(finished, occasion == NAMED).label("named"),
        total(finished, occasion == TRAINING).label("trained"),
    ).where(
        count.project_id == bindparam("project_id"),
        count.account_id == bindparam("account_id"),
    )


def _given_away() -> ColumnElement[int]:
    """Count the paragraphs that only live leases keep from the asker; leases are few."""
    read = (
        select(ASSIGNMENT.c.paragraph_id, func.count().label("people"))
        .where(ASSIGNMENT.c.project_id == bindparam("project_id"), is_leased_by_another(ASSIGNMENT))
        .group_by(ASSIGNMENT.c.paragraph_id)
        .subquery()
    )
    return (
        select(func.count())
        .select_from(read.join(PARAGRAPH, PARAGRAPH.c.id == read.c.paragraph_id))
        .where(
            ~PARAGRAPH.c.is_full,
            PARAGRAPH.c.answers + read.c.people >= wanted_people(),
            ~finished_by_asker(PARAGRAPH.c.id),
        )
        .scalar_subquery()
    )
