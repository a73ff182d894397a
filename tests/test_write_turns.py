import multiprocessing
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError

from tests.conftest import Cast
from workbench.accounts.models import Account
from workbench.database import db, transaction_mode
from workbench.write_turns import WriteTurns

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_who_came_first_writes_first(database_url: str, tmp_path: Path) -> None:
    turns = WriteTurns(str(tmp_path / "turns"))
    assert turns.take(seconds=1)
    order: list[int] = []

    def write(number: int) -> None:
        assert turns.take(seconds=30)
        order.append(number)
        turns.give_back()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for number, thread in enumerate(threads):
        thread.start()
        while len(turns._waiting) <= number:
            pass
    turns.give_back()
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_who_waits_in_vain_leaves_the_queue(database_url: str, tmp_path: Path) -> None:
    turns = WriteTurns(str(tmp_path / "turns"))
    assert turns.take(seconds=1)
    assert not turns.take(seconds=0)
    turns.give_back()
    assert turns.take(seconds=0)


def test_without_a_file_the_threads_take_turns_alone(database_url: str, tmp_path: Path) -> None:
    turns = WriteTurns(str(tmp_path / "missing" / "turns"))
    assert turns.take(seconds=1)
    assert not turns.take(seconds=0)
    turns.give_back()


def _hold(path: str, has: Any, let_go: Any) -> None:
    turns = WriteTurns(path)
    assert turns.take(seconds=30)
    has.set()
    let_go.wait(30)
    turns.give_back()


def test_another_process_waits_for_its_turn(database_url: str, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    has, let_go = context.Event(), context.Event()
    path = str(tmp_path / "turns")
    other = context.Process(target=_hold, args=(path, has, let_go))
    other.start()
    assert has.wait(30)
    turns = WriteTurns(path)
    assert not turns.take(seconds=0)
    let_go.set()
    assert turns.take(seconds=30)
    other.join()
    assert other.exitcode == 0


def test_many_writers_never_find_the_database_busy(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers, rounds = 12, 8
    failed: list[str] = []
    query = select(Account).where(Account.id == cast.ada)

    def write() -> None:
        transaction_mode.set("IMMEDIATE")
        for _ in range(rounds):
            with app.app_context():
                try:
                    # SQLite is told not to wait at all: whoever has no turn fails at once.
                    account = db.session.scalars(query).one()
                    account.session_version += 1
                    db.session.commit()
                except OperationalError as error:
                    failed.append(str(error))

    _never_wait(app)
    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        account = db.session.get(Account, cast.ada)
        assert account is not None
        assert (failed, account.session_version) == ([], writers * rounds)


def _never_wait(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()

        @event.listens_for(db.engine, "connect")
        def set_no_timeout(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA busy_timeout=0")


def test_a_turn_is_given_back_after_every_end(app: Flask, cast: Cast) -> None:
    with app.app_context():
        _never_wait(app)
        for _ in range(3):
            db.session.execute(text("UPDATE account SET session_version = 1"))
            db.session.rollback()
            with pytest.raises(Exception, match="no such table"):
                db.session.execute(text("UPDATE absent SET a = 1"))
            db.session.remove()
            with db.engine.connect() as one:
                one.execute(text("SELECT 1"))
                one.commit()
                with db.engine.connect() as other:
                    other.execute(text("SELECT 1"))
