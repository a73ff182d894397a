"""The page of all people, for administrators."""

from collections.abc import Callable

from flask import abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from workbench.accounts import operations
from workbench.accounts.access import administrator, signed_in_account
from workbench.accounts.links import whole_address
from workbench.accounts.models import Account
from workbench.accounts.queries import account_row, accounts
from workbench.database import db, now
from workbench.web.access import requires
from workbench.web.pagination import page_number
from workbench.words import gettext


@requires(administrator)
def index() -> Response:
    """List all accounts."""
    return make_response(render_template("accounts/index.html", page=accounts(page=page_number())))


@requires(administrator)
def deactivate(account_id: int) -> Response:
    """Keep a person out."""
    account = _account(account_id)
    return _change(
        lambda: operations.deactivate(account, at=now()),
        gettext(
            "%(display_name)s can no longer sign in. Their labels are kept.",
            display_name=account.display_name,
        ),
    )


@requires(administrator)
def activate(account_id: int) -> Response:
    """Let a person in again."""
    account = _account(account_id)
    return _change(
        lambda: operations.activate(account),
        gettext("%(display_name)s can sign in again.", display_name=account.display_name),
    )


@requires(administrator)
def make_administrator(account_id: int) -> Response:
    """Let a person administer."""
    account = _account(account_id)
    return _change(
        lambda: operations.make_administrator(account),
        gettext("%(display_name)s is now an administrator.", display_name=account.display_name),
    )


@requires(administrator)
def unmake_administrator(account_id: int) -> Response:
    """Take administration back."""
    account = _account(account_id)
    return _change(
        lambda: operations.unmake_administrator(account),
        gettext(
            "%(display_name)s is no longer an administrator.", display_name=account.display_name
        ),
    )


@requires(administrator)
def reset_link(account_id: int) -> Response:
    """Make a link that sets a new password, and show it this once.

    The page answers the form itself: a link that travelled on in a redirect or in a cookie would
    stand in more places than the administrator's screen.
    """
    account = _account(account_id)
    try:
        token = operations.create_reset_link(account, by=signed_in_account(), at=now())
    except operations.CannotResetError as error:
        abort(409, str(error))
    row = account_row(account)
    db.session.commit()
    return make_response(
        render_template(
            "accounts/reset_link.html",
            account=row,
            address=whole_address("accounts.set_password", token=token),
            back=url_for("accounts.index"),
            back_label=gettext("Back to people"),
        )
    )


def _account(account_id: int) -> Account:
    account = db.session.get(Account, account_id)
    if account is None:
        abort(404)
    return account


def _change(change: Callable[[], None], done: str) -> Response:
    try:
        change()
    except (operations.LastAdministratorError, operations.MadeUpAccountError) as error:
        db.session.rollback()
        flash(str(error), "error")
    else:
        db.session.commit()
        flash(done, "success")
    return redirect(url_for("accounts.index"), 303)
