"""Reads of what annotators answered on gold paragraphs, as frozen rows.

Leads know what is expected; who leads now is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from workbench.accounts.models import Account
from workbench.annotations.current_answers import is_current_answer
from workbench.annotations.models import Annotation, Assignment
from workbench.annotations.training import answers_of, spans_of
from workbench.annotations.training_models import TrainingResult
from workbench.articles.models import Paragraph
from workbench.database import db
from workbench.gold.grading import Graded, grade
from workbench.gold.models import GoldItem, TrainingAdmission
from workbench.gold.queries import HIDDEN, TRAINING, GoldRow
from workbench.occasions import Occasion
from workbench.projects.models import Membership, Role


@dataclass(frozen=True)
class GradedAnswer:
    """Hold an annotator's answer to a gold paragraph, held against what is expected now."""

    account_id: int
    paragraph_id: int
    graded: Graded


@dataclass(frozen=True)
class Trainee:
    """Hold how far an annotator is in training.

    `open` counts the items still before them, `asked` the finished ones, `right` those answered
    as expected at the first try; `has_begun` says that they were given ordinary paragraphs.
    """

    account_id: int
    open: int
    asked: int
    right: int
    is_admitted: bool
    has_begun: bool

    def state(self, pass_percent: int) -> str:
        """Name where they stand: `begun`, `open`, `admitted`, `passed`, `waits` or `untrained`."""
        if self.has_begun:
            return "begun"
        if self.open:
            return "open" if self.asked else "untrained"
        if self.is_admitted:
            return "admitted"
        return "passed" if self.right * 100 >= pass_percent * self.asked else "waits"


def graded_answers(project_id: int, gold: Iterable[GoldRow], use: str) -> list[GradedAnswer]:
    """Hold what was answered on gold paragraphs of one use against what is expected of them.

    Of hidden ones the newest revision counts, of training items the first: it came before the
    feedback. A skipped training item is held against it like an answer; a hidden one is none.
    """
    expected = {row.paragraph_id: row.expected for row in gold if row.use == use}
    rows = db.session.execute(_answered(project_id, use)).all()
    ids = [row.id for row in rows]
    answers, spans = answers_of(ids), spans_of(ids)
    return [
        GradedAnswer(
            account_id=row.account_id,
            paragraph_id=row.paragraph_id,
            graded=grade(expected[row.paragraph_id], answers[row.id], spans[row.id]),
        )
        for row in rows
        if row.paragraph_id in expected
    ]


def trainees(project_id: int) -> tuple[Trainee, ...]:
    """Say of every present annotator how far they are in training, in the order of joining."""
    items = select(GoldItem.paragraph_id).where(
        GoldItem.project_id == project_id, GoldItem.use == TRAINING
    )
    n_items = db.session.scalar(select(func.count()).select_from(items.subquery())) or 0
    finished = _counted(
        select(Assignment.account_id, func.count(Assignment.paragraph_id.distinct()))
        .where(Assignment.paragraph_id.in_(items), Assignment.state != "leased")
        .group_by(Assignment.account_id)
    )
    held = (
        select(Assignment.account_id, func.count())
        .join(TrainingResult, TrainingResult.assignment_id == Assignment.id)
        .where(Assignment.paragraph_id.in_(items), Assignment.occasion == Occasion.TRAINING)
        .group_by(Assignment.account_id)
    )
    asked, right = _counted(held), _counted(held.where(TrainingResult.is_right))
    begun = _counted(
        select(Assignment.account_id, func.count())
        .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
        .where(
            Assignment.project_id == project_id,
            Assignment.occasion == Occasion.FIRST,
            ~Paragraph.is_set_aside,
        )
        .group_by(Assignment.account_id)
    )
    admitted = set(
        db.session.scalars(
            select(TrainingAdmission.account_id).where(TrainingAdmission.project_id == project_id)
        )
    )
    people = db.session.scalars(
        select(Membership.account_id)
        .join(Membership.account)
        .where(
            ~Account.is_imported,
            Membership.project_id == project_id,
            Membership.role == Role.ANNOTATOR,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
    )
    return tuple(
        Trainee(
            account_id=each,
            open=n_items - finished.get(each, 0),
            asked=asked.get(each, 0),
            right=right.get(each, 0),
            is_admitted=each in admitted,
            has_begun=each in begun,
        )
        for each in people
    )


def _answered(project_id: int, use: str) -> Select[int, int, int]:
    found = (
        select(Annotation.id, Assignment.account_id, Assignment.paragraph_id)
        .join(Annotation.assignment)
        .join(GoldItem, GoldItem.paragraph_id == Assignment.paragraph_id)
        .join(
            Membership,
            (Membership.project_id == Assignment.project_id)
            & (Membership.account_id == Assignment.account_id),
        )
        .where(
            Assignment.project_id == project_id,
            GoldItem.use == use,
            Membership.role == Role.ANNOTATOR,
        )
        .order_by(Assignment.id)
    )
    if use == HIDDEN:
        return found.where(is_current_answer())
    return found.where(Annotation.revision == 1, Assignment.occasion == Occasion.TRAINING)


def _counted(statement: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(statement)}
