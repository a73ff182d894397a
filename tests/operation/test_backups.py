"""A backup is one moment, whole and checked; a restore gives exactly that back."""

import os
import re
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, update

from tests.conftest import Cast, SignIn
from tests.operation.conftest import MakeDatabase, close_everything
from tests.operation.proofs import ENGINES, proofs_of
from workbench.accounts.models import Account
from workbench.accounts.operations import create_account
from workbench.articles.models import Prescore
from workbench.cli import main
from workbench.config import Settings
from workbench.database import db, now, transaction_mode
from workbench.operation.backups import restore_backup, write_backup
from workbench.operation.databases import OperationError
from workbench.projects.models import Membership, Role

WORKBENCH = Path(sys.executable).with_name("workbench")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_backup_restores_into_either_engine(
    full: Flask, settings: Settings, tmp_path: Path, engine: str, empty_database: MakeDatabase
) -> None:
    file = tmp_path / "copy.db"
    written = write_backup(settings.database_url, file)
    target = empty_database(engine)
    restored = restore_backup(file, target, replace=False)
    assert restored == written == proofs_of(target) == proofs_of(settings.database_url)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_score_of_minus_zero_is_no_difference(
    full: Flask, settings: Settings, tmp_path: Path, engine: str, empty_database: MakeDatabase
) -> None:
    """A weak sentiment is rounded to −0.0, whose sign PostgreSQL keeps and SQLite does not."""
    with full.app_context():
        db.session.execute(update(Prescore).values(compound=-0.0))
        db.session.commit()
        close_everything()
    written = write_backup(settings.database_url, tmp_path / "copy.db")
    target = empty_database(engine)
    assert restore_backup(tmp_path / "copy.db", target, replace=False) == written
    assert proofs_of(target) == proofs_of(settings.database_url)


