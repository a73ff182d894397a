"""Labels come in over the pages, with their annotators and with where they come from."""

import csv
import hashlib
import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.conftest import Cast, SignIn
from tests.label_imports.files import LABELS, guessed, import_by_pages, store, upload
from workbench.accounts.models import Account
from workbench.accounts.operations import (
    CannotResetError,
    MadeUpAccountError,
    create_reset_link,
    make_administrator,
)
from workbench.annotations.models import Annotation, AnnotatorCount, Assignment
from workbench.articles.models import Article, Paragraph, Prescore, QueueCount
from workbench.database import db, now
from workbench.gold_pages.queries import trainees
from workbench.label_imports.models import ImportedAnnotator
from workbench.projects.models import Membership


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "study.csv"
    path.write_text(LABELS, encoding="utf-8")
    return path


@pytest.fixture
def lead(cast: Cast, sign_in: SignIn) -> FlaskClient:
    return sign_in(cast.ada)


@pytest.mark.parametrize("path", ["", "/1", "/1/columns", "/provenance.json"])
def test_only_leads_of_the_project_come_in(
    cast: Cast, client: FlaskClient, sign_in: SignIn, path: str
) -> None:
    address = f"/label-imports/{cast.project}{path}"
    assert client.get(address).status_code == 303
    assert sign_in(cast.dee).get(address).status_code == 404
    assert sign_in(cast.ben).get(address).status_code == 403


def test_a_study_comes_in_and_is_counted(
    app: Flask, cast: Cast, lead: FlaskClient, file: Path
) -> None:
    store(lead, cast.project, file)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Article)) == 2
        rows = db.session.execute(
            select(Paragraph.answers, Paragraph.is_full).order_by(Paragraph.id)
        ).all()
        assert [tuple(row) for row in rows] == [(2, True)] * 3
        counts = db.session.get_one(QueueCount, cast.project)
        assert (counts.paragraphs, counts.full_paragraphs) == (3, 3)
        assert {row.submitted for row in db.session.scalars(select(AnnotatorCount))} == {3}
        assert not db.session.scalars(select(Assignment).where(Assignment.is_open)).all()
        assert {row.arm for row in db.session.scalars(select(Assignment))} == {"blind"}
        # English texts are pre-scored as any others; what annotators saw had nothing of it.
        assert db.session.scalar(select(func.count()).select_from(Prescore)) == 3
        assert db.session.scalars(select(Annotation.prescore_id)).all() == [None] * 6
    report = lead.get(f"/reports/{cast.project}/agreement.json").get_json()
    slant, scale = report["questions"]
    assert (slant["question"], scale["level"]) == ("slant", "ordinal")
    # Of three paragraphs two have the same slant: 1 − (6 − 1) · 2 / (2 · 3 · 3).
    assert slant["statistics"][0]["value"] == pytest.approx(1 - 5 * 2 / 18)
    assert report["n_imported_annotations"] == 6
    assert report["spans"]["n_submissions"] == 6
    page = lead.get(f"/reports/{cast.project}/agreement").text
    assert "given elsewhere and imported" in page
    assert "SHA-256" in lead.get(f"/reports/{cast.project}/datasheet").text


def test_imported_annotators_are_nobody_who_signs_in(
    app: Flask, cast: Cast, lead: FlaskClient, file: Path
) -> None:
    store(lead, cast.project, file)
    with app.app_context():
        people = db.session.scalars(select(Account).where(Account.is_imported)).all()
        assert [one.display_name for one in people] == [
            "Imported annotator 1",
            "Imported annotator 2",
        ]
        # The names of the file are kept nowhere.
        for one in people:
            assert "Ada" not in one.email + one.display_name
            with pytest.raises(CannotResetError):
                create_reset_link(one, by=None, at=now())
            with pytest.raises(MadeUpAccountError):
                make_administrator(one)
        people[0].password_hash = "anything"
        with pytest.raises(IntegrityError, match="imported_cannot_sign_in"):
            db.session.flush()
        db.session.rollback()
    members = lead.get(f"/projects/{cast.project}/members").text
    assert "Imported annotators" in members
    assert members.count('class="badge">imported') == 2
    # They are not counted among those who can annotate, and nobody waits for them in training.
    assert "2 annotators and 1 lead can annotate" in lead.get(f"/projects/{cast.project}").text
    with app.app_context():
        present = {each.account_id for each in trainees(cast.project)}
        assert present == {cast.ben, cast.cy}


def test_names_stay_where_the_lead_asks_for_them_and_a_second_file_finds_its_people(
    app: Flask, cast: Cast, lead: FlaskClient, file: Path
) -> None:
    store(lead, cast.project, file, keeps_names="1")
    file.write_text("item,text,who,slant\n9,Another text.,Ada L.,nan\n9,Another text.,Cy,🙂\n")
    address = upload(lead, cast.project, "more.csv", file.read_bytes())
    sent = {**guessed(lead.get(address).text), "annotator": "who", "answers": ["slant"]}
    labels = lead.post(address, data=sent).location
    page = lead.get(labels).text
    assert "only before the first annotation" in page
    assert lead.post(labels, data={**guessed(page), "store": "1"}).status_code == 303
    with app.app_context():
        names = db.session.scalars(
            select(Account.display_name).join(
                ImportedAnnotator, ImportedAnnotator.account_id == Account.id
            )
        ).all()
        assert sorted(names) == ["Ada L.", "Ben K.", "Imported annotator 3"]


