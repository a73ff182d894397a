"""Score partitions on many cores or on a Dask cluster, and give them back in order."""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Protocol, Self

from workbench.archive.errors import ArchiveError
from workbench.archive.partitions import Partition
from workbench.archive.scoring import (
    ScoredPartition,
    Scorer,
    failed_partition,
    score_partition,
)

# So many partitions wait for each worker, so that none is idle and memory stays bounded.
AHEAD = 2
CONNECT_SECONDS = "10s"
LOCAL_TRIES = 2
DASK_TRIES = 3
# What a pipe says whose other end has died.
LOST = (EOFError, BrokenPipeError, pickle.UnpicklingError)
GONE = "the process that scored them ended, perhaps for want of memory."


class Workers(AbstractContextManager["Workers"], Protocol):
    """Be whatever scores partitions."""

    def in_order(self, partitions: Iterable[Partition]) -> Iterator[ScoredPartition]:
        """Score partitions side by side, and yield them in the order in which they came."""


class LocalWorkers:
    """Score on the cores of this machine, in processes that hold nothing but one partition.

    A partition whose process dies is tried once more in a new one, and then given up; the others
    are not disturbed.
    """

    def __init__(
        self, scorer: Scorer, count: int | None = None, *, module: str = "workbench.archive.worker"
    ) -> None:
        self._scorer = scorer
        self._count = count or len(os.sched_getaffinity(0))
        self._module = module
        self._threads = ThreadPoolExecutor(self._count)
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        for _ in range(self._count):
            self._idle.put(_Process(scorer, module))

    def __enter__(self) -> Self:
        """Be used in a `with` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes; what has not begun is left undone."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for _ in range(self._count):
            self._idle.get().end()

    def in_order(self, partitions: Iterable[Partition]) -> Iterator[ScoredPartition]:
        """Score partitions side by side, and yield them in the order in which they came."""
        waiting: deque[Future[ScoredPartition]] = deque()
        for partition in partitions:
            waiting.append(self._threads.submit(self._score, partition))
            if len(waiting) >= AHEAD * self._count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _score(self, partition: Partition) -> ScoredPartition:
        process = self._idle.get()
        try:
            for _ in range(LOCAL_TRIES):
                try:
                    return process.score(partition)
                except LOST:
                    process.end()
                    process = _Process(self._scorer, self._module)
            return failed_partition(self._scorer, partition, GONE)
        finally:
            self._idle.put(process)


class _Process:
    """Talk with a worker process, which is started when it is first needed."""

    def __init__(self, scorer: Scorer, module: str) -> None:
        self._scorer = scorer
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None

    def score(self, partition: Partition) -> ScoredPartition:
        """Have a partition scored; raises one of `LOST` where the process dies of it."""
        process = self._process = self._process or self._start()
        _send(process, partition)
        if process.stdout is None:
            raise EOFError
        scored: ScoredPartition = pickle.load(process.stdout)  # noqa: S301  (our own process)
        return scored

    def end(self) -> None:
        """End the process at once, if it was ever started."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def _start(self) -> subprocess.Popen[bytes]:
        # Not multiprocessing: that would import the whole `workbench` command in every process,
        # and its pool can wait for ever when a process dies while a large task is on its way.
        command = [sys.executable, "-m", self._module]
        process = subprocess.Popen(  # noqa: S603  (our own module)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        _send(process, self._scorer)
        return process


def _send(process: subprocess.Popen[bytes], message: object) -> None:
    if process.stdin is not None:
        pickle.dump(message, process.stdin)
        process.stdin.flush()


class DaskWorkers:
    """Score on an existing Dask cluster; its workers need this version of the workbench."""

    def __init__(self, scorer: Scorer, client: Any) -> None:
        self._scorer = scorer
        self._client = client

    @classmethod
    def at(cls, address: str, scorer: Scorer) -> Self:
        """Connect to the scheduler at an address; raise `ArchiveError` where there is none."""
        return cls(scorer, _client(address))

    def __enter__(self) -> Self:
        """Be used in a `with` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the cluster; it goes on without us."""
        self._client.close()

    def in_order(self, partitions: Iterable[Partition]) -> Iterator[ScoredPartition]:
        """Score partitions side by side, and yield them in the order in which they came.

        The scheduler gives the partitions of a lost worker to another one.
        """
        threads = sum(self._client.nthreads().values())
        if not threads:
            raise ArchiveError("The cluster has no workers: start some, and try again.")
        waiting: deque[tuple[Partition, Any]] = deque()
        for partition in partitions:
            # Within the task and not scattered: what is scattered is lost with its worker.
            future = self._client.submit(
                score_partition, self._scorer, partition, pure=False, retries=DASK_TRIES
            )
            waiting.append((partition, future))
            if len(waiting) >= AHEAD * threads:
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _next(self, waiting: deque[tuple[Partition, Any]]) -> ScoredPartition:
        partition, future = waiting.popleft()
        # Not its state first: a result whose worker has just died is scored again, and asking for
        # the result waits for that. Whatever a task raised on its worker is raised here again, so
        # that the state of the future alone tells it from a cluster that is gone.
        try:
            scored: ScoredPartition = future.result()
        except Exception as error:
            if future.status == "error":
                return failed_partition(self._scorer, partition, f"{type(error).__name__}.")
            raise ArchiveError(
                "The cluster went away. What was scored is kept: the same command goes on."
            ) from error
        return scored


def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415  (only who uses it has it)
    except ImportError as error:
        raise ArchiveError(
            "The Python package distributed is missing: install the workbench as "
            "media-bias-workbench[cluster]."
        ) from error
    try:
        return Client(address, timeout=CONNECT_SECONDS)  # type: ignore[no-untyped-call]  # Untyped there.
    except (OSError, ValueError) as error:
        raise ArchiveError(f"There is no Dask scheduler at {address}.") from error