def test_a_backup_is_one_private_file_without_the_secret_key(
    full: Flask, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    file = folder / "copy.db"
    write_backup(settings.database_url, file)
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0
    assert settings.secret_key.encode() not in file.read_bytes()


def test_a_backup_is_written_and_read_in_the_folder_one_stands_in(
    full: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written = write_backup(settings.database_url, Path("before-upgrade.db"))
    assert (tmp_path / "before-upgrade.db").is_file()
    restored = restore_backup(Path("before-upgrade.db"), settings.database_url, replace=True)
    assert restored == written


def test_drill_back_up_under_load_and_restore_elsewhere(
    full: Flask, settings: Settings, cast: Cast, tmp_path: Path, empty_database: MakeDatabase
) -> None:
    """A write adds an account and its membership: a torn copy would hold one without the other."""
    file = tmp_path / "copy.db"
    stop = threading.Event()
    acknowledged: list[str] = []

    def write_on() -> None:
        transaction_mode.set("IMMEDIATE")
        while not stop.is_set():
            with full.app_context():
                email = f"writer-{len(acknowledged)}@example.org"
                account = Account(email=email, display_name="Writer", created_at=now())
                db.session.add(account)
                db.session.flush()
                db.session.add(
                    Membership(
                        project_id=cast.project,
                        account_id=account.id,
                        role=Role.ANNOTATOR,
                        pseudonym=f"W-{len(acknowledged)}",
                        created_at=now(),
                    )
                )
                db.session.commit()
                acknowledged.append(email)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        while len(acknowledged) < 5:
            stop.wait(0.01)
        before = list(acknowledged)
        write_backup(settings.database_url, file)
        seen = len(acknowledged)
    finally:
        stop.set()
        writer.join()
    assert seen > len(before), "Nobody wrote during the backup, so nothing was shown."

    elsewhere = empty_database("sqlite")
    restore_backup(file, elsewhere, replace=False)
    with closing(sqlite3.connect(elsewhere.removeprefix("sqlite:///"))) as connection:
        kept = connection.execute(
            "SELECT account.email, membership.id FROM account "
            "LEFT JOIN membership ON membership.account_id = account.id "
            "WHERE email LIKE 'writer-%' ORDER BY account.id"
        ).fetchall()
    assert [email for email, _ in kept][: len(before)] == before
    assert [email for email, _ in kept] == acknowledged[: len(kept)]
    assert all(membership is not None for _, membership in kept)


def test_what_the_database_holds_is_given_up_only_when_told(
    full: Flask, settings: Settings, cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "copy.db"
    written = write_backup(settings.database_url, file)
    with full.app_context():
        db.session.add(Account(email="late@example.org", display_name="Late", created_at=now()))
        db.session.commit()
        db.session.remove()
    with pytest.raises(OperationError, match="--replace"):
        restore_backup(file, settings.database_url, replace=False)
    assert proofs_of(settings.database_url) != written
    assert restore_backup(file, settings.database_url, replace=True) == written
    with full.app_context():
        query = select(func.count()).where(Account.email == "late@example.org")
        assert db.session.scalar(query) == 0


def test_a_failed_restore_keeps_what_was_there(
    full: Flask, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "copy.db"
    write_backup(settings.database_url, file)
    with closing(sqlite3.connect(file)) as connection:
        # SQLite lets an id be text; no other engine and no program would.
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE project SET annotators_per_paragraph = 99")
        connection.commit()
    before = proofs_of(settings.database_url)
    with pytest.raises(OperationError, match=r"refused a row of “project”|damaged"):
        restore_backup(file, settings.database_url, replace=True)
    assert proofs_of(settings.database_url) == before


def test_an_existing_file_is_not_overwritten(
    full: Flask, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "copy.db"
    file.write_text("precious")
    with pytest.raises(OperationError, match="exists already"):
        write_backup(settings.database_url, file)
    assert file.read_text() == "precious"
    with pytest.raises(OperationError, match="no folder"):
        write_backup(settings.database_url, tmp_path / "nowhere" / "copy.db")


def test_what_is_no_whole_backup_is_refused_by_name(
    full: Flask, settings: Settings, tmp_path: Path, empty_database: MakeDatabase
) -> None:
    target = empty_database("sqlite")
    with pytest.raises(OperationError, match="no file"):
        restore_backup(tmp_path / "nothing.db", target, replace=False)

    text = tmp_path / "letter.db"
    text.write_text("Dear diary, " * 500)
    with pytest.raises(OperationError, match=r"letter\.db could not be read"):
        restore_backup(text, target, replace=False)

    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE recipe (id INTEGER)")
    with pytest.raises(OperationError, match="not one of the workbench"):
        restore_backup(foreign, target, replace=False)

    newer = tmp_path / "newer.db"
    write_backup(settings.database_url, newer)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(OperationError, match="newer version"):
        restore_backup(newer, target, replace=False)

    damaged = tmp_path / "damaged.db"
    write_backup(settings.database_url, damaged)
    whole = damaged.read_bytes()
    middle = len(whole) // 2
    damaged.write_bytes(whole[:middle] + b"\xff" * 8192 + whole[middle + 8192 :])
    with pytest.raises(OperationError, match=r"damaged\.db"):
        restore_backup(damaged, target, replace=False)
    assert not Path(target.removeprefix("sqlite:///")).exists()


def test_a_backup_without_room_says_so_and_leaves_nothing(
    full: Flask, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    # In a process of its own, because the limit holds for all that a process writes.
    program = f"ulimit -f 64; exec {WORKBENCH} backup {folder / 'copy.db'}"
    environ = os.environ | {
        "WORKBENCH_INSTANCE": str(tmp_path),
        "WORKBENCH_SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
    }
    ended = subprocess.run(
        ["bash", "-c", program], env=environ, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert re.search(r"^Error: .*(could not be copied|failed)", ended.stderr), ended.stderr
    assert list(folder.iterdir()) == []


def test_a_restored_installation_ends_older_sessions(
    full: Flask,
    settings: Settings,
    cast: Cast,
    sign_in: SignIn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = sign_in(cast.ada)
    monkeypatch.setenv("WORKBENCH_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    file = tmp_path / "copy.db"
    run = CliRunner()
    written = run.invoke(main, ["backup", str(file)])
    assert written.exit_code == 0, written.output
    assert re.search(r"account +\d+  [0-9a-f]{16}", written.output)

    refused = run.invoke(main, ["restore", str(file)])
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert browser.get("/projects/").status_code == 200

    restored = run.invoke(main, ["restore", "--replace", str(file)])
    assert restored.exit_code == 0, restored.output
    assert "Everybody signs in again" in restored.output
    # The server was not restarted, and its key is the same.
    assert browser.get("/projects/").status_code == 303
    assert sign_in(cast.ada).get("/projects/").status_code == 200


def test_a_new_account_with_the_number_of_one_that_is_gone_is_not_opened_by_its_cookie(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        versions = {
            create_account(
                email=f"{n}@example.org", display_name="New", password="p" * 20, at=now()
            ).session_version
            for n in range(4)
        }
        db.session.rollback()
    assert len(versions) == 4
