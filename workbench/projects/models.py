"""Tables of a study: the project, what it asks, and who takes part."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.accounts.models import Account
from workbench.database import Base, UtcDateTime


class Role(StrEnum):
    """Name what a member does in a project."""

    LEAD = "lead"
    ADJUDICATOR = "adjudicator"
    ANNOTATOR = "annotator"


ROLE_IS_KNOWN = "role IN ('lead', 'adjudicator', 'annotator')"


class Project(Base):
    """Keep a study; `annotators_per_paragraph` people label each of its paragraphs."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    annotators_per_paragraph: Mapped[int]
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    # Of its questions, labels and guidelines, as an ISO 639-1 code: what pages tell screen readers.
    codebook_language: Mapped[str] = mapped_column(String(8), default="en", server_default="en")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("annotators_per_paragraph BETWEEN 1 AND 50", name="overlap_in_range"),
    )


class CodebookVersion(Base):
    """Keep what was asked, and the guidelines, as they stood; the highest number is in force."""

    __tablename__ = "codebook_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    number: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    guidelines: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    __table_args__ = (UniqueConstraint("project_id", "number"),)


class StudyDesign(Base):
    """Keep what annotators are shown, and by what lot; the highest number is in force.

    A row never changes: an assignment that was drawn under it can be drawn again from it. `shows`
    maps questions to "first" (the suggestion fills the answer in), "after" (it is shown once the
    person has answered alone) or "never"; one that is not named is shown first. `outlet` is
    "unnamed" (its line is left out), "hidden" (its name in the text, too), "shown" or "lot". A
    project without a row has never drawn anything.

    `repeat_percent` of an annotator's paragraphs come back hidden, `repeat_after` others at the
    earliest; `named_percent` of those answered with the outlet hidden come back in a second pass
    that shows it.

    `queue_order` says in which order paragraphs are given out; see `workbench.queue_order`.
    `random_percent` of them are given out by lot where the order is by certainty.

    `gold_percent` hidden gold paragraphs come for each hundred others. Who has not `pass_percent`
    of the training items as expected is held back from the ordinary queue; 0 holds nobody back.
    """

    __tablename__ = "study_design"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    number: Mapped[int]
    # The same in all versions of a project, so that nobody can draw until the draw pleases.
    seed: Mapped[int]
    blind_percent: Mapped[int]
    shows: Mapped[dict[str, str]] = mapped_column(JSON)
    shows_words: Mapped[str] = mapped_column(String(5))
    context: Mapped[str] = mapped_column(String(10))
    outlet: Mapped[str] = mapped_column(String(7))
    hidden_percent: Mapped[int]
    repeat_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    repeat_after: Mapped[int] = mapped_column(default=20, server_default="20")
    named_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    queue_order: Mapped[str] = mapped_column(
        String(17), default="articles", server_default="articles"
    )
    random_percent: Mapped[int] = mapped_column(default=20, server_default="20")
    gold_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    pass_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("blind_percent BETWEEN 0 AND 100", name="blind_in_range"),
        CheckConstraint("hidden_percent BETWEEN 0 AND 100", name="hidden_in_range"),
        CheckConstraint("repeat_percent BETWEEN 0 AND 50", name="repeats_in_range"),
        CheckConstraint("repeat_after BETWEEN 1 AND 1000", name="repeat_after_in_range"),
        CheckConstraint("named_percent BETWEEN 0 AND 100", name="named_in_range"),
        CheckConstraint("gold_percent BETWEEN 0 AND 50", name="gold_in_range"),
        CheckConstraint("pass_percent BETWEEN 0 AND 100", name="pass_in_range"),
        CheckConstraint("shows_words IN ('first', 'after', 'never')", name="words_are_known"),
        CheckConstraint(
            "context IN ('paragraph', 'neighbours', 'article')", name="context_is_known"
        ),
        CheckConstraint("outlet IN ('unnamed', 'hidden', 'shown', 'lot')", name="outlet_is_known"),
        CheckConstraint(
            "queue_order IN ('articles', 'unsure_articles', 'unsure_paragraphs')",
            name="order_is_known",
        ),
        CheckConstraint("random_percent BETWEEN 5 AND 100", name="share_in_range"),
    )


class Membership(Base):
    """Join a person to a project in one role, under the pseudonym that exports show."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(12))
    pseudonym: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # A member who left keeps the row: their labels stay theirs.
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The newest version of the codebook and guidelines that they said they read; 0 for none.
    guidelines_read: Mapped[int] = mapped_column(default=0, server_default="0")

    account: Mapped[Account] = relationship()
    project: Mapped[Project] = relationship()

    __table_args__ = (
        UniqueConstraint("project_id", "account_id"),
        UniqueConstraint("project_id", "pseudonym"),
        CheckConstraint(ROLE_IS_KNOWN, name="role_is_known"),
    )


class Invitation(Base):
    """Keep a link into a project that works once; only the hash of its token is stored."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(12))
    # For whom the lead made it, in the lead's own words.
    note: Mapped[str] = mapped_column(String(120), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )

    __table_args__ = (CheckConstraint(ROLE_IS_KNOWN, name="role_is_known"),)
