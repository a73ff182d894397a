"""The numbers of the agreement page: counting the labels, and computing once that is done."""

import sqlite3
from functools import partial
from pathlib import Path

from benchmarks.labels import add_labelled_study
from benchmarks.measuring import in_turns, middle, timed
from benchmarks.options import Options
from benchmarks.results import Aim, Result
from benchmarks.studies import workbench_in
from workbench.agreement import span_agreement
from workbench.database import db, transaction_mode
from workbench.projects.queries import codebook_in_force
from workbench.reports.agreement import agreement_on
from workbench.reports.queries import counted_labels, spans_by_paragraph

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
        counted = counted_labels(project_id, questions)
        spans = spans_by_paragraph(project_id)
        found = [agreement_on(question, counted[question.name]) for question in questions]
        if sum(each.n_labels for each in found) != labels:
            raise RuntimeError("Not every label was counted.")

        def compute_labels() -> None:
            for question in questions:
                agreement_on(question, counted[question.name])

        def compute() -> None:
            compute_labels()
            span_agreement(spans)

        def read_all() -> None:
            counted_labels(project_id, questions)
            db.session.rollback()

        repetitions = options.size(5, quick=3, tiny=1)
        compute()
        labels_alone = [timed(compute_labels) for _ in range(repetitions)]
        computed = [timed(compute) for _ in range(repetitions)]
        pair = in_turns(read_all, partial(_read_bare, path, project_id), repetitions=repetitions)
    return [
        Result(
            NAME,
            f"computing over {labels:,} labels that were counted and their spans",
            "seconds",
            tuple(wall for wall, _ in computed),
            Aim("at most", 1),
            {
                "seconds of processor time": middle(tuple(cpu for _, cpu in computed)),
                "seconds without spans": middle(tuple(wall for wall, _ in labels_alone)),
            },
        ),
        Result(
            NAME,
            f"counting {labels:,} labels in the database",
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
