"""The table of the orders that a study's paragraphs were put in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from workbench.database import Base, UtcDateTime


class QueueRound(Base):
    """Keep one order of a project's paragraphs, least sure first, and what it was made from.

    Each paragraph holds the newest round that it was placed in, and its place there. `state` is
    `made` while a job places them, `in_force` while paragraphs are given out by it, and `past`.
    `seed` and `random_percent` say which of them stand there by lot.
    """

    __tablename__ = "queue_round"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    queue_order: Mapped[str] = mapped_column(String(17))
    seed: Mapped[int]
    random_percent: Mapped[int]
    learned_model_id: Mapped[int] = mapped_column(ForeignKey("learned_model.id"))
    paragraphs: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    in_force_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("job_id"),
        CheckConstraint(
            "queue_order IN ('articles', 'unsure_articles', 'unsure_paragraphs')",
            name="order_is_known",
        ),
        CheckConstraint("random_percent BETWEEN 5 AND 100", name="share_in_range"),
        CheckConstraint("state IN ('made', 'in_force', 'past')", name="state_is_known"),
        Index(
            "uq_queue_round_in_force",
            "project_id",
            unique=True,
            sqlite_where=sql("state = 'in_force'"),
            postgresql_where=sql("state = 'in_force'"),
        ),
    )
