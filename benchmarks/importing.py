"""Import of an upload until it is ready for annotation, beside the pre-scoring in it alone."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

from flask import Flask

from benchmarks.measuring import in_turns, middle
from benchmarks.options import Options
from benchmarks.prescoring import score_ours
from benchmarks.results import Aim, Result
from benchmarks.studies import Study, add_study, workbench_in, write_articles
from workbench.articles import import_jobs, importing
from workbench.articles.import_queries import import_plan
from workbench.articles.limits import checked
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.jobs.running import Runner

NAME = "import"
PARAGRAPHS = 10_000
LEASE = timedelta(minutes=1)


def run(options: Options) -> list[Result]:
    """Import into a new project each time: reading, the preview, the job with its commits."""
    count = options.size(PARAGRAPHS, quick=2_000, tiny=20)
    upload = write_articles(options.folder / "upload.jsonl", count)
    lines = upload.read_text(encoding="utf-8").splitlines()
    texts = tuple(text for line in lines for text in json.loads(line)["text"].split("\n\n"))
    with workbench_in(options.folder / "instance") as app:
        numbers = iter(range(1_000))

        def import_all() -> None:
            study = add_study(annotators=1, name=f"Import {next(numbers)}")
            stored = import_as_job(app, study, upload)
            if stored != len(lines):
                raise RuntimeError(f"{stored} of {len(lines)} articles were stored.")

        pair = in_turns(
            import_all,
            partial(score_ours, texts),
            repetitions=options.size(5, quick=3, tiny=1),
        )
    return [
        Result(
            NAME,
            f"{len(texts):,} paragraphs of 600 characters, as a job",
            "× pre-scoring alone",
            pair.ratios,
            Aim("at most", 1.5),
            {
                "seconds": middle(pair.subject),
                "seconds of pre-scoring": middle(pair.baseline),
                "× by processor time": pair.processor_ratio,
            },
        ),
        Result(
            NAME,
            f"{len(texts):,} paragraphs of 600 characters, as a job",
            "seconds",
            pair.subject,
            Aim("at most", 4),
            {"seconds of processor time": middle(pair.subject_processor)},
        ),
    ]


def import_as_job(app: Flask, study: Study, upload: Path) -> int:
    """Do what the import page and one worker do with an upload; give the number of articles."""
    read = [checked(item) for item in importing.read_uploads([(upload.name, upload.read_bytes())])]
    db.session.rollback()
    article_import = importing.start_import(
        study.project_id, read, account_id=study.annotator_ids[0], at=now()
    )
    db.session.commit()
    plan = import_plan(article_import)
    import_jobs.start_import_job(
        article_import, plan, account_id=study.annotator_ids[0], at=ledger_time()
    )
    db.session.commit()
    db.session.remove()
    with ThreadPoolExecutor(max_workers=1) as executor:
        runner = Runner(app, executor, LEASE)
        while runner.run_next():
            pass
    return len(plan.rows)
