"""Begin and end a session."""

import secrets
from contextlib import suppress
from datetime import datetime

from flask import current_app, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from workbench.accounts.access import SignedInAccount
from workbench.accounts.models import Account, EndedSession
from workbench.database import db

NAME_BYTES = 12


def begin_session(account: Account) -> None:
    """Sign a person in with a new session.

    Nothing of the old one is kept, its CSRF token neither: whoever planted it knows nothing now.
    """
    session.clear()
    session.permanent = True
    login_user(SignedInAccount(account, secrets.token_hex(NAME_BYTES)))


def end_session(*, at: datetime) -> None:
    """Sign the person out, and let no copy of the cookie open anything any more; flushes.

    Sessions of the same person in other browsers go on.
    """
    _purge(at)
    ended = EndedSession(account_id=current_user.account.id, name=current_user.name, ended_at=at)
    # Two tabs may sign out at once; once is enough.
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(ended)
    logout_user()
    session.clear()


def _purge(at: datetime) -> None:
    """Forget sessions whose cookies, renewed at the last moment, have expired by themselves."""
    old = EndedSession.ended_at < at - current_app.permanent_session_lifetime
    db.session.execute(delete(EndedSession).where(old))
