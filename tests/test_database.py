"""The engine does what the promise "no lost label" needs."""

import stat
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from tests.conftest import Cast
from tests.databases import settings_for
from workbench.accounts.models import Account
from workbench.app import create_app
from workbench.database import db, now, transaction_mode
from workbench.jobs.bell import bell_of


def test_sqlite_writes_every_acknowledged_label_to_the_disk(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("pragmas belong to SQLite")

        def pragma(name: str) -> object:
            return db.session.scalar(text(f"PRAGMA {name}"))

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2  # FULL
        assert pragma("foreign_keys") == 1
        assert int(str(pragma("busy_timeout"))) >= 10_000


def test_only_its_owner_can_read_what_sqlite_keeps(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'workbench.db'}"))
    with app.app_context():
        db.session.execute(text("CREATE TABLE one (two INTEGER)"))
        bell_of(app).ring(times=1)
        # While it is in use, so that the log beside it is looked at, too.
        kept = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*.db*")}
        db.session.remove()
        db.engine.dispose()
    assert {"workbench.db", "workbench.db-wal", "queue.db"} <= kept.keys()
    assert {name for name, mode in kept.items() if mode & 0o077} == set()


def test_concurrent_read_modify_write_loses_nothing(app: Flask, cast: Cast) -> None:
    rounds, threads = 15, 4

    def count_up() -> None:
        transaction_mode.set("IMMEDIATE")
        for _ in range(rounds):
            with app.app_context():
                # PostgreSQL needs the row locked; SQLite has taken its only lock at BEGIN.
                query = select(Account).where(Account.id == cast.ada).with_for_update()
                account = db.session.scalars(query).one()
                account.session_version += 1
                db.session.commit()

    workers = [threading.Thread(target=count_up) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with app.app_context():
        account = db.session.get(Account, cast.ada)
        assert account is not None
        assert account.session_version == rounds * threads


def test_times_come_back_in_utc_whatever_zone_they_went_in_with(app: Flask, cast: Cast) -> None:
    local = datetime(2026, 3, 29, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    with app.app_context():
        account = db.session.get(Account, cast.ada)
        assert account is not None
        account.created_at = local
        db.session.commit()
        db.session.expire_all()
        assert account.created_at == local
        assert account.created_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(app: Flask, cast: Cast) -> None:
    with app.app_context():
        account = db.session.get(Account, cast.ada)
        assert account is not None
        account.created_at = datetime(2026, 1, 1)  # noqa: DTZ001  (this is the mistake under test)
        with pytest.raises(StatementError, match="time zone"):
            db.session.flush()


def test_foreign_keys_hold(app: Flask, cast: Cast) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE membership SET role = 'lead'"))
        with pytest.raises(IntegrityError):
            db.session.execute(text("UPDATE membership SET account_id = 999"))


def test_the_database_itself_refuses_an_unknown_role(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE membership SET role = 'owner'"))


def test_now_is_aware() -> None:
    assert now().tzinfo is UTC
