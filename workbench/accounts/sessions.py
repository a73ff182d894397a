"""Begin and end a session."""

from flask import session
from flask_login import login_user, logout_user

from workbench.accounts.access import SignedInAccount
from workbench.accounts.models import Account


def begin_session(account: Account) -> None:
    """Sign a person in with a new session.

    Nothing of the old one is kept, its CSRF token neither: whoever planted it knows nothing now.
    """
    session.clear()
    session.permanent = True
    login_user(SignedInAccount(account))


def end_session() -> None:
    """Sign the person out and forget the session."""
    logout_user()
    session.clear()
