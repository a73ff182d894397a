"""Each benchmark still runs, and its JSON has the promised shape; no time is asserted."""

import gc
import json
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import submitting
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.clients import UnexpectedAnswerError, form_on
from benchmarks.measuring import in_turns
from benchmarks.options import Options
from benchmarks.pacing import at_a_pace
from benchmarks.results import Aim, Result, figure, table
from benchmarks.serving import Served
from benchmarks.spreading import PIECES, in_rounds, spread_over
from benchmarks.texts import batch
from tests.paths import ROOT
from workbench.config import usual_worker_processes

FIELDS = {
    *("benchmark", "case", "value", "unit", "n", "smallest", "largest", "aim", "is_met", "beside")
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs_and_writes_what_it_found(name: str, tmp_path: Path) -> None:
    if name in {"page", "turn"} and shutil.which("chromium") is None:
        pytest.skip("No Chromium; install it with: sudo apt-get install chromium")
    path = tmp_path / "found.json"
    # In a process of its own, as people run it: a browser's driver cannot run twice in one.
    command = [sys.executable, "-m", "benchmarks", name, "--tiny", "--json", str(path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(path.read_text(encoding="utf-8"))
    assert {"processor", "cores", "python", "commit", "date", "is_quick"} <= set(found)
    assert found["results"]
    for result in found["results"]:
        assert set(result) == FIELDS
        assert result["benchmark"] == name
        assert result["smallest"] <= result["value"] <= result["largest"]
        assert result["value"] > 0
        assert result["case"] in ran.stdout


@pytest.mark.slow
def test_a_team_at_a_pace_is_told_the_memory_of_each_process() -> None:
    command = [sys.executable, "-m", "benchmarks.pacing", "--minutes", "0", "--annotators", "2"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    header, row = ran.stdout.splitlines()
    workers = [f"worker {number + 1}" for number in range(usual_worker_processes())]
    processes = ["supervisor", "gunicorn", "server 1", "server 2", *workers]
    assert header.endswith("  ".join(processes))
    total, *each = (float(cell) for cell in row.split()[4:])
    assert len(each) == len(processes)
    assert all(value > 0 for value in each)
    # What is told is rounded to a tenth.
    assert total == pytest.approx(sum(each), abs=0.5)


def test_clients_keep_their_pace_and_a_failed_turn_is_counted() -> None:
    client, refused = Counter(), Refused()
    with at_a_pace([client, refused], 200) as count:
        while count.done < 5 or len(count.failures) < 5:
            time.sleep(0.01)
    assert client.labelled == count.done
    assert set(count.failures) == {"The server answered 503."}


class Counter:
    """Stand for a server and its client, and count what is labelled."""

    def __init__(self) -> None:
        self.labelled = 0

    def label(self) -> None:
        self.labelled += 1

    def close(self) -> None:
        pass


class Refused(Counter):
    """Stand for a client whom the server refuses."""

    def label(self) -> None:
        raise UnexpectedAnswerError("The server answered 503.")


class IdleServer(Served):
    """Stand for a server that costs nothing."""

    def processor_seconds(self) -> float:
        return 0.0


@pytest.mark.parametrize("size", ["full", "quick", "tiny"])
def test_a_study_to_submit_in_has_a_paragraph_for_every_round(size: str, tmp_path: Path) -> None:
    options = Options(tmp_path, is_quick=size == "quick", is_tiny=size == "tiny")
    clients = (1, 8) if options.is_tiny else (1, 8, 32)
    people = [Counter() for _ in range(max(clients) + submitting.PLAIN_CLIENTS)]
    server, other = IdleServer(0, 0), [Counter() for _ in people]
    for count in (*clients, submitting.PLAIN_CLIENTS):
        submitting.compare((server, people[:count]), (server, other[:count]), options)
    held = 2 * max(clients) + submitting.PLAIN_CLIENTS
    assert submitting.used_up(options, clients) == sum(one.labelled for one in people) + held


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    ran = CliRunner().invoke(main, ["everything"])
    assert ran.exit_code == 2
    assert "prescore" in ran.output


def test_a_table_says_whether_an_aim_is_met() -> None:
    results = [
        Result("submit", "fast", "×", (0.4, 0.6, 0.9), Aim("at least", 0.5)),
        Result("submit", "slow", "×", (4.0,), Aim("at most", 3), {"ms": 12.345}),
        Result("submit", "free", "×", (1.0,)),
    ]
    rows = table(results).splitlines()[2:]
    assert rows[0] == "| submit | fast | 0.6 × | 0.4 – 0.9 | 3 | at least 0.5 | yes |  |"
    assert "| at most 3 | **no** | ms 12.3 |" in rows[1]
    assert rows[2].endswith("| 1 |  |  |  |")


@pytest.mark.parametrize(
    ("value", "written"), [(0.12345, "0.123"), (12345.6, "12,346"), (7, "7"), (0.0, "0")]
)
def test_a_figure_has_three_digits_that_count(value: float, written: str) -> None:
    assert figure(value) == written


def test_sides_are_timed_in_turns_after_a_warm_up() -> None:
    called: list[str] = []
    pair = in_turns(lambda: called.append("A"), lambda: called.append("B"), repetitions=3)
    assert "".join(called) == "AB" + "AB" + "BA" + "AB"
    assert len(pair.ratios) == 3


def test_more_sides_are_timed_there_and_back_after_a_warm_up() -> None:
    called: list[str] = []
    works = [partial(called.append, name) for name in "ABC"]
    taken = in_rounds(*works, repetitions=2)
    assert "".join(called) == "ABC" + "ABC" + "CBA"
    assert [len(seconds) for seconds in taken] == [2, 2, 2]


def test_processes_are_all_ready_before_the_first_piece_of_work() -> None:
    texts = tuple(str(number) for number in range(PIECES * 2))
    with spread_over(2, texts, warm_up=note_the_warm_up) as on_two:
        found = on_two(tell_of_the_process)()
    assert isinstance(found, list)
    assert sum(pieces for pieces, *_ in found) == len(texts)
    assert {(warmed, collects) for _, warmed, collects in found} == {(True, False)}


WARMED: list[int] = []


def note_the_warm_up(texts: tuple[str, ...]) -> None:
    WARMED.append(len(texts))


def tell_of_the_process(texts: tuple[str, ...]) -> tuple[int, bool, bool]:
    return len(texts), bool(WARMED), gc.isenabled()


@pytest.mark.parametrize("length", [195, 600, 4_000])
def test_texts_are_of_one_length_and_the_same_each_time(length: int) -> None:
    texts = batch(length, 5)
    assert texts == batch(length, 5)
    assert texts != batch(length, 5, seed=2)
    assert {len(text) for text in texts.paragraphs} == {length}
    assert len(set(texts.paragraphs)) == 5


def test_a_client_sends_what_the_page_held() -> None:
    page = (
        '<input type="hidden" name="csrf_token" value="a&amp;b">'
        '<input name="answer_bias" type="radio" value="biased">'
        '<input checked name="answer_voice" type="radio" value="mixed">'
        '<select name="word_4_10"><option value="demeaning">d</option>'
        '<option value="" selected>none</option></select>'
        '<template><input type="hidden" name="added_start" value=""></template>'
    )
    assert form_on(page) == {
        "csrf_token": "a&b",
        "answer_bias": "biased",
        "answer_voice": "mixed",
        "word_4_10": "",
        "act": "confirm",
    }
