"""Reads of projects, as frozen rows."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, or_, select
from sqlalchemy.orm import aliased

from workbench.accounts.models import Account
from workbench.codebook.codebook import Codebook
from workbench.database import connection, db
from workbench.prepared import row
from workbench.projects.models import CodebookVersion, Invitation, Membership, Project, Role

# Versions of codebooks, with their guidelines, that a process keeps at hand.
VERSIONS_KEPT = 64


@dataclass(frozen=True)
class ProjectHeader:
    """Hold what the head of every page of a project shows to one of its members."""

    id: int
    name: str
    is_demonstration: bool
    role: Role
    # The newest version of the guidelines that they said they read; 0 for none.
    guidelines_read: int = 0
    codebook_language: str = ""


@dataclass(frozen=True)
class CodebookInForce:
    """Hold the newest version of what a project asks; `number` counts from 1."""

    version_id: int
    number: int
    codebook: Codebook
    guidelines: str


@dataclass(frozen=True)
class GuidelinesVersion:
    """Hold a version's place in the history; `author` is "" where nobody is known."""

    number: int
    created_at: datetime
    author: str


@dataclass(frozen=True)
class MemberRow:
    """Hold a present or former member; `ended_at` is None while the membership lasts."""

    account_id: int
    display_name: str
    email: str
    role: Role
    pseudonym: str
    is_active: bool
    is_administrator: bool
    is_demonstration: bool
    is_imported: bool
    joined_at: datetime
    ended_at: datetime | None


def project_header(membership: Membership) -> ProjectHeader:
    """Give the head of a project's pages as this member sees it."""
    project = membership.project
    return ProjectHeader(
        id=project.id,
        name=project.name,
        is_demonstration=project.is_demonstration,
        role=Role(membership.role),
        codebook_language=project.codebook_language,
    )


def find_project(name: str) -> Project:
    """Find a project by its name or its number; raise `LookupError` with those there are."""
    found = db.session.scalar(select(Project).where(Project.name == name))
    # A number with more digits is none that a database gave.
    if found is None and name.isascii() and name.isdigit() and len(name) < 10:
        found = db.session.get(Project, int(name))
    if found is None:
        known = ", ".join(f"“{each}”" for each in db.session.scalars(select(Project.name)))
        raise LookupError(f"There is no project “{name}”. Projects here: {known or 'none yet'}.")
    return found


def codebook_in_force(project_id: int) -> CodebookInForce:
    """Give the newest codebook version of a project; raise `LookupError` where there is none."""
    newest = row(connection(), _newest_version(), {"project_id": project_id})
    if newest is None:
        raise LookupError(f"Project {project_id} has no codebook.")
    return _content(*newest)


def codebook_version(project_id: int, number: int) -> CodebookInForce | None:
    """Find one version of what a project asks, or asked."""
    found = db.session.execute(
        select(*_VERSION).where(
            CodebookVersion.project_id == project_id, CodebookVersion.number == number
        )
    ).one_or_none()
    return None if found is None else _content(*found)


def still_asks(project_id: int, number: int, in_force: CodebookInForce) -> bool:
    """Tell whether the codebook in force asks what the version of this number asked.

    False where there is no such version. What a page sends that was drawn from another one must
    not be read by names alone: a label of the same name may have come to mean something else.
    """
    if number == in_force.number:
        return True
    served = codebook_version(project_id, number)
    return served is not None and served.codebook.asks_the_same(in_force.codebook)


# Columns of the table, not of the class: what runs for each page makes no objects.
_VERSIONS = CodebookVersion.__table__
_VERSION = tuple(_VERSIONS.c[name] for name in ("id", "project_id", "number", "created_at"))


@cache
def _newest_version() -> Select[Any]:
    return (
        select(*_VERSION)
        .where(_VERSIONS.c.project_id == bindparam("project_id"))
        .order_by(_VERSIONS.c.number.desc())
        .limit(1)
    )


@lru_cache(maxsize=VERSIONS_KEPT)
def _content(
    version_id: int, _project_id: int, _number: int, _created_at: datetime
) -> CodebookInForce:
    """Read a version, which never changes, once in the life of a process.

    The moment at which it was made tells it from another that bore its number in a database that
    was restored meanwhile.
    """
    return _in_force(db.session.get_one(CodebookVersion, version_id))


