"""`workbench import`: a job that survives a crash, from files that were understood."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.cli.terminal import Workbench
from tests.conftest import Cast
from workbench.articles import file_imports, import_jobs
from workbench.articles.importing import store_rows
from workbench.articles.models import Article, ArticleImport, ImportRow, Paragraph, Prescore
from workbench.database import db, now
from workbench.jobs.kinds import ChunkError
from workbench.jobs.models import Job, JobState
from workbench.jobs.operations import pause_job
from workbench.jobs.running import Runner

TO = ("import", "--project", "Two tellings")
ODD = (
    "Titel;Volltext;Datum;publisher\n"
    'Bridge;"The council closed the café bridge.\n\nIt opens in May.";03/04/2024;Post\n'
    'Mayor;"The mayor said no.\n\nThe mayor said yes.";04/04/2024;\n'
)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.csv"
    path.write_text(ODD, encoding="cp1252")
    return path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Write so many articles that their job has three chunks."""
    path = tmp_path / "many.csv"
    rows = (f'"The council voted on plan {n}.\n\nThe mayor said no."' for n in range(120))
    path.write_text("text\n" + "\n".join(rows), encoding="utf-8")
    return path


def counts(app: Flask) -> tuple[int, ...]:
    """Count articles, paragraphs, pre-scores, rows of previews, imports, and jobs."""
    with app.app_context():
        tables = (Article, Paragraph, Prescore, ImportRow, ArticleImport, Job)
        return tuple(db.session.scalar(select(func.count(each.id))) or 0 for each in tables)


def run_one_chunk(app: Flask) -> None:
    with ThreadPoolExecutor(1) as executor:
        assert Runner(app, executor, timedelta(minutes=1)).run_next()


def test_a_dry_run_says_how_files_are_understood_and_stores_nothing(
    app: Flask, cast: Cast, workbench: Workbench, odd: Path
) -> None:
    told = workbench(*TO, "--dry-run", "--column", "text=Volltext", odd)
    assert told.exit_code == 0, told.output
    assert "odd.csv: windows-1252 (guessed), cells between semicolons" in told.stdout
    assert "outlet ← publisher, text ← Volltext; not used: Titel, Datum" in told.stdout
    assert "Languages: English 2\n" in told.stdout
    assert "Not found: outlet in 1, byline in 2, date in 2, url in 2" in told.stdout
    guessed = "2 × No headline was found: the first words stand in for it. (first in odd.csv, line"
    assert guessed in told.stdout
    assert "2 articles would be imported, 0 duplicates would not" in told.stdout
    assert counts(app) == (0, 0, 0, 0, 0, 0)


def test_what_is_guessed_wrongly_can_be_said(
    app: Flask, cast: Cast, workbench: Workbench, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(ODD, encoding="mac-roman")
    named = ("--column", "text=Volltext", "--column", "headline=Titel", "--column", "date=Datum")
    facts = ("--dates", "day-first", "--outlet", "The Gazette", "--language", "fr")
    done = workbench(*TO, *named, *facts, "--encoding", "mac-roman", path)
    assert (done.exit_code, done.stdout) == (0, "Imported 2 articles.\n")
    with app.app_context():
        columns = (Article.headline, Article.outlet, Article.published_on, Article.language)
        found = db.session.execute(select(*columns, Article.body).order_by(Article.id)).all()
    assert [row[:4] for row in found] == [
        ("Bridge", "Post", date(2024, 4, 3), "fr"),
        ("Mayor", "The Gazette", date(2024, 4, 4), "fr"),
    ]
    assert found[0].body == "The council closed the café bridge.\n\nIt opens in May."


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--column", "text=story"), "No file has a column “story”. Their columns are “Titel”"),
        (("--column", "story"), "names no column"),
        (("--encoding", "klingon"), "There is no encoding “klingon”"),
        (("--encoding", "ascii"), "of the file is not ascii"),
    ],
)
def test_a_correction_that_fits_nothing_is_refused(
    app: Flask, cast: Cast, workbench: Workbench, odd: Path, option: tuple[str, str], said: str
) -> None:
    refused = workbench(*TO, *option, odd)
    assert refused.exit_code in (1, 2)
    assert said in refused.stderr
    assert counts(app) == (0, 0, 0, 0, 0, 0)


