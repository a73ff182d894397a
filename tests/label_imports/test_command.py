"""Labels come in from the command line, and by a job where they are many."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cli.terminal import Workbench
from tests.conftest import Cast, SignIn
from tests.label_imports.files import LABELS, guessed, upload
from workbench.annotations.models import Annotation, LabelImport
from workbench.database import db, now
from workbench.jobs.models import Job
from workbench.label_imports import jobs
from workbench.label_imports.models import LabelImportPart
from workbench.projects.queries import codebook_in_force

COLUMNS = ("--annotator", "who", "--time", "when")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "study.csv"
    path.write_text(LABELS, encoding="utf-8")
    return path


def stored(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Annotation)) or 0


def test_a_dry_run_says_what_would_be_stored_and_stores_nothing(
    app: Flask, cast: Cast, workbench: Workbench, file: Path
) -> None:
    told = workbench("import-labels", str(file), "--project", "Two tellings", *COLUMNS, "--dry-run")
    assert told.exit_code == 0, told.output
    assert "11 labels in 6 annotations of 2 annotators on 3 paragraphs" in told.output
    assert stored(app) == 0
    done = workbench("import-labels", str(file), "--project", "Two tellings", *COLUMNS)
    assert done.exit_code == 0, done.output
    assert stored(app) == 6


def test_values_and_levels_can_be_said(
    app: Flask, cast: Cast, workbench: Workbench, file: Path
) -> None:
    common = (str(file), "--project", str(cast.project), *COLUMNS, "--codebook", "keep")
    asked = ("--answers", "slant", "--answers", "scale", "--as", "slant=bias", "--spans", "")
    refused = workbench("import-labels", *common, *asked)
    assert refused.exit_code == 1
    assert "No label of bias is called “nan”" in refused.output
    values = ("--value", "slant:nan=not_biased", "--value", "slant:🙂=biased")
    level = ("--level", "scale=interval", "--value", "scale:3=")
    done = workbench("import-labels", *common, *asked, *values, *level)
    assert done.exit_code == 0, done.output
    with app.app_context():
        codebook = codebook_in_force(cast.project).codebook
        scale = codebook.question("scale")
        assert (scale.level, scale.label_names) == ("interval", ("1", "2"))
        assert len(codebook.questions) == 4


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--project", "Nowhere"), "There is no project “Nowhere”"),
        (("--annotator", "nobody"), "has no column “nobody”"),
        (("--annotator", ""), "--annotator COLUMN"),
        (("--level", "slant=loud"), "“loud” is no level"),
        (("--as", "moon=bias"), "No question of the file is called “moon”"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(
    app: Flask,
    cast: Cast,
    workbench: Workbench,
    file: Path,
    more: tuple[str, ...],
    sentence: str,
) -> None:
    told = workbench("import-labels", str(file), "--project", "Two tellings", *COLUMNS, *more)
    assert told.exit_code == 1
    assert sentence in told.output
    assert stored(app) == 0


BEN_CHANGES_HIS_MIND = "2,Prices rose by two per cent.,Ben K.,a,🙂,2,,2026-03-10\n"
NOBODYS = "1,The brave crews held the line.,,a,🙂,1,,2026-03-02\n"


@pytest.mark.parametrize(
    ("row", "way_out"),
    [(BEN_CHANGES_HIS_MIND, ("--repeats", "last")), (NOBODYS, ("--keep-good",))],
)
def test_what_stands_in_the_way_is_said_with_the_option_that_takes_it_away(
    app: Flask,
    cast: Cast,
    workbench: Workbench,
    file: Path,
    row: str,
    way_out: tuple[str, ...],
) -> None:
    file.write_text(LABELS + row, encoding="utf-8")
    common = (str(file), "--project", "Two tellings", *COLUMNS)
    for more, sentence in (((), "Nothing was stored."), (("--dry-run",), "would be stored.")):
        refused = workbench("import-labels", *common, *more)
        assert refused.exit_code == 1
        assert sentence in refused.output
        assert " ".join(way_out) in refused.output
        assert "line 8" in refused.output
        # There is neither a tick nor anything below.
        assert "below" not in refused.output
    assert stored(app) == 0
    assert workbench("import-labels", *common, *way_out).exit_code == 0
    assert stored(app) == 6


def test_many_labels_are_stored_by_a_job(
    app: Flask,
    cast: Cast,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    file: Path,
) -> None:
    monkeypatch.setattr(jobs, "ANNOTATIONS_AT_ONCE", 3)
    browser = sign_in(cast.ada)
    address = upload(browser, cast.project, file.name, file.read_bytes())
    sent = {**guessed(browser.get(address).text), "annotator": "who", "answers": ["slant"]}
    labels = browser.post(address, data=sent).location
    answer = browser.post(labels, data={**guessed(browser.get(labels).text), "store": "1"})
    assert "/jobs/" in answer.location
    assert stored(app) == 0
    assert "not all stored yet" in browser.get(f"/label-imports/{cast.project}").text
    with app.app_context():
        job = db.session.scalars(select(Job)).one()
        assert (job.kind, job.total_units) == ("label_import", 6)
        part = db.session.scalars(select(LabelImportPart.id)).one()
        chunk = {"label_import_id": db.session.scalars(select(LabelImport.id)).one()}
        for _ in range(2):
            # The second time there is nothing left of it.
            jobs.STORE_LABELS.run_chunk({**chunk, "part_id": part}, at=now())
        db.session.commit()
    assert stored(app) == 6
