"""A request that a deadlock undid runs again from its start, unless it has kept something."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import OperationalError

from workbench.accounts.models import SignInAttempt
from workbench.database import db, now, transaction_mode
from workbench.web.access import public, requires


class DeadlockError(Exception):
    """Be what PostgreSQL's driver raises, on both engines."""

    sqlstate = "40P01"


def give_way() -> None:
    """Fail as the loser of a deadlock does; on PostgreSQL the server itself undoes everything."""
    if db.engine.dialect.name == "postgresql":
        raised = "DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END $$"
        db.session.connection().exec_driver_sql(raised)
    raise OperationalError("", {}, DeadlockError())


class Writer:
    """Write a row at each run and lose the first few deadlocks."""

    def __init__(self, losses: int, *, commits_first: bool = False) -> None:
        self.losses = losses
        self.commits_first = commits_first
        self.runs = 0
        self.read: list[bytes] = []

    @property
    def gate(self) -> object:
        return public

    def __call__(self) -> str:
        self.runs += 1
        for file in request.files.values():
            self.read.append(file.read())
        with db.session.begin_nested():
            db.session.add(SignInAttempt(email_hash="x", address="test", attempted_at=now()))
        if self.commits_first:
            db.session.commit()
        if self.runs <= self.losses:
            give_way()
        db.session.commit()
        return "stored"


@pytest.fixture
def served(app: Flask) -> Callable[[Writer], FlaskClient]:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def serve(writer: Writer) -> FlaskClient:
        app.add_url_rule("/write", "write", writer, methods=["POST"])
        return app.test_client()

    return serve


def rows(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(SignInAttempt.id))) or 0


def test_what_lost_a_deadlock_is_run_again_and_stored_once(
    app: Flask, served: Callable[[Writer], FlaskClient]
) -> None:
    writer = Writer(losses=2)
    answer = served(writer).post("/write", data={"file": (io.BytesIO(b"whole"), "a.txt")})
    assert (answer.status_code, answer.text) == (200, "stored")
    assert rows(app) == 1
    assert writer.read == [b"whole"] * 3


def test_what_loses_every_time_is_told_that_the_database_is_busy(
    app: Flask, served: Callable[[Writer], FlaskClient]
) -> None:
    writer = Writer(losses=9)
    answer = served(writer).post("/write")
    assert answer.status_code == 503
    assert "Too many are storing at the same moment" in answer.text
    assert "Nothing was stored by this request" in answer.text
    assert "could not reach" not in answer.text
    assert answer.headers["Retry-After"]
    assert (writer.runs, rows(app)) == (3, 0)


def test_what_has_kept_something_is_not_run_again(
    app: Flask, served: Callable[[Writer], FlaskClient]
) -> None:
    writer = Writer(losses=1, commits_first=True)
    assert served(writer).post("/write").status_code == 503
    assert (writer.runs, rows(app)) == (1, 1)


@requires(public)
def _write_into_a_lock() -> str:
    if db.engine.dialect.name == "postgresql":
        db.session.connection().exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
        db.session.connection().exec_driver_sql("LOCK TABLE sign_in_attempt")
    db.session.add(SignInAttempt(email_hash="x", address="test", attempted_at=now()))
    db.session.commit()
    return "stored"


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    """Give the engine, whose connections wait for a lock only a moment."""
    with app.app_context():
        engine = db.engine
    engine.dispose()

    def hurry(connection: Any, _record: object) -> None:
        if engine.dialect.name == "sqlite":
            connection.execute("PRAGMA busy_timeout = 50")

    event.listen(engine, "connect", hurry)
    yield engine
    event.remove(engine, "connect", hurry)
    engine.dispose()


def test_a_lock_that_others_keep_is_called_busy_and_not_gone(app: Flask, engine: Engine) -> None:
    app.testing = False
    app.add_url_rule("/write", "write", _write_into_a_lock, methods=["POST"])
    token = transaction_mode.set("IMMEDIATE")
    other = engine.connect()
    try:
        with other.begin():
            if engine.dialect.name == "postgresql":
                other.exec_driver_sql("LOCK TABLE sign_in_attempt")
            refused = app.test_client().post("/write")
    finally:
        other.close()
        transaction_mode.reset(token)
    assert refused.status_code == 503
    assert "Too many are storing at the same moment" in refused.text
    assert app.test_client().post("/write").status_code == 200
    assert rows(app) == 1
