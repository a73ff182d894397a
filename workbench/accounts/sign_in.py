"""Check an email and a password against the throttle and the accounts."""

from datetime import datetime

from sqlalchemy import select

from workbench.accounts.models import Account
from workbench.accounts.operations import keep_new_hash
from workbench.accounts.passwords import verify_password
from workbench.accounts.throttle import forget_attempt, record_attempt
from workbench.database import db
from workbench.words import gettext


class SignInRefusedError(PermissionError):
    """Say why a person is not let in, and no more than they may know."""


def check_sign_in(
    email: str, password: str, *, address: str | None, key: str, at: datetime
) -> Account:
    """Give the account that this email and password open.

    Commits the attempt before looking at the password. Raises `SignInRefusedError`, with the same
    words and after the same work whether or not the address has an account, or
    `TooManyAttemptsError`.
    """
    attempt = record_attempt(email, address, key=key, at=at)
    kept = db.session.scalar(select(Account.password_hash).where(Account.email == email))
    # No transaction stays open while the password is hashed: SQLite has one write lock for all.
    db.session.commit()
    verdict = verify_password(kept, password)
    if not verdict.is_right:
        raise SignInRefusedError(gettext("This email and password do not fit together."))
    account = db.session.scalars(
        select(Account).where(Account.email == email).execution_options(populate_existing=True)
    ).one()
    if account.password_hash != kept:
        raise SignInRefusedError(
            gettext("The password was changed a moment ago. Sign in with the new one.")
        )
    if not account.is_active:
        raise SignInRefusedError(
            gettext("This account is deactivated. Ask an administrator to open it.")
        )
    forget_attempt(attempt)
    if verdict.new_hash and kept:
        keep_new_hash(account.id, old=kept, new=verdict.new_hash)
    return account