def guidelines_versions(project_id: int) -> tuple[GuidelinesVersion, ...]:
    """List the versions of a project's codebook and guidelines, newest first."""
    rows = db.session.execute(
        select(CodebookVersion.number, CodebookVersion.created_at, Account.display_name)
        .outerjoin(Account, Account.id == CodebookVersion.created_by_id)
        .where(CodebookVersion.project_id == project_id)
        .order_by(CodebookVersion.number.desc())
    )
    return tuple(
        GuidelinesVersion(number=number, created_at=created_at, author=author or "")
        for number, created_at, author in rows
    )


def members(project_id: int, *, include_ended: bool = False) -> tuple[MemberRow, ...]:
    """List the members of a project by name; former ones stand last, when asked for."""
    statement = (
        select(Membership, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.project_id == project_id)
        .order_by(Membership.ended_at.is_not(None), Account.display_name, Account.id)
    )
    if not include_ended:
        statement = statement.where(Membership.ended_at.is_(None))
    return tuple(
        MemberRow(
            account_id=account.id,
            display_name=account.display_name,
            email=account.email,
            role=Role(membership.role),
            pseudonym=membership.pseudonym,
            is_active=account.is_active,
            is_administrator=account.is_administrator,
            is_demonstration=account.is_demonstration,
            is_imported=account.is_imported,
            joined_at=membership.created_at,
            ended_at=membership.ended_at,
        )
        for membership, account in db.session.execute(statement)
    )


@dataclass(frozen=True)
class ProjectRow:
    """Hold a project as its member, or an administrator, sees it; `role` is None for no member."""

    id: int
    name: str
    is_demonstration: bool
    role: Role | None
    leads: tuple[str, ...]


@dataclass(frozen=True)
class InvitationRow:
    """Hold an invitation; `state` is `open`, `accepted`, `revoked` or `expired`."""

    id: int
    role: Role
    note: str
    state: str
    created_at: datetime
    expires_at: datetime
    created_by: str
    accepted_by: str


def projects(account_id: int, *, include_others: bool) -> tuple[ProjectRow, ...]:
    """List a person's projects by name; then, when asked for, those of others."""
    own = aliased(Membership)
    rows = db.session.execute(
        select(Project, own.role)
        .outerjoin(
            own,
            and_(
                own.project_id == Project.id,
                own.account_id == account_id,
                own.ended_at.is_(None),
            ),
        )
        .where(or_(own.id.is_not(None), literal(include_others)))
        .order_by(Project.is_demonstration, func.lower(Project.name), Project.id)
    ).all()
    leads = _lead_names([project.id for project, _ in rows])
    return tuple(
        ProjectRow(
            id=project.id,
            name=project.name,
            is_demonstration=project.is_demonstration,
            role=None if role is None else Role(role),
            leads=tuple(leads.get(project.id, ())),
        )
        for project, role in rows
    )


def invitations(project_id: int, *, at: datetime) -> tuple[InvitationRow, ...]:
    """List the invitations of a project, newest first."""
    maker, guest = aliased(Account), aliased(Account)
    rows = db.session.execute(
        select(Invitation, maker.display_name, guest.display_name)
        .outerjoin(maker, maker.id == Invitation.created_by_id)
        .outerjoin(guest, guest.id == Invitation.accepted_by_id)
        .where(Invitation.project_id == project_id)
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
    )
    return tuple(
        InvitationRow(
            id=invitation.id,
            role=Role(invitation.role),
            note=invitation.note,
            state=_state(invitation, at=at),
            created_at=invitation.created_at,
            expires_at=invitation.expires_at,
            created_by=created_by or "",
            accepted_by=accepted_by or "",
        )
        for invitation, created_by, accepted_by in rows
    )


def _state(invitation: Invitation, *, at: datetime) -> str:
    if invitation.accepted_at:
        return "accepted"
    if invitation.revoked_at:
        return "revoked"
    return "open" if invitation.expires_at > at else "expired"


def _lead_names(project_ids: list[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for project_id, name in db.session.execute(
        select(Membership.project_id, Account.display_name)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.project_id.in_(project_ids),
            Membership.role == Role.LEAD,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
    ):
        names.setdefault(project_id, []).append(name)
    return names


def _in_force(version: CodebookVersion) -> CodebookInForce:
    return CodebookInForce(
        version_id=version.id,
        number=version.number,
        codebook=Codebook.from_definition(version.definition),
        guidelines=version.guidelines,
    )
