"""A database that cannot be used is said in one sentence, whatever was typed."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.exc import OperationalError

from tests.running import WORKBENCH
from workbench.cli import main

COMMANDS = [
    ["run"],
    ["upgrade"],
    ["worker"],
    ["admin-link"],
    ["jobs", "list"],
    ["jobs", "pause", "1"],
    ["export", "1"],
    ["import", "--project", "1", "a.txt"],
    ["backup", "copy.db"],
]
NOBODY = "postgresql://ada:a-secret@127.0.0.1:1/workbench"
UNUSABLE = {
    "port": "postgresql://ada:a-secret@127.0.0.1:many/workbench",
    "address": "postgresql://ada:a-secret@[::1/workbench",
    "option": "postgresql://ada:a-secret@127.0.0.1:1/workbench?no_such_option=1",
    "folder": "sqlite:////no/such/folder/workbench.db",
    "scheme": "mysql://ada:a-secret@127.0.0.1/workbench",
}


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_INSTANCE", str(tmp_path / "instance"))
    return tmp_path


def assert_one_sentence(result: Result) -> None:
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.strip().splitlines()) == 1
    assert "a-secret" not in result.output


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_that_nobody_answers_for_is_named(
    instance: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", NOBODY)
    result = CliRunner().invoke(main, command)
    assert_one_sentence(result)
    assert "ada:***@127.0.0.1:1/workbench" in result.stderr
    assert "refused" in result.stderr


@pytest.mark.parametrize("what", UNUSABLE)
def test_an_address_that_cannot_be_used_is_said_so(
    instance: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", UNUSABLE[what])
    for command in (["run"], ["worker"], ["admin-link"]):
        assert_one_sentence(CliRunner().invoke(main, command))


def test_a_file_that_is_no_database_is_said_so(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = instance / "letter.db"
    file.write_text("Dear diary, " * 500)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    result = CliRunner().invoke(main, ["admin-link"])
    assert_one_sentence(result)
    assert "not a database" in result.stderr


def test_a_database_without_tables_says_what_to_run(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{instance / 'empty.db'}")
    result = CliRunner().invoke(main, ["jobs", "list"])
    assert_one_sentence(result)
    assert "Run `workbench upgrade`" in result.stderr


def test_a_database_of_an_older_version_says_what_to_run_and_a_fault_of_ours_does_not(
    instance: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path
) -> None:
    file = instance / "older.db"
    shutil.copyfile(sqlite_template, file)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("ALTER TABLE job RENAME COLUMN title TO heading")
    with pytest.raises(OperationalError, match="no such column"):
        CliRunner().invoke(main, ["jobs", "list"], catch_exceptions=False)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    result = CliRunner().invoke(main, ["jobs", "list"])
    assert_one_sentence(result)
    assert "Run `workbench upgrade`" in result.stderr


@pytest.mark.parametrize(
    ("revision", "commands", "sentence"),
    [
        ("9999", ("run", "upgrade", "worker", "jobs list"), "made by a newer version"),
        ("0001", ("worker", "jobs list"), "Run `workbench upgrade`"),
    ],
)
def test_a_database_of_another_version_is_left_alone(
    instance: Path,
    monkeypatch: pytest.MonkeyPatch,
    sqlite_template: Path,
    revision: str,
    commands: tuple[str, ...],
    sentence: str,
) -> None:
    file = instance / "other.db"
    shutil.copyfile(sqlite_template, file)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    for command in commands:
        result = CliRunner().invoke(main, command.split())
        assert_one_sentence(result)
        assert sentence in result.stderr


def test_the_program_itself_ends_with_the_sentence_alone(instance: Path) -> None:
    ended = subprocess.run(
        [WORKBENCH, "run"],
        env={**os.environ, "DATABASE_URL": NOBODY},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("Error: ") == 1
