"""Pages of a very large study show what a job computed, with its time, until it computes again."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import Cast, SignIn
from tests.reports.study import MORNING, Study, span
from workbench.articles.lexicon import lexicon_in_force
from workbench.config import Settings
from workbench.database import db, transaction_mode
from workbench.influence.computing import influence_report
from workbench.influence.report import InfluenceReport
from workbench.jobs.models import Job
from workbench.jobs.plain_rows import from_plain, to_plain
from workbench.lexicon_pages.report import LexiconCounts, lexicon_counts
from workbench.web.settings import keep_settings

PAGES = {
    "/influence/{}/anchoring": "/influence/{}/anchoring/compute",
    "/lexicons/{}/report": "/lexicons/{}/report/compute",
}


@pytest.fixture
def large(app: Flask, cast: Cast, settings: Settings) -> int:
    """Let four annotations make a study large."""
    keep_settings(app, replace(settings, report_annotations=3))
    with app.app_context():
        study = Study.of(cast)
        for number in range(3):
            (paragraph,) = study.article(f"Heroes came {number}.")
            for who in (cast.ben, cast.cy):
                study.answer(paragraph, who, span(0, 6, "Heroes", decision="added"), bias="biased")
        db.session.commit()
    return cast.project


@pytest.mark.parametrize("page", list(PAGES))
def test_a_large_study_shows_what_a_job_computed(
    app: Flask,
    cast: Cast,
    large: int,
    sign_in: SignIn,
    work_off: Callable[[], None],
    page: str,
) -> None:
    ada, address = sign_in(cast.ada), page.format(large)
    assert "Compute this page" in ada.get(address).text
    # Of a file that cannot be had yet one is led to the page.
    assert ada.get(f"{address}.csv").location == address
    for _ in range(2):
        answer = ada.post(PAGES[page].format(large))
        assert (answer.status_code, answer.location) == (303, address)
    with app.app_context():
        assert len(db.session.scalars(select(Job.id)).all()) == 1
    assert "A job is computing this page" in ada.get(address).text
    work_off()
    shown = ada.get(address).text
    assert "Compute again" in shown
    assert "It shows what was found on" in shown
    assert ada.get(f"{address}.csv").status_code == 200


def test_marks_made_since_are_counted_once_it_is_computed_again(
    app: Flask, cast: Cast, large: int, sign_in: SignIn, work_off: Callable[[], None]
) -> None:
    ada, address = sign_in(cast.ada), f"/lexicons/{large}/report"
    ada.post(f"{address}/compute")
    work_off()
    assert "6 answers" in ada.get(address).text
    transaction_mode.set("IMMEDIATE")
    with app.app_context():
        (paragraph,) = Study(large, n_articles=9).article("More.", headline="Later")
        Study(large).answer(paragraph, cast.ben)
        db.session.commit()
    assert "6 answers" in ada.get(address).text
    ada.post(f"{address}/compute")
    assert "numbers of before" in ada.get(address).text
    work_off()
    assert "7 answers" in ada.get(address).text


def test_kept_reports_come_back_from_json_as_they_were(app: Flask, large: int) -> None:
    with app.app_context():
        influence = influence_report(large, at=MORNING)
        counts = lexicon_counts(large, lexicon_in_force(large), at=MORNING)
    assert counts.candidates or counts.by_hand
    for record, report in ((InfluenceReport, influence), (LexiconCounts, counts)):
        plain = json.loads(json.dumps(to_plain(report), allow_nan=False))
        assert from_plain(record, plain) == report


def test_only_those_who_may_read_a_page_have_it_computed(
    cast: Cast, large: int, client: FlaskClient, sign_in: SignIn
) -> None:
    for address in PAGES.values():
        assert client.post(address.format(large)).status_code == 303
        assert sign_in(cast.dee).post(address.format(large)).status_code == 404
        assert sign_in(cast.ben).post(address.format(large)).status_code == 403
