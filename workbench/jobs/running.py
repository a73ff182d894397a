"""Run one chunk: claim it, apply and mark it in one transaction, keep its lease meanwhile."""

import logging
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NoReturn, TypedDict, TypeVar

from flask import Flask
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from workbench.database import db, transaction_mode
from workbench.jobs.clock import ledger_time
from workbench.jobs.closing import close_job, jobs_to_close, note_unfinished
from workbench.jobs.kinds import ChunkError, Payload, known_kind, known_kinds
from workbench.jobs.leases import (
    LeasedChunk,
    LeaseLostError,
    claim_chunk,
    claim_following,
    give_back,
    let_go_of,
    mark_done,
    new_token,
    note_failure,
    renew_lease,
)
from workbench.jobs.memory import is_out_of_memory, lift_limit
from workbench.jobs.outputs import delete_stale_outputs, has_stale_outputs
from workbench.said_later import later
from workbench.sqlite_transactions import TransactionMode, abandon_transactions

Value = TypeVar("Value")

# Faults of the database, of its disk or of the way to it: no chunk is to blame for them.
OUTAGES = (OperationalError, InterfaceError)

logger = logging.getLogger(__name__)


class _Asked(TypedDict):
    """Hold what a claim is asked with."""

    kinds: Collection[str]
    at: datetime
    lease: timedelta
    token: str
    job_ids: Collection[int] | None


class OutageError(RuntimeError):
    """Say that the database could not be used; what was under way will be taken up again."""


class WorkerSpentError(RuntimeError):
    """Say that this process ran out of memory and had better be replaced."""


@dataclass(frozen=True)
class Runner:
    """Run chunks of the application's kinds; `executor` has one thread, in which chunks run.

    The caller's thread renews the lease meanwhile, so that on PostgreSQL it lasts as long as the
    worker lives. On SQLite a chunk that writes keeps everybody out: nobody can take it over.
    With `job_ids` only chunks of those jobs are run. `place` names the worker among all workers,
    and whatever is started in its stead.
    """

    app: Flask
    executor: Executor
    lease: timedelta
    job_ids: Collection[int] | None = None
    place: str = ""

    def run_next(self) -> bool:
        """Run one chunk; False where there was none to claim.

        Raises `OutageError` when the database fails and `WorkerSpentError` when memory does.
        """
        return self.run_on(until=_at_once)

    def run_on(self, *, until: Callable[[], bool]) -> bool:
        """Run chunks until there is none to claim or `until` says so; False where there was none.

        Each of them is claimed by the transaction that stores the one before, as far as they are of
        one job: a transaction by itself would wait for its turn and for the disk once more. Raises
        as `run_next`.
        """
        chunk = self._in_transaction(self._claim)
        if chunk is None:
            return False
        while chunk is not None:
            chunk = self._run(chunk, until)
        return True

    def _run(self, chunk: LeasedChunk, until: Callable[[], bool]) -> LeasedChunk | None:
        """Run a chunk, and give the one that was claimed when it was stored."""
        done = self._done(partial(self._apply, chunk, until), partial(self._renew, chunk))
        error = done.exception()
        if error is not None:
            if is_out_of_memory(error):
                self._leave(chunk, error)
            self._in_transaction(partial(_note, chunk, error))
        if isinstance(error, OUTAGES):
            raise OutageError(describe(error)) from error
        following = None if error is not None else done.result()
        if following is None:
            self.close_complete_jobs()
        return following

    def take_over(self) -> None:
        """Free what the worker held that this one is started in the stead of, since it has ended.

        Raises `OutageError` as `run_next`.
        """

        def free() -> int:
            return let_go_of(self.place, at=ledger_time(), lease=self.lease)

        if self._in_transaction(free):
            logger.info("What the worker before this one was at is taken up again.")

    def close_complete_jobs(self) -> None:
        """Close every job that has no chunk left to run; raise `OutageError` as `run_next`."""
        for job_id in self._in_transaction(_complete_jobs, mode="DEFERRED"):
            error = self._done(partial(self._close, job_id), _nothing).exception()
            if isinstance(error, OUTAGES):
                raise OutageError(describe(error)) from error
            if error is not None:
                logger.error("The last step of job %d failed.", job_id, exc_info=error)
                self._in_transaction(partial(_leave_unfinished, job_id, error))

    def delete_stale_outputs(self, *, days: int) -> None:
        """Delete files that jobs wrote and that nobody fetches any more."""

        def look() -> bool:
            return has_stale_outputs(at=ledger_time(), days=days)

        def delete() -> int:
            return delete_stale_outputs(at=ledger_time(), days=days)

        # Looked at first: on SQLite who means to write keeps others waiting.
        if self._in_transaction(look, mode="DEFERRED"):
            logger.info("Deleted %d parts of old files.", self._in_transaction(delete))

    def _claim(self) -> LeasedChunk | None:
        return claim_chunk(**self._asked())

    def _asked(self) -> _Asked:
        return {
            "kinds": known_kinds().keys(),
            "at": ledger_time(),
            "lease": self.lease,
            "token": new_token(self.place),
            "job_ids": self.job_ids,
        }

    def _apply(self, chunk: LeasedChunk, until: Callable[[], bool]) -> LeasedChunk | None:
        """Apply a chunk, mark it done and claim the next; of what goes wrong nothing is committed.

        Nothing is claimed when `until` says that this was the last one.
        """
        payload: Payload = {**chunk.payload, "job_id": chunk.job_id}
        with self._session("DEFERRED"):
            kind = known_kind(chunk.kind)
            if kind.prepare is not None:
                payload = kind.prepare(payload)
        with self._session("IMMEDIATE"):
            kind.run_chunk(payload, at=ledger_time())
            mark_done(chunk, at=ledger_time())
            following = None if until() else claim_following(chunk, **self._asked())
            db.session.commit()
        return following

    def _close(self, job_id: int) -> None:
        with self._session("IMMEDIATE"):
            close_job(job_id, at=ledger_time())
            db.session.commit()

    def _renew(self, chunk: LeasedChunk) -> None:
        try:
            with self._session("IMMEDIATE"):
                renew_lease(chunk, at=ledger_time(), lease=self.lease)
                db.session.commit()
        except OUTAGES:
            # On SQLite the chunk itself may hold the write lock, and then needs no renewal;
            # anything worse the chunk meets as well.
            logger.debug("The lease of chunk %d could not be renewed.", chunk.id)

    def _leave(self, chunk: LeasedChunk, error: BaseException) -> NoReturn:
        """Note that there was no memory, which takes some, and raise `WorkerSpentError`."""
        lift_limit()
        try:
            with self.app.app_context():
                # Connections may have been left halfway.
                abandon_transactions(db.engine)
                db.engine.dispose()
            self._in_transaction(partial(_note, chunk, error))
        except (OutageError, MemoryError):
            # What is left is a lease that ends by itself.
            logger.warning("It could not be noted that chunk %d needed too much memory.", chunk.id)
        raise WorkerSpentError("A chunk of a job needed more memory than a worker may use.")

    def _done(self, work: Callable[[], Value], meanwhile: Callable[[], None]) -> Future[Value]:
        """Do work in the executor's thread, and give what holds its value, or what it raised.

        Asking the future is how a fault in any kind's code stays that kind's own.
        """
        future = self.executor.submit(work)
        has_ended = False
        while not has_ended:
            try:
                has_ended = bool(wait([future], timeout=self.lease.total_seconds() / 3).done)
                if not has_ended:
                    meanwhile()
            except (MemoryError, DBAPIError) as error:
                # The memory that the work takes is missing here first; the work will notice, too.
                if not is_out_of_memory(error):
                    raise
        return future

    def _in_transaction(
        self, work: Callable[[], Value], *, mode: TransactionMode = "IMMEDIATE"
    ) -> Value:
        try:
            with self._session(mode):
                value = work()
                db.session.commit()
        except OUTAGES as error:
            raise OutageError(describe(error)) from error
        return value

    @contextmanager
    def _session(self, mode: TransactionMode) -> Iterator[None]:
        """Open a session of its own; what is not committed within is rolled back at its end."""
        transaction_mode.set(mode)
        with self.app.app_context():
            yield


