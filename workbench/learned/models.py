"""Tables of learned models, and of which one a project uses."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from workbench.database import Base, UtcDateTime


class LearnedModel(Base):
    """Keep a model of a project; `version` names its content, and is what pre-scores name.

    `origin` is `trained` (from the annotations of this project) or `uploaded` (a file).
    `learned_from` counts what it was learned from, and the weights; of an upload it is empty.
    `annotation_cut` is the last annotation that was there to learn from, 0 of an upload.
    `word_categories` maps words to the category in which a suggestion of them is shown, "" to
    the category of all others. `comparison` is the newest one, None before the first.
    `reads_around` says that its sentiment leans on the paragraphs around one.
    """

    __tablename__ = "learned_model"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    number: Mapped[int]
    version: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(8))
    parts: Mapped[list[str]] = mapped_column(JSON)
    texts: Mapped[int]
    articles: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    software: Mapped[str] = mapped_column(String(64))
    lexicon_version: Mapped[str] = mapped_column(String(64))
    trained_at: Mapped[datetime] = mapped_column(UtcDateTime)
    learned_from: Mapped[dict[str, Any]] = mapped_column(JSON)
    annotation_cut: Mapped[int]
    word_categories: Mapped[dict[str, str]] = mapped_column(JSON)
    comparison: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reads_around: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The last columns: SQLite reads a row from its start. `held_out` are the guesses at the texts
    # learned from by what never saw their articles, as packed JSON; `content` is the model's file.
    held_out: Mapped[bytes | None] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        UniqueConstraint("project_id", "version"),
        CheckConstraint("origin IN ('trained', 'uploaded')", name="origin_is_known"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
    )


class ModelChoice(Base):
    """Keep which model a project uses, None for the shipped scores; the highest number holds.

    `despite` says that it was chosen though it had not beaten what it took the place of.
    """

    __tablename__ = "model_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    number: Mapped[int]
    learned_model_id: Mapped[int | None] = mapped_column(ForeignKey("learned_model.id"))
    despite: Mapped[bool] = mapped_column(default=False, server_default=false())
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
    )
