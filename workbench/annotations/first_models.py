"""Tables of what is answered alone, before the suggestions are shown."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.database import Base, UtcDateTime


class FirstAnnotation(Base):
    """Keep what a person answered alone, before the suggestions of the same paragraph were shown.

    It is stored once for an assignment, and never changes: what is decided after seeing the
    suggestions is an `Annotation`. `was_silent` says that the page told nothing of the machine;
    `prescore_id` is the pre-score that is revealed. Times are those of the first page alone.
    """

    __tablename__ = "first_annotation"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id", ondelete="CASCADE"), unique=True
    )
    prescore_id: Mapped[int] = mapped_column(ForeignKey("prescore.id"))
    codebook_version_id: Mapped[int] = mapped_column(ForeignKey("codebook_version.id"))
    was_silent: Mapped[bool]
    is_flagged: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(Text, default="")
    submission_key: Mapped[str] = mapped_column(String(36), unique=True)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shown_ms: Mapped[int | None]
    active_ms: Mapped[int | None]

    answers: Mapped[list["FirstAnswer"]] = relationship(
        order_by="FirstAnswer.id", passive_deletes=True
    )
    spans: Mapped[list["FirstSpan"]] = relationship(
        order_by="FirstSpan.start", passive_deletes=True
    )

    __table_args__ = (CheckConstraint("active_ms BETWEEN 0 AND shown_ms", name="times_in_order"),)


class FirstAnswer(Base):
    """Keep the label of one question in a first answer.

    `suggestion` is what its page suggested: "" for a question whose suggestion is shown later.
    """

    __tablename__ = "first_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_annotation_id: Mapped[int] = mapped_column(
        ForeignKey("first_annotation.id", ondelete="CASCADE")
    )
    question: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(40))
    suggestion: Mapped[str] = mapped_column(String(40), default="")

    __table_args__ = (UniqueConstraint("first_annotation_id", "question"),)


class FirstSpan(Base):
    """Keep a span of a first answer; the columns are those of `StoredSpan`."""

    __tablename__ = "first_span"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_annotation_id: Mapped[int] = mapped_column(
        ForeignKey("first_annotation.id", ondelete="CASCADE"), index=True
    )
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(40))
    decision: Mapped[str] = mapped_column(String(13))
    suggested_category: Mapped[str] = mapped_column(String(40), default="")

    __table_args__ = (
        CheckConstraint('start >= 0 AND "end" > start', name="offsets_in_order"),
        CheckConstraint(
            "decision IN ('kept', 'recategorised', 'rejected', 'added')", name="decision_is_known"
        ),
    )
