"""Tables of lexicons: what was shipped, and each project's own changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.database import Base, UtcDateTime


class LexiconBase(Base):
    """Keep a shipped lexicon on which a project built, so that no upgrade changes what it finds.

    `content` is the CSV file of `workbench.scoring.lexicon`.
    """

    __tablename__ = "lexicon_base"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LexiconVersion(Base):
    """Keep a project's lexicon as it stood; the highest number is in force, none is ever changed.

    `overlay` holds `workbench.scoring.overlay.Overlay`; `version` is what pre-scores name.
    """

    __tablename__ = "lexicon_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    lexicon_base_id: Mapped[int] = mapped_column(ForeignKey("lexicon_base.id"))
    number: Mapped[int]
    version: Mapped[str] = mapped_column(String(64))
    overlay: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
    )


class LexiconDraft(Base):
    """Keep what the leads of a project changed and did not apply yet."""

    __tablename__ = "lexicon_draft"

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    lexicon_base_id: Mapped[int] = mapped_column(ForeignKey("lexicon_base.id"))
    overlay: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
