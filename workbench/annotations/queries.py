"""Read a person's own assignments and annotations as frozen rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from workbench.annotations.models import Annotation, Assignment, StoredSpan
from workbench.annotations.queue import asker, own_counts
from workbench.annotations.returning import named_left
from workbench.annotations.tables import ASSIGNMENT, DESIGN, connection
from workbench.articles.models import Article, Paragraph
from workbench.database import db
from workbench.occasions import Occasion, planned_golds, planned_repeats
from workbench.web.pagination import ROWS_PER_PAGE, Page
from workbench.words import gettext, number

EXCERPT = 160
# The time left is guessed from these many paragraphs, and from none that lay open over a break.
PACE_PARAGRAPHS = 30
# The first ones are read slowly, with the guidelines: by fewer one would guess hours, then minutes.
PACE_NEEDS = 8
LONGEST_SECONDS = 600.0


@dataclass(frozen=True)
class OwnAssignment:
    """Hold an assignment of the person who asks; the fields are those of `Assignment`."""

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


@dataclass(frozen=True)
class OpenedAssignment(OwnAssignment):
    """Hold an own assignment with what its design says of suggestions, as `StudyDesign` does.

    `shows` is None without a design: then everything is shown first.
    """

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
class HistoryRow:
    """Hold one annotation of a person's history with the beginning of its paragraph."""

    annotation: AnnotationRow
    paragraph_id: int
    outlet_arm: str
    is_second_pass: bool
    is_training: bool
    headline: str
    position: int
    excerpt: str


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
    """Give the columns of `OwnAssignment`, in its order."""
    return tuple(ASSIGNMENT.c[field.name] for field in fields(OwnAssignment))


def own_assignment(project_id: int, account_id: int, assignment_id: int) -> OpenedAssignment | None:
    """Find an assignment of this person in this project."""
    found = connection().execute(
        _own_assignment(),
        {"assignment_id": assignment_id, "project_id": project_id, "account_id": account_id},
    )
    row = found.one_or_none()
    return None if row is None else OpenedAssignment(*row)


def current_annotation(assignment_id: int) -> AnnotationRow | None:
    """Find the newest revision of an assignment's annotation."""
    found = db.session.scalar(
        _with_details().where(Annotation.assignment_id == assignment_id, Annotation.is_current)
    )
    return None if found is None else _row(found)


def previous_assignment_id(assignment: OwnAssignment, progress: OwnProgress) -> int | None:
    """Find the assignment that its person finished before this one, as their history tells."""
    if assignment.finished_at is None:
        return progress.last_finished_id
    earlier = or_(
        Assignment.finished_at < assignment.finished_at,
        and_(Assignment.finished_at == assignment.finished_at, Assignment.id < assignment.id),
    )
    found: int | None = db.session.scalar(
        select(Assignment.id)
        .where(
            Assignment.project_id == assignment.project_id,
            Assignment.account_id == assignment.account_id,
            earlier,
            _is_told(),
        )
        .order_by(Assignment.finished_at.desc(), Assignment.id.desc())
        .limit(1)
    )
    return found


def own_progress(
    project_id: int, account_id: int, *, at: datetime, today_on: date | None = None
) -> OwnProgress:
    """Say what a person has done in a project and what is open to them, from the kept counts.

    `today_on` is the day it is where they are; without it, nothing counts as done today.
    """
    link = connection()
    who = asker(project_id, account_id, at=at)
    counts = link.execute(own_counts(), {**who, "today_on": today_on}).one()
    recent = link.execute(_recently_finished(), who).all()
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
        minutes_left=_minutes_left(recent, still_open or named_open),
        today=counts.today,
        last_finished_id=recent[0].id if recent else None,
        named=counts.named,
        named_open=named_open,
        trained=counts.trained,
        training_open=counts.training_left,
    )


