"""The ledger: jobs, and the chunks they are worked off in."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from workbench.database import Base, UtcDateTime
from workbench.words import lazy_pgettext


class JobState(StrEnum):
    """Name where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"
    FAILED = "failed"


# How a page says it.
STATES: Mapping[JobState, str] = {
    JobState.WAITING: lazy_pgettext("a job", "waiting for a worker"),
    JobState.RUNNING: lazy_pgettext("a job", "running"),
    JobState.PAUSED: lazy_pgettext("a job", "paused"),
    JobState.CANCELLED: lazy_pgettext("a job", "cancelled"),
    JobState.DONE: lazy_pgettext("a job", "done"),
    JobState.FAILED: lazy_pgettext("a job", "ended with failures"),
}


class ChunkState(StrEnum):
    """Name where a chunk stands."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"


# Jobs that workers take chunks of, and jobs that can still end by themselves.
CLAIMABLE = (JobState.WAITING, JobState.RUNNING)
OPEN = (*CLAIMABLE, JobState.PAUSED)
UNFINISHED = (ChunkState.WAITING, ChunkState.LEASED)


class Job(Base):
    """Keep a piece of work; `total_units` counts what its chunks hold together."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    # A message to be said later, as are the errors and the result's "sentence".
    title: Mapped[str] = mapped_column(String(200))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(10), default=JobState.WAITING)
    total_units: Mapped[int]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Why the last step failed though all chunks were there; "" otherwise.
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'running', 'paused', 'cancelled', 'done', 'failed')",
            name="state_is_known",
        ),
        CheckConstraint("total_units >= 0", name="units_are_counted"),
        Index(None, "project_id", "id"),
        Index(None, "state", "id"),
    )


class JobChunk(Base):
    """Keep a part of a job that is applied as a whole or not at all; `position` counts from 0.

    `tries` counts the leases ever handed out, so that a worker that dies is counted too.
    """

    __tablename__ = "job_chunk"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    position: Mapped[int]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    units: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=ChunkState.WAITING)
    lease_token: Mapped[str | None] = mapped_column(String(32))
    lease_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("job_id", "position"),
        CheckConstraint("state IN ('waiting', 'leased', 'done', 'failed')", name="state_is_known"),
        CheckConstraint(
            "(state = 'leased') = (lease_token IS NOT NULL AND lease_expires_at IS NOT NULL)",
            name="lease_has_a_token",
        ),
        CheckConstraint("units >= 0", name="units_are_counted"),
        # In the order in which chunks are claimed: those that failed before come last.
        Index("ix_job_chunk_claim", "job_id", "state", "tries", "position"),
    )


class JobOutput(Base):
    """Keep a part of the file that a job writes; `position` counts from 0, in order of the file.

    `content` is stored in the transaction that marks its chunk as done, so that each part is
    there once, and can be had on every host. `raw_bytes` are those of it once unpacked.
    """

    __tablename__ = "job_output"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    position: Mapped[int]
    rows: Mapped[int]
    raw_bytes: Mapped[int] = mapped_column(BigInteger)
    stored_bytes: Mapped[int] = mapped_column(BigInteger)
    # The last column: SQLite reads a row from its start, and sizes are asked for more often.
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        UniqueConstraint("job_id", "position"),
        CheckConstraint(
            "rows >= 0 AND raw_bytes >= 0 AND stored_bytes >= 0", name="sizes_are_counted"
        ),
    )
