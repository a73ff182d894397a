"""Ask, answer and withdraw; everything flushes, the view commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from workbench.database import db
from workbench.profiles.models import Profile, ProfileAnswer, ProfileQuestion
from workbench.profiles.wording import consent_text
from workbench.projects.holding import hold_project
from workbench.projects.models import Membership
from workbench.words import gettext

MOST_QUESTIONS = 6


class AskedAlreadyError(ValueError):
    """Say that the project asks this already."""


class TooManyQuestionsError(ValueError):
    """Say that the project asks as much as it may."""


def ask(project_id: int, title: str, options: Sequence[str], *, at: datetime) -> int:
    """Ask a question of the annotators and give its id.

    Raises `AskedAlreadyError` or `TooManyQuestionsError`.
    """
    # Of two leads who ask at the same time the second one waits, and is counted after the first.
    hold_project(project_id)
    of_project = ProfileQuestion.project_id == project_id
    titles = set(db.session.scalars(select(ProfileQuestion.title).where(of_project)))
    if title in titles:
        raise AskedAlreadyError(gettext("This study asks a question with this title already."))
    if len(titles) >= MOST_QUESTIONS:
        raise TooManyQuestionsError(
            gettext(
                "A study asks at most %(most_questions)s such questions.",
                most_questions=MOST_QUESTIONS,
            )
        )
    question = ProfileQuestion(
        project_id=project_id, title=title, options=list(options), created_at=at
    )
    db.session.add(question)
    db.session.flush()
    return question.id


def stop_asking(project_id: int, question_id: int) -> bool:
    """Delete a question and all answers to it; tell whether the project asked it."""
    found = db.session.scalar(
        delete(ProfileQuestion)
        .where(ProfileQuestion.project_id == project_id, ProfileQuestion.id == question_id)
        .returning(ProfileQuestion.id)
    )
    if found is None:
        return False
    # A consent under which nothing is kept any more goes with the last answer.
    db.session.execute(
        delete(Profile).where(
            Profile.project_id == project_id,
            ~select(ProfileAnswer.id).where(ProfileAnswer.profile_id == Profile.id).exists(),
        )
    )
    return True


def store_profile(
    project_id: int,
    account_id: int,
    answers: Mapping[int, str],
    *,
    may_export: bool,
    at: datetime,
) -> None:
    """Keep what a person says of themselves, in place of what they said before.

    The person has agreed to `consent_text()`. Without any answer nothing is kept of them.
    """
    # Two windows of one person come one after the other.
    db.session.execute(
        select(Membership.id)
        .where(Membership.project_id == project_id, Membership.account_id == account_id)
        .with_for_update()
    )
    withdraw(project_id, account_id)
    if not answers:
        return
    db.session.add(
        Profile(
            project_id=project_id,
            account_id=account_id,
            consent=consent_text(),
            may_export=may_export,
            agreed_at=at,
            answers=[
                ProfileAnswer(question_id=question, option=option)
                for question, option in answers.items()
            ],
        )
    )
    db.session.flush()


def withdraw(project_id: int, account_id: int) -> bool:
    """Delete what a person said of themselves; tell whether there was anything."""
    found = db.session.scalar(
        delete(Profile)
        .where(Profile.project_id == project_id, Profile.account_id == account_id)
        .returning(Profile.id)
    )
    return found is not None
