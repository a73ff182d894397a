"""What an administrator types: import, export, a way back in."""

import csv
import errno
import io
import os
import subprocess
from pathlib import Path
from typing import IO

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cli.terminal import Workbench
from tests.conftest import Cast
from tests.reports.study import Study
from tests.running import WORKBENCH
from workbench.accounts.operations import open_link
from workbench.articles.models import Article
from workbench.config import Settings
from workbench.database import db, now

NEWS = "Council closes the bridge\n\nThe council closed the bridge on Monday.\n\nIt opens in May.\n"
TABLE = "text,headline\nThe council closed the bridge on Monday.,Bridge\n,Nothing\n"


def article_count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Article.id))) or 0


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def study(app: Flask, cast: Cast) -> Cast:
    """Let Ben annotate one paragraph of Ada's project."""
    with app.app_context():
        work = Study.of(cast)
        (paragraph,) = work.article("The “heroes” came – at last.")
        work.answer(paragraph, cast.ben)
        db.session.commit()
    return cast


def test_articles_are_imported_by_the_name_of_the_project_and_never_twice(
    app: Flask, cast: Cast, workbench: Workbench, tmp_path: Path
) -> None:
    path = written(tmp_path, "bridge.txt", NEWS)
    first = workbench("import", "--project", "Two tellings", path)
    assert (first.exit_code, first.stdout) == (0, "Imported 1 article.\n")
    again = workbench("import", "--project", str(cast.project), path)
    assert again.exit_code == 0
    assert "1 article was a duplicate." in again.stdout
    assert article_count(app) == 1


def test_a_bad_row_is_named_and_keeps_the_good_ones_out_until_one_says_so(
    app: Flask, cast: Cast, workbench: Workbench, tmp_path: Path
) -> None:
    path = written(tmp_path, "news.csv", TABLE)
    refused = workbench("import", "--project", "Two tellings", path)
    assert refused.exit_code == 1
    assert "news.csv, line 3: " in refused.stderr
    assert "--keep-good" in refused.stderr
    assert article_count(app) == 0
    kept = workbench("import", "--project", "Two tellings", "--keep-good", path)
    assert kept.exit_code == 3
    assert kept.stdout == "Imported 1 article. 1 row could not be read.\n"
    assert article_count(app) == 1


def test_a_file_that_is_not_there_is_named(
    app: Flask, cast: Cast, workbench: Workbench, tmp_path: Path
) -> None:
    result = workbench("import", "--project", "Two tellings", "--keep-good", tmp_path / "gone.txt")
    assert result.exit_code == 1
    assert "gone.txt: Cannot be opened" in result.stderr
    assert "--keep-good" not in result.stderr


@pytest.mark.parametrize("name", ["Three tellings", "9" * 30])
def test_a_project_that_is_not_there_is_answered_with_those_that_are(
    cast: Cast, workbench: Workbench, name: str
) -> None:
    result = workbench("export", name)
    assert result.exit_code == 1
    assert "“Two tellings”" in result.stderr


@pytest.mark.parametrize(("layout", "rows"), [("csv", 3), ("csv-wide", 1)])
def test_a_file_and_standard_output_hold_the_same_labels(
    study: Cast, workbench: Workbench, tmp_path: Path, layout: str, rows: int
) -> None:
    out = tmp_path / "labels.csv"
    assert workbench("export", "Two tellings", "--format", layout, "--out", out).exit_code == 0
    printed = workbench("export", "Two tellings", "--format", layout)
    assert printed.stdout_bytes == out.read_bytes()
    read = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))
    assert len(read) == rows
    assert {row["annotator"] for row in read} == {"A-BEN"}
    assert {row["paragraph_text"] for row in read} == {"The “heroes” came – at last."}


def test_names_leave_only_when_asked_for(study: Cast, workbench: Workbench) -> None:
    assert "ben@example.org" not in workbench("export", "Two tellings").stdout
    assert "ben@example.org" in workbench("export", "Two tellings", "--identities").stdout


def test_a_file_that_cannot_be_written_is_said_so(
    study: Cast, workbench: Workbench, tmp_path: Path
) -> None:
    result = workbench("export", "Two tellings", "--out", tmp_path / "no folder" / "labels.csv")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full.")
def test_a_full_disk_behind_standard_output_is_said_so(study: Cast, settings: Settings) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [WORKBENCH, "export", "Two tellings"],
            env={
                **os.environ,
                "WORKBENCH_INSTANCE": str(settings.instance),
                "DATABASE_URL": settings.database_url,
            },
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    assert "Standard output cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_export_that_breaks_off_leaves_what_was_there(
    study: Cast, workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "labels.csv"
    out.write_text("of yesterday")

    def fill_the_disk(_project: int, _layout: str, file: IO[bytes], **_more: object) -> None:
        file.write(b"half a row")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("workbench.cli.write_labels", fill_the_disk)
    result = workbench("export", "Two tellings", "--out", out)
    assert (result.exit_code, out.read_text()) == (1, "of yesterday")
    assert "No space left on device" in result.stderr
    assert [path.name for path in tmp_path.glob("labels*")] == ["labels.csv"]


def test_a_new_link_for_an_administrator_is_printed(
    app: Flask, cast: Cast, workbench: Workbench
) -> None:
    result = workbench("admin-link")
    address, _, token = result.stdout.strip().rpartition("/")
    assert address == "http://127.0.0.1:8123/accounts/set-password"
    with app.app_context():
        assert open_link(token, at=now()).account_id is None


def test_a_setting_that_cannot_be_used_stops_the_command(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PORT", "eighty")
    result = workbench("admin-link")
    assert result.exit_code == 1
    assert "WORKBENCH_PORT must be a whole number" in result.stderr
