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
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import CompoundSelect, FromClause

from workbench.annotations.tables import (
    ARTICLE,
    ASSIGNMENT,
    DESIGN,
    PARAGRAPH,
    PROJECT,
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
