"""A run that was stopped goes on, on however many cores, and gives the same file."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from tests.archive.inputs import InProcess, bad_rows_of, json_lines, rows_of, scored
from tests.paths import ROOT
from workbench.archive.errors import ArchiveError
from workbench.archive.inputs import Reading
from workbench.archive.partitions import Kind, Partition, Unit
from workbench.archive.parts import Parts
from workbench.archive.scoring import ScoredPartition, Scorer
from workbench.archive.workers import GONE, DaskWorkers, LocalWorkers
from workbench.archive.writing import manifest_of
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconEntry

SMALL = Reading(partition_bytes=1_000)
A_PARTITION = Partition(0, "a.jsonl", Kind.JSONL, Unit.ARTICLES, 1, 1, b"{}", 2)


def stopping(after: int) -> type[InProcess]:
    class Stopping(InProcess):
        def __init__(self, scorer: Scorer) -> None:
            super().__init__(scorer, stop_after=after)

    return Stopping


def test_a_second_run_scores_only_what_the_first_left(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(30))
    whole = scored(tmp_path / "whole.parquet", path, reading=SMALL)
    target = tmp_path / "out.parquet"
    with pytest.raises(KeyboardInterrupt):
        scored(target, path, reading=SMALL, open_workers=stopping(3))
    assert not target.exists()
    opened: list[InProcess] = []

    def open_workers(scorer: Scorer) -> InProcess:
        opened.append(InProcess(scorer))
        return opened[0]

    written = scored(target, path, reading=SMALL, open_workers=open_workers)
    assert opened[0].scored[0] == 3
    assert 0 < written.taken_over < written.paragraphs == whole.paragraphs
    assert target.read_bytes() == whole.path.read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "news.jsonl",
        "out.parquet",
        "whole.parquet",
    ]


def test_other_inputs_options_or_versions_are_refused(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(30))
    target = tmp_path / "out.parquet"
    with pytest.raises(KeyboardInterrupt):
        scored(target, path, reading=SMALL, open_workers=stopping(1))
    with pytest.raises(ArchiveError, match="begun with other options"):
        scored(target, path)
    json_lines(path, range(29))
    with pytest.raises(ArchiveError, match=r"begun with other inputs.*remove the folder"):
        scored(target, path, reading=SMALL)
    other = Scorer.of(Lexicon([LexiconEntry("x", "demeaning", 0, 1, "A reason.")]), with_text=True)
    with (
        pytest.raises(ArchiveError, match="another lexicon"),
        Parts(tmp_path / "out.parquet.parts").held(manifest_of([], scorer=other, reading=SMALL)),
    ):
        pass


def test_two_runs_do_not_write_one_archive(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "out.parquet.parts")
    manifest = {"format": 1, "inputs": [], "reading": {}, "versions": {}}
    with (
        parts.held(manifest),
        pytest.raises(ArchiveError, match="Another run"),
        Parts(parts.folder).held(manifest),
    ):
        pass


def test_an_archive_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(2))
    scored(tmp_path / "out.parquet", path)
    with pytest.raises(ArchiveError, match="exists already"):
        scored(tmp_path / "out.parquet", path)


def test_a_worker_with_another_lexicon_stops_the_run(tmp_path: Path) -> None:
    class Other(InProcess):
        def __init__(self, scorer: Scorer) -> None:
            lexicon = Lexicon([LexiconEntry("x", "demeaning", 0, 1, "A reason.")])
            super().__init__(Scorer.of(lexicon, with_text=True))

    with pytest.raises(ArchiveError, match="another version"):
        scored(tmp_path / "o", json_lines(tmp_path / "a.jsonl", [1]), open_workers=Other)


@pytest.mark.slow
def test_the_number_of_processes_does_not_change_the_file(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(200))
    reading = Reading(partition_bytes=8_000)
    alone = scored(tmp_path / "alone.parquet", path, reading=reading)
    many = scored(
        tmp_path / "many.parquet",
        path,
        reading=reading,
        open_workers=lambda scorer: LocalWorkers(scorer, 2),
    )
    assert many.path.read_bytes() == alone.path.read_bytes()


@pytest.mark.slow
def test_a_partition_that_kills_its_process_is_given_up_alone(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(30))
    path.write_text(path.read_text(encoding="utf-8").replace("Vote 10", "POISON"))
    written = scored(
        tmp_path / "out.parquet",
        path,
        reading=SMALL,
        open_workers=lambda scorer: LocalWorkers(scorer, 2, module="tests.archive.dying_worker"),
    )
    (line,) = bad_rows_of(written)
    assert GONE in line
    kept = {int(row["headline"].removeprefix("Vote ")) for row in rows_of(written.path)}
    assert 10 not in kept
    # The few articles of the same partition are lost with it, and no others.
    assert len(kept) >= 24


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_and_leaves_no_process_behind(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(2_000))
    program = (
        "import sys; from pathlib import Path; from tests.archive.inputs import scored; "
        "from workbench.archive.inputs import Reading; "
        "from workbench.archive.workers import LocalWorkers; "
        f"scored(Path({str(tmp_path / 'out.parquet')!r}), Path({str(path)!r}), "
        "reading=Reading(partition_bytes=8_000), open_workers=lambda s: LocalWorkers(s, 2))"
    )
    run = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, start_new_session=True)
    parts = tmp_path / "out.parquet.parts"
    end = time.monotonic() + 50
    while len(list(parts.glob("*.parquet"))) < 3:
        assert run.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    run.send_signal(signal.SIGKILL)
    run.wait(timeout=30)
    reading = Reading(partition_bytes=8_000)
    written = scored(tmp_path / "out.parquet", path, reading=reading)
    assert 0 < written.taken_over < written.paragraphs == 4_000
    whole = scored(tmp_path / "whole.parquet", path, reading=reading)
    assert written.path.read_bytes() == whole.path.read_bytes()


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_scores_everything(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(1_500))
    scheduler_file = tmp_path / "scheduler.json"
    shared = ["--scheduler-file", str(scheduler_file), "--no-dashboard"]
    dask = str(Path(sys.executable).with_name("dask"))
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    worker = [dask, "worker", *shared, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"]
    started = [
        subprocess.Popen(  # type: ignore[call-overload]  # The same options each time.
            [dask, "scheduler", *shared, "--host", "127.0.0.1", "--port", "0"], **quiet
        )
    ]
    try:
        until(scheduler_file.exists)
        started += [
            subprocess.Popen(worker, **quiet)  # type: ignore[call-overload]  # As above.
            for _ in range(2)
        ]
        address = address_in(scheduler_file)
        wait_for_workers(address, 2)

        class Losing(DaskWorkers):
            def in_order(self, partitions):  # type: ignore[no-untyped-def]  # As the parent's.
                for number, each in enumerate(super().in_order(partitions)):
                    if number == 2:
                        os.kill(started[1].pid, signal.SIGKILL)
                    yield each

        written = scored(
            tmp_path / "out.parquet",
            path,
            reading=Reading(partition_bytes=8_000),
            open_workers=lambda scorer: Losing.at(address, scorer),
        )
    finally:
        for process in started:
            process.kill()
            process.wait(timeout=30)
    assert (written.articles, written.bad_rows) == (1_500, 0)
    whole = scored(tmp_path / "w.parquet", path, reading=Reading(partition_bytes=8_000))
    assert written.path.read_bytes() == whole.path.read_bytes()


class Lost:
    """A future whose worker died between being done and being asked."""

    def __init__(self, scored: ScoredPartition) -> None:
        self.status = "lost"
        self._scored = scored

    def result(self) -> ScoredPartition:
        self.status = "finished"
        return self._scored


class Cancelled:
    """A future whose scheduler went away."""

    status = "cancelled"

    def result(self) -> ScoredPartition:
        raise CancelledError


def on_a_cluster_giving(futures: list[Lost] | list[Cancelled]) -> DaskWorkers:
    class Client:
        def nthreads(self) -> dict[str, int]:
            return {"tcp://one": 1}

        def submit(self, *_: object, **__: object) -> Lost | Cancelled:
            return futures.pop(0)

    return DaskWorkers(Scorer(b"", with_text=True), Client())


def test_a_result_that_is_lost_when_it_is_asked_for_is_waited_for() -> None:
    scored = ScoredPartition(0, b"", 1, 1, ())
    assert list(on_a_cluster_giving([Lost(scored)]).in_order([A_PARTITION])) == [scored]


def test_a_cluster_that_goes_away_ends_the_run() -> None:
    workers = on_a_cluster_giving([Cancelled()])
    with pytest.raises(ArchiveError, match="went away"):
        list(workers.in_order([A_PARTITION]))


def test_a_cluster_that_is_not_there_is_named() -> None:
    with pytest.raises(ArchiveError, match="no Dask scheduler at nowhere"):
        DaskWorkers.at("nowhere", Scorer(b"", with_text=True))


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 50
    while not condition():
        assert time.monotonic() < end, "This took too long."
        time.sleep(0.05)


def address_in(scheduler_file: Path) -> str:
    address: str = json.loads(scheduler_file.read_text(encoding="utf-8"))["address"]
    return address


def wait_for_workers(address: str, count: int) -> None:
    # It brings a whole event loop along, which the quick tests of this file do without.
    from distributed import Client  # noqa: PLC0415  (see above)

    with Client(address) as client:  # type: ignore[no-untyped-call]  # Untyped there.
        client.wait_for_workers(count, timeout=40)
