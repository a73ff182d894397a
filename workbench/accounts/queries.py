"""Reads of accounts, as frozen rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from workbench.accounts.models import Account
from workbench.database import db
from workbench.web.pagination import ROWS_PER_PAGE, Page


@dataclass(frozen=True)
class AccountRow:
    """Hold an account as administrators see it."""

    id: int
    email: str
    display_name: str
    is_active: bool
    is_administrator: bool
    is_demonstration: bool
    has_password: bool
    created_at: datetime


def has_administrator() -> bool:
    """Tell whether somebody can sign in and administer."""
    return (
        db.session.scalar(
            select(Account.id)
            .where(
                Account.is_administrator,
                Account.deactivated_at.is_(None),
                Account.password_hash.is_not(None),
            )
            .limit(1)
        )
        is not None
    )


def accounts(*, page: int) -> Page[AccountRow]:
    """List all accounts of people by name, a page at a time; imported annotators are none."""
    people = Account.is_imported.is_(False)
    total = db.session.scalar(select(func.count()).select_from(Account).where(people)) or 0
    rows = db.session.scalars(
        select(Account)
        .where(people)
        .order_by(
            Account.is_demonstration,
            Account.deactivated_at.is_not(None),
            func.lower(Account.display_name),
            Account.id,
        )
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    return Page(rows=tuple(account_row(row) for row in rows), number=page, total=total)


def account_row(account: Account) -> AccountRow:
    """Give an account as a row."""
    return AccountRow(
        id=account.id,
        email=account.email,
        display_name=account.display_name,
        is_active=account.is_active,
        is_administrator=account.is_administrator,
        is_demonstration=account.is_demonstration,
        has_password=account.password_hash is not None,
        created_at=account.created_at,
    )
