"""Who is signed in, and the gates that ask for it."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, abort, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import bindparam, exists, select
from werkzeug.wrappers import Response

from workbench.accounts.models import Account, EndedSession
from workbench.database import db

login_manager = LoginManager()


class SignedInAccount(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types.
    """Be the session's side of an account; the id carries the session's version and its name."""

    def __init__(self, account: Account, name: str) -> None:
        self.account = account
        self.name = name

    def get_id(self) -> str:
        """Give what the cookie keeps: raising the version ends all older sessions."""
        return f"{self.account.id}.{self.account.session_version}.{self.name}"


def init_sign_in(app: Flask) -> None:
    """Join sign-in to the application."""
    # Its context processor would ask the database even on the page that says that it fails.
    login_manager.init_app(app, add_context_processor=False)
    login_manager.session_protection = None  # Addresses change on trains; the cookie is enough.


_LIVING = select(Account).where(
    Account.id == bindparam("account_id"),
    Account.session_version == bindparam("version"),
    Account.deactivated_at.is_(None),
    ~exists().where(EndedSession.account_id == Account.id, EndedSession.name == bindparam("name")),
)


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login ships no types.
def load_signed_in(session_id: str) -> SignedInAccount | None:
    """Find the account of a session; None when it has ended."""
    account_id, _, rest = session_id.partition(".")
    # A session of before sessions had names bears the name "".
    version, _, name = rest.partition(".")
    if not account_id.isdigit() or not version.isdigit():
        return None
    wanted = {"account_id": int(account_id), "version": int(version), "name": name}
    account = db.session.scalar(_LIVING, wanted)
    return None if account is None else SignedInAccount(account, name)


def current_account() -> Account | None:
    """Give the account that this request comes from, or None."""
    return current_user.account if current_user.is_authenticated else None


def signed_in_account() -> Account:
    """Give the account that this request comes from; only behind a gate that asks for one."""
    account = current_account()
    if account is None:
        raise RuntimeError("This view's gate lets people in who are not signed in.")
    return account


def signed_in(_arguments: Mapping[str, Any]) -> None:
    """Let people in who are signed in; send others to the sign-in page and back."""
    if current_account() is None:
        abort(_to_sign_in())


def administrator(arguments: Mapping[str, Any]) -> None:
    """Let administrators in."""
    signed_in(arguments)
    if not signed_in_account().is_administrator:
        abort(403, "Only administrators can open this page.")


def _to_sign_in() -> Response:
    # A form that was sent after the session ended cannot be replayed: come back to its page.
    has_page = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    wanted = request.full_path.rstrip("?") if has_page else ""
    return redirect(url_for("accounts.sign_in", next=wanted or None), 303)
