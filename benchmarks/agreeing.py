"""The numbers of the agreement page: reading the labels, and computing once that is done."""

import sqlite3
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.labels import add_labelled_study
from benchmarks.measuring import in_turns, middle, timed
from benchmarks.options import Options
from benchmarks.results import Aim, Result
from benchmarks.studies import workbench_in
from workbench.agreement import estimates, headline_measures
from workbench.database import db, transaction_mode
from workbench.projects.queries import codebook_in_force
from workbench.reports.agreement import agreement_on
from workbench.reports.labels import study_labels
from workbench.reports.matrices import labelled_question
from workbench.reports.selection import Selection
from workbench.reports.spans import span_report

NAME = "agreement"
LABELS = 1_000_000

BARE = """
SELECT assignment.paragraph_id, assignment.account_id, answer.label, answer.suggestion
FROM answer
JOIN annotation ON annotation.id = answer.annotation_id
JOIN assignment ON assignment.id = annotation.assignment_id
WHERE assignment.project_id = ? AND annotation.is_current AND annotation.outcome = 'answered'
"""


def run(options: Options) -> list[Result]:
    """Measure the computing, and the reading beside a bare cursor over the same labels."""
    folder = options.folder / "instance"
    path = folder / "workbench.db"
    labels = options.size(LABELS, quick=100_000, tiny=300)
    with workbench_in(folder):
        project_id = add_labelled_study(path, labels, name="Agreement").project_id
        transaction_mode.set("DEFERRED")
        questions = codebook_in_force(project_id).codebook.questions
        study = study_labels(project_id, questions, Selection())
        tables = [labelled_question(question, study) for question in questions]
        if sum(int((table.matrix.codes >= 0).sum()) for table in tables) != labels:
            raise RuntimeError("Not every label was read.")

        def compute_headlines() -> None:
            for table in tables:
                m = table.matrix
                rng = np.random.default_rng(1)
                estimates(m, headline_measures(m), rng=rng, clusters=table.articles)

        def compute() -> None:
            for question in questions:
                agreement_on(question, study, seed=1)
            span_report(study, seed=1)

        def read_all() -> None:
            study_labels(project_id, questions, Selection())
            db.session.rollback()

        repetitions = options.size(5, quick=3, tiny=1)
        compute_headlines()
        headlines = [timed(compute_headlines) for _ in range(repetitions)]
        computed = [timed(compute) for _ in range(repetitions)]
        pair = in_turns(read_all, partial(_read_bare, path, project_id), repetitions=repetitions)
    return [
        Result(
            NAME,
            f"coefficients with intervals over {labels:,} labels that were read",
            "seconds",
            tuple(wall for wall, _ in headlines),
            Aim("at most", 1),
            {"seconds of processor time": middle(tuple(cpu for _, cpu in headlines))},
        ),
        Result(
            NAME,
            f"a whole report over {labels:,} labels that were read",
            "seconds",
            tuple(wall for wall, _ in computed),
            None,
            {"seconds of processor time": middle(tuple(cpu for _, cpu in computed))},
        ),
        Result(
            NAME,
            f"reading {labels:,} labels and their spans",
            "× a bare cursor's time",
            pair.ratios,
            None,
            {"seconds": middle(pair.subject), "bare seconds": middle(pair.baseline)},
        ),
    ]


def _read_bare(path: Path, project_id: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute(BARE, (project_id,)).fetchall()
    connection.close()
