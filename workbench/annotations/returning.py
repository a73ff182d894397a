"""What a design lets come beside the ordinary queue: hidden repeats, a second pass, hidden gold.

What comes back is a new assignment with what the first one was drawn to show; in a second pass the
outlet is shown. Nobody is asked the same paragraph more than twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, or_, select
from sqlalchemy.engine import Connection

from workbench import occasions
from workbench.annotations.gold_queue import training_left
from workbench.annotations.own_counts import gold_counts
from workbench.annotations.queue import FIRST, NAMED, REPEAT, design_in_force
from workbench.annotations.tables import (
    ANNOTATION,
    ANNOTATOR_COUNT,
    ASSIGNMENT,
    DESIGN,
    PROJECT,
)
from workbench.occasions import Occasion
from workbench.prepared import row, scalar
from workbench.statements import built_once

COPIED = (
    *("paragraph_id", "design_id", "arm", "outlet_arm", "context", "stratum"),
    *("drawn_before", "blind_before", "hidden_before", "lot", "drawn_as", "queue_round_id"),
)


@dataclass(frozen=True)
class Returning:
    """Hold what the design in force says of coming back and of gold, and how far a person is.

    `firsts` counts the paragraphs they submitted, `repeats` those that came back to them already,
    `golds` the hidden gold ones that they finished and `golds_submitted` those among the firsts.
    `design_id` is None without a design: then all shares are 0.
    """

    design_id: int | None
    seed: int
    repeat_percent: int
    repeat_after: int
    named_percent: int
    gold_percent: int
    pass_percent: int
    firsts: int
    repeats: int
    golds: int
    golds_submitted: int
    golds_left: int
    training_left: int
    annotator: int

    @property
    def is_allowed(self) -> bool:
        """Tell whether a repeat may come, as it does once nothing else is open."""
        return occasions.is_allowed(self.repeat_percent, firsts=self.firsts, repeats=self.repeats)

    @property
    def is_due(self) -> bool:
        """Tell whether a repeat comes before the next article begins."""
        return occasions.is_due(
            self.repeat_percent,
            firsts=self.firsts,
            repeats=self.repeats,
            seed=self.seed,
            annotator=self.annotator,
        )

    @property
    def is_overdue(self) -> bool:
        """Tell whether a repeat comes even within an article."""
        return occasions.is_overdue(self.repeat_percent, firsts=self.firsts, repeats=self.repeats)

    @property
    def others(self) -> int:
        """Count the submitted paragraphs that are no gold."""
        return self.firsts - self.golds_submitted

    @property
    def is_gold_planned(self) -> bool:
        """Tell whether a gold paragraph is still to come, as it does once nothing else is open."""
        planned = occasions.planned_golds(self.gold_percent, others=self.others)
        return self.golds_left > 0 and self.golds < planned

    @property
    def is_gold_due(self) -> bool:
        """Tell whether a gold paragraph comes before the next article begins."""
        return self.golds_left > 0 and occasions.is_gold_due(
            self.gold_percent,
            others=self.others,
            golds=self.golds,
            seed=self.seed,
            annotator=self.annotator,
        )

    @property
    def is_gold_overdue(self) -> bool:
        """Tell whether a gold paragraph comes even within an article."""
        return self.golds_left > 0 and occasions.is_gold_overdue(
            self.gold_percent, others=self.others, golds=self.golds
        )


def returning(link: Connection, who: Mapping[str, Any]) -> Returning:
    """Say how things stand for the asker, in one statement."""
    return Returning(annotator=who["account_id"], **row(link, _returning(), who)._asdict())


def next_repeat(
    link: Connection, who: Mapping[str, Any], state: Returning
) -> dict[str, Any] | None:
    """Find the paragraph that is repeated next, as the values of its assignment; None for none."""
    asked = {**who, "others": state.repeat_after - 1}
    return _assignment(row(link, _repeatable(), asked), Occasion.REPEAT)


def next_named(link: Connection, who: Mapping[str, Any], state: Returning) -> dict[str, Any] | None:
    """Find the next paragraph of the second pass, likewise.

    They come in the order in which they were answered, so that about as much lies between the two
    answers for each; where the search begins saves going through all those that were asked.
    """
    if not state.named_percent:
        return None
    asked = {**who, "least_lot": occasions.least_lot(state.named_percent)}
    for statement in (_named_after_the_last(), _named_from_the_first()):
        found = row(link, statement, asked)
        if found is not None:
            return _assignment(found, Occasion.NAMED)
    return None


def named_left(link: Connection, who: Mapping[str, Any], percent: int) -> int:
    """Count what a second pass still holds for the asker, with what they are reading."""
    asked = {**who, "least_lot": occasions.least_lot(percent)}
    return scalar(link, _named_left(), asked) or 0


def _assignment(found: Any, occasion: Occasion) -> dict[str, Any] | None:
    if found is None:
        return None
    shown = {"outlet_arm": "shown"} if occasion == Occasion.NAMED else {}
    return {**found._asdict(), **shown, "occasion": occasion.value, "is_open": False}


@built_once
def _returning() -> Select[Any]:
    firsts = (
        select(ANNOTATOR_COUNT.c.submitted)
        .where(
            ANNOTATOR_COUNT.c.project_id == bindparam("project_id"),
            ANNOTATOR_COUNT.c.account_id == bindparam("account_id"),
            ANNOTATOR_COUNT.c.occasion == FIRST,
        )
        .scalar_subquery()
    )
    # A few in a hundred of what they submitted, counted from an index.
    repeats = select(func.count()).where(*_own(REPEAT)).scalar_subquery()
    names = ("seed", "repeat_percent", "repeat_after", "named_percent", "gold_percent")
    chosen = (func.coalesce(DESIGN.c[name], 0).label(name) for name in (*names, "pass_percent"))
    # Counted only where something hangs on it.
    is_drawn = or_(DESIGN.c.repeat_percent > 0, DESIGN.c.gold_percent > 0)
    return (
        select(
            DESIGN.c.id.label("design_id"),
            *chosen,
            case((is_drawn, func.coalesce(firsts, 0)), else_=0).label("firsts"),
            case((DESIGN.c.repeat_percent > 0, repeats), else_=0).label("repeats"),
            *gold_counts(),
            training_left().label("training_left"),
        )
        .outerjoin_from(PROJECT, DESIGN, DESIGN.c.id == design_in_force())
        .where(PROJECT.c.id == bindparam("project_id"))
    )


@built_once
def _repeatable() -> Select[Any]:
    """Select the paragraph with the lowest lot that the asker last answered long enough ago.

    `others` is one less than the paragraphs that have to lie between.
    """
    other = ASSIGNMENT.alias("other")
    long_ago = (
        select(other.c.finished_at)
        .where(
            other.c.project_id == bindparam("project_id"),
            other.c.account_id == bindparam("account_id"),
            other.c.state == "submitted",
        )
        .order_by(other.c.finished_at.desc())
        .limit(1)
        .offset(bindparam("others"))
        .scalar_subquery()
    )
    named = ASSIGNMENT.alias("named")
    # Who has seen an outlet named cannot be asked again as if they had not.
    has_begun_the_second_pass = (
        select(named.c.id)
        .where(
            named.c.project_id == bindparam("project_id"),
            named.c.account_id == bindparam("account_id"),
            named.c.occasion == NAMED,
        )
        .exists()
    )
    return (
        _comes_back()
        .join(ANNOTATION, (ANNOTATION.c.assignment_id == ASSIGNMENT.c.id) & ANNOTATION.c.is_current)
        .where(
            ~_was_asked_again(),
            ANNOTATION.c.submitted_at < long_ago,
            or_(ASSIGNMENT.c.outlet_arm != "hidden", ~has_begun_the_second_pass),
        )
        .order_by(ASSIGNMENT.c.lot, ASSIGNMENT.c.id)
        .limit(1)
    )


@built_once
def _named_from_the_first() -> Select[Any]:
    return (
        _comes_back()
        .where(*_is_of_second_pass(), ~_was_asked_again())
        .order_by(ASSIGNMENT.c.finished_at, ASSIGNMENT.c.id)
        .limit(1)
    )


@built_once
def _named_after_the_last() -> Select[Any]:
    named, first = ASSIGNMENT.alias("named"), ASSIGNMENT.alias("first")
    last = (
        select(first.c.finished_at)
        .join_from(
            named,
            first,
            (first.c.paragraph_id == named.c.paragraph_id)
            & (first.c.account_id == named.c.account_id)
            & (first.c.occasion == FIRST),
        )
        .where(
            named.c.project_id == bindparam("project_id"),
            named.c.account_id == bindparam("account_id"),
            named.c.occasion == NAMED,
        )
        .order_by(named.c.leased_at.desc(), named.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return _named_from_the_first().where(ASSIGNMENT.c.finished_at >= last)


@built_once
def _named_left() -> Select[Any]:
    again = ASSIGNMENT.alias("again")
    is_behind_them = (
        select(again.c.id)
        .where(
            again.c.paragraph_id == ASSIGNMENT.c.paragraph_id,
            again.c.account_id == ASSIGNMENT.c.account_id,
            (again.c.occasion == REPEAT)
            | ((again.c.occasion == NAMED) & (again.c.state != "leased")),
        )
        .exists()
    )
    return select(func.count()).where(*_own(FIRST), *_is_of_second_pass(), ~is_behind_them)


def _comes_back() -> Select[Any]:
    """Select what the asker submitted on the first occasion and a lot was drawn for."""
    return select(*(ASSIGNMENT.c[name] for name in COPIED)).where(
        *_own(FIRST), ASSIGNMENT.c.state == "submitted", ASSIGNMENT.c.lot.is_not(None)
    )


def _is_of_second_pass() -> tuple[ColumnElement[bool], ...]:
    return (
        ASSIGNMENT.c.state == "submitted",
        ASSIGNMENT.c.outlet_arm == "hidden",
        ASSIGNMENT.c.lot >= bindparam("least_lot"),
    )


def _was_asked_again() -> ColumnElement[bool]:
    again = ASSIGNMENT.alias("again")
    return (
        select(again.c.id)
        .where(
            again.c.paragraph_id == ASSIGNMENT.c.paragraph_id,
            again.c.account_id == ASSIGNMENT.c.account_id,
            again.c.occasion != FIRST,
        )
        .exists()
    )


def _own(occasion: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    return (
        ASSIGNMENT.c.project_id == bindparam("project_id"),
        ASSIGNMENT.c.account_id == bindparam("account_id"),
        ASSIGNMENT.c.occasion == occasion,
    )