def describe(error: BaseException) -> str:
    """Say in a sentence what went wrong, for the lead of the project, who reads it later."""
    if is_out_of_memory(error):
        return later("It needed more memory than a worker may use.")
    match error:
        case ChunkError():
            sentence: str = error.args[0]
            return sentence
        case DBAPIError():
            return later("The database refused: %(answer)s", answer=str(error.orig))
        case _:
            fault = f"{type(error).__name__}: {error}"
            return later("An unexpected fault: %(fault)s", fault=fault)


def _complete_jobs() -> tuple[int, ...]:
    return jobs_to_close(kinds=known_kinds().keys())


def _leave_unfinished(job_id: int, error: BaseException) -> None:
    sentence = later(
        "All chunks were gone through, but the last step failed. %(reason)s",
        reason=describe(error),
    )
    note_unfinished(job_id, sentence, at=ledger_time())


def _note(chunk: LeasedChunk, error: BaseException) -> None:
    """Note in the ledger how a chunk failed."""
    if isinstance(error, LeaseLostError):
        logger.info("%s It was rolled back.", error)
    elif isinstance(error, OUTAGES) and not is_out_of_memory(error):
        give_back(chunk, describe(error))
    else:
        if not isinstance(error, ChunkError):
            logger.error("Chunk %d failed at try %d.", chunk.id, chunk.tries, exc_info=error)
        note_failure(chunk, describe(error), at=ledger_time())


def _at_once() -> bool:
    """Let the chunk under way be the last."""
    return True


def _nothing() -> None:
    """Do nothing meanwhile: a job's row is locked while it is closed."""
