"""The bell: workers wake at once, and a bell that is out of order costs only seconds."""

import logging
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Event, Thread

import psycopg
import pytest
from flask import Flask
from huey import Huey
from sqlalchemy import inspect

from tests.jobs.kinds import KINDS, add_job, once_each, rows_left
from tests.running import free_port, listens
from workbench.app import create_app
from workbench.config import Settings, SettingsError, read_settings
from workbench.database import db
from workbench.jobs import worker
from workbench.jobs.bell import MOST_STROKES, SCHEMA, Bell, bell_of, make_bell

REDIS = shutil.which("redis-server")


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """Run Debian's Redis; without one, skip loudly or, where it is required, fail."""
    if REDIS is None:
        reason = "No Redis; install it with: sudo apt-get install redis-server"
        if "redis" in os.environ.get("WORKBENCH_TEST_REQUIRES", "").split():
            pytest.fail(reason)
        pytest.skip(reason)
    port = free_port()
    process = subprocess.Popen(
        [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    end = time.monotonic() + 30
    while not listens(port):
        assert time.monotonic() < end, "Redis did not start."
        time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait(timeout=30)


class Waiting(Event):
    """Count how often a worker lay down to wait although the bell may have rung."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.times += 1
        return super().wait(timeout)


def waits(bell: Bell) -> int:
    """Count the waits of a worker until the bell rang or its silence was over."""
    stop = Waiting()
    bell.wait(stop, seconds=0.5)
    return stop.times


def hush(bell: Bell) -> None:
    """Hear what earlier tests rang: on PostgreSQL all tests of a process have one queue."""
    while waits(bell) == 0:
        continue


def assert_wakes(bell: Bell) -> None:
    """Hold that a ring ends another's wait, and silence does not."""
    hush(bell)
    bell.ring(times=1)
    assert waits(bell) == 0
    assert waits(bell) > 0


def test_a_ring_wakes_by_the_database(settings: Settings) -> None:
    bell = make_bell(settings)
    assert_wakes(bell)
    bell.close()


def test_a_ring_wakes_a_worker_that_already_waits(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.jobs.bell.POLL_SECONDS", 600)
    waiting, ringing, stop = make_bell(settings), make_bell(settings), Waiting()
    hush(ringing)

    def wait() -> None:
        waiting.wait(stop, seconds=600)
        waiting.close()

    thread = Thread(target=wait)
    thread.start()
    # On PostgreSQL it lies down within the queue, and this only lets it begin.
    end = time.monotonic() + 2
    while not stop.times and time.monotonic() < end:
        time.sleep(0.01)
    ringing.ring(times=1)
    thread.join(timeout=30)
    woke = not thread.is_alive()
    stop.set()
    thread.join(timeout=30)
    ringing.close()
    assert woke


def test_a_ring_wakes_by_redis(settings: Settings, redis_url: str) -> None:
    bell = make_bell(replace(settings, redis_url=redis_url))
    assert_wakes(bell)
    bell.close()


def test_a_large_job_rings_a_few_times_only(settings: Settings) -> None:
    bell = make_bell(settings)
    hush(bell)
    bell.ring(times=100_000)
    assert [waits(bell) for _ in range(MOST_STROKES)] == [0] * MOST_STROKES
    assert waits(bell) > 0
    bell.close()


def test_a_worker_that_stops_does_not_wait_for_the_bell() -> None:
    def queue() -> Huey:
        pytest.fail("The queue was asked for a stroke.")

    stop = Event()
    stop.set()
    # An event that is set lets everybody through who would wait for it.
    Bell(queue, ()).wait(stop, seconds=60)


def test_the_queue_keeps_out_of_the_tables_of_the_study(app: Flask) -> None:
    bell_of(app).ring(times=1)
    with app.app_context():
        names = inspect(db.engine).get_table_names()
    assert not [name for name in names if name.startswith("huey") or name in {"task", "kv"}]


@pytest.fixture
def worker_thread(app: Flask, settings: Settings) -> Iterator[None]:
    """Let a worker work in this process while the test goes on."""
    stop = Event()
    thread = Thread(target=worker.work, args=(app, settings, stop))
    thread.start()
    yield
    stop.set()
    thread.join(timeout=30)


def wait_for_rows(app: Flask, units: int) -> None:
    end = time.monotonic() + 30
    while rows_left(app) != once_each(units):
        assert time.monotonic() < end, rows_left(app)
        time.sleep(0.1)


@pytest.mark.usefixtures("worker_thread")
def test_a_job_is_worked_off_without_anybody_asking(app: Flask) -> None:
    add_job(app, 3)
    wait_for_rows(app, 6)


@pytest.mark.usefixtures("worker_thread")
def test_a_queue_that_was_deleted_loses_no_work(app: Flask, settings: Settings) -> None:
    add_job(app, 1, size=1)
    wait_for_rows(app, 1)
    for file in settings.instance.glob("queue.db*"):
        file.unlink()
    add_job(app, 2, size=1)
    end = time.monotonic() + 30
    while rows_left(app) != {"0": 2, "1": 1}:
        assert time.monotonic() < end, rows_left(app)
        time.sleep(0.1)


def test_a_queue_that_cannot_be_reached_loses_no_work(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    secret = f"redis://:a-password@127.0.0.1:{free_port()}/0"
    cut_off = replace(settings, redis_url=secret)
    app = create_app(cut_off, kinds=KINDS)
    stop = Event()
    thread = Thread(target=worker.work, args=(app, cut_off, stop))
    with caplog.at_level(logging.WARNING):
        thread.start()
        add_job(app, 2)
        wait_for_rows(app, 4)
    stop.set()
    thread.join(timeout=30)
    assert [record for record in caplog.records if "cannot be reached" in record.message]
    assert "a-password" not in caplog.text
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("address", ["127.0.0.1:6379", "http://127.0.0.1", "redis:"])
def test_an_address_that_is_not_of_redis_stops_the_start(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match="REDIS_URL must look like"):
        read_settings({"WORKBENCH_INSTANCE": str(tmp_path), "REDIS_URL": address})


def test_processes_that_start_together_make_one_queue_and_complain_of_nothing(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    if settings.database_url.startswith("postgresql"):
        with psycopg.connect(settings.database_url.replace("+psycopg", "")) as connection:
            connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    bells = [make_bell(settings) for _ in range(8)]
    together = Barrier(len(bells))

    def ring(bell: Bell) -> None:
        together.wait()
        bell.ring(times=1)

    with ThreadPoolExecutor(len(bells)) as executor:
        list(executor.map(ring, bells))
    assert caplog.messages == []
    for bell in bells:
        bell.close()
