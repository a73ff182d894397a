"""Read a person's own assignments and annotations as frozen rows."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    literal_column,
    select,
)
from sqlalchemy.orm import selectinload

from workbench.annotations.models import Annotation, StoredSpan
from workbench.annotations.own_counts import own_counts
from workbench.annotations.pace import finished_last, minutes_left
from workbench.annotations.queue import asker
from workbench.annotations.returning import named_left
from workbench.annotations.tables import ASSIGNMENT, DESIGN
from workbench.database import connection, db
from workbench.occasions import planned_golds, planned_repeats
from workbench.prepared import row
from workbench.statements import built_once
from workbench.words import gettext, number


@dataclass(frozen=True)
class OwnAssignment:
    """Hold an assignment of the person who asks, with what its design says of suggestions.

    The fields are those of `Assignment`, the last two those of `StudyDesign`. `shows` is None
    without a design: then everything is shown first.
    """

    id: int
    project_id: int
    account_id: int
    paragraph_id: int
    state: str
    leased_at: datetime
    lease_expires_at: datetime
    finished_at: datetime | None
    arm: str
    outlet_arm: str
    context: str
    occasion: str
    shows: Mapping[str, str] | None
    shows_words: str | None


@dataclass(frozen=True)
class SpanRow:
    """Hold a stored span; the fields are those of `StoredSpan`."""

    start: int
    end: int
    text: str
    category: str
    decision: str
    suggested_category: str


@dataclass(frozen=True)
class AnnotationRow:
    """Hold the current revision of an annotation; `answers` maps questions to labels."""

    id: int
    assignment_id: int
    revision: int
    outcome: str
    is_flagged: bool
    comment: str
    submitted_at: datetime
    prescore_id: int | None
    answers: Mapping[str, str]
    spans: tuple[SpanRow, ...]

    @property
    def marked(self) -> tuple[SpanRow, ...]:
        """Give the spans that stand, without the rejected ones."""
        return tuple(span for span in self.spans if span.decision != "rejected")


@dataclass(frozen=True)
class OwnProgress:
    """Count a person's paragraphs in a project.

    `open` counts what the queue could still give them, with the one they are reading; `today`
    those submitted today; `minutes_left` is None until there is a pace to guess it from.
    Hidden repeats and gold paragraphs count like all others, those to come from the beginning on,
    so that no number moves when one comes.
    `named` counts those answered or skipped in a second pass, `named_open` what it still holds;
    they are counted when nothing else is open. `trained` counts the training items that they
    finished, `training_open` those that come before anything else.
    """

    submitted: int
    skipped: int
    flagged: int
    open: int
    minutes_left: int | None
    today: int = 0
    last_finished_id: int | None = None
    named: int = 0
    named_open: int = 0
    trained: int = 0
    training_open: int = 0

    @property
    def is_in_training(self) -> bool:
        """Tell whether training items come first."""
        return self.training_open > 0

    @property
    def is_in_second_pass(self) -> bool:
        """Tell whether only the second pass is left to them."""
        return self.open == 0 and self.named_open > 0

    @property
    def total(self) -> int:
        """Count the paragraphs that are theirs if nobody else takes them first."""
        return self.submitted + self.open

    @property
    def sentence(self) -> str:
        """Say how far they are, and how long the rest may take.

        What they did today is said from the second day on; before, it is all there is.
        """
        parts = [self._done_of_all()]
        if self.is_in_training:
            # How long the rest takes is not told by what is read with its feedback.
            return parts[0]
        if 0 < self.today < self.submitted and not self.is_in_second_pass:
            parts.append(gettext("%(num)s today", num=number(self.today)))
        if self.minutes_left:
            parts.append(gettext("about %(minutes)s min left", minutes=number(self.minutes_left)))
        return " · ".join(parts)

    def _done_of_all(self) -> str:
        if self.is_in_training:
            return gettext(
                "Training: %(done)s of %(all)s",
                done=number(self.trained),
                all=number(self.trained + self.training_open),
            )
        if self.is_in_second_pass:
            return gettext(
                "Second pass: %(done)s of %(all)s",
                done=number(self.named),
                all=number(self.named + self.named_open),
            )
        return gettext("%(done)s of %(all)s", done=number(self.submitted), all=number(self.total))


def own_columns() -> tuple[Any, ...]:
    """Give the columns of `OwnAssignment`, in its order, to be selected or returned."""
    return tuple(
        ASSIGNMENT.c[each.name] if each.name in ASSIGNMENT.c else _of_design(DESIGN.c[each.name])
        for each in fields(OwnAssignment)
    )


def own_assignment(project_id: int, account_id: int, assignment_id: int) -> OwnAssignment | None:
    """Find an assignment of this person in this project."""
    asked = {"assignment_id": assignment_id, "project_id": project_id, "account_id": account_id}
    found = row(connection(), _own_assignment(), asked)
    return None if found is None else OwnAssignment(*found)


def current_annotation(assignment_id: int) -> AnnotationRow | None:
    """Find the newest revision of an assignment's annotation."""
    found = db.session.scalar(
        with_details().where(Annotation.assignment_id == assignment_id, Annotation.is_current)
    )
    return None if found is None else annotation_row(found)


