"""Writes to accounts: made by links, changed by their owners, switched off by administrators.

They flush; the view commits.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from workbench.accounts.models import Account, PasswordLink
from workbench.accounts.passwords import hash_password
from workbench.accounts.signals import administrator_made
from workbench.database import db
from workbench.words import gettext

PASSWORD_LINK_LIFETIME = timedelta(hours=24)
SESSION_VERSIONS = 2**20
TOKEN_BYTES = 32


class EmailTakenError(ValueError):
    """Say that an account has this address already."""


class DeadLinkError(LookupError):
    """Say that a link was used, has expired, was replaced, or never was."""


class LastAdministratorError(ValueError):
    """Say that the installation would be left without anybody who can administer it."""


class MadeUpAccountError(ValueError):
    """Say that a demonstration account is nobody who could do this."""


class CannotResetError(ValueError):
    """Say why an account gets no password link."""


@dataclass(frozen=True)
class OpenLink:
    """Hold what an unused link is for; `account_id` is None for an administrator's first link."""

    link_id: int
    account_id: int | None
    email: str
    display_name: str


def token_hash(token: str) -> str:
    """Give what is stored of a link: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Make the secret of a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def create_administrator_link(*, at: datetime) -> str:
    """Make a link that lets its bearer set up an administrator, and give its token.

    It is made on the host only, by somebody who could write to the database anyway, so it works
    beside other administrators too: that is the way back in when the last one lost the password.
    All open links of this kind end when one of them is used.
    """
    return _create_link(None, by=None, at=at)


def create_reset_link(account: Account, *, by: Account | None, at: datetime) -> str:
    """Make a link with which the account's owner sets a new password, and give its token.

    It replaces older ones. Raises `CannotResetError` for an account that nobody may sign in with.
    """
    if not account.is_active:
        raise CannotResetError(gettext("This account is deactivated. Activate it first."))
    if account.is_demonstration:
        raise CannotResetError(
            gettext("A demonstration account is made up; nobody signs in with it.")
        )
    if account.is_imported:
        raise CannotResetError(
            gettext("Imported annotators have no account that anybody signs in with.")
        )
    revoke_password_links(account.id)
    return _create_link(account, by=by, at=at)


def revoke_password_links(account_id: int) -> None:
    """End an account's open links, because what they open has changed."""
    db.session.execute(
        delete(PasswordLink).where(
            PasswordLink.account_id == account_id, PasswordLink.used_at.is_(None)
        )
    )


