"""Come into a project by an invitation."""

from flask import flash, make_response, redirect, render_template, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from workbench.accounts.access import current_visitor, signed_in_account
from workbench.accounts.forms import NewAccountForm
from workbench.accounts.models import Account
from workbench.accounts.operations import EmailTakenError, create_account
from workbench.accounts.sessions import begin_session
from workbench.database import db, now
from workbench.projects import membership as operations
from workbench.projects.models import Invitation, Project
from workbench.web.access import public, requires
from workbench.web.forms import Form
from workbench.words import gettext


@requires(public)
def accept_invitation(token: str) -> Response:
    """Show an invitation; take it as who is signed in, or as a new person."""
    try:
        invitation = operations.find_invitation(token)
    except operations.DeadInvitationError:
        return _dead_link()
    account = None if current_visitor() is None else signed_in_account()
    if account is not None and operations.is_member(invitation.project_id, account.id):
        flash(gettext("You are a member of this project already."), "info")
        return redirect(url_for("projects.show", project_id=invitation.project_id), 303)
    if not operations.is_open(invitation, at=now()):
        return _dead_link()
    return _as_new(invitation, token) if account is None else _as_known(invitation, account)


def _as_known(invitation: Invitation, account: Account) -> Response:
    form = Form()
    if not form.is_submitted():
        return _page("projects/invitation_known.html", invitation, 200)
    return _come_in(invitation, account)


def _as_new(invitation: Invitation, token: str) -> Response:
    form = NewAccountForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            account = create_account(
                email=form.email.data or "",
                display_name=form.display_name.data or "",
                password=form.password.data or "",
                at=now(),
            )
        except EmailTakenError:
            form.email.errors = [
                gettext(
                    "No new account can be made with this address. If it is yours, sign in first, "
                    "by the link above."
                )
            ]
        else:
            return _come_in(invitation, account)
    # The path without its prefix, as the sign-in page takes it.
    back = f"/projects/invitations/{token}"
    return _page("projects/invitation_new.html", invitation, status, form=form, back=back)


def _come_in(invitation: Invitation, account: Account) -> Response:
    project_id = invitation.project_id
    try:
        operations.accept_invitation(invitation, account, at=now())
    except operations.DeadInvitationError:
        # Also takes back the account made a moment before.
        db.session.rollback()
        return _dead_link()
    except (operations.AlreadyMemberError, IntegrityError):
        db.session.rollback()
        flash(gettext("You are a member of this project already."), "info")
        return redirect(url_for("projects.show", project_id=project_id), 303)
    if current_visitor() is None:
        begin_session(account)
    db.session.commit()
    flash(gettext("Welcome to the project."), "success")
    return redirect(url_for("projects.show", project_id=project_id), 303)


def _dead_link() -> Response:
    page = render_template(
        "accounts/dead_link.html",
        sentence=gettext("This invitation was used, was withdrawn or has expired."),
        advice=gettext(
            "If you used it, sign in. Otherwise ask the lead of the project for a new one."
        ),
    )
    return make_response(page, 410)


def _page(template: str, invitation: Invitation, status: int, **context: object) -> Response:
    project = db.session.get_one(Project, invitation.project_id)
    page = render_template(template, project_name=project.name, role=invitation.role, **context)
    return make_response(page, status)
