"""Tables of profiles: what a study asks of its annotators, and what they chose to say."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.database import Base, UtcDateTime


class ProfileQuestion(Base):
    """Keep a question about the annotators; `options` are titles in their order.

    It never changes: an answer means what was read when it was given. A lead who wants other
    words asks another question, and who asks no more deletes the answers with it.
    """

    __tablename__ = "profile_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(120))
    options: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("project_id", "title"),)


class Profile(Base):
    """Keep what a person agreed to in a project; without it there is no answer of theirs.

    `consent` is the text that was agreed to. Withdrawing deletes the row, and the answers with it.
    """

    __tablename__ = "profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    consent: Mapped[str] = mapped_column(Text)
    may_export: Mapped[bool] = mapped_column(default=False)
    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    answers: Mapped[list["ProfileAnswer"]] = relationship(
        order_by="ProfileAnswer.question_id", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (
        UniqueConstraint("project_id", "account_id"),
        CheckConstraint("consent <> ''", name="consent_is_given"),
    )


class ProfileAnswer(Base):
    """Keep the option that a person chose; a question left open has no row."""

    __tablename__ = "profile_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(
        ForeignKey("profile_question.id", ondelete="CASCADE"), index=True
    )
    option: Mapped[str] = mapped_column(String(80))

    __table_args__ = (UniqueConstraint("profile_id", "question_id"),)
