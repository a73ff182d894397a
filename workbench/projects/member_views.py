"""The members of a project: roles, invitations, password links."""

from collections.abc import Callable

from flask import abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_account, signed_in_visitor
from workbench.accounts.links import whole_address
from workbench.accounts.operations import CannotResetError
from workbench.accounts.queries import account_row
from workbench.database import db, now
from workbench.projects import membership as operations
from workbench.projects.access import current_membership, member
from workbench.projects.forms import InvitationForm, RoleForm, role_choices
from workbench.projects.models import Invitation, Membership, Role
from workbench.projects.queries import invitations, project_header
from workbench.projects.queries import members as member_rows
from workbench.web.access import requires
from workbench.web.settings import settings
from workbench.web.wording import term
from workbench.words import gettext


@requires(member(Role.LEAD))
def members(project_id: int) -> Response:
    """List the members and the invitations."""
    return _members_page(InvitationForm(), 200)


@requires(member(Role.LEAD))
def invite(project_id: int) -> Response:
    """Make an invitation link, and show it this once."""
    form = InvitationForm()
    if not form.validate():
        return _members_page(form, 422)
    lead_membership = current_membership()
    token = operations.invite(
        project_id,
        Role(form.role.data),
        note=form.note.data or "",
        by=signed_in_account(),
        at=now(),
        days=settings().invitation_days,
    )
    db.session.commit()
    return make_response(
        render_template(
            "projects/invitation_link.html",
            project=project_header(lead_membership),
            role=form.role.data,
            note=form.note.data or "",
            days=settings().invitation_days,
            address=whole_address("projects.accept_invitation", token=token),
        )
    )


@requires(member(Role.LEAD))
def revoke_invitation(project_id: int, invitation_id: int) -> Response:
    """End an invitation that was not used yet."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.project_id != project_id:
        abort(404)
    if operations.revoke_invitation(invitation, at=now()):
        db.session.commit()
        flash(gettext("The invitation is revoked. Its link no longer works."), "success")
    else:
        flash(gettext("This invitation was used or revoked before."), "warning")
    return _to_members(project_id)


@requires(member(Role.LEAD))
def change_role(project_id: int, account_id: int) -> Response:
    """Give a member another role."""
    target = _member(project_id, account_id)
    form = RoleForm()
    if not form.validate():
        abort(422, gettext("This role does not exist."))
    role = Role(form.role.data)
    return _change(
        target,
        lambda: operations.change_role(target, role, at=now()),
        gettext(
            "%(display_name)s is now %(role)s.",
            display_name=target.account.display_name,
            role=term(role),
        ),
    )


@requires(member(Role.LEAD))
def end_membership(project_id: int, account_id: int) -> Response:
    """Close the project to a member."""
    target = _member(project_id, account_id)
    return _change(
        target,
        lambda: operations.end_membership(target, at=now()),
        gettext(
            "%(display_name)s is no longer a member. Their labels are kept.",
            display_name=target.account.display_name,
        ),
    )


@requires(member(Role.LEAD))
def member_reset_link(project_id: int, account_id: int) -> Response:
    """Make a member's password link, and show it this once."""
    target = _member(project_id, account_id)
    try:
        token = operations.create_member_reset_link(target, by=signed_in_account(), at=now())
    except operations.ReachesFurtherError as error:
        abort(403, str(error))
    except CannotResetError as error:
        abort(409, str(error))
    row = account_row(target.account)
    db.session.commit()
    return make_response(
        render_template(
            "accounts/reset_link.html",
            account=row,
            address=whole_address("accounts.set_password", token=token),
            back=url_for("projects.members", project_id=project_id),
            back_label=gettext("Back to members"),
        )
    )


def _members_page(form: InvitationForm, status: int) -> Response:
    project_id = current_membership().project_id
    everybody = member_rows(project_id, include_ended=True)
    page = render_template(
        "projects/members.html",
        project=project_header(current_membership()),
        present=[row for row in everybody if row.ended_at is None and not row.is_imported],
        imported=[row for row in everybody if row.is_imported],
        former=[row for row in everybody if row.ended_at is not None and not row.is_imported],
        invitations=invitations(project_id, at=now()),
        days=settings().invitation_days,
        roles=role_choices(),
        form=form,
    )
    return make_response(page, status)


def _member(project_id: int, account_id: int) -> Membership:
    found = operations.standing_membership(project_id, account_id)
    if found is None:
        abort(404)
    return found


def _change(target: Membership, change: Callable[[], None], done: str) -> Response:
    project_id = target.project_id
    is_own = target.account_id == signed_in_visitor().id
    try:
        change()
    except operations.LastLeadError as error:
        db.session.rollback()
        flash(str(error), "error")
        return _to_members(project_id)
    db.session.commit()
    flash(done, "success")
    # Whoever changed their own role may not see the members any more.
    return redirect(url_for("projects.index"), 303) if is_own else _to_members(project_id)


def _to_members(project_id: int) -> Response:
    return redirect(url_for("projects.members", project_id=project_id), 303)
