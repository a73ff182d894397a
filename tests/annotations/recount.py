"""Count again what the queue keeps, the slow way, from the assignments and annotations alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workbench.annotations.models import Annotation, AnnotatorCount, Assignment
from workbench.annotations.queries import own_progress
from workbench.articles.models import Article, Paragraph, QueueCount
from workbench.database import db
from workbench.gold.models import GoldItem
from workbench.projects.models import Project


@dataclass(frozen=True)
class Counts:
    """Hold every number that is kept for a project.

    `paragraphs` maps ids to (answers, is full), `assignments` ids to whether the paragraph is
    open, `people` accounts and occasions to (submitted, skipped, flagged); `project` is
    (paragraphs, full).
    """

    paragraphs: dict[int, tuple[int, bool]]
    assignments: dict[int, bool]
    people: dict[tuple[int, str], tuple[int, int, int]]
    project: tuple[int, int]


def stored_counts(project_id: int) -> Counts:
    """Read what is kept."""
    row = db.session.get(QueueCount, project_id)
    people = db.session.scalars(
        select(AnnotatorCount).where(AnnotatorCount.project_id == project_id)
    )
    return Counts(
        paragraphs={each.id: (each.answers, each.is_full) for each in _paragraphs(project_id)},
        assignments={each.id: each.is_open for each in _assignments(project_id)},
        people={
            (each.account_id, each.occasion): (each.submitted, each.skipped, each.flagged)
            for each in people
            if any((each.submitted, each.skipped, each.flagged))
        },
        project=(row.paragraphs, row.full_paragraphs) if row else (0, 0),
    )


def recount(project_id: int) -> Counts:
    """Count everything again."""
    wanted = db.session.get_one(Project, project_id).annotators_per_paragraph
    assignments = _assignments(project_id)
    answers = {each.id: 0 for each in _paragraphs(project_id)}
    for each in assignments:
        is_first = each.occasion == "first"
        answers[each.paragraph_id] += is_first and each.state == "submitted"
    gold = set(db.session.scalars(select(GoldItem.paragraph_id).where(GoldItem.use != "withdrawn")))
    is_full = {each: number >= wanted or each in gold for each, number in answers.items()}
    flagged = set(
        db.session.scalars(
            select(Annotation.assignment_id).where(Annotation.is_current, Annotation.is_flagged)
        )
    )
    people: dict[tuple[int, str], tuple[int, int, int]] = {}
    for each in assignments:
        who = (each.account_id, each.occasion)
        before = people.get(who, (0, 0, 0))
        now = (each.state == "submitted", each.state == "skipped", each.id in flagged)
        people[who] = (before[0] + now[0], before[1] + now[1], before[2] + now[2])
    return Counts(
        paragraphs={each: (number, is_full[each]) for each, number in answers.items()},
        assignments={
            each.id: each.occasion == "first" and not is_full[each.paragraph_id]
            for each in assignments
        },
        people={each: numbers for each, numbers in people.items() if any(numbers)},
        project=(len(answers), sum(is_full.values())),
    )


def open_to(project_id: int, account_id: int, *, at: datetime) -> int:
    """Count the paragraphs that the queue could give to a person, one by one."""
    wanted = db.session.get_one(Project, project_id).annotators_per_paragraph
    assignments = _assignments(project_id)
    number = 0
    for paragraph in _paragraphs(project_id):
        own = [a for a in assignments if a.paragraph_id == paragraph.id and a.occasion == "first"]
        is_finished = any(a.account_id == account_id and a.state != "leased" for a in own)
        taken = sum(
            a.state == "submitted" or (a.state == "leased" and a.lease_expires_at > at)
            for a in own
            if a.account_id != account_id
        )
        number += not is_finished and taken < wanted and not paragraph.is_set_aside
    return number


def assert_counts_hold(project_id: int, people: list[int], *, at: datetime) -> None:
    """Compare what is kept with what is there."""
    db.session.expire_all()
    assert stored_counts(project_id) == recount(project_id)
    for account_id in people:
        progress = own_progress(project_id, account_id, at=at)
        assert progress.open == open_to(project_id, account_id, at=at), account_id


def _paragraphs(project_id: int) -> list[Paragraph]:
    return list(
        db.session.scalars(select(Paragraph).join(Article).where(Article.project_id == project_id))
    )


def _assignments(project_id: int) -> list[Assignment]:
    return list(db.session.scalars(select(Assignment).where(Assignment.project_id == project_id)))
