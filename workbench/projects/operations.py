"""Writes to projects and their codebooks; they flush, the view commits."""

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from workbench.accounts.models import Account
from workbench.accounts.operations import revoke_password_links
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.projects.models import CodebookVersion, Membership, Project, Role
from workbench.projects.overlap import fill_paragraphs
from workbench.words import ENGLISH, gettext

# Without the letters and digits that are taken for one another when read aloud.
PSEUDONYM_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

Choose = Callable[[str], str]


class NameTakenError(ValueError):
    """Say that another project bears this name."""


class GuidelinesChangedError(ValueError):
    """Say that somebody stored newer guidelines since the form was opened."""


def create_project(
    *,
    name: str,
    codebook: Codebook,
    guidelines: str,
    annotators_per_paragraph: int,
    lead: Account | None,
    at: datetime,
    codebook_language: str = ENGLISH.code,
    is_demonstration: bool = False,
) -> Project:
    """Create a project with the first version of its codebook; raise `NameTakenError`."""
    project = Project(
        name=name,
        annotators_per_paragraph=annotators_per_paragraph,
        is_demonstration=is_demonstration,
        codebook_language=codebook_language,
        created_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(project)
    except IntegrityError as error:
        raise NameTakenError(
            gettext("There is a project called “%(name)s” already.", name=name)
        ) from error
    db.session.add(
        CodebookVersion(
            project_id=project.id,
            number=1,
            definition=codebook.to_definition(),
            guidelines=normalised_text(guidelines),
            created_at=at,
            created_by_id=None if lead is None else lead.id,
        )
    )
    if lead is not None:
        add_member(project.id, lead.id, Role.LEAD, at=at)
    db.session.flush()
    return project


def add_member(
    project_id: int,
    account_id: int,
    role: Role,
    *,
    at: datetime,
    choose: Choose = secrets.choice,
) -> Membership:
    """Make an account a member, or one again, under a pseudonym such as “A-7QK2”.

    A person who returns keeps the pseudonym, so that their labels stay under one name.
    """
    membership = db.session.scalar(
        select(Membership).where(
            Membership.project_id == project_id, Membership.account_id == account_id
        )
    )
    if membership is None:
        membership = Membership(
            project_id=project_id,
            account_id=account_id,
            role=role,
            pseudonym=new_pseudonyms(project_id, 1, choose)[0],
            created_at=at,
        )
        db.session.add(membership)
    membership.role = role
    membership.ended_at = None
    # A link that a lead of another project holds must not open this project too.
    revoke_password_links(account_id)
    db.session.flush()
    return membership


def rename_project(project: Project, *, name: str, annotators_per_paragraph: int) -> None:
    """Change a project's name and overlap; raise `NameTakenError`."""
    try:
        with db.session.begin_nested():
            project.name = name
            is_changed = project.annotators_per_paragraph != annotators_per_paragraph
            project.annotators_per_paragraph = annotators_per_paragraph
            db.session.flush()
    except IntegrityError as error:
        raise NameTakenError(
            gettext("There is a project called “%(name)s” already.", name=name)
        ) from error
    if is_changed:
        fill_paragraphs(project.id, annotators_per_paragraph)


def revise_guidelines(
    project_id: int,
    guidelines: str,
    *,
    seen: int,
    by: Account | None,
    at: datetime,
    codebook: Codebook | None = None,
) -> CodebookVersion | None:
    """Store new guidelines, or a changed codebook, as a new version; None where nothing changed.

    Without a `codebook` the one in force stays. `seen` is the number of the version that the form
    was opened with. Raises `GuidelinesChangedError` when a newer one was stored meanwhile.
    """
    # Two leads who save at once come one after the other.
    db.session.execute(select(Project.id).where(Project.id == project_id).with_for_update())
    newest = db.session.scalars(
        select(CodebookVersion)
        .where(CodebookVersion.project_id == project_id)
        .order_by(CodebookVersion.number.desc())
        .limit(1)
    ).one()
    text = normalised_text(guidelines)
    in_force = Codebook.from_definition(newest.definition)
    codebook = codebook or in_force
    if text == newest.guidelines and codebook == in_force:
        return None
    if newest.number != seen:
        raise GuidelinesChangedError(
            gettext(
                "Version %(number)s of the guidelines was stored while you were writing.",
                number=newest.number,
            )
        )
    version = CodebookVersion(
        project_id=project_id,
        number=newest.number + 1,
        definition=codebook.to_definition(),
        guidelines=text,
        created_at=at,
        created_by_id=None if by is None else by.id,
    )
    db.session.add(version)
    db.session.flush()
    if by is not None:
        # Whoever wrote it has read it.
        read_guidelines(project_id, by.id, version.number)
    return version


def read_guidelines(project_id: int, account_id: int, number: int) -> None:
    """Keep that a member has read a version of the guidelines; an older one changes nothing."""
    db.session.execute(
        update(Membership)
        .where(
            Membership.project_id == project_id,
            Membership.account_id == account_id,
            Membership.guidelines_read < number,
        )
        .values(guidelines_read=number)
    )


def normalised_text(text: str) -> str:
    """Give a text one kind of line end and no space around it, so that equal texts are equal."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def new_pseudonyms(project_id: int, count: int, choose: Choose = secrets.choice) -> list[str]:
    """Make pseudonyms that no present or former member of a project has."""
    taken = set(
        db.session.scalars(select(Membership.pseudonym).where(Membership.project_id == project_id))
    )
    found: list[str] = []
    while len(found) < count:
        pseudonym = "A-" + "".join(choose(PSEUDONYM_LETTERS) for _ in range(4))
        if pseudonym not in taken:
            taken.add(pseudonym)
            found.append(pseudonym)
    return found
