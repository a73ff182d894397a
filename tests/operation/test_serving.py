"""The served workbench: it stops gracefully, believes no stranger, and tells how it fares."""

import json
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.operation.served import Answer, Workbench, cookie_of, served, token_of

TOKEN = "a-token-for-the-tests"


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """Serve with two server processes, JSON logs and metrics; no proxy is declared."""
    folder = tmp_path_factory.mktemp("served") / "instance"
    settings = {
        "WORKBENCH_WORKERS": "2",
        "WORKBENCH_LOG": "json",
        "WORKBENCH_METRICS_TOKEN": TOKEN,
    }
    with served(folder, **settings) as running:
        yield running


def lines_of(workbench: Workbench) -> list[dict[str, object]]:
    return [json.loads(line) for line in workbench.log.read_text().splitlines()]


def metrics(workbench: Workbench) -> Answer:
    return workbench.ask("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})


def counted(workbench: Workbench, labels: str) -> int:
    found = re.search(
        rf"^workbench_requests_total\{{{re.escape(labels)}\}} (\S+)", metrics(workbench).text, re.M
    )
    return int(float(found.group(1))) if found else 0


def test_requests_in_flight_are_answered_before_it_stops(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with served(instance) as workbench:
        page = workbench.ask("GET", "/accounts/sign-in")
        form = {"csrf_token": token_of(page), "email": "a@example.org", "password": "not this one"}
        answers: list[Answer] = []

        def sign_in() -> None:
            cookie = {"Cookie": cookie_of(page)}
            answers.append(workbench.ask("POST", "/accounts/sign-in", headers=cookie, form=form))

        with closing(sqlite3.connect(instance / "workbench.db", timeout=10)) as connection:
            connection.isolation_level = None
            # A sign-in is written down first, so it waits for whoever holds the lock.
            connection.execute("BEGIN IMMEDIATE")
            thread = threading.Thread(target=sign_in)
            thread.start()
            time.sleep(0.7)
            workbench.process.terminate()
            time.sleep(0.7)
            assert not answers
            assert workbench.process.poll() is None
            connection.execute("ROLLBACK")
        thread.join(timeout=30)
        assert [answer.status for answer in answers] == [422]
        assert workbench.process.wait(timeout=30) == 0
    with closing(sqlite3.connect(instance / "workbench.db")) as connection:
        assert connection.execute("SELECT count(*) FROM sign_in_attempt").fetchone() == (1,)


def test_the_metrics_of_all_server_processes_are_added_up(workbench: Workbench) -> None:
    rounds = 20
    before = counted(workbench, 'endpoint="healthz",method="GET",status="200"')
    for _ in range(rounds):
        assert workbench.ask("GET", "/healthz").status == 200
    for _ in range(5):  # Whichever process answers, the sum is the same.
        now = counted(workbench, 'endpoint="healthz",method="GET",status="200"')
        assert now - before == rounds


def test_the_metrics_tell_of_the_queue_and_count_strange_addresses_as_one(
    workbench: Workbench,
) -> None:
    workbench.ask("GET", "/no/such/page/1")
    workbench.ask("BREW", "/no/such/page/2")
    text = metrics(workbench).text
    assert re.search(r'workbench_annotations\{outcome="answered"\} \d', text)
    assert re.search(r'workbench_assignments\{state="submitted"\} \d', text)
    assert 'endpoint="none",method="any",status="404"' in text
    assert "such" not in text
    assert "BREW" not in text


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"]
)
def test_the_metrics_are_not_public(workbench: Workbench, sent: str) -> None:
    answer = workbench.ask("GET", "/metrics", headers={"Authorization": sent})
    assert answer.status == 401
    assert answer.headers["Www-Authenticate"] == "Bearer"
    assert "workbench_requests" not in answer.text


def test_a_line_tells_the_view_and_no_token_address_or_name(workbench: Workbench) -> None:
    secret = "tell-nobody-this-token"
    answer = workbench.ask("GET", f"/accounts/set-password/{secret}")
    page = workbench.ask("GET", "/accounts/sign-in?next=/secret-place")
    workbench.ask(
        "POST",
        "/accounts/sign-in",
        headers={"Cookie": cookie_of(page)},
        form={"csrf_token": token_of(page), "email": "eve@example.org", "password": "hunter2"},
    )
    number = answer.headers["X-Request-Id"]
    (line,) = [line for line in lines_of(workbench) if line.get("request_id") == number]
    assert line["endpoint"] == "accounts.set_password"
    assert line["status"] == answer.status
    assert isinstance(line["duration_ms"], float)
    written = workbench.log.read_text()
    for private in (secret, "secret-place", "eve@example.org", "hunter2", "127.0.0.1"):
        assert private not in written


def test_a_stranger_neither_names_requests_nor_changes_scheme_or_path(
    workbench: Workbench,
) -> None:
    forged = {
        "X-Request-Id": "forged-by-a-stranger",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Prefix": "/elsewhere",
        "SCRIPT_NAME": "/elsewhere",
    }
    answer = workbench.ask("GET", "/", headers=forged)
    assert answer.status == 303
    assert answer.headers["Location"] == "/accounts/sign-in"
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-Id"])


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_supervisors_get_an_answer_without_a_cookie(workbench: Workbench, path: str) -> None:
    answer = workbench.ask("GET", path)
    assert answer.status == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
