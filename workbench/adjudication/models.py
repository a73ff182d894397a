"""Tables of final labels; what annotators answered stays as it is."""

from datetime import datetime

from sqlalchemy import (
    JSON,
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


class Adjudication(Base):
    """Keep one decision on a paragraph; a later one is the next revision.

    Rows are only ever added: `is_current` alone moves on, to the newest revision. `source` says
    whether one annotator's answer was `accepted`, answers were `merged`, or it was decided
    `afresh`. `seen` holds the ids of the annotations that lay before the adjudicator.
    """

    __tablename__ = "adjudication"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    codebook_version_id: Mapped[int] = mapped_column(ForeignKey("codebook_version.id"))
    revision: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text, default="")
    seen: Mapped[list[int]] = mapped_column(JSON)
    # Made with the page: the same form sent twice is stored once.
    submission_key: Mapped[str] = mapped_column(String(36), unique=True)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account | None] = relationship()
    labels: Mapped[list["FinalLabel"]] = relationship(
        order_by="FinalLabel.id", passive_deletes=True
    )
    spans: Mapped[list["FinalSpan"]] = relationship(
        order_by="FinalSpan.start", passive_deletes=True
    )

    __table_args__ = (
        UniqueConstraint("paragraph_id", "revision"),
        CheckConstraint("source IN ('accepted', 'merged', 'afresh')", name="source_is_known"),
        CheckConstraint("revision >= 1", name="revision_counts_from_one"),
        Index(None, "project_id", "is_current"),
        Index(
            "uq_adjudication_current",
            "paragraph_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )


class FinalLabel(Base):
    """Keep the final label of one question."""

    __tablename__ = "final_label"

    id: Mapped[int] = mapped_column(primary_key=True)
    adjudication_id: Mapped[int] = mapped_column(ForeignKey("adjudication.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(40))

    __table_args__ = (UniqueConstraint("adjudication_id", "question"),)


class FinalSpan(Base):
    """Keep a final span; offsets are half-open code points in the paragraph."""

    __tablename__ = "final_span"

    id: Mapped[int] = mapped_column(primary_key=True)
    adjudication_id: Mapped[int] = mapped_column(
        ForeignKey("adjudication.id", ondelete="CASCADE"), index=True
    )
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(40))

    __table_args__ = (CheckConstraint('start >= 0 AND "end" > start', name="offsets_in_order"),)
