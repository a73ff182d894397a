"""What tests of accounts do to them."""

from datetime import datetime

from flask import Flask

from workbench.accounts.models import Account
from workbench.accounts.operations import create_administrator_link, create_reset_link
from workbench.accounts.passwords import hash_password
from workbench.database import db, now

PASSWORD = "four quiet words here"
NEW_PASSWORD = "some other quiet words"


def give_password(app: Flask, account_id: int, password: str = PASSWORD) -> None:
    """Give an account a password."""
    with app.app_context():
        db.session.get_one(Account, account_id).password_hash = hash_password(password)
        db.session.commit()


def account(app: Flask, account_id: int) -> Account:
    """Read an account anew, apart from any session."""
    with app.app_context():
        found = db.session.get_one(Account, account_id)
        db.session.expunge(found)
        return found


def reset_link(app: Flask, account_id: int, *, at: datetime | None = None) -> str:
    """Make the address of a password link."""
    with app.app_context():
        token = create_reset_link(db.session.get_one(Account, account_id), by=None, at=at or now())
        db.session.commit()
    return f"/accounts/set-password/{token}"


def administrator_link(app: Flask, *, at: datetime | None = None) -> str:
    """Make the address of a link that sets an administrator up."""
    with app.app_context():
        token = create_administrator_link(at=at or now())
        db.session.commit()
    return f"/accounts/set-password/{token}"
