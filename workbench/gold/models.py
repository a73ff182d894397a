"""Tables of gold paragraphs; what was expected before stays readable."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.accounts.models import Account
from workbench.database import Base, UtcDateTime

USE_IS_KNOWN = "\"use\" IN ('training', 'hidden', 'withdrawn')"


class GoldItem(Base):
    """Keep what a gold paragraph is used for now, and its place among the training items.

    `use` is that of its newest revision. The places of a project's training items are in the
    lead's order; they have gaps, and those of other uses mean nothing.
    """

    __tablename__ = "gold_item"

    paragraph_id: Mapped[int] = mapped_column(
        ForeignKey("paragraph.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    use: Mapped[str] = mapped_column(String(9))
    place: Mapped[int]

    __table_args__ = (
        CheckConstraint(USE_IS_KNOWN, name="use_is_known"),
        Index(None, "project_id", "use", "place"),
    )


class GoldRevision(Base):
    """Keep what a lead expected of a paragraph; a later entry is the next revision.

    Rows are only ever added: `is_current` alone moves on, to the newest revision. `use` is
    `training`, `hidden` or `withdrawn`. Questions without a `GoldAnswer` are not checked, and
    words are checked where `checks_words` says so.
    """

    __tablename__ = "gold_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    paragraph_id: Mapped[int] = mapped_column(
        ForeignKey("gold_item.paragraph_id", ondelete="CASCADE")
    )
    revision: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    use: Mapped[str] = mapped_column(String(9))
    checks_words: Mapped[bool]
    # Why this is expected; the feedback on a training item shows it.
    note: Mapped[str] = mapped_column(Text, default="")
    codebook_version_id: Mapped[int] = mapped_column(ForeignKey("codebook_version.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account | None] = relationship()
    answers: Mapped[list["GoldAnswer"]] = relationship(
        order_by="GoldAnswer.id", passive_deletes=True
    )
    spans: Mapped[list["GoldSpan"]] = relationship(order_by="GoldSpan.start", passive_deletes=True)

    __table_args__ = (
        UniqueConstraint("paragraph_id", "revision"),
        CheckConstraint(USE_IS_KNOWN, name="use_is_known"),
        CheckConstraint("revision >= 1", name="revision_counts_from_one"),
        Index(
            "uq_gold_revision_current",
            "paragraph_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )


class GoldAnswer(Base):
    """Keep the expected answer to one question."""

    __tablename__ = "gold_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    gold_revision_id: Mapped[int] = mapped_column(
        ForeignKey("gold_revision.id", ondelete="CASCADE")
    )
    question: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(40))

    __table_args__ = (UniqueConstraint("gold_revision_id", "question"),)


class GoldSpan(Base):
    """Keep expected words; offsets are half-open code points in the paragraph."""

    __tablename__ = "gold_span"

    id: Mapped[int] = mapped_column(primary_key=True)
    gold_revision_id: Mapped[int] = mapped_column(
        ForeignKey("gold_revision.id", ondelete="CASCADE"), index=True
    )
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(40))

    __table_args__ = (CheckConstraint('start >= 0 AND "end" > start', name="offsets_in_order"),)


class TrainingAdmission(Base):
    """Keep that a lead let somebody go on to the ordinary queue who did not reach the pass mark."""

    __tablename__ = "training_admission"

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    admitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    admitted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
