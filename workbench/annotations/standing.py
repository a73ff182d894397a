"""How an assignment and its paragraph stand while somebody writes to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select, and_, bindparam, func, select

from workbench.annotations.tables import ANNOTATION, ASSIGNMENT, PARAGRAPH, PROJECT, locks_rows
from workbench.database import connection
from workbench.prepared import row, rows
from workbench.statements import built_once


class Place(Protocol):
    """Be an assignment, as far as storing needs it."""

    @property
    def id(self) -> int: ...
    @property
    def project_id(self) -> int: ...
    @property
    def paragraph_id(self) -> int: ...
    @property
    def account_id(self) -> int: ...


@dataclass(frozen=True)
class Standing:
    """Hold how an assignment and its paragraph stand while the paragraph is locked.

    `revision` is 0 where nothing is stored. `key_assignment_id` is the assignment for which a
    form with this submission's key was stored before; None where there was none.
    """

    text: str
    state: str
    finished_at: datetime | None
    answers: int
    is_full: bool
    is_set_aside: bool
    wanted: int
    revision: int
    is_flagged: bool
    key_assignment_id: int | None
    occasion: str


def standing_of(assignment: Place, key: str) -> Standing | None:
    """Lock the paragraph of an assignment and say how both stand; None when they are gone."""
    link = connection()
    if locks_rows():
        # A statement of its own: one that had to wait sees other rows as they were.
        rows(link, _held_paragraph(), {"paragraph_id": assignment.paragraph_id})
    found = row(link, _standing(), {"assignment_id": assignment.id, "key": key})
    return None if found is None else Standing(*found)


@built_once
def _held_paragraph() -> Select[Any]:
    return (
        select(PARAGRAPH.c.id)
        .where(PARAGRAPH.c.id == bindparam("paragraph_id"))
        .with_for_update(key_share=True)
    )


@built_once
def _standing() -> Select[Any]:
    with_key = ANNOTATION.alias("with_key")
    current = and_(ANNOTATION.c.assignment_id == ASSIGNMENT.c.id, ANNOTATION.c.is_current)
    return (
        select(
            PARAGRAPH.c.text,
            ASSIGNMENT.c.state,
            ASSIGNMENT.c.finished_at,
            PARAGRAPH.c.answers,
            PARAGRAPH.c.is_full,
            PARAGRAPH.c.is_set_aside,
            PROJECT.c.annotators_per_paragraph,
            _or_zero(ANNOTATION.c.revision, 0),
            _or_zero(ANNOTATION.c.is_flagged, False),
            select(with_key.c.assignment_id)
            .where(with_key.c.submission_key == bindparam("key"))
            .scalar_subquery(),
            ASSIGNMENT.c.occasion,
        )
        .join_from(ASSIGNMENT, PARAGRAPH, PARAGRAPH.c.id == ASSIGNMENT.c.paragraph_id)
        .join(PROJECT, PROJECT.c.id == ASSIGNMENT.c.project_id)
        .outerjoin(ANNOTATION, current)
        .where(ASSIGNMENT.c.id == bindparam("assignment_id"))
    )


def _or_zero(value: Any, zero: int) -> Any:
    return func.coalesce(value, zero)
