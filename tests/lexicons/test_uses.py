"""Where a project is known its own lexicon finds the words: import, job, and terminal."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks.studies import import_paragraphs
from tests.archive.inputs import rows_of, score_in_process
from tests.cli.terminal import Workbench
from tests.conftest import Cast
from tests.reports.study import Study
from workbench.articles import rescoring
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Prescore, StoredLoadedWord
from workbench.database import db, now
from workbench.lexicons.operations import Base, apply_draft, change_draft
from workbench.lexicons.queries import draft_of
from workbench.lexicons.shipped import shipped_lexicon
from workbench.scoring.lexicon_entries import LexiconEntry
from workbench.scoring.overlay import Overlay

FERRY = LexiconEntry("ferry", "sensational", 0, 1, "Is everywhere in this study.", "noun")
NEWS = (
    "The crossing at dawn\n\n"
    "The heroes took the ferry over the river and left the harbour in the morning.\n"
)


def put_in_force(cast: Cast, entry: LexiconEntry) -> str:
    """Apply a lexicon with one more term and no heroes, and give its version."""

    def change(overlay: Overlay, _base: Base) -> Overlay:
        return overlay.with_entries([entry]).switched_off(["hero"])

    change_draft(
        cast.project, change, changed=frozenset({entry.term}), account_id=cast.ada, at=now()
    )
    draft = draft_of(cast.project)
    assert draft is not None
    applied = apply_draft(
        cast.project, seen=draft.fingerprint, note="", account_id=cast.ada, at=now()
    )
    db.session.commit()
    return applied.version


def found_terms() -> list[tuple[str, str]]:
    return [
        (version, term)
        for version, term in db.session.execute(
            select(Prescore.lexicon_version, StoredLoadedWord.term)
            .join(StoredLoadedWord, StoredLoadedWord.prescore_id == Prescore.id)
            .where(Prescore.is_current)
        )
    ]


def test_an_import_uses_the_project_s_lexicon(app: Flask, cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    with app.app_context():
        version = put_in_force(cast, FERRY)
        import_paragraphs(cast.project, path)
        assert found_terms() == [(version, "ferry")]
        import_paragraphs(cast.other_project, path)
        shipped = (shipped_lexicon().version, "hero")
        assert sorted(found_terms()) == sorted([(version, "ferry"), shipped])


def test_a_lexicon_that_is_applied_during_a_job_leaves_nothing_half_old(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        (paragraph,) = Study.of(cast).article("The heroes took the ferry.")
        Study.of(cast).prescore(paragraph)
        put_in_force(cast, FERRY)
        prepared = rescoring._prepare({"paragraph_ids": [paragraph.id]})
        other = LexiconEntry("river", "sensational", 0, 1, "Is everywhere.", "noun")
        version = put_in_force(cast, other)
        rescoring._store(prepared, at=now())
        db.session.commit()
        # The older score stays, and is still known to be older.
        assert rescoring.needed(cast.project).paragraphs == 1
        prepared = rescoring._prepare({"paragraph_ids": [paragraph.id]})
        rescoring._store(prepared, at=now())
        db.session.commit()
        assert rescoring.needed(cast.project).paragraphs == 0
        assert found_terms() == [(version, "ferry")]


@pytest.fixture
def workbench(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """Give a function that runs `workbench …` with this test's settings, scoring in process."""
    score_in_process(monkeypatch)
    return workbench


def test_score_takes_a_project_s_lexicon_or_that_of_a_file(
    app: Flask,
    cast: Cast,
    ada: FlaskClient,
    tmp_path: Path,
    workbench: Workbench,
) -> None:
    news = tmp_path / "news.jsonl"
    news.write_text(json.dumps({"text": NEWS.partition("\n\n")[2]}) + "\n", encoding="utf-8")
    with app.app_context():
        version = put_in_force(cast, FERRY)
        db.session.remove()
    scored = workbench("score", news, "--out", tmp_path / "a.parquet", "--project", cast.project)
    assert scored.exit_code == 0, scored.output
    (row,) = rows_of(tmp_path / "a.parquet")
    assert (row["lexicon_version"], [span["reason_id"] for span in row["spans"]]) == (
        version,
        ["ferry"],
    )
    file = tmp_path / "own.csv"
    file.write_bytes(ada.get(f"/lexicons/{cast.project}/lexicon.csv").data)
    scored = workbench("score", news, "--out", tmp_path / "b.parquet", "--lexicon", file)
    assert scored.exit_code == 0, scored.output
    assert rows_of(tmp_path / "b.parquet")[0]["lexicon_version"] == version
    file.write_text("term,category\nx,y\n", encoding="utf-8")
    target = tmp_path / "c.parquet"
    assert "lacks the column" in workbench("score", news, "--out", target, "--lexicon", file).stderr
    file.unlink()
    assert "cannot be read" in workbench("score", news, "--out", target, "--lexicon", file).stderr
    both = workbench("score", news, "--out", target, "--lexicon", file, "--project", "1")
    assert "Give either --project or --lexicon." in both.stderr
    nobody = workbench("score", news, "--out", target, "--project", "Nobody")
    assert "There is no project" in nobody.stderr


def test_the_same_terms_make_the_same_version(app: Flask, cast: Cast) -> None:
    with app.app_context():
        first = put_in_force(cast, FERRY)
        assert lexicon_in_force(cast.project).version == first
        milder = LexiconEntry("ferry", "sensational", 0, 2, "Is everywhere in this study.", "noun")
        assert put_in_force(cast, milder) != first
        assert put_in_force(cast, FERRY) == first
        assert lexicon_in_force() is shipped_lexicon()
