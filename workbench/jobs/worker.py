"""A worker process: it looks into the ledger, works, and waits for the bell."""

import logging
import resource
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Event

from flask import Flask

from workbench.config import MEBIBYTE, Settings
from workbench.jobs.bell import bell_of
from workbench.jobs.running import OutageError, Runner, WorkerSpentError

# However long the bell stays silent, a worker looks into the ledger this often.
SWEEP_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 30.0
# How often an idle worker looks for files of jobs that have expired.
TIDYING_SECONDS = 600.0
SPENT = 75
# The kernel, short of memory, ends the process with the highest figure: a worker, not the server.
OOM_SCORE = "500"

logger = logging.getLogger(__name__)


def work(app: Flask, settings: Settings, stop: Event) -> None:
    """Run chunks until `stop` is set; the chunk under way is finished first."""
    bell = bell_of(app)
    pause = 0.0
    tidied_at = -TIDYING_SECONDS
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="chunk") as executor:
        runner = Runner(app, executor, timedelta(seconds=settings.worker_lease_seconds))
        while not stop.is_set():
            try:
                has_worked = runner.run_next()
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


def run_worker_process(app: Flask, settings: Settings) -> None:
    """Be a worker until SIGTERM or SIGINT; leave with status 75 when memory ran out."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    _limit_memory(settings.worker_memory_mb)
    try:
        work(app, settings, stop)
    except WorkerSpentError as error:
        logger.warning("%s This one leaves.", error)
        sys.exit(SPENT)


def _limit_memory(mebibytes: int) -> None:
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")
    limit = mebibytes * MEBIBYTE
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or limit <= hard:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
