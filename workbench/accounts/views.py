"""Sign-in, sign-out, links that set a password, and one's own account."""

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import (
    current_visitor,
    signed_in,
    signed_in_account,
    signed_in_visitor,
)
from workbench.accounts.emails import comparable_email
from workbench.accounts.forms import (
    ChangePasswordForm,
    NameForm,
    NewAccountForm,
    NewPasswordForm,
    SignInForm,
)
from workbench.accounts.links import back_to, local_path
from workbench.accounts.models import Account
from workbench.accounts.operations import (
    DeadLinkError,
    EmailTakenError,
    OpenLink,
    change_password,
    open_link,
    use_administrator_link,
    use_reset_link,
)
from workbench.accounts.sessions import begin_session, end_session
from workbench.accounts.sign_in import SignInRefusedError, check_sign_in
from workbench.accounts.sign_in_page import kept_fields, resume_wanted, sign_in_page
from workbench.accounts.throttle import TooManyAttemptsError, forget_failures
from workbench.database import db, now
from workbench.web.access import public, requires
from workbench.web.resuming import resumes
from workbench.web.settings import settings
from workbench.words import gettext


def _resume_signed_in() -> Response | str | None:
    # Who signed in in another tab meanwhile has a session that this page knows nothing of.
    return None if current_visitor() is None else resume_wanted()


@resumes(_resume_signed_in)
@requires(public)
def sign_in() -> Response:
    """Ask for email and password; let a person in who gives them right."""
    wanted = local_path(request.args.get("next"))
    if current_visitor() is not None:
        return _signed_in_at(wanted)
    form, kept = SignInForm(), kept_fields()
    if not form.is_submitted():
        return sign_in_page(form, wanted, 200)
    if not form.validate():
        return sign_in_page(form, wanted, 422, kept=kept)
    try:
        account = check_sign_in(
            comparable_email(form.email.data or ""),
            form.password.data or "",
            address=request.remote_addr,
            key=settings().secret_key,
            at=now(),
        )
    except SignInRefusedError as error:
        return sign_in_page(form, wanted, 422, refusal=str(error), kept=kept)
    except TooManyAttemptsError as error:
        page = sign_in_page(form, wanted, 429, refusal=str(error), kept=kept)
        return _wait(page, error)
    begin_session(account)
    db.session.commit()
    return _signed_in_at(wanted)


def _signed_in_at(wanted: str) -> Response:
    """Lead to the page that was asked for, or show it with the form that came along."""
    drawn = resume_wanted()
    if drawn is not None:
        return make_response(drawn)
    return redirect(back_to(wanted, otherwise=url_for("projects.index")), 303)


@requires(signed_in)
def sign_out() -> Response:
    """End this session."""
    end_session(at=now())
    db.session.commit()
    flash(gettext("You are signed out."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@requires(public)
def set_password(token: str) -> Response:
    """Set a password by a link that works once; opening it uses nothing up."""
    try:
        link = open_link(token, at=now())
    except DeadLinkError as error:
        return _dead_link(error)
    return _set_password(link) if link.account_id else _set_up_administrator(link)


@requires(signed_in)
def profile() -> Response:
    """Show one's own account; change the name or the password."""
    account = signed_in_account()
    changes_password = request.form.get("change") == "password"
    name_form = NameForm(None if changes_password else request.form, obj=account)
    password_form = ChangePasswordForm(request.form if changes_password else None)
    password_form.owner_email = account.email
    password_form.owner_name = account.display_name
    if request.method == "GET":
        return _profile_page(name_form, password_form, 200)
    if changes_password:
        return _change_password(account, name_form, password_form)
    if not name_form.validate():
        return _profile_page(name_form, password_form, 422)
    account.display_name = name_form.display_name.data or ""
    db.session.commit()
    flash(gettext("Your name is changed."), "success")
    return redirect(url_for("accounts.profile"), 303)


def _set_password(link: OpenLink) -> Response:
    form = NewPasswordForm()
    form.owner_email, form.owner_name = link.email, link.display_name
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return _page("accounts/set_password.html", status, form=form, link=link)
    try:
        account = use_reset_link(link, password=form.password.data or "", at=now())
    except DeadLinkError as error:
        return _dead_link(error)
    return _come_in(account)


def _set_up_administrator(link: OpenLink) -> Response:
    form = NewAccountForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            account = use_administrator_link(
                link,
                email=form.email.data or "",
                display_name=form.display_name.data or "",
                password=form.password.data or "",
                at=now(),
            )
        except DeadLinkError as error:
            return _dead_link(error)
        except EmailTakenError as error:
            db.session.rollback()
            form.email.errors = [str(error)]
        else:
            return _come_in(account)
    return _page("accounts/set_up.html", status, form=form)


def _come_in(account: Account) -> Response:
    forget_failures(account.email, key=settings().secret_key)
    begin_session(account)
    db.session.commit()
    flash(gettext("Your password is set, and you are signed in."), "success")
    return redirect(url_for("projects.index"), 303)


def _change_password(
    account: Account, name_form: NameForm, password_form: ChangePasswordForm
) -> Response:
    if not password_form.validate():
        return _profile_page(name_form, password_form, 422)
    try:
        # A session left open on a shared computer must not become a place to guess from.
        check_sign_in(
            account.email,
            password_form.present.data or "",
            address=request.remote_addr,
            key=settings().secret_key,
            at=now(),
        )
    except SignInRefusedError:
        password_form.present.errors = [gettext("This is not your present password.")]
        return _profile_page(name_form, password_form, 422)
    except TooManyAttemptsError as error:
        password_form.present.errors = [str(error)]
        return _wait(_profile_page(name_form, password_form, 429), error)
    change_password(account, password_form.password.data or "")
    begin_session(account)
    db.session.commit()
    flash(gettext("Your password is changed. Other browsers are signed out."), "success")
    return redirect(url_for("accounts.profile"), 303)


def _profile_page(name_form: NameForm, password_form: ChangePasswordForm, status: int) -> Response:
    return _page(
        "accounts/profile.html",
        status,
        name_form=name_form,
        password_form=password_form,
        email=signed_in_visitor().email,
    )


def _dead_link(error: DeadLinkError) -> Response:
    db.session.rollback()
    return _page(
        "accounts/dead_link.html",
        410,
        sentence=str(error),
        advice=gettext(
            "If you set a password with it, sign in. Otherwise ask its sender for a new one."
        ),
    )


def _wait(response: Response, error: TooManyAttemptsError) -> Response:
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _page(template: str, status: int, **context: object) -> Response:
    return make_response(render_template(template, **context), status)