def own_history(
    project_id: int, account_id: int, *, only: str = "", page: int = 1
) -> Page[HistoryRow]:
    """List a person's annotations, newest first.

    `only` is "skipped", "flagged" or "training", "" for all.

    A paragraph that was repeated stands there once, as it was answered the second time: twice,
    it would tell which ones come back.
    """
    conditions = [
        Assignment.project_id == project_id,
        Assignment.account_id == account_id,
        Annotation.is_current,
        _is_told(),
    ]
    if only == "skipped":
        conditions.append(Annotation.outcome == "skipped")
    elif only == "flagged":
        conditions.append(Annotation.is_flagged)
    elif only == "training":
        conditions.append(Assignment.occasion == Occasion.TRAINING)
    total = db.session.scalar(
        select(func.count()).select_from(Annotation).join(Assignment).where(*conditions)
    )
    found = db.session.scalars(
        _with_details()
        .join(Assignment)
        .where(*conditions)
        .order_by(Annotation.submitted_at.desc(), Annotation.id.desc())
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    ).all()
    paragraphs = _paragraphs_of([annotation.assignment_id for annotation in found])
    rows = [
        HistoryRow(_row(annotation), *paragraphs[annotation.assignment_id]) for annotation in found
    ]
    return Page(rows=rows, number=page, total=total or 0)


def _paragraphs_of(
    assignment_ids: list[int],
) -> dict[int, tuple[int, str, bool, bool, str, int, str]]:
    rows = db.session.execute(
        select(
            Assignment.id,
            Assignment.paragraph_id,
            Assignment.outlet_arm,
            Assignment.occasion == Occasion.NAMED,
            Assignment.occasion == Occasion.TRAINING,
            Article.headline,
            Paragraph.position,
            func.substr(Paragraph.text, 1, EXCERPT + 1),
        )
        .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
        .join(Article, Article.id == Paragraph.article_id)
        .where(Assignment.id.in_(assignment_ids))
    )
    return {row[0]: (*row[1:7], excerpt(row[7])) for row in rows}


def _is_told() -> ColumnElement[bool]:
    """Leave out first occasions that a finished repeat stands for."""
    repeat = aliased(Assignment)
    return ~(
        select(repeat.id)
        .where(
            Assignment.occasion == Occasion.FIRST,
            repeat.paragraph_id == Assignment.paragraph_id,
            repeat.account_id == Assignment.account_id,
            repeat.occasion == Occasion.REPEAT,
            repeat.state != "leased",
        )
        .exists()
    )


def excerpt(text: str) -> str:
    """Cut a text at a word's end; the ellipsis says that it was cut."""
    if len(text) <= EXCERPT:
        return text
    head, _, _ = text[:EXCERPT].rpartition(" ")
    return (head or text[:EXCERPT]) + " …"


def _minutes_left(recent: Sequence[Row[Any]], still_open: int) -> int | None:
    seconds: list[float] = [(row.finished_at - row.leased_at).total_seconds() for row in recent]
    usual = [length for length in seconds if length <= LONGEST_SECONDS]
    if len(usual) < PACE_NEEDS:
        return None
    return max(1, round(median(usual) * still_open / 60))


@cache
def _own_assignment() -> Select[Any]:
    return (
        select(*own_columns(), DESIGN.c.shows, DESIGN.c.shows_words)
        .outerjoin_from(ASSIGNMENT, DESIGN, DESIGN.c.id == ASSIGNMENT.c.design_id)
        .where(
            ASSIGNMENT.c.id == bindparam("assignment_id"),
            ASSIGNMENT.c.project_id == bindparam("project_id"),
            ASSIGNMENT.c.account_id == bindparam("account_id"),
        )
    )


@cache
def _recently_finished() -> Select[Any]:
    return (
        select(ASSIGNMENT.c.id, ASSIGNMENT.c.leased_at, ASSIGNMENT.c.finished_at)
        .where(
            ASSIGNMENT.c.project_id == bindparam("project_id"),
            ASSIGNMENT.c.account_id == bindparam("account_id"),
            ASSIGNMENT.c.finished_at.is_not(None),
        )
        .order_by(ASSIGNMENT.c.finished_at.desc(), ASSIGNMENT.c.id.desc())
        .limit(PACE_PARAGRAPHS)
    )


def _with_details() -> Select[Annotation]:
    return select(Annotation).options(
        selectinload(Annotation.answers), selectinload(Annotation.spans)
    )


def _row(annotation: Annotation) -> AnnotationRow:
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
