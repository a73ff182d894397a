"""Writes to memberships and invitations; they flush, the view commits."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from workbench.accounts.models import Account
from workbench.accounts.operations import create_reset_link, new_token, token_hash
from workbench.database import db
from workbench.projects.models import Invitation, Membership, Project, Role
from workbench.projects.operations import add_member
from workbench.words import gettext


class LastLeadError(ValueError):
    """Say that the project would be left without a lead."""


class DeadInvitationError(LookupError):
    """Say that an invitation was used, revoked, has expired, or never was."""


class AlreadyMemberError(ValueError):
    """Say that this person is a member already."""


class ReachesFurtherError(PermissionError):
    """Say that an account opens more than its lead may open."""


def invite(project_id: int, role: Role, *, note: str, by: Account, at: datetime, days: int) -> str:
    """Make a link into a project that works once, and give its token."""
    token = new_token()
    db.session.add(
        Invitation(
            project_id=project_id,
            role=role,
            note=note,
            token_hash=token_hash(token),
            created_by_id=by.id,
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
    )
    db.session.flush()
    return token


def revoke_invitation(invitation: Invitation, *, at: datetime) -> bool:
    """End an open invitation; False where it was used or revoked before."""
    return _change_open(Invitation.id == invitation.id, revoked_at=at) == 1


def standing_membership(project_id: int, account_id: int) -> Membership | None:
    """Find the membership of somebody who is a member now; None where there is none."""
    return db.session.scalar(
        select(Membership).where(
            Membership.project_id == project_id,
            Membership.account_id == account_id,
            Membership.ended_at.is_(None),
        )
    )


def find_invitation(token: str) -> Invitation:
    """Find an invitation, open or not; raise `DeadInvitationError` where there is none."""
    invitation = db.session.scalar(
        select(Invitation).where(Invitation.token_hash == token_hash(token))
    )
    if invitation is None:
        raise DeadInvitationError(gettext("There is no such invitation."))
    return invitation


def is_open(invitation: Invitation, *, at: datetime) -> bool:
    """Tell whether an invitation still lets somebody in."""
    return (
        invitation.accepted_at is None
        and invitation.revoked_at is None
        and invitation.expires_at > at
    )


def accept_invitation(invitation: Invitation, account: Account, *, at: datetime) -> Membership:
    """Make a person a member by an invitation, which ends with it.

    Raises `AlreadyMemberError`, which leaves the invitation open, or `DeadInvitationError`.
    """
    if is_member(invitation.project_id, account.id):
        raise AlreadyMemberError(gettext("You are a member of this project already."))
    # One statement decides who of two people that send the form at once comes in.
    claimed = _change_open(
        Invitation.id == invitation.id,
        Invitation.expires_at > at,
        accepted_at=at,
        accepted_by_id=account.id,
    )
    if claimed != 1:
        raise DeadInvitationError(gettext("This invitation was used or withdrawn a moment ago."))
    return add_member(invitation.project_id, account.id, Role(invitation.role), at=at)


def is_member(project_id: int, account_id: int) -> bool:
    """Tell whether an account is a member of a project now."""
    return (
        db.session.scalar(
            select(Membership.id).where(
                Membership.project_id == project_id,
                Membership.account_id == account_id,
                Membership.ended_at.is_(None),
            )
        )
        is not None
    )


def change_role(membership: Membership, role: Role, *, at: datetime) -> None:
    """Give a member another role; raise `LastLeadError`."""
    if role != Role.LEAD:
        _leave_a_lead(membership)
        _revoke_invitations_of(membership, at=at)
    membership.role = role
    db.session.flush()


def end_membership(membership: Membership, *, at: datetime) -> None:
    """Close a project to a member, whose labels stay; raise `LastLeadError`."""
    _leave_a_lead(membership)
    _revoke_invitations_of(membership, at=at)
    membership.ended_at = at
    db.session.flush()


def create_member_reset_link(membership: Membership, *, by: Account, at: datetime) -> str:
    """Make a password link for a member, as a lead may, and give its token.

    Whoever holds the link can come in as that person. So it is made only for an account that opens
    nothing but projects which this lead leads too; else a lead could invite an administrator, or a
    member of another study, and take over what they can see. Raises `ReachesFurtherError` or
    `CannotResetError`.
    """
    account = membership.account
    led = select(Membership.project_id).where(
        Membership.account_id == by.id,
        Membership.role == Role.LEAD,
        Membership.ended_at.is_(None),
    )
    beyond = db.session.scalar(
        select(Membership.id)
        .where(
            Membership.account_id == account.id,
            Membership.ended_at.is_(None),
            Membership.project_id.not_in(led),
        )
        .limit(1)
    )
    if account.is_administrator or beyond is not None:
        raise ReachesFurtherError(
            gettext(
                "The account of %(display_name)s opens more than the projects you lead. Ask an "
                "administrator to make the link.",
                display_name=account.display_name,
            )
        )
    return create_reset_link(account, by=by, at=at)


def join_as_lead(project: Project, account: Account, *, at: datetime) -> Membership:
    """Make an administrator a lead of a project, in the sight of its members."""
    return add_member(project.id, account.id, Role.LEAD, at=at)


def lead_demonstrations(account: Account, *, at: datetime) -> None:
    """Make a new administrator a lead of the demonstration, so that it can be tried at once."""
    for project in db.session.scalars(select(Project).where(Project.is_demonstration)):
        add_member(project.id, account.id, Role.LEAD, at=at)


def _leave_a_lead(membership: Membership) -> None:
    # The rows are locked, so that two leads cannot remove each other at once.
    leads = db.session.scalars(
        select(Membership.account_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.project_id == membership.project_id,
            Membership.role == Role.LEAD,
            Membership.ended_at.is_(None),
            Account.deactivated_at.is_(None),
            Account.is_demonstration.is_(False),
            Account.is_imported.is_(False),
        )
        .order_by(Membership.id)
        .with_for_update(of=Membership)
    ).all()
    if list(leads) == [membership.account_id]:
        raise LastLeadError(gettext("A project needs a lead. Make somebody else a lead first."))


def _revoke_invitations_of(membership: Membership, *, at: datetime) -> None:
    # Else a lead who is removed comes back through a link made before.
    _change_open(
        Invitation.project_id == membership.project_id,
        Invitation.created_by_id == membership.account_id,
        revoked_at=at,
    )


def _change_open(*which: ColumnElement[bool], **values: object) -> int:
    """Change the open invitations among `which`, and count them."""
    changed = db.session.scalars(
        update(Invitation)
        .where(*which, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .values(**values)
        .returning(Invitation.id)
    ).all()
    return len(changed)
