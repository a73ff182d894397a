"""The queue: which paragraphs are open to a person, as SQL."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.selectable import CompoundSelect, FromClause

from workbench.annotations.gold_queue import (
    golds_finished,
    golds_left,
    golds_submitted,
    training_left,
)
from workbench.annotations.tables import (
    ANNOTATOR_COUNT,
    ARTICLE,
    ASSIGNMENT,
    DESIGN,
    PARAGRAPH,
    PROJECT,
    QUEUE_COUNT,
    QUEUE_ROUND,
)
from workbench.config import LONGEST_LEASE_MINUTES
from workbench.occasions import Occasion
from workbench.statements import built_once

LONGEST_LEASE = timedelta(minutes=LONGEST_LEASE_MINUTES)

# Written into the statements, so that SQLite recognises its partial indexes by them.
FIRST, REPEAT, NAMED, TRAINING = (literal_column(f"'{each}'", String()) for each in Occasion)


def asker(
    project_id: int, account_id: int, *, at: datetime, beyond: int | None = None
) -> dict[str, Any]:
    """Give the parameters that every statement of this module is executed with.

    `beyond` is an own assignment that counts as finished, to look past it.
    """
    return {
        "project_id": project_id,
        "account_id": account_id,
        "at": at,
        "last_end": at + LONGEST_LEASE,
        "beyond": beyond or 0,
    }


# The statements are built once: building them took longer than executing them.


@built_once
def own_place() -> CompoundSelect[Any]:
    """Select the leases that the asker holds, one or two, and a row for where they were last.

    A row has the assignment's `id`, `paragraph_id`, `drawn_as` and `queue_round_id`, of its
    paragraph the `article_id`, `position`, `queue_round` and `queue_place`, the round
    `in_force`, `leased_at` and `is_held`. The leases are in no order: to sort by it, SQLite would
    go through all assignments of the person. A repeat is held beyond its lease, because nobody
    else can be given it; and it leaves the person where they were, as a gold paragraph does.
    """
    own = _own()
    held = (
        own.add_columns(literal(True).label("is_held"))
        .where(
            ASSIGNMENT.c.state == "leased",
            or_(ASSIGNMENT.c.lease_expires_at > bindparam("at"), ASSIGNMENT.c.occasion != FIRST),
            ASSIGNMENT.c.id != bindparam("beyond"),
        )
        .subquery()
    )
    last = (
        own.add_columns(literal(False).label("is_held"))
        .where(ASSIGNMENT.c.occasion == FIRST, ~PARAGRAPH.c.is_set_aside)
        .order_by(ASSIGNMENT.c.leased_at.desc(), ASSIGNMENT.c.id.desc())
        .limit(1)
        .subquery()
    )
    return union_all(select(held), select(last))


@built_once
def first_open(*, skip_locked: bool) -> Select[Any]:
    """Select and lock the first open paragraph from `from_article` and `from_position` on.

    A row has its `id` and `article_id`, and the `design_id` of the design in force, None where
    there is none.
    """
    return (
        _open_paragraphs()
        .add_columns(PARAGRAPH.c.article_id, design_in_force().label("design_id"))
        .where(
            ARTICLE.c.id >= bindparam("from_article"),
            or_(
                ARTICLE.c.id > bindparam("from_article"),
                PARAGRAPH.c.position >= bindparam("from_position"),
            ),
        )
        .order_by(ARTICLE.c.id, PARAGRAPH.c.position)
        .limit(1)
        .with_for_update(of=PARAGRAPH, key_share=True, skip_locked=skip_locked)
    )


@built_once
def first_of_article(*, skip_locked: bool) -> Select[Any]:
    """Select and lock likewise, within the article `from_article` alone."""
    return first_open(skip_locked=skip_locked).where(ARTICLE.c.id == bindparam("from_article"))


@built_once
def first_in_round(*, skip_locked: bool) -> Select[Any]:
    """Select and lock the first open paragraph of the round `in_round`, from `from_place` on.

    A row is like that of `first_open`. The round belongs to the asker's project.
    """
    return (
        _open_to_asker()
        .add_columns(PARAGRAPH.c.article_id, design_in_force().label("design_id"))
        .where(
            PARAGRAPH.c.queue_round == bindparam("in_round"),
            PARAGRAPH.c.queue_place >= bindparam("from_place"),
        )
        .order_by(PARAGRAPH.c.queue_place)
        .limit(1)
        .with_for_update(of=PARAGRAPH, key_share=True, skip_locked=skip_locked)
    )


@built_once
def round_in_force() -> Select[*tuple[Any, ...]]:
    """Select the order by which the project gives paragraphs out; no row: that of the articles."""
    names = ("id", "queue_order", "seed", "random_percent")
    return select(*(QUEUE_ROUND.c[name] for name in names)).where(*_is_in_force())


@built_once
def still_open() -> Select[int]:
    """Select the paragraph `paragraph_id` if it is open."""
    return _open_paragraphs().where(PARAGRAPH.c.id == bindparam("paragraph_id"))


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


def _own() -> Select[Any]:
    return (
        select(
            ASSIGNMENT.c.id,
            ASSIGNMENT.c.paragraph_id,
            PARAGRAPH.c.article_id,
            PARAGRAPH.c.position,
            ASSIGNMENT.c.leased_at,
            ASSIGNMENT.c.drawn_as,
            ASSIGNMENT.c.queue_round_id,
            PARAGRAPH.c.queue_round,
            PARAGRAPH.c.queue_place,
            select(QUEUE_ROUND.c.id).where(*_is_in_force()).scalar_subquery().label("in_force"),
        )
        .join(PARAGRAPH, PARAGRAPH.c.id == ASSIGNMENT.c.paragraph_id)
        .where(
            ASSIGNMENT.c.project_id == bindparam("project_id"),
            ASSIGNMENT.c.account_id == bindparam("account_id"),
        )
    )


def _open_paragraphs() -> Select[int]:
    """Select the ids of the paragraphs that the asker can be given, in no order.

    A paragraph is open while fewer people than the project asks for have submitted it or are
    reading it, and to nobody who has submitted or skipped it. The person's own lease, live or
    run out, does not stand in the way. Full ones are left out by an index of those that are not.
    """
    return (
        _open_to_asker()
        .join(ARTICLE, ARTICLE.c.id == PARAGRAPH.c.article_id)
        .where(ARTICLE.c.project_id == bindparam("project_id"))
    )


def _open_to_asker() -> Select[int]:
    return select(PARAGRAPH.c.id).where(
        ~PARAGRAPH.c.is_full,
        ~finished_by_asker(PARAGRAPH.c.id),
        PARAGRAPH.c.answers + _leased_by_others() < wanted_people(),
    )


def _is_in_force() -> tuple[ColumnElement[bool], ...]:
    # In the words of the index of rounds in force.
    return (
        QUEUE_ROUND.c.project_id == bindparam("project_id"),
        QUEUE_ROUND.c.state == literal_column("'in_force'"),
    )


def design_in_force() -> ScalarSelect[int]:
    """Select the design by which the project draws now."""
    return (
        select(DESIGN.c.id)
        .where(DESIGN.c.project_id == bindparam("project_id"))
        .order_by(DESIGN.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def wanted_people() -> ColumnElement[int]:
    """Select how many people the project asks for."""
    return (
        select(PROJECT.c.annotators_per_paragraph)
        .where(PROJECT.c.id == bindparam("project_id"))
        .scalar_subquery()
    )


def is_leased_by_another(assignment: FromClause) -> ColumnElement[bool]:
    """Tell whether somebody else than the asker is reading the paragraph of an assignment.

    A lease that ends later than any can was given before a clock went back, and keeps no place.
    """
    return and_(
        # In the words of the index of leases, which SQLite recognises by them.
        assignment.c.state == literal_column("'leased'"),
        assignment.c.lease_expires_at > bindparam("at"),
        assignment.c.lease_expires_at <= bindparam("last_end"),
        assignment.c.account_id != bindparam("account_id"),
        assignment.c.occasion == FIRST,
    )


def finished_by_asker(paragraph_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell whether the asker has submitted or skipped a paragraph, or looks past it."""
    own = ASSIGNMENT.alias("own")
    return (
        select(own.c.id)
        .where(
            own.c.paragraph_id == paragraph_id,
            own.c.account_id == bindparam("account_id"),
            or_(own.c.state != "leased", own.c.id == bindparam("beyond")),
        )
        .correlate(PARAGRAPH)
        .exists()
    )


def _leased_by_others() -> ColumnElement[int]:
    """Count the people other than the asker who are reading the statement's paragraph.

    None of the answers of an open paragraph is the asker's: they would have finished it.
    """
    other = ASSIGNMENT.alias("other")
    return (
        select(func.count())
        .where(other.c.paragraph_id == PARAGRAPH.c.id, is_leased_by_another(other))
        .correlate(PARAGRAPH)
        .scalar_subquery()
    )
