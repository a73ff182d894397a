"""Who works on a chunk: leases are claimed, renewed, and end in one of three ways."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, Select, Update, and_, or_, select, update

from workbench.database import db
from workbench.jobs.kinds import Payload
from workbench.jobs.models import CLAIMABLE, ChunkState, Job, JobChunk, JobState
from workbench.said_later import later, written

MAX_TRIES = 3
LONGEST_SENTENCE = 2_000
TOKEN_DIGITS = 32

DIED = later(
    "The worker stopped without a word while it worked on this chunk, %(tries)s times in a row. "
    "Most likely it ran out of memory.",
    tries=MAX_TRIES,
)


class LeaseLostError(Exception):
    """Say that a chunk's lease was taken over or taken back: what was done must not count."""


@dataclass(frozen=True, kw_only=True)
class LeasedChunk:
    """Hold a chunk that one worker may work on until its lease ends."""

    id: int
    job_id: int
    kind: str
    payload: Payload
    token: str
    tries: int


def new_token(place: str) -> str:
    """Make the token of one lease: it begins with the place of the worker that holds it."""
    return place + secrets.token_hex((TOKEN_DIGITS - len(place)) // 2)


def new_place() -> str:
    """Name a worker's place among all workers, for as long as its supervisor runs."""
    return secrets.token_hex(TOKEN_DIGITS // 4)


def claim_chunk(
    *,
    kinds: Collection[str],
    at: datetime,
    lease: timedelta,
    token: str,
    job_ids: Collection[int] | None = None,
) -> LeasedChunk | None:
    """Take the next chunk of the oldest job that has one to give; None where none has.

    A chunk whose lease expired is taken up again, or fails when its tries are spent. However
    many claim at once, no two are given the same chunk. With `job_ids` only those jobs are asked.
    """
    for job_id, kind, state in db.session.execute(_claimable(kinds, job_ids)).all():
        chunk = None
        if _has_expired(job_id, at=at, lease=lease):
            _fail_spent(job_id, at=at, lease=lease)
            expired = _expired(at, lease)
            chunk = _take(job_id, kind, expired, at=at, lease=lease, token=token)
        if chunk is None:
            waiting = JobChunk.state == ChunkState.WAITING
            chunk = _take(job_id, kind, waiting, at=at, lease=lease, token=token)
        if chunk is not None:
            if state == JobState.WAITING:
                _start(job_id, at=at)
            return chunk
    return None


def claim_following(
    chunk: LeasedChunk,
    *,
    kinds: Collection[str],
    at: datetime,
    lease: timedelta,
    token: str,
    job_ids: Collection[int] | None = None,
) -> LeasedChunk | None:
    """Take the next waiting chunk of the job of one that is done; None where it has none.

    It is for the end of the transaction that stored the one before. None, too, where another job
    is to be asked first: `claim_chunk` is for that, and for leases that expired.
    """
    first = db.session.execute(_claimable(kinds, job_ids).limit(1)).one_or_none()
    if first is None or first.id != chunk.job_id:
        return None
    waiting = JobChunk.state == ChunkState.WAITING
    return _take(chunk.job_id, chunk.kind, waiting, at=at, lease=lease, token=token)


def renew_lease(chunk: LeasedChunk, *, at: datetime, lease: timedelta) -> bool:
    """Put the end of a lease off; False when it is no longer ours."""
    return _changed(_ours(chunk).values(lease_expires_at=at + lease))


def mark_done(chunk: LeasedChunk, *, at: datetime) -> None:
    """Mark a chunk as done within the transaction that applied it.

    Raises `LeaseLostError` when the lease is no longer ours; everything must be rolled back then.
    """
    if not _changed(_ours(chunk).values(**_ended(ChunkState.DONE), finished_at=at, error="")):
        raise LeaseLostError(f"The lease of chunk {chunk.id} was lost.")


def note_failure(chunk: LeasedChunk, sentence: str, *, at: datetime) -> None:
    """Note why a chunk failed; it waits for its next try, or has failed when they are spent."""
    is_spent = chunk.tries >= MAX_TRIES
    ended = _ended(ChunkState.FAILED if is_spent else ChunkState.WAITING)
    _changed(
        _ours(chunk).values(**ended, error=storable(sentence), finished_at=at if is_spent else None)
    )


def give_back(chunk: LeasedChunk, sentence: str) -> None:
    """Let a chunk wait again without counting the try: it could not be to blame."""
    _changed(
        _ours(chunk).values(
            **_ended(ChunkState.WAITING), tries=JobChunk.tries - 1, error=storable(sentence)
        )
    )


def let_go_of(place: str, *, at: datetime, lease: timedelta) -> int:
    """End the leases of a worker that has died; give how many there were.

    Only those of a chunk's first try: where a worker dies of the same chunk again, the lease's time
    passes before the next, so that what went by in the meantime, as a shortage of memory does, is
    not held against the chunk.
    """
    result = db.session.execute(
        update(JobChunk)
        .where(
            JobChunk.state == ChunkState.LEASED,
            JobChunk.lease_token.startswith(place, autoescape=True),
            JobChunk.tries == 1,
        )
        .values(lease_expires_at=at - lease)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)  # noqa: S101  (narrows the type of an UPDATE's result)
    return result.rowcount


def _claimable(kinds: Collection[str], job_ids: Collection[int] | None) -> Select[int, str, str]:
    """List the jobs that have chunks to give, the oldest first."""
    jobs = (
        select(Job.id, Job.kind, Job.state)
        .where(Job.state.in_(CLAIMABLE), Job.kind.in_(kinds))
        .order_by(Job.id)
    )
    return jobs if job_ids is None else jobs.where(Job.id.in_(job_ids))


def _take(
    job_id: int,
    kind: str,
    condition: ColumnElement[bool],
    *,
    at: datetime,
    lease: timedelta,
    token: str,
) -> LeasedChunk | None:
    found = db.session.execute(
        select(JobChunk.id, JobChunk.payload, JobChunk.tries)
        .where(JobChunk.job_id == job_id, condition)
        .order_by(JobChunk.tries, JobChunk.position)
        .limit(1)
        # PostgreSQL steps over chunks that others are claiming; SQLite has one writer anyway.
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if found is None:
        return None
    is_taken = _changed(
        update(JobChunk)
        .where(JobChunk.id == found.id, JobChunk.tries == found.tries, condition)
        .values(
            state=ChunkState.LEASED,
            lease_token=token,
            lease_expires_at=at + lease,
            tries=found.tries + 1,
        )
    )
    if not is_taken:
        return None
    return LeasedChunk(
        id=found.id,
        job_id=job_id,
        kind=kind,
        payload=found.payload,
        token=token,
        tries=found.tries + 1,
    )


def _start(job_id: int, *, at: datetime) -> None:
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.WAITING)
        .values(state=JobState.RUNNING, started_at=at)
    )


def _has_expired(job_id: int, *, at: datetime, lease: timedelta) -> bool:
    found = select(JobChunk.id).where(JobChunk.job_id == job_id, _expired(at, lease)).limit(1)
    return db.session.scalar(found) is not None


def _fail_spent(job_id: int, *, at: datetime, lease: timedelta) -> None:
    """Let chunks fail whose worker died on every try, so that the rest of the job goes on."""
    db.session.execute(
        update(JobChunk)
        .where(JobChunk.job_id == job_id, JobChunk.tries >= MAX_TRIES, _expired(at, lease))
        .values(**_ended(ChunkState.FAILED), error=written(DIED), finished_at=at)
    )


def _expired(at: datetime, lease: timedelta) -> ColumnElement[bool]:
    """Tell whether a lease is over; one that ends far ahead is of before a clock went back."""
    return and_(
        JobChunk.state == ChunkState.LEASED,
        or_(JobChunk.lease_expires_at < at, JobChunk.lease_expires_at > at + 2 * lease),
    )


def _ours(chunk: LeasedChunk) -> Update:
    return update(JobChunk).where(
        JobChunk.id == chunk.id,
        JobChunk.state == ChunkState.LEASED,
        JobChunk.lease_token == chunk.token,
    )


def _ended(state: ChunkState) -> dict[str, str | None]:
    return {"state": state, "lease_token": None, "lease_expires_at": None}


def _changed(statement: Update) -> bool:
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)  # noqa: S101  (narrows the type of an UPDATE's result)
    return result.rowcount == 1


def storable(sentence: str) -> str:
    """Write a sentence down, cut to what the ledger keeps of it."""
    kept = written(sentence)
    return kept if len(kept) <= LONGEST_SENTENCE else sentence.replace("\0", "")[:LONGEST_SENTENCE]
