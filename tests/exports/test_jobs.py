"""Files that jobs write: as of one moment, whole, once, for leads alone, and not for ever."""

import gzip
import io
from datetime import timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from tests.conftest import Cast, SignIn
from tests.exports.reading import written
from tests.jobs.working import WorkOff
from tests.reports.study import Study
from workbench.articles.models import Paragraph
from workbench.database import db, now, transaction_mode
from workbench.exports import planning
from workbench.exports.file_types import FileType
from workbench.exports.jobs import start_export
from workbench.exports.layouts import Layout
from workbench.exports.selection import Selection
from workbench.jobs.models import Job, JobChunk, JobOutput
from workbench.jobs.operations import cancel_job
from workbench.jobs.running import Runner


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut files into many parts."""
    monkeypatch.setattr(planning, "CHARACTERS_PER_PART", 700)


def ask(app: Flask, project_id: int, layout: str = "csv", **asked: Any) -> int:
    transaction_mode.set("IMMEDIATE")
    with app.app_context():
        selection = Selection(project_id=project_id, layout=Layout(layout), **asked)
        job_id = start_export(selection, account_id=1, at=now())
        db.session.commit()
        return job_id


def parts_of(app: Flask, job_id: int) -> list[int]:
    with app.app_context():
        return list(
            db.session.scalars(select(JobOutput.position).where(JobOutput.job_id == job_id))
        )


@pytest.mark.parametrize("layout", [layout.value for layout in Layout])
@pytest.mark.parametrize("file_type", [FileType.CSV, FileType.JSONL])
@pytest.mark.parametrize("all_revisions", [False, True])
def test_parts_make_the_very_file_that_is_downloaded_at_once(
    app: Flask,
    cast: Cast,
    study: int,
    sign_in: SignIn,
    work_off: WorkOff,
    layout: str,
    file_type: FileType,
    all_revisions: bool,
) -> None:
    asked = {"file_type": file_type, "all_revisions": all_revisions, "identities": True}
    job_id = ask(app, study, layout, **asked)
    assert work_off() > 2
    with app.app_context():
        whole = written(study, layout, **asked)
    ada = sign_in(cast.ada)
    response = ada.get(f"/exports/{study}/prepared/{job_id}")
    assert response.data == whole
    assert response.content_length == len(whole)
    packed = ada.get(f"/exports/{study}/prepared/{job_id}.gz")
    assert gzip.decompress(packed.data) == whole
    assert packed.content_length == len(packed.data)


def test_parts_of_parquet_are_joined_to_one_file(
    app: Flask, cast: Cast, study: int, sign_in: SignIn, work_off: WorkOff
) -> None:
    job_id = ask(app, study, file_type=FileType.PARQUET)
    assert work_off() > 2
    with app.app_context():
        whole = pq.read_table(io.BytesIO(written(study, "csv", file_type="parquet")))
    ada = sign_in(cast.ada)
    response = ada.get(f"/exports/{study}/prepared/{job_id}")
    joined = pq.ParquetFile(io.BytesIO(response.data))
    assert joined.read().equals(whole)
    assert joined.num_row_groups == 1
    assert ada.get(f"/exports/{study}/prepared/{job_id}.gz").status_code == 404


def test_a_file_shows_the_moment_it_was_asked_for(
    app: Flask, cast: Cast, study: int, sign_in: SignIn, work_off: WorkOff
) -> None:
    with app.app_context():
        asked_then = {
            layout: written(study, layout, all_revisions=True) for layout in ("csv", "spans")
        }
        asked_then["csv-wide"] = written(study, "csv-wide")
    jobs = {
        layout: ask(app, study, layout, all_revisions=layout != "csv-wide") for layout in asked_then
    }
    transaction_mode.set("IMMEDIATE")
    with app.app_context():
        later = Study(study, n_articles=1)
        paragraphs = db.session.scalars(select(Paragraph).order_by(Paragraph.position)).all()
        later.answer(paragraphs[0], cast.ben, comment="third thought")
        later.answer(paragraphs[3], cast.cy)
        later.answer(later.article("New here.", headline="Later")[0], cast.ben)
        db.session.commit()
    work_off()
    ada = sign_in(cast.ada)
    for layout, job_id in jobs.items():
        assert ada.get(f"/exports/{study}/prepared/{job_id}").data == asked_then[layout]


def test_a_chunk_that_is_run_again_leaves_its_part_once(
    app: Flask, study: int, runner: Runner, work_off: WorkOff
) -> None:
    job_id = ask(app, study)
    runner.run_next()
    with app.app_context():
        # As after a worker that died before its commit: the part is gone with the mark.
        n_parts = db.session.scalar(select(func.count()).select_from(JobOutput))
        n_done = db.session.scalar(select(func.count()).where(JobChunk.state == "done"))
    assert (n_parts, n_done) == (1, 1)
    transaction_mode.set("IMMEDIATE")
    with app.app_context():
        db.session.execute(
            update(JobChunk)
            .where(JobChunk.state == "waiting", JobChunk.position == 1)
            .values(
                state="leased",
                lease_token="dead",
                lease_expires_at=now() - timedelta(seconds=1),
                tries=1,
            )
        )
        db.session.commit()
    chunks = 1 + work_off()
    assert sorted(parts_of(app, job_id)) == list(range(chunks))


def test_asking_twice_for_the_same_makes_one_job(app: Flask, study: int) -> None:
    first = ask(app, study)
    assert ask(app, study) == first
    assert ask(app, study, identities=True) != first
    assert ask(app, study, file_type=FileType.JSONL) != first


def test_an_empty_study_makes_a_file_of_column_names(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    job_id = ask(app, cast.project)
    work_off()
    text = sign_in(cast.ada).get(f"/exports/{cast.project}/prepared/{job_id}").text
    assert text.startswith("project,demonstration,")
    assert text.count("\r\n") == 1


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_leads_of_the_project_alone_fetch_its_files(
    app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn, work_off: WorkOff, ending: str
) -> None:
    job_id = ask(app, cast.project)
    work_off()
    address = f"/exports/{cast.project}/prepared/{job_id}{ending}"
    assert client.get(address).status_code == 303
    assert sign_in(cast.dee).get(address).status_code == 404
    assert sign_in(cast.ben).get(address).status_code == 403
    assert sign_in(cast.ada).get(address).status_code == 200


def test_a_job_of_elsewhere_or_of_another_kind_is_not_found(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    elsewhere = ask(app, cast.other_project)
    with app.app_context():
        db.session.add(
            Job(
                kind="import",
                title="Import",
                project_id=cast.project,
                total_units=0,
                created_at=now(),
            )
        )
        db.session.commit()
        other_kind = db.session.scalars(select(Job.id).where(Job.kind == "import")).one()
    work_off()
    ada = sign_in(cast.ada)
    for job_id in (elsewhere, other_kind, 999_999):
        assert ada.get(f"/exports/{cast.project}/prepared/{job_id}").status_code == 404
        assert ada.post(f"/exports/{cast.project}/prepared/{job_id}/delete").status_code == 404
    assert len(parts_of(app, elsewhere)) == 1


def test_a_file_that_is_not_whole_yet_leads_to_its_job(
    app: Flask, cast: Cast, study: int, sign_in: SignIn, runner: Runner
) -> None:
    job_id = ask(app, study)
    runner.run_next()
    response = sign_in(cast.ada).get(f"/exports/{study}/prepared/{job_id}")
    assert response.status_code == 303
    assert response.location == f"/jobs/{study}/job/{job_id}"


def test_an_expired_file_says_so_and_is_deleted(
    app: Flask, cast: Cast, study: int, sign_in: SignIn, runner: Runner, work_off: WorkOff
) -> None:
    job_id = ask(app, study)
    kept = ask(app, study, identities=True)
    work_off()
    transaction_mode.set("IMMEDIATE")
    with app.app_context():
        db.session.get_one(Job, job_id).finished_at = now() - timedelta(days=7, seconds=1)
        db.session.commit()
    response = sign_in(cast.ada).get(f"/exports/{study}/prepared/{job_id}")
    assert response.status_code == 410
    assert "expired" in response.text
    assert parts_of(app, job_id)
    runner.delete_stale_outputs(days=7)
    assert parts_of(app, job_id) == []
    assert parts_of(app, kept)


def test_what_a_cancelled_job_had_begun_is_deleted(
    app: Flask, cast: Cast, study: int, sign_in: SignIn, runner: Runner
) -> None:
    job_id = ask(app, study)
    runner.run_next()
    transaction_mode.set("IMMEDIATE")
    with app.app_context():
        cancel_job(job_id, at=now())
        db.session.commit()
    assert parts_of(app, job_id)
    runner.delete_stale_outputs(days=7)
    assert parts_of(app, job_id) == []
    assert sign_in(cast.ada).get(f"/exports/{study}/prepared/{job_id}").status_code == 410


def test_a_lead_deletes_a_file_by_hand(
    app: Flask, cast: Cast, study: int, sign_in: SignIn, work_off: WorkOff
) -> None:
    job_id = ask(app, study)
    ada = sign_in(cast.ada)
    address = f"/exports/{study}/prepared/{job_id}"
    assert "still being written" in ada.post(f"{address}/delete", follow_redirects=True).text
    work_off()
    page = ada.post(f"{address}/delete", follow_redirects=True).text
    assert "was deleted" in page
    assert "deleted or expired" in page
    assert parts_of(app, job_id) == []
    assert ada.get(address).status_code == 410


def test_the_form_prepares_a_file_or_sends_it_at_once(
    app: Flask, cast: Cast, study: int, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    chosen = {"layout": "csv-wide", "file_type": "jsonl", "identities": "y"}
    at_once = ada.post(f"/exports/{study}", data={**chosen, "at_once": "yes"})
    assert at_once.status_code == 303
    assert at_once.location == f"/exports/{study}/labels-wide.jsonl?identities=names"
    job = ada.post(f"/exports/{study}", data={**chosen, "prepare": "yes"})
    assert job.status_code == 303
    work_off()
    page = ada.get(job.location).text
    assert "two-tellings-labels-wide-with-names.jsonl holds 10 rows" in page
    assert "/prepared/" in page
    assert "/prepared/" in ada.get(f"/exports/{study}").text


def test_a_form_that_does_not_fit_is_shown_again(
    app: Flask, cast: Cast, study: int, sign_in: SignIn
) -> None:
    asked = {"layout": "xlsx", "file_type": "csv", "all_revisions": "y"}
    response = sign_in(cast.ada).post(f"/exports/{study}", data=asked)
    assert response.status_code == 422
    assert "No file was made." in response.text
    assert "checked" in response.text