def test_where_labels_come_from_leaves_with_them(cast: Cast, lead: FlaskClient, file: Path) -> None:
    store(lead, cast.project, file)
    found = lead.get(f"/label-imports/{cast.project}/provenance.json").get_json()
    (entry,) = found["label_imports"]
    assert entry["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (entry["file"], entry["imported_by"], entry["annotations"]) == (
        "study.csv",
        "A-LEAD",
        6,
    )
    assert entry["mapping"]["questions"][1]["labels_of"]["1.0"] == "1"
    exported = lead.get(f"/exports/{cast.project}/labels.csv").text
    rows = list(csv.DictReader(io.StringIO(exported)))
    assert {row["label_import"] for row in rows} == {str(entry["label_import"])}
    assert {row["annotator_name"] for row in rows if "annotator_name" in row} == set()
    assert "label-imports" in lead.get(f"/exports/{cast.project}").text


def test_values_can_be_given_to_the_questions_of_the_codebook(
    app: Flask, cast: Cast, lead: FlaskClient, file: Path
) -> None:
    address = upload(lead, cast.project, file.name, file.read_bytes())
    sent = {**guessed(lead.get(address).text), "annotator": "who", "answers": ["slant"]}
    sent["spans"] = ""
    labels = lead.post(address, data=sent).location
    fields = {**guessed(lead.get(labels).text), "codebook": "keep", "q0-name": "bias"}
    lead.post(labels, data=fields)
    page = lead.get(labels).text
    assert "is left out" in page or "left out by their values" in page
    fields = {**guessed(page), "q0-value-0": "not_biased", "q0-value-1": "wrong"}
    refused = lead.post(labels, data={**fields, "store": "1"})
    assert refused.status_code == 422
    assert "no label of bias" in refused.text
    assert 'value="wrong"' in refused.text
    fields["q0-value-1"] = "biased"
    assert lead.post(labels, data={**fields, "store": "1"}).status_code == 303
    report = lead.get(f"/reports/{cast.project}/agreement.json").get_json()
    names = [one["question"] for one in report["questions"]]
    assert names == ["sentiment", "bias", "voice"]
    # The file tells nothing of spans: nobody "marked nothing".
    assert report["spans"]["n_submissions"] == 0


def test_an_import_can_be_taken_back_whole(
    app: Flask, cast: Cast, lead: FlaskClient, file: Path
) -> None:
    store(lead, cast.project, file)
    with app.app_context():
        number = db.session.scalars(select(Annotation.label_import_id)).first()
    address = f"/label-imports/{cast.project}/{number}/remove"
    lead.post(address)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Annotation)) == 6
    lead.post(address, data={"sure": "1"})
    with app.app_context():
        for table in (Annotation, Assignment, Article, ImportedAnnotator, AnnotatorCount):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
        assert not db.session.scalars(select(Account).where(Account.is_imported)).all()
        assert len(db.session.scalars(select(Membership)).all()) == 4
        counts = db.session.get_one(QueueCount, cast.project)
        assert (counts.paragraphs, counts.full_paragraphs) == (0, 0)
    store(lead, cast.project, file, codebook="keep")


def test_two_items_with_the_same_text_stay_two_and_a_stored_text_is_found_again(
    app: Flask, cast: Cast, lead: FlaskClient, tmp_path: Path
) -> None:
    path = tmp_path / "twins.csv"
    rows = "1,Same words.,A,1\n2,Same words.,A,0\n1,Same words.,B,0\n"
    path.write_text("item,text,coder,bias\n" + rows)
    import_by_pages(lead, cast.project, path)
    other = tmp_path / "single.csv"
    other.write_text("text,coder,bias\nOther words.,A,1\nOther words.,B,0\n")
    import_by_pages(lead, cast.project, other)
    other.write_text("text,coder,bias\nOther words.,C,1\nOther words.,D,0\n")
    import_by_pages(lead, cast.project, other)
    with app.app_context():
        answers = db.session.scalars(select(Paragraph.answers).order_by(Paragraph.id)).all()
        assert list(answers) == [2, 1, 4]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/label-imports/{}", "labels"),
        ("/models/{}/upload", "file"),
        ("/lexicons/{}/upload", "file"),
        ("/samples/{}/archives", "file"),
    ],
)
def test_text_in_the_place_of_a_file_is_no_file(
    cast: Cast, lead: FlaskClient, address: str, field: str
) -> None:
    for sent in ({field: "mine.csv"}, {}, {field: (io.BytesIO(b""), "")}):
        answer = lead.post(address.format(cast.project), data=sent)
        assert answer.status_code == 422
        assert "Choose a file first." in answer.text


def test_a_file_that_is_no_table_is_refused_with_its_reason(cast: Cast, lead: FlaskClient) -> None:
    answer = lead.post(
        f"/label-imports/{cast.project}",
        data={"labels": (io.BytesIO(b"a,a\n1,2\n"), "l.csv")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "Two columns are called" in answer.text