def test_it_is_a_job_that_stores_and_scores_everything_once(
    app: Flask, cast: Cast, workbench: Workbench, many: Path
) -> None:
    done = workbench(*TO, many)
    assert (done.exit_code, done.stdout) == (0, "Imported 120 articles.\n")
    assert counts(app) == (120, 240, 240, 0, 1, 1)
    again = workbench(*TO, many)
    assert (again.exit_code, again.stdout) == (
        0,
        "Imported 0 articles. 120 articles were duplicates.\n",
    )
    assert counts(app) == (120, 240, 240, 0, 1, 1)


def test_the_same_command_goes_on_where_one_was_killed(
    app: Flask, cast: Cast, workbench: Workbench, many: Path
) -> None:
    assert workbench(*TO, "--no-wait", many).exit_code == 0
    run_one_chunk(app)
    assert counts(app)[0] == 50
    done = workbench(*TO, many)
    assert done.exit_code == 0, done.output
    assert "had been begun" in done.stdout
    assert done.stdout.endswith("Imported 120 articles.\n")
    assert counts(app) == (120, 240, 240, 0, 1, 1)


def test_files_that_are_read_otherwise_or_go_elsewhere_are_another_import(
    app: Flask, cast: Cast, workbench: Workbench, many: Path
) -> None:
    for project, option in (("1", ""), ("1", "--outlet=Post"), ("2", "")):
        number = {"1": cast.project, "2": cast.other_project}[project]
        entered = workbench(
            "import", "--project", str(number), "--no-wait", *filter(None, [option]), many
        )
        assert entered.exit_code == 0, entered.output
        assert "Entered. Follow it with: workbench jobs show " in entered.stdout
    assert counts(app)[5] == 3


def test_a_job_of_somebody_else_is_left_to_the_workers(
    app: Flask, cast: Cast, workbench: Workbench, many: Path, odd: Path
) -> None:
    workbench("import", "--project", str(cast.other_project), "--no-wait", many)
    assert workbench(*TO, "--column", "text=Volltext", odd).exit_code == 0
    assert counts(app)[0] == 2


def test_what_failed_is_said_with_its_reason_and_tried_again_by_the_same_command(
    app: Flask, cast: Cast, workbench: Workbench, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any, **named: Any) -> int:
        if any("plan 3." in row.article.body for row in arguments[1]):
            raise ChunkError("The third plan is secret.")
        return store_rows(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(import_jobs, "store_rows", refuse)
        failed = workbench(*TO, many)
    assert failed.exit_code == 4
    assert "failed: The third plan is secret." in failed.stderr
    assert "Imported 70 articles. 50 articles could not be stored." in failed.stderr
    assert workbench(*TO, many).exit_code == 0
    assert counts(app) == (120, 240, 240, 0, 1, 1)


def test_a_job_that_was_paused_or_cancelled_is_not_waited_for(
    app: Flask, cast: Cast, workbench: Workbench, many: Path
) -> None:
    workbench(*TO, "--no-wait", many)
    with app.app_context():
        pause_job(db.session.scalars(select(Job.id)).one())
        db.session.commit()
    paused = workbench(*TO, many)
    assert paused.exit_code == 4
    assert "workbench jobs resume " in paused.stderr
    with app.app_context():
        db.session.execute(update(Job).values(state=JobState.CANCELLED, finished_at=now()))
        db.session.commit()
    assert workbench(*TO, many).exit_code == 0
    assert counts(app)[0] == 120


def test_more_than_one_import_holds_goes_in_by_several(
    app: Flask, cast: Cast, workbench: Workbench, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_imports, "ROWS", 50)
    done = workbench(*TO, many)
    assert (done.exit_code, done.stdout) == (0, "Imported 120 articles.\n")
    assert counts(app) == (120, 240, 240, 0, 3, 3)


def test_a_script_is_told_everything_in_one_object(
    app: Flask, cast: Cast, workbench: Workbench, odd: Path
) -> None:
    with odd.open("a", encoding="cp1252") as file:
        file.write('Nothing;"";;\n')
    common = (*TO, "--json", "--column", "text=Volltext", odd)
    refused = workbench(*common)
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["state"] == "refused"
    told = workbench(*common, "--keep-good")
    assert told.exit_code == 3
    found = json.loads(told.stdout)
    assert (found["state"], found["stored"], found["duplicates"]) == ("done", 2, 0)
    assert [(row["source"], row["line"]) for row in found["bad_rows"]] == [("odd.csv", 8)]
    assert found["files"][0]["columns"] == {"outlet": "publisher", "text": "Volltext"}
    assert found["guesses"][0]["articles"] == 2
