"""Export of labels as CSV, beside a bare cursor whose rows go straight into `csv.writer`.

`python -m benchmarks.exporting FOLDER PROJECT` exports alone and prints its peak memory in MiB.
"""

import csv
import os
import resource
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks.labels import add_labelled_study
from benchmarks.measuring import in_turns, middle, timed
from benchmarks.options import Options
from benchmarks.results import ROOT, Aim, Result
from benchmarks.studies import settings_in, workbench_in
from workbench.app import create_app
from workbench.database import db, transaction_mode
from workbench.exports.writing import write_labels

NAME = "export"
LABELS = 1_000_000
SMALL = 20_000

# The columns of labels.csv without the identifying ones, as they come.
BARE = """
SELECT project.name, project.is_demonstration, article.id, article.headline, article.outlet,
       article.byline, article.published_on, article.url, article.language, paragraph.id,
       paragraph.position, paragraph.text, membership.pseudonym, annotation.id,
       annotation.revision, annotation.is_current, date(annotation.submitted_at),
       codebook_version.number, annotation.outcome, annotation.is_flagged, annotation.comment,
       answer.question, answer.label, answer.suggestion, prescore.compound, prescore.positive,
       prescore.neutral, prescore.negative, prescore.sentiment, prescore.sentiment_version,
       prescore.lexicon_version
FROM annotation
JOIN answer ON answer.annotation_id = annotation.id
JOIN assignment ON assignment.id = annotation.assignment_id
JOIN project ON project.id = assignment.project_id
JOIN paragraph ON paragraph.id = assignment.paragraph_id
JOIN article ON article.id = paragraph.article_id
JOIN membership ON membership.project_id = assignment.project_id
               AND membership.account_id = assignment.account_id
JOIN codebook_version ON codebook_version.id = annotation.codebook_version_id
LEFT JOIN prescore ON prescore.id = annotation.prescore_id
WHERE assignment.project_id = ? AND annotation.is_current
"""


def run(options: Options) -> list[Result]:
    """Measure time at full size, memory at two sizes, and the time of a usual study."""
    folder = options.folder / "instance"
    path = folder / "workbench.db"
    labels = options.size(LABELS, quick=100_000, tiny=300)
    with workbench_in(folder):
        studies = {
            size: add_labelled_study(path, size, name=f"{size:,} labels").project_id
            for size in sorted({labels, labels // 10, min(SMALL, labels // 2)})
        }
        transaction_mode.set("DEFERRED")
        pair = in_turns(
            partial(export, studies[labels]),
            partial(export_bare, path, studies[labels]),
            repetitions=options.size(3, quick=3, tiny=1),
        )
        small = min(SMALL, labels // 2)
        export(studies[small])
        usual = [timed(partial(export, studies[small])) for _ in range(options.repetitions)]
    sizes = (labels, labels // 10)
    large_peak, small_peak = (_peak_mebibytes(folder, studies[size]) for size in sizes)
    return [
        Result(
            NAME,
            f"CSV of {labels:,} labels",
            "× a bare cursor's time",
            pair.ratios,
            Aim("at most", 3),
            {
                "seconds": middle(pair.subject),
                "bare seconds": middle(pair.baseline),
                "× by processor time": pair.processor_ratio,
            },
        ),
        Result(
            NAME,
            f"peak memory at {sizes[0]:,} ÷ {sizes[1]:,} labels",
            "×",
            (large_peak / small_peak,),
            Aim("at most", 1.1),
            {"MiB": large_peak, f"MiB at {sizes[1]:,}": small_peak},
        ),
        Result(
            NAME,
            f"CSV of {small:,} labels",
            "seconds",
            tuple(wall for wall, _ in usual),
            Aim("at most", 0.5),
            {"seconds of processor time": middle(tuple(cpu for _, cpu in usual))},
        ),
    ]


def export(project_id: int) -> None:
    """Write the labels of a project as the workbench does."""
    with Path(os.devnull).open("wb") as file:
        write_labels(project_id, "csv", file)
    db.session.rollback()


def export_bare(path: Path, project_id: int) -> None:
    """Write the same columns with nothing in between."""
    connection = sqlite3.connect(path)
    with Path(os.devnull).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(connection.execute(BARE, (project_id,)))
    connection.close()


def main(folder: str, project_id: str) -> None:
    """Export in a process of its own and print the most memory it had."""
    transaction_mode.set("DEFERRED")
    with create_app(settings_in(Path(folder))).app_context():
        export(int(project_id))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _peak_mebibytes(folder: Path, project_id: int) -> float:
    command = [sys.executable, "-m", "benchmarks.exporting", str(folder), str(project_id)]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(printed.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
