"""Score files of any size into one Parquet archive."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.archive.cutting import check_inputs, partitions
from workbench.archive.errors import ArchiveError
from workbench.archive.inputs import Input, Reading, fingerprint_of
from workbench.archive.joining import join_parts, write_bad_rows
from workbench.archive.partitions import Partition
from workbench.archive.parts import Part, Parts
from workbench.archive.schema import FORMAT
from workbench.archive.scoring import Scorer
from workbench.archive.workers import Workers


@dataclass(frozen=True)
class Progress:
    """Tell how far a run is; `taken_over` are the paragraphs that an earlier run had scored."""

    bytes_read: int
    bytes_in_all: int
    paragraphs: int
    taken_over: int
    bad_rows: int


@dataclass(frozen=True)
class Written:
    """Count what a finished archive holds and what it does not."""

    path: Path
    articles: int
    paragraphs: int
    taken_over: int
    bad_rows: int
    bad_rows_path: Path


Report = Callable[[Progress], None]
OpenWorkers = Callable[[Scorer], Workers]


def score_archive(
    inputs: Sequence[Input],
    target: Path,
    *,
    scorer: Scorer,
    reading: Reading,
    open_workers: OpenWorkers,
    report: Report,
) -> Written:
    """Score all inputs into `target`, or go on with what an earlier run left undone.

    Raises `ArchiveError`. What was scored before an error is kept beside the target.
    """
    parts = Parts(target.with_name(target.name + ".parts"))
    if target.exists() and not parts.folder.is_dir():
        raise ArchiveError(f"{target} exists already. Name another file, or remove it first.")
    if not target.parent.is_dir():
        raise ArchiveError(f"There is no folder {target.parent}.")
    check_inputs(inputs, reading)
    manifest = manifest_of(inputs, scorer=scorer, reading=reading)
    with parts.held(manifest):
        run = _Run(parts, sum(each.size for each in inputs), report)
        run.score(partitions(inputs, reading), scorer, open_workers)
        written = _finish(run, target, manifest, scorer)
        parts.remove()
    return written


def manifest_of(inputs: Sequence[Input], *, scorer: Scorer, reading: Reading) -> dict[str, Any]:
    """Describe what an archive is made from, and by what; the same gives the same archive."""
    return {
        "format": FORMAT,
        "inputs": [
            {"name": each.name, "bytes": each.size, "sha256": fingerprint_of(each.path)}
            for each in inputs
        ],
        "reading": {
            "unit": reading.unit.value,
            "columns": dict(reading.columns.chosen),
            "encoding": reading.encoding,
            "partition_bytes": reading.partition_bytes,
            "with_text": scorer.with_text,
        },
        "versions": scorer.versions,
    }


class _Run:
    def __init__(self, parts: Parts, bytes_in_all: int, report: Report) -> None:
        self.parts = parts
        self.count = self.articles = self.paragraphs = self.taken_over = self.bad_rows = 0
        self._bytes_in_all = bytes_in_all
        self._report = report
        self._ends: dict[int, int] = {}

    def score(self, cut: Iterator[Partition], scorer: Scorer, open_workers: OpenWorkers) -> None:
        """Score what was not scored before."""
        with open_workers(scorer) as workers:
            for scored in workers.in_order(self._undone(cut)):
                if scored.versions != scorer.versions:
                    raise ArchiveError(
                        "A worker has another version of the workbench, whose scores may differ: "
                        "install the same version everywhere."
                    )
                self._add(self.parts.add(scored), self._ends.pop(scored.number))

    def _undone(self, cut: Iterator[Partition]) -> Iterator[Partition]:
        for partition in cut:
            self.count = partition.number + 1
            if self.parts.has(partition.number):
                part = self.parts.part(partition.number)
                self.taken_over += part.paragraphs
                self._add(part, partition.end)
            else:
                self._ends[partition.number] = partition.end
                yield partition

    def _add(self, part: Part, end: int) -> None:
        self.articles += part.articles
        self.paragraphs += part.paragraphs
        self.bad_rows += len(part.bad_rows)
        self._report(
            Progress(end, self._bytes_in_all, self.paragraphs, self.taken_over, self.bad_rows)
        )


def _finish(run: _Run, target: Path, manifest: dict[str, Any], scorer: Scorer) -> Written:
    parts = run.parts
    bad_rows_path = target.with_name(target.name + ".bad-rows.csv")
    write_bad_rows(
        bad_rows_path,
        (row for number in range(run.count) for row in parts.part(number).bad_rows),
    )
    join_parts(
        (parts.path(number) for number in range(run.count)),
        target,
        with_text=scorer.with_text,
        origin={**manifest, "articles": run.articles, "paragraphs": run.paragraphs},
        reasons={entry.term: entry.reason for entry in scorer.lexicon.entries},
    )
    return Written(
        path=target,
        articles=run.articles,
        paragraphs=run.paragraphs,
        taken_over=run.taken_over,
        bad_rows=run.bad_rows,
        bad_rows_path=bad_rows_path,
    )
