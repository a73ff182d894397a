"""Reads of profiles. None gives a person's answers to anybody but that person, or for export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workbench.database import db
from workbench.profiles.models import Profile, ProfileAnswer, ProfileQuestion
from workbench.projects.models import Membership, Project

COLUMNS = ("annotator", "question", "answer")


@dataclass(frozen=True)
class AskedQuestion:
    """Hold a question that a project asks of its annotators."""

    id: int
    title: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class OwnProfile:
    """Hold what a person said of themselves: the option chosen, by question id."""

    may_export: bool
    agreed_at: datetime
    answers: dict[int, str]


@dataclass(frozen=True)
class ProfileRow:
    """Hold a project to which a person gave a profile."""

    project_id: int
    project: str
    agreed_at: datetime


def asked_questions(project_id: int) -> tuple[AskedQuestion, ...]:
    """List what a project asks, in the order in which it began to."""
    rows = db.session.execute(
        select(ProfileQuestion.id, ProfileQuestion.title, ProfileQuestion.options)
        .where(ProfileQuestion.project_id == project_id)
        .order_by(ProfileQuestion.id)
    )
    return tuple(AskedQuestion(row.id, row.title, tuple(row.options)) for row in rows)


def own_profile(project_id: int, account_id: int) -> OwnProfile | None:
    """Find what a person said of themselves in a project."""
    profile = db.session.scalar(
        select(Profile).where(Profile.project_id == project_id, Profile.account_id == account_id)
    )
    if profile is None:
        return None
    return OwnProfile(
        may_export=profile.may_export,
        agreed_at=profile.agreed_at,
        answers={one.question_id: one.option for one in profile.answers},
    )


def own_profiles(account_id: int) -> tuple[ProfileRow, ...]:
    """List the projects to which a person gave a profile, those they have left too."""
    rows = db.session.execute(
        select(Profile.project_id, Project.name, Profile.agreed_at)
        .join(Project, Project.id == Profile.project_id)
        .where(Profile.account_id == account_id)
        .order_by(Project.name, Project.id)
    )
    return tuple(ProfileRow(*row) for row in rows)


def groups_of_annotators(project_id: int) -> dict[int, dict[int, str]]:
    """Give the option chosen by account, by question: for statistics alone, which suppress."""
    rows = db.session.execute(
        select(ProfileAnswer.question_id, Profile.account_id, ProfileAnswer.option)
        .join(Profile, Profile.id == ProfileAnswer.profile_id)
        .where(Profile.project_id == project_id)
    )
    found: dict[int, dict[int, str]] = {}
    for question_id, account_id, option in rows:
        found.setdefault(question_id, {})[account_id] = option
    return found


def exported_answers(project_id: int) -> Iterator[list[str]]:
    """Give the answers of those who agreed to export, under pseudonyms."""
    rows = db.session.execute(
        select(Membership.pseudonym, ProfileQuestion.title, ProfileAnswer.option)
        .select_from(ProfileAnswer)
        .join(Profile, Profile.id == ProfileAnswer.profile_id)
        .join(ProfileQuestion, ProfileQuestion.id == ProfileAnswer.question_id)
        .join(
            Membership,
            (Membership.project_id == Profile.project_id)
            & (Membership.account_id == Profile.account_id),
        )
        .where(Profile.project_id == project_id, Profile.may_export)
        .order_by(Membership.pseudonym, ProfileQuestion.id)
    )
    for row in rows:
        yield list(row)
