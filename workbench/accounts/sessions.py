"""Begin and end a session."""

import secrets
from contextlib import suppress
from datetime import datetime

from flask import current_app, g, session
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from workbench.accounts.access import SessionClaim, Visitor, let_in, session_claim
from workbench.accounts.models import Account, EndedSession
from workbench.database import db
from workbench.web.page_sessions import MOST_AHEAD
from workbench.web.security import SESSION_KEY

NAME_BYTES = 12


def begin_session(account: Account) -> None:
    """Sign a person in with a new session.

    Nothing of the old one is kept, its CSRF token neither: whoever planted it knows nothing now.
    """
    session.clear()
    # The one that a page of this request would bear was made for the old session.
    g.pop("csrf_token", None)
    session.permanent = True
    name = secrets.token_hex(NAME_BYTES)
    session[SESSION_KEY] = SessionClaim(account.id, account.session_version, name).key
    let_in(Visitor.of(account))


def end_session(*, at: datetime) -> None:
    """Sign the person out, and let no copy of the cookie open anything any more; flushes.

    Sessions of the same person in other browsers go on.
    """
    _purge(at)
    claim = session_claim()
    if claim is not None:
        ended = EndedSession(account_id=claim.account_id, name=claim.name, ended_at=at)
        # Two tabs may sign out at once; once is enough.
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(ended)
    session.clear()
    let_in(None)


def _purge(at: datetime) -> None:
    """Forget sessions whose cookies, renewed at the last moment, have expired by themselves."""
    old = EndedSession.ended_at < at - current_app.permanent_session_lifetime - MOST_AHEAD
    db.session.execute(delete(EndedSession).where(old))
