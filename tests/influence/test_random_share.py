"""The page of influence can be had of the paragraphs alone that were given out by lot."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.conftest import Cast, SignIn
from tests.influence.simulated import Simulated
from tests.jobs.working import WorkOff
from workbench.annotations.models import Assignment
from workbench.config import Settings
from workbench.database import db
from workbench.queue_order import DrawnAs
from workbench.web.settings import keep_settings


@pytest.fixture
def address(app: Flask, cast: Cast) -> str:
    """Let people follow every suggestion on least sure paragraphs alone, and answer as ever else.

    All 24 judgements of the ten least sure and the fourteen by lot are of two annotators.
    """
    with app.app_context():
        study = Simulated(cast)
        design = study.design()
        people = study.annotators(2)
        for place, (paragraph, prescore) in enumerate(study.paragraphs(24)):
            by_lot = place >= 10
            for account in people:
                withheld = 1.0 if by_lot else 0.0
                study.judge(design, account, paragraph, prescore, shown=1.0, withheld=withheld)
            why = DrawnAs.RANDOM if by_lot else DrawnAs.LEAST_SURE
            db.session.execute(
                update(Assignment)
                .where(Assignment.paragraph_id == paragraph.id)
                .values(drawn_as=why.value)
            )
        db.session.commit()
    return f"/influence/{cast.project}/anchoring"


def following(browser: FlaskClient, address: str) -> dict[str, Any]:
    report = browser.get(address).get_json()
    found: dict[str, Any] = next(
        one
        for one in report["effects"]
        if one["kind"] == "following_suggestions" and one["question"] == "bias"
    )
    return found


def test_of_the_random_share_there_is_no_effect_where_only_others_have_one(
    cast: Cast, address: str, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    whole = following(ada, f"{address}.json")
    assert whole["n_shown"] + whole["n_withheld"] == 48
    assert whole["value"] > 0.2
    share = following(ada, f"{address}.json?drawn=random")
    assert share["n_shown"] + share["n_withheld"] == 28
    assert share["value"] == 0
    report = ada.get(f"{address}.json?drawn=random").get_json()
    assert (report["drawn_as"], report["n_judgements"]) == ("random", 28)


def test_the_page_warns_of_the_least_sure_and_keeps_the_choice(
    cast: Cast, address: str, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    page = ada.get(address).text
    assert "20 annotations here are of paragraphs that were given out because" in page
    assert f'href="{address}?drawn=random"' in page
    share = ada.get(f"{address}?drawn=random").text
    assert "by lot are counted" in share
    assert "were given out because" not in share
    for file in (".csv", ".json", "/suggestions.svg"):
        assert f'href="{address}{file}?drawn=random"' in share
        assert ada.get(f"{address}{file}?drawn=random").status_code == 200
    assert ada.get(f"{address}?drawn=least_sure").status_code == 400


def test_a_large_study_computes_each_of_them_by_a_job(
    app: Flask, cast: Cast, address: str, settings: Settings, sign_in: SignIn, work_off: WorkOff
) -> None:
    keep_settings(app, replace(settings, report_annotations=3))
    ada = sign_in(cast.ada)
    asked = f"{address}?drawn=random"
    assert f'action="{address}/compute?drawn=random"' in ada.get(asked).text
    assert ada.get(f"{address}.csv?drawn=random").location == asked
    assert ada.post(f"{address}/compute?drawn=random").location == asked
    work_off()
    assert "by lot are counted" in ada.get(asked).text
    assert "Compute this page" in ada.get(address).text
