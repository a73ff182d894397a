"""`workbench score` and `workbench sample` in the terminal."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.archive.inputs import json_lines, score_in_process
from tests.cli.terminal import Workbench
from tests.conftest import Cast
from tests.jobs.working import WorkOff
from tests.samples.conftest import PutArchive
from workbench.archive.writing import Progress
from workbench.archive_telling import progress_line
from workbench.articles.models import Article
from workbench.database import db
from workbench.samples.queries import samples


@pytest.fixture
def workbench(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """Give a function that runs `workbench …` with this test's settings, scoring in process."""
    score_in_process(monkeypatch)
    return workbench


def headlines(app: Flask, project_id: int) -> set[str]:
    with app.app_context():
        return set(
            db.session.scalars(select(Article.headline).where(Article.project_id == project_id))
        )


def test_score_says_what_it_wrote_and_what_not(workbench: Workbench, tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(3))
    fine = workbench("score", path, "--out", tmp_path / "a.parquet")
    assert fine.exit_code == 0, fine.output
    assert "6 paragraphs of 3 articles." in fine.stdout
    assert fine.stderr == ""
    path.write_text(path.read_text(encoding="utf-8") + "{broken\n")
    some = workbench("score", path, "--out", tmp_path / "b.parquet")
    assert some.exit_code == 3
    assert "1 row could not be read" in some.stdout
    assert "news.jsonl,4," in (tmp_path / "b.parquet.bad-rows.csv").read_text(encoding="utf-8")
    again = workbench("score", path, "--out", tmp_path / "b.parquet")
    assert again.exit_code == 1
    assert "exists already" in again.stderr
    wrong = workbench("score", path, "--out", tmp_path / "c.parquet", "--column", "words")
    assert "write FIELD=NAME" in wrong.stderr


def test_a_recipe_draws_the_same_sample_in_another_project(
    app: Flask,
    cast: Cast,
    workbench: Workbench,
    work_off: WorkOff,
    put_archive: PutArchive,
    tmp_path: Path,
) -> None:
    path = put_archive("news.parquet", 60)
    wanted = ("sample", path, "--project", "Two tellings", "--strata", "outlet,month")
    seen = workbench(*wanted, "--size", "20", "--seed", "4", "--preview")
    assert seen.exit_code == 0, seen.output
    assert "in all" in seen.stdout
    assert headlines(app, cast.project) == set()
    # The first sample takes articles away from the second.
    assert workbench(*wanted, "--size", "20", "--seed", "4").exit_code == 0
    work_off()
    second = workbench(*wanted, "--size", "15", "--seed", "8", "--per-stratum", "equal")
    assert "workbench jobs show" in second.stdout
    before = headlines(app, cast.project)
    work_off()
    drawn = headlines(app, cast.project) - before
    assert len(drawn) == 15
    with app.app_context():
        newest = samples(cast.project)[0].recipe
        db.session.rollback()
    assert len(newest.excluded) == 20
    recipe = tmp_path / "recipe.json"
    recipe.write_text(newest.to_json(), encoding="utf-8")
    other = ("sample", path, "--project", "Another study", "--recipe", recipe)
    assert workbench(*other).exit_code == 0
    work_off()
    assert headlines(app, cast.other_project) == drawn
    again = workbench(*other)
    assert again.exit_code == 1
    assert "is in this project already" in again.stderr


def test_another_archive_or_a_changed_recipe_is_refused(
    app: Flask, cast: Cast, workbench: Workbench, put_archive: PutArchive, tmp_path: Path
) -> None:
    path = put_archive("news.parquet", 9)
    workbench("sample", path, "--project", "1", "--size", "3", "--seed", "1")
    with app.app_context():
        text = samples(cast.project)[0].recipe.to_json()
        db.session.rollback()
    recipe = tmp_path / "recipe.json"
    recipe.write_text(text.replace('"seed": 1', '"seed": 2'), encoding="utf-8")
    changed = workbench("sample", path, "--project", "1", "--recipe", recipe)
    assert "This recipe was changed" in changed.stderr
    recipe.write_text(text, encoding="utf-8")
    other = put_archive("other.parquet", 8)
    refused = workbench("sample", other, "--project", "1", "--recipe", recipe)
    assert "is not the archive of this recipe" in refused.stderr
    with app.app_context():
        assert db.session.scalar(select(func.count(Article.id))) == 0


def test_what_is_missing_is_said(cast: Cast, workbench: Workbench, tmp_path: Path) -> None:
    assert "Give either" in workbench("sample", tmp_path / "a", "--project", "1").stderr
    nowhere = workbench("sample", tmp_path / "a", "--project", "1", "--size", "1")
    assert "There is no file" in nowhere.stderr


def test_a_line_of_progress_tells_rate_and_time_left() -> None:
    progress = Progress(
        bytes_read=250, bytes_in_all=1_000, paragraphs=1_500, taken_over=500, bad_rows=1
    )
    line = progress_line(progress, seconds=10, bytes_taken_over=150)
    assert "25 %" in line
    assert "1,500 paragraphs  100 a second  about 75 seconds left  1 row not read" in line