def open_link(token: str, *, at: datetime) -> OpenLink:
    """Find what a link is for without using it; raise `DeadLinkError`."""
    found = db.session.execute(
        select(PasswordLink, Account)
        .outerjoin(Account, Account.id == PasswordLink.account_id)
        .where(
            PasswordLink.token_hash == token_hash(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > at,
            Account.deactivated_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise DeadLinkError(
            gettext("This link was used, has expired, or was replaced by a newer one.")
        )
    link, account = found
    return OpenLink(
        link_id=link.id,
        account_id=link.account_id,
        email=account.email if account else "",
        display_name=account.display_name if account else "",
    )


def use_reset_link(link: OpenLink, *, password: str, at: datetime) -> Account:
    """Set the password of the link's account and end all its sessions; raise `DeadLinkError`."""
    _claim(link, at=at)
    account = db.session.get_one(Account, link.account_id, populate_existing=True)
    _set_password(account, password)
    db.session.flush()
    return account


def use_administrator_link(
    link: OpenLink, *, email: str, display_name: str, password: str, at: datetime
) -> Account:
    """Make an administrator, or make one of the account with this address.

    Raises `DeadLinkError`, or `EmailTakenError` where the address is a demonstration account's.
    """
    _claim(link, at=at)
    account = db.session.scalar(select(Account).where(Account.email == email))
    if account is None:
        account = create_account(email=email, display_name=display_name, password=password, at=at)
    elif account.is_demonstration:
        raise EmailTakenError(
            gettext("This address belongs to the demonstration. Use another one.")
        )
    elif account.is_imported:
        raise EmailTakenError(
            gettext("This address belongs to an imported annotator. Use another one.")
        )
    else:
        account.display_name = display_name
        account.deactivated_at = None
        _set_password(account, password)
    account.is_administrator = True
    db.session.flush()
    administrator_made.send(account, at=at)
    return account


def create_account(*, email: str, display_name: str, password: str, at: datetime) -> Account:
    """Make an account that can sign in; raise `EmailTakenError`."""
    account = Account(
        email=email,
        display_name=display_name,
        password_hash=hash_password(password),
        # After a restore numbers of accounts are given out anew: a cookie of who bore this one
        # before must not fit.
        session_version=secrets.randbelow(SESSION_VERSIONS),
        created_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError as error:
        raise EmailTakenError(gettext("This address has an account already.")) from error
    return account


def change_password(account: Account, password: str) -> None:
    """Set a new password; sessions in other browsers end, and so do open links."""
    revoke_password_links(account.id)
    _set_password(account, password)
    db.session.flush()


def keep_new_hash(account_id: int, *, old: str, new: str) -> None:
    """Store a password's hash with today's parameters, unless the password changed meanwhile."""
    db.session.execute(
        update(Account)
        .where(Account.id == account_id, Account.password_hash == old)
        .values(password_hash=new)
    )


def deactivate(account: Account, *, at: datetime) -> None:
    """Keep a person out and end their sessions; raise `LastAdministratorError`."""
    _leave_an_administrator(account)
    account.deactivated_at = account.deactivated_at or at
    account.session_version = Account.session_version + 1
    revoke_password_links(account.id)
    db.session.flush()


def activate(account: Account) -> None:
    """Let a person in again; what they did is still theirs."""
    account.deactivated_at = None
    db.session.flush()


def make_administrator(account: Account) -> None:
    """Let a person administer accounts and projects; raise `MadeUpAccountError`."""
    if account.is_demonstration:
        raise MadeUpAccountError(
            gettext("A demonstration account is made up; it cannot administer.")
        )
    if account.is_imported:
        raise MadeUpAccountError(gettext("An imported annotator cannot sign in, nor administer."))
    account.is_administrator = True
    # A lead may hold a link of this account, and must not become an administrator by it.
    revoke_password_links(account.id)
    db.session.flush()


def unmake_administrator(account: Account) -> None:
    """Take administration back; raise `LastAdministratorError`."""
    _leave_an_administrator(account)
    account.is_administrator = False
    db.session.flush()


def _create_link(account: Account | None, *, by: Account | None, at: datetime) -> str:
    token = new_token()
    db.session.add(
        PasswordLink(
            token_hash=token_hash(token),
            account_id=account.id if account else None,
            created_by_id=by.id if by else None,
            created_at=at,
            expires_at=at + PASSWORD_LINK_LIFETIME,
        )
    )
    db.session.flush()
    return token


def _claim(link: OpenLink, *, at: datetime) -> None:
    # One statement decides: of two people who send the form at once, the second updates nothing.
    # Other open links for the same purpose end with this one.
    claimed = db.session.scalars(
        update(PasswordLink)
        .where(
            PasswordLink.account_id == link.account_id
            if link.account_id
            else PasswordLink.account_id.is_(None),
            PasswordLink.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(PasswordLink.id)
    ).all()
    if link.link_id not in claimed:
        raise DeadLinkError(gettext("This link was used a moment ago."))


def _set_password(account: Account, password: str) -> None:
    account.password_hash = hash_password(password)
    account.session_version = Account.session_version + 1


def _leave_an_administrator(account: Account) -> None:
    # The rows are locked, so that two administrators cannot unmake each other at once.
    able = db.session.scalars(
        select(Account.id)
        .where(
            Account.is_administrator,
            Account.deactivated_at.is_(None),
            Account.password_hash.is_not(None),
        )
        .order_by(Account.id)
        .with_for_update()
    ).all()
    if list(able) == [account.id]:
        raise LastAdministratorError(
            gettext("This is the only administrator who can sign in. Make another one first.")
        )
