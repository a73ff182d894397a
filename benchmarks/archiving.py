"""Scoring an archive: its speed beside pre-scoring alone, and memory as the input grows.

`python -m benchmarks.archiving INPUT OUT` scores alone and prints the peak memory of the run and of
its one worker in MiB.
"""

import json
import resource
import subprocess
import sys
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks.measuring import in_turns, middle
from benchmarks.options import Options
from benchmarks.prescoring import score_ours
from benchmarks.results import ROOT, Aim, Result
from benchmarks.texts import json_lines
from workbench.archive.inputs import Reading, input_of
from workbench.archive.scoring import Scorer
from workbench.archive.workers import LocalWorkers
from workbench.archive.writing import Progress, score_archive
from workbench.articles.lexicon import lexicon_in_force

NAME = "archive"
PARAGRAPHS = 10
LENGTH = 600
PARTITION = 256 * 1024


def run(options: Options) -> list[Result]:
    """Measure speed on one core and on two, and memory at two sizes."""
    articles = options.size(2_000, quick=200, tiny=10)
    path = _write(options.folder / "news.jsonl", articles)
    lines = path.read_text(encoding="utf-8").splitlines()
    texts = tuple(text for line in lines for text in json.loads(line)["text"].split("\n\n"))
    numbers = count()

    def score_on(workers: int) -> None:
        score(path, options.folder / f"{next(numbers)}.parquet", workers)

    against_bare, against_one = (
        in_turns(partial(score_on, workers), other, repetitions=options.repetitions)
        for workers, other in ((1, partial(score_ours, texts)), (2, partial(score_on, 1)))
    )
    large, small = (
        _peaks(_write(options.folder / f"articles-{size}.jsonl", size))
        for size in (articles, articles // 10)
    )
    return [
        Result(
            NAME,
            f"{len(texts):,} paragraphs, one process",
            "× the speed of pre-scoring alone",
            against_bare.speed_ups,
            None,
            {"paragraphs/s": len(texts) / middle(against_bare.subject)},
        ),
        Result(NAME, "two processes ÷ one", "× the speed", against_one.speed_ups),
        Result(
            NAME,
            f"peak memory at {articles:,} ÷ {articles // 10:,} articles",
            "×",
            (sum(large) / sum(small),),
            Aim("at most", 1.2),
            {"MiB of the run": large[0], "MiB of its worker": large[1]},
        ),
    ]


def score(path: Path, target: Path, workers: int) -> None:
    """Score a file as the command does."""
    score_archive(
        [input_of(path)],
        target,
        scorer=Scorer.of(lexicon_in_force(), with_text=True),
        reading=Reading(partition_bytes=PARTITION),
        open_workers=lambda scorer: LocalWorkers(scorer, workers),
        report=_nothing,
    )


def main(path: str, target: str) -> None:
    """Score in a process of its own and print the most memory that it and its worker had."""
    score(Path(path), Path(target), 1)
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        print(resource.getrusage(who).ru_maxrss / 1024)


def _nothing(_progress: Progress) -> None:
    pass


def _write(path: Path, articles: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json_lines(articles, paragraphs=PARAGRAPHS, length=LENGTH))
    return path


def _peaks(path: Path) -> tuple[float, float]:
    target = path.with_suffix(".parquet")
    command = [sys.executable, "-m", "benchmarks.archiving", str(path), str(target)]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    run_peak, worker_peak = map(float, printed.stdout.split())
    return run_peak, worker_peak


if __name__ == "__main__":
    main(*sys.argv[1:])
