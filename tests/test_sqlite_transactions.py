"""Transactions on SQLite: readers that go on as writers, and their turns."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import OperationalError

from tests.conftest import Cast
from workbench.accounts.models import Account
from workbench.database import commit_and_read_on, db, transaction_mode, write_from_here
from workbench.sqlite_transactions import abandon_transactions
from workbench.write_turns import turns_of

VERSION = select(Account.session_version).order_by(Account.id).limit(1)
RAISED = update(Account).values(session_version=Account.session_version + 1)


def test_who_read_first_writes_onto_what_others_wrote_meanwhile(app: Flask, cast: Cast) -> None:
    rounds, threads = 12, 4
    with app.app_context():
        before = db.session.scalar(VERSION)

    def count_up() -> None:
        for _ in range(rounds):
            transaction_mode.set("DEFERRED")
            with app.app_context():
                db.session.scalar(VERSION)
                write_from_here()
                db.session.execute(RAISED)
                db.session.commit()

    workers = [threading.Thread(target=count_up) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with app.app_context():
        assert db.session.scalar(VERSION) == (before or 0) + rounds * threads


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_writes_from_here_on_sees_what_was_stored_by_then(app: Flask, cast: Cast) -> None:
    token = transaction_mode.set("DEFERRED")
    try:
        with app.app_context():
            before = db.session.scalar(VERSION) or 0

            def write_meanwhile() -> None:
                transaction_mode.set("IMMEDIATE")
                with app.app_context():
                    db.session.execute(RAISED)
                    db.session.commit()

            other = threading.Thread(target=write_meanwhile)
            other.start()
            other.join()
            assert db.session.scalar(VERSION) == before, "A reader sees one moment."
            write_from_here()
            assert db.session.scalar(VERSION) == before + 1
            write_from_here()
            db.session.execute(RAISED)
            db.session.rollback()
            assert db.session.scalar(VERSION) == before + 1
    finally:
        transaction_mode.reset(token)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_cannot_begin_to_write_gives_the_turn_back(app: Flask, cast: Cast) -> None:
    token = transaction_mode.set("DEFERRED")
    try:
        with app.app_context():
            db.session.scalar(VERSION)
            db.session.connection().exec_driver_sql("PRAGMA busy_timeout = 20")
            turns = turns_of(str(Path(str(db.engine.url.database)).absolute()))
            # Somebody who takes no turns holds the lock.
            stranger = db.engine.raw_connection()
            stranger.execute("BEGIN IMMEDIATE")
            with pytest.raises(OperationalError, match="locked"):
                write_from_here()
            db.session.rollback()
            stranger.rollback()
            stranger.close()
            assert turns.take(seconds=0)
            turns.give_back()
            db.session.execute(text("PRAGMA busy_timeout = 15000"))
    finally:
        transaction_mode.reset(token)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_thread_left_halfway_can_be_taken_from_it(app: Flask, cast: Cast) -> None:
    with app.app_context():
        before = db.session.scalar(VERSION)
        db.session.rollback()
        left = db.engine.raw_connection()
        # The pool holds it to be given back, as where memory ran out on the way.
        left.cursor().execute("BEGIN IMMEDIATE")
        left.cursor().execute("UPDATE account SET session_version = 99")
        abandon_transactions(db.engine)
        with closing(sqlite3.connect(str(db.engine.url.database), timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
        left.invalidate()
        db.engine.dispose()
        assert db.session.scalar(VERSION) == before


def test_what_is_committed_can_be_read_on_and_holds_up_no_writer(app: Flask, cast: Cast) -> None:
    told: list[str] = []
    with app.app_context():
        before = db.session.scalar(VERSION) or 0
        db.session.rollback()
        transaction_mode.set("IMMEDIATE")
        event.listen(db.session(), "after_commit", lambda _: told.append("committed"), once=True)
        db.session.execute(RAISED)
        commit_and_read_on()
        assert told == ["committed"]

        def write_meanwhile() -> None:
            transaction_mode.set("IMMEDIATE")
            with app.app_context():
                db.session.execute(RAISED)
                db.session.commit()

        assert db.session.scalar(VERSION) == before + 1
        other = threading.Thread(target=write_meanwhile)
        other.start()
        other.join()
        db.session.rollback()
        # What was committed stays, and so does what another one wrote onto it.
        assert db.session.scalar(VERSION) == before + 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_committed_is_undone_and_gives_the_turn_back(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with app.app_context():
        before = db.session.scalar(VERSION)
        db.session.rollback()
        transaction_mode.set("IMMEDIATE")
        db.session.execute(RAISED)
        with monkeypatch.context() as broken:
            transactions = vars(db.engine.dialect)["workbench_transactions"]
            broken.setattr(transactions, "_commit", fail)
            with pytest.raises(OperationalError, match="disk"):
                commit_and_read_on()
        db.session.rollback()
        turns = turns_of(str(Path(str(db.engine.url.database)).absolute()))
        assert turns.take(seconds=0)
        turns.give_back()
        assert db.session.scalar(VERSION) == before
