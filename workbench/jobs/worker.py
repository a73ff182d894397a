"""A worker process: it looks into the ledger, works, and waits for the bell."""

import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

from flask import Flask

from workbench.config import Settings
from workbench.jobs.bell import bell_of
from workbench.jobs.memory import limit_memory
from workbench.jobs.running import OutageError, Runner, WorkerSpentError

# However long the bell stays silent, a worker looks into the ledger this often.
SWEEP_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 30.0
# How often an idle worker looks for files of jobs that have expired.
TIDYING_SECONDS = 600.0
SPENT = 75
# Some megabytes at most wait to be collected.
OBJECTS_PER_COLLECTION = 50_000
# People wait for a page and nobody for a worker: where both need the processor, pages come first.
NICENESS = 5
# A command that works off jobs of its own looks this often whether others have finished theirs.
IDLE_SECONDS = 0.25
MOST_OUTAGES = 5

logger = logging.getLogger(__name__)


def work(
    app: Flask, settings: Settings, stop: Event, *, place: str = "", follows: bool = False
) -> None:
    """Run chunks until `stop` is set; the chunk under way is finished first.

    A worker that `follows` another one at its `place` takes up first what that one was at.
    """
    bell = bell_of(app)
    pause = 0.0
    tidied_at = -TIDYING_SECONDS
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="chunk") as executor:
        lease = timedelta(seconds=settings.worker_lease_seconds)
        runner = Runner(app, executor, lease, place=place)
        while not stop.is_set():
            try:
                if follows:
                    runner.take_over()
                    follows = False
                has_worked = runner.run_on(until=stop.is_set)
                if not has_worked:
                    runner.close_complete_jobs()
                    if time.monotonic() - tidied_at >= TIDYING_SECONDS:
                        runner.delete_stale_outputs(days=settings.output_days)
                        tidied_at = time.monotonic()
            except OutageError as error:
                pause = min(LONGEST_PAUSE_SECONDS, 2 * pause or 1.0)
                logger.warning("%s Next look into the ledger in %d s.", error, pause)
                stop.wait(pause)
                continue
            pause = 0.0
            if not has_worked:
                bell.wait(stop, seconds=SWEEP_SECONDS)
    bell.close()


def work_off(
    app: Flask,
    settings: Settings,
    job_ids: Collection[int],
    stop: Event,
    *,
    is_open: Callable[[], bool],
) -> None:
    """Run chunks of some jobs, beside other workers, while `is_open` says so.

    The chunk under way when `stop` is set is finished first. Raises `OutageError` once the
    database was away `MOST_OUTAGES` times in a row.
    """
    outages = 0
    with (
        collecting_seldom(),
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="chunk") as executor,
    ):
        lease = timedelta(seconds=settings.worker_lease_seconds)
        runner = Runner(app, executor, lease, job_ids)
        while not stop.is_set():
            try:
                if not is_open():
                    return
                if not runner.run_next():
                    runner.close_complete_jobs()
                    # Others have the rest, or a lead has paused it.
                    if is_open():
                        stop.wait(IDLE_SECONDS)
            except OutageError as error:
                outages += 1
                if outages >= MOST_OUTAGES:
                    raise
                logger.warning("%s It is tried again in %d s.", error, 2**outages)
                stop.wait(2**outages)
            else:
                outages = 0


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let the collector of cycles pass over what a process began with, and come less often.

    A chunk makes some hundred thousand objects, none of them in a cycle, and goes with all of them.
    Looking through them, and through all that was imported, every 700 objects took a fifth of the
    time of an import.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_COLLECTION, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def run_worker_process(app: Flask, settings: Settings, *, place: str, follows: bool) -> None:
    """Be a worker until SIGTERM or SIGINT; leave with status 75 when memory ran out.

    It gives way to whoever else needs the processor, as the server does while people wait.
    """
    os.nice(NICENESS)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    limit_memory(settings.worker_memory_mb)
    try:
        with collecting_seldom():
            work(app, settings, stop, place=place, follows=follows)
    except WorkerSpentError as error:
        logger.warning("%s This one leaves.", error)
        sys.exit(SPENT)
