"""The agreement of a large study is computed by a job, and the page shows what it found."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.conftest import Cast, SignIn
from tests.reports.study import MORNING, Study, span
from workbench.config import Settings
from workbench.database import db, transaction_mode
from workbench.jobs.models import Job, JobOutput
from workbench.jobs.plain_rows import OutdatedError, from_plain, to_plain
from workbench.projects.models import Membership
from workbench.reports.computing import agreement_report
from workbench.reports.records import AgreementReport
from workbench.reports.selection import Selection
from workbench.web.settings import keep_settings


@pytest.fixture
def large(app: Flask, cast: Cast, settings: Settings) -> int:
    """Let three annotations make a study large."""
    keep_settings(app, replace(settings, report_annotations=3))
    with app.app_context():
        study = Study.of(cast)
        first, second = study.article("Heroes came.", "They left.")
        study.answer(first, cast.ben, span(0, 6, "Heroes"), bias="biased")
        study.answer(first, cast.cy, bias="biased")
        study.answer(second, cast.ben, suggestions={"sentiment": "neutral"})
        study.answer(second, cast.cy, sentiment="negative")
        db.session.commit()
    return cast.project


def test_a_report_comes_back_from_json_as_it_was(app: Flask, large: int) -> None:
    with app.app_context():
        report = agreement_report(large, Selection(), at=MORNING)
    plain = json.loads(json.dumps(to_plain(report), allow_nan=False))
    assert from_plain(AgreementReport, plain) == report


def test_what_another_version_stored_is_not_taken_for_a_report(app: Flask, large: int) -> None:
    with app.app_context():
        plain = to_plain(agreement_report(large, Selection(), at=MORNING))
    plain["spans"].pop("n_comparisons")
    with pytest.raises(OutdatedError, match="SpanReport"):
        from_plain(AgreementReport, plain)


def test_a_large_study_shows_what_a_job_computed(
    app: Flask, cast: Cast, large: int, sign_in: SignIn, work_off: Callable[[], None]
) -> None:
    ada, address = sign_in(cast.ada), f"/reports/{large}/agreement"
    assert "Compute the agreement" in ada.get(address).text
    assert ada.get(f"{address}.json").location == address
    response = ada.post(f"{address}/compute")
    assert (response.status_code, response.location) == (303, address)
    assert "being computed" in ada.get(address).text
    work_off()
    page = ada.get(address).text
    assert "Compute again" in page
    assert "Krippendorff’s α" in page
    with app.app_context():
        computed = agreement_report(large, Selection(), at=MORNING)
    found = ada.get(f"{address}.json").get_json()
    (bias,) = [one for one in found["questions"] if one["question"] == "bias"]
    expected = next(one for one in computed.questions if one.question.name == "bias")
    assert bias["statistics"][0]["value"] == expected.alpha.value
    assert "krippendorff_alpha" in ada.get(f"{address}.csv").text


def test_labels_given_since_are_shown_once_it_is_computed_again(
    app: Flask, cast: Cast, large: int, sign_in: SignIn, work_off: Callable[[], None]
) -> None:
    ada, address = sign_in(cast.ada), f"/reports/{large}/agreement"
    ada.post(f"{address}/compute")
    work_off()
    before = _without_time(ada.get(f"{address}.json").get_json())
    transaction_mode.set("IMMEDIATE")
    with app.app_context():
        study = Study(large, n_articles=1)
        paragraph = study.article("More.", headline="Later")[0]
        study.answer(paragraph, cast.ben, bias="biased")
        study.answer(paragraph, cast.cy)
        db.session.commit()
    assert _without_time(ada.get(f"{address}.json").get_json()) == before
    ada.post(f"{address}/compute")
    assert "numbers of before" in ada.get(address).text
    work_off()
    assert _without_time(ada.get(f"{address}.json").get_json()) != before
    with app.app_context():
        kept = db.session.scalars(select(JobOutput.job_id)).all()
        assert kept == [max(db.session.scalars(select(Job.id)).all())]


def test_asking_twice_makes_one_job(app: Flask, cast: Cast, large: int, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    for _ in range(2):
        ada.post(f"/reports/{large}/agreement/compute")
    with app.app_context():
        assert len(db.session.scalars(select(Job.id)).all()) == 1


def test_a_study_below_the_limit_is_computed_at_once(
    app: Flask, cast: Cast, large: int, settings: Settings, sign_in: SignIn
) -> None:
    keep_settings(app, replace(settings, report_annotations=4))
    page = sign_in(cast.ada).get(f"/reports/{large}/agreement").text
    assert "Krippendorff’s α" in page
    assert "/agreement/compute" not in page


def test_readers_alone_have_it_computed(
    app: Flask, cast: Cast, large: int, client: FlaskClient, sign_in: SignIn
) -> None:
    address = f"/reports/{large}/agreement/compute"
    assert client.post(address).status_code == 303
    assert sign_in(cast.dee).post(address).status_code == 404
    assert sign_in(cast.ben).post(address).status_code == 403
    with app.app_context():
        assert db.session.scalars(select(Job.id)).all() == []
        db.session.execute(
            update(Membership).where(Membership.account_id == cast.ben).values(role="adjudicator")
        )
        db.session.commit()
    ben = sign_in(cast.ben)
    assert ben.post(address).status_code == 303
    page = ben.get(f"/reports/{large}/agreement").text
    assert "being computed" in page
    assert "Follow the job" not in page


def _without_time(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != "computed_at"}


def test_what_is_plain_already_stays_so() -> None:
    @dataclass(frozen=True)
    class Pair:
        first: int | str
        second: float | None

    assert to_plain(Pair("a", None)) == {"first": "a", "second": None}


def test_a_stored_report_speaks_the_language_of_each_reader(
    app: Flask, cast: Cast, large: int, sign_in: SignIn, work_off: Callable[[], None]
) -> None:
    ada = sign_in(cast.ada)
    address = f"/reports/{large}/agreement"
    # Whoever asks for it reads German, the worker speaks English, and so does the next reader.
    german = {"Accept-Language": "de"}
    ada.post(f"{address}/compute", headers=german)
    work_off()
    page = ada.get(address, headers=german).text
    assert "wurde dort, wo sich Labels vergleichen lassen, nur 1 Mal vergeben" in page
    assert "was given only" not in page
    assert "was given only 1 time" in ada.get(address).text
    with app.app_context():
        job = db.session.scalars(select(Job)).one()
    jobs = ada.get(f"/jobs/{large}", headers=german).text
    assert "Bericht zur Übereinstimmung" in jobs
    assert "1 von 1 Berichten" in jobs
    assert (
        "bis er neu berechnet wird." in ada.get(f"/jobs/{large}/job/{job.id}", headers=german).text
    )
    assert "until it is computed again." in ada.get(f"/jobs/{large}/job/{job.id}").text