def own_progress(
    project_id: int, account_id: int, *, at: datetime, today_on: date | None = None
) -> OwnProgress:
    """Say what a person has done in a project and what is open to them, from the kept counts.

    `today_on` is the day it is where they are; without it, nothing counts as done today.
    """
    link = connection()
    who = asker(project_id, account_id, at=at)
    counts = row(link, own_counts(), {**who, "today_on": today_on})
    recent = finished_last(link, who)
    still_open = max(0, counts.not_full - counts.own_not_full - counts.given_away)
    if counts.golds_left:
        others = counts.firsts - counts.golds_submitted + still_open
        planned = planned_golds(counts.gold_percent, others=others)
        still_open += min(max(0, planned - counts.golds), counts.golds_left)
    if counts.repeat_percent:
        firsts = counts.firsts + still_open
        planned = planned_repeats(counts.repeat_percent, after=counts.repeat_after, firsts=firsts)
        still_open += max(0, planned - counts.repeats)
    named_open = 0
    if counts.named_percent and not still_open:
        named_open = named_left(link, who, counts.named_percent)
    return OwnProgress(
        submitted=counts.submitted,
        skipped=counts.skipped,
        flagged=counts.flagged,
        open=still_open,
        minutes_left=minutes_left(recent, still_open or named_open),
        today=counts.today,
        last_finished_id=recent[0].id if recent else None,
        named=counts.named,
        named_open=named_open,
        trained=counts.trained,
        training_open=counts.training_left,
    )


@built_once
def _own_assignment() -> Select[Any]:
    return select(*own_columns()).where(
        ASSIGNMENT.c.id == bindparam("assignment_id"),
        ASSIGNMENT.c.project_id == bindparam("project_id"),
        ASSIGNMENT.c.account_id == bindparam("account_id"),
    )


def _of_design(column: ColumnElement[Any]) -> ColumnElement[Any]:
    # By its name, since what is returned of a row that is written has no other table around it.
    design_id = literal_column(f"{ASSIGNMENT.name}.design_id", Integer())
    return select(column).where(DESIGN.c.id == design_id).scalar_subquery()


def with_details() -> Select[Annotation]:
    """Select annotations with their answers and spans."""
    return select(Annotation).options(
        selectinload(Annotation.answers), selectinload(Annotation.spans)
    )


def annotation_row(annotation: Annotation) -> AnnotationRow:
    """Freeze an annotation that was read with its answers and spans."""
    return AnnotationRow(
        id=annotation.id,
        assignment_id=annotation.assignment_id,
        revision=annotation.revision,
        outcome=annotation.outcome,
        is_flagged=annotation.is_flagged,
        comment=annotation.comment,
        submitted_at=annotation.submitted_at,
        prescore_id=annotation.prescore_id,
        answers={answer.question: answer.label for answer in annotation.answers},
        spans=tuple(_span_row(span) for span in annotation.spans),
    )


def _span_row(span: StoredSpan) -> SpanRow:
    return SpanRow(
        start=span.start,
        end=span.end,
        text=span.text,
        category=span.category,
        decision=span.decision,
        suggested_category=span.suggested_category,
    )
