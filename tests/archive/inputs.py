"""Inputs that the tests score, and a way to score them in this process."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow.parquet as pq
import pytest

from workbench.archive.inputs import Reading, input_of
from workbench.archive.partitions import Partition
from workbench.archive.scoring import ScoredPartition, Scorer, score_partition
from workbench.archive.workers import Workers
from workbench.archive.writing import OpenWorkers, Progress, Written, score_archive
from workbench.articles.lexicon import lexicon_in_force

OUTLETS = ("The Post", "The Courier", "")
WORDS = ("a terrible defeat", "a fine day for the harbour", "the plan for the bridge")


def article(number: int) -> dict[str, str]:
    """Make one article of two paragraphs; the words of its number make it its own."""
    words = WORDS[number % 3]
    return {
        "headline": f"Vote {number}",
        "outlet": OUTLETS[number % 3],
        "date": f"2024-{number % 4 + 1:02}-15",
        "text": f"The council said that it was {words} on day {number}.\n\n"
        f"Nobody in the town was surprised by “{words}”, and vote {number} is over.",
    }


def json_lines(path: Path, numbers: Iterable[int]) -> Path:
    """Write articles as JSONL."""
    lines = (json.dumps(article(number), ensure_ascii=False) for number in numbers)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


class InProcess:
    """Score partitions here, one after the other, and stop after some of them."""

    def __init__(self, scorer: Scorer, stop_after: int | None = None) -> None:
        self._scorer = scorer
        self._stop_after = stop_after
        self.scored: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def in_order(self, partitions: Iterable[Partition]) -> Iterator[ScoredPartition]:
        for partition in partitions:
            if len(self.scored) == self._stop_after:
                raise KeyboardInterrupt
            self.scored.append(partition.number)
            yield score_partition(self._scorer, partition)


def in_process(scorer: Scorer) -> Workers:
    """Open a worker in this process."""
    return InProcess(scorer)


def score_in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands score here as well, where nobody asks for several processes."""
    monkeypatch.setattr(
        "workbench.archive.workers.LocalWorkers", lambda scorer, _count: InProcess(scorer)
    )


def nothing(_progress: Progress) -> None:
    """Report to nobody."""


def scored(
    target: Path,
    *paths: Path,
    reading: Reading | None = None,
    open_workers: OpenWorkers = in_process,
    with_text: bool = True,
) -> Written:
    """Score files into an archive."""
    return score_archive(
        [input_of(path) for path in paths],
        target,
        scorer=Scorer.of(lexicon_in_force(), with_text=with_text),
        reading=reading or Reading(),
        open_workers=open_workers,
        report=nothing,
    )


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Read an archive's rows."""
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def bad_rows_of(written: Written) -> list[str]:
    """Read the lines of the file that names what could not be read."""
    return written.bad_rows_path.read_text(encoding="utf-8").splitlines()[1:]
