"""Import of an upload until it is ready for annotation, beside the pre-scoring in it alone."""

import json
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from flask import Flask

from benchmarks.measuring import in_turns, middle
from benchmarks.options import Options
from benchmarks.prescoring import score_ours
from benchmarks.results import Aim, Result
from benchmarks.serving import working
from benchmarks.studies import Study, add_study, workbench_in, write_articles
from workbench.articles import import_jobs, importing
from workbench.articles.import_queries import import_plan
from workbench.articles.limits import checked
from workbench.config import usual_worker_processes
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.jobs.models import OPEN, JobState
from workbench.jobs.running import Runner

NAME = "import"
PARAGRAPHS = 10_000
LEASE = timedelta(minutes=1)
LOOK_SECONDS = 0.01
# Pre-scoring on several cores is shared out in so many pieces, so that no core waits for another.
PIECES = 16
RATIO, SECONDS = Aim("at most", 1.5), Aim("at most", 4)

WorkOff = Callable[[int], None]


def run(options: Options) -> list[Result]:
    """Import into a new project each time: reading, the preview, the job with its commits.

    Within one process, where processor time can be told, and by worker processes, as people get
    it: by one, and by as many as a workbench starts where nothing else is said.
    """
    count = options.size(PARAGRAPHS, quick=2_000, tiny=20)
    upload = write_articles(options.folder / "upload.jsonl", count)
    lines = upload.read_text(encoding="utf-8").splitlines()
    texts = tuple(text for line in lines for text in json.loads(line)["text"].split("\n\n"))
    case = f"{len(texts):,} paragraphs of 600 characters"
    repetitions = options.size(5, quick=3, tiny=1)
    folder = options.folder / "instance"
    with workbench_in(folder) as app:
        numbers = iter(range(1_000))

        def import_all(work_off: WorkOff) -> None:
            study = add_study(annotators=1, name=f"Import {next(numbers)}")
            stored = import_as_job(study, upload, work_off)
            if stored != len(lines):
                raise RuntimeError(f"{stored} of {len(lines)} articles were stored.")

        found = _within_one_process(
            case, partial(import_all, partial(run_here, app)), texts, repetitions
        )
        for processes in sorted({1, usual_worker_processes()}):
            with working(folder, processes=processes):
                found += _by_workers(
                    case, partial(import_all, wait_for), texts, repetitions, processes=processes
                )
    return found


def _within_one_process(
    case: str, import_all: Callable[[], None], texts: tuple[str, ...], repetitions: int
) -> list[Result]:
    pair = in_turns(import_all, partial(score_ours, texts), repetitions=repetitions)
    case = f"{case}, within one process"
    return [
        Result(
            NAME,
            case,
            "× pre-scoring alone",
            pair.ratios,
            RATIO,
            {
                "seconds": middle(pair.subject),
                "seconds of pre-scoring": middle(pair.baseline),
                "× by processor time": pair.processor_ratio,
            },
        ),
        Result(
            NAME,
            case,
            "seconds",
            pair.subject,
            SECONDS,
            {"seconds of processor time": middle(pair.subject_processor)},
        ),
    ]


def _by_workers(
    case: str,
    import_all: Callable[[], None],
    texts: tuple[str, ...],
    repetitions: int,
    *,
    processes: int,
) -> list[Result]:
    """Measure beside pre-scoring on one core and, where there are more, on as many cores."""
    case = f"{case}, by {processes} worker{'s' if processes > 1 else ''}"
    one = in_turns(import_all, partial(score_ours, texts), repetitions=repetitions)
    beside = {"seconds": middle(one.subject), "seconds of pre-scoring": middle(one.baseline)}
    found = [
        Result(NAME, case, "× pre-scoring alone on one core", one.ratios, RATIO, beside),
        Result(NAME, case, "seconds", one.subject, SECONDS),
    ]
    if processes == 1:
        return found
    pieces = [texts[start::PIECES] for start in range(PIECES)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:

        def score_side_by_side() -> None:
            list(pool.map(score_ours, pieces))

        pair = in_turns(import_all, score_side_by_side, repetitions=repetitions)
    beside = {"seconds": middle(pair.subject), "seconds of pre-scoring": middle(pair.baseline)}
    unit = f"× pre-scoring alone on {processes} cores"
    return [*found, Result(NAME, case, unit, pair.ratios, RATIO, beside)]


def import_as_job(study: Study, upload: Path, work_off: WorkOff) -> int:
    """Do what the import page does with an upload, have its job done; count the articles."""
    read = [checked(item) for item in importing.read_uploads([(upload.name, upload.read_bytes())])]
    db.session.rollback()
    article_import = importing.start_import(
        study.project_id, read, account_id=study.annotator_ids[0], at=now()
    )
    db.session.commit()
    plan = import_plan(article_import)
    job = import_jobs.start_import_job(
        article_import, plan, account_id=study.annotator_ids[0], at=ledger_time()
    )
    if job is None:
        raise RuntimeError("Somebody else has stored this import.")
    job_id = job.id
    db.session.commit()
    db.session.remove()
    work_off(job_id)
    return len(plan.rows)


def run_here(app: Flask, job_id: int) -> None:
    """Do in this process what a worker does."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        runner = Runner(app, executor, LEASE, (job_id,))
        while runner.run_on(until=lambda: False):
            pass


def wait_for(job_id: int) -> None:
    """Look into the ledger until workers have done a job.

    By the driver alone, which takes some microseconds: who looks must take neither the lock nor the
    processor from those who work. A page looks once a second.
    """
    asked = "SELECT state FROM job WHERE id = ?"
    with closing(sqlite3.connect(str(db.engine.url.database))) as ledger:
        while (state := ledger.execute(asked, (job_id,)).fetchone()[0]) in OPEN:
            time.sleep(LOOK_SECONDS)
    if state != JobState.DONE:
        raise RuntimeError(f"The import ended as {state}.")
