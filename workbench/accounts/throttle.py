"""The throttle of sign-in. It is kept in the database, so that it holds across workers and hosts.

An attempt is stored and committed before the password is looked at, and forgotten when it was
right. Of any number of guesses sent at once, each sees those committed before it, so no more than
the limit are ever tried.
"""

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select

from workbench.accounts.models import SignInAttempt
from workbench.database import db
from workbench.words import ngettext

WINDOW = timedelta(minutes=15)
FAILURES_AN_ACCOUNT = 5
FAILURES_AN_ADDRESS = 30


class TooManyAttemptsError(RuntimeError):
    """Say how many seconds to wait before the next attempt."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self.minutes = -(-seconds // 60)
        super().__init__(
            ngettext(
                "There were too many attempts to sign in. Wait %(num)s minute, then try again.",
                "There were too many attempts to sign in. Wait %(num)s minutes, then try again.",
                self.minutes,
            )
        )


def record_attempt(email: str, address: str | None, *, key: str, at: datetime) -> int:
    """Store an attempt, commit it and give its id; raise `TooManyAttemptsError`.

    `email` is counted by a hash under `key`. An attempt that is refused is not counted, so that
    knocking on a closed door does not keep it closed.
    """
    _purge(at)
    attempt = SignInAttempt(
        email_hash=_email_hash(email, key), address=network(address), attempted_at=at
    )
    db.session.add(attempt)
    db.session.flush()
    attempt_id, email_hash, place = attempt.id, attempt.email_hash, attempt.address
    db.session.commit()
    seconds = max(
        _wait(SignInAttempt.email_hash == email_hash, FAILURES_AN_ACCOUNT, attempt_id, at),
        _wait(SignInAttempt.address == place, FAILURES_AN_ADDRESS, attempt_id, at),
    )
    if seconds:
        forget_attempt(attempt_id)
    # Also ends the reading: nobody waits for the write lock while a password is hashed.
    db.session.commit()
    if seconds:
        raise TooManyAttemptsError(seconds)
    return attempt_id


def forget_attempt(attempt_id: int) -> None:
    """Take an attempt out of the count, because it did not fail."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.id == attempt_id))


def forget_failures(email: str, *, key: str) -> None:
    """Clear an account's count, because its owner has come in by a link."""
    db.session.execute(
        delete(SignInAttempt).where(SignInAttempt.email_hash == _email_hash(email, key))
    )


def network(address: str | None) -> str:
    """Give the part of an address that one household or host cannot change at will.

    IPv4 as it is; of IPv6 the /64 network, because a host owns all the addresses in it.
    """
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed), 64), strict=False))


def _wait(place: ColumnElement[bool], limit: int, attempt_id: int, at: datetime) -> int:
    """Count the seconds until fewer than `limit` others of the window stand at this place."""
    others = db.session.scalars(
        select(SignInAttempt.attempted_at)
        .where(place, SignInAttempt.id != attempt_id, _is_recent(at))
        .order_by(SignInAttempt.attempted_at.desc())
        .limit(limit)
    ).all()
    if len(others) < limit:
        return 0
    return max(1, int((others[-1] + WINDOW - at).total_seconds()))


def _purge(at: datetime) -> None:
    # Rows that another request is purging are skipped instead of waited for: no deadlock.
    old = select(SignInAttempt.id).where(~_is_recent(at)).with_for_update(skip_locked=True)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(old)))


def _is_recent(at: datetime) -> ColumnElement[bool]:
    """Tell which attempts count; those far ahead are of before a clock went back.

    They would close the door until that time comes.
    """
    return and_(SignInAttempt.attempted_at > at - WINDOW, SignInAttempt.attempted_at <= at + WINDOW)


def _email_hash(email: str, key: str) -> str:
    return hmac.new(key.encode(), f"sign-in:{email}".encode(), hashlib.sha256).hexdigest()
