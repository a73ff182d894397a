"""Tables of people and of the links that let them in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from workbench.database import Base, UtcDateTime


class Account(Base):
    """Keep a person who can sign in; `password_hash` is empty until a link sets it.

    An `is_imported` account stands for somebody whose labels were imported: nobody signs in with
    it, and the database holds that.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    # None: as the browser asks.
    language: Mapped[str | None] = mapped_column(String(8))
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    is_imported: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Raised when the password changes or the account is deactivated: older sessions then end.
    session_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint(
            "NOT (is_imported AND (password_hash IS NOT NULL OR is_administrator))",
            name="imported_cannot_sign_in",
        ),
    )

    @property
    def is_active(self) -> bool:
        """Tell whether the person may sign in."""
        return self.deactivated_at is None


class PasswordLink(Base):
    """Keep a link that sets a password once; only the hash of its token is stored.

    Without an account the link makes the first administrator.
    """

    __tablename__ = "password_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EndedSession(Base):
    """Keep that a session was ended by signing out, until its cookie would have expired anyway.

    Sessions lie in signed cookies: a copy of one would open the account for weeks.
    """

    __tablename__ = "ended_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(32))
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("account_id", "name"),)


class SignInAttempt(Base):
    """Keep a failed sign-in, so that the throttle holds across workers and hosts.

    `email_hash` is a keyed hash: an address typed by mistake is not stored in clear.
    """

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45))
    attempted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(None, "email_hash", "attempted_at"),
        Index(None, "address", "attempted_at"),
    )
