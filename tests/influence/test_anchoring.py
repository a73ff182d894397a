"""The report on influence: a known effect is found, an unknown one is not made up."""

import csv
import io
import json
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.conftest import Cast, SignIn, add_member
from tests.influence.simulated import Simulated
from workbench.accounts.models import Account
from workbench.database import db
from workbench.projects.models import Project, Role

PAGES = ("anchoring", "anchoring.json", "anchoring.csv", "groups", "groups.json", "groups.csv")


def report_of(browser: FlaskClient, cast: Cast) -> Any:
    """Read the report as a program would."""
    answer = browser.get(f"/influence/{cast.project}/anchoring.json")
    assert answer.status_code == 200
    return json.loads(answer.get_data(as_text=True))


def effect_of(report: Any, kind: str, question: str = "") -> Any:
    """Find one effect of a report."""
    return next(
        one for one in report["effects"] if (one["kind"], one["question"]) == (kind, question)
    )


def page_of(browser: FlaskClient, cast: Cast) -> str:
    """Read the page."""
    return browser.get(f"/influence/{cast.project}/anchoring").get_data(as_text=True)


def simulate(app: Flask, cast: Cast, *, people: int = 3, each: int = 20, **chances: Any) -> None:
    """Let people judge paragraphs under a design that draws everything by lot."""
    with app.app_context():
        simulated = Simulated(cast)
        design = simulated.design(outlet="lot", hidden_percent=50)
        annotators, paragraphs = simulated.annotators(people), simulated.paragraphs(each)
        for account_id in annotators:
            for paragraph, prescore in paragraphs:
                simulated.judge(design, account_id, paragraph, prescore, **chances)
        db.session.commit()


@pytest.mark.parametrize("page", PAGES)
def test_leads_and_adjudicators_alone_read_it(
    app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn, page: str
) -> None:
    with app.app_context():
        root = db.session.get_one(Account, cast.root)
        project = db.session.get_one(Project, cast.project)
        add_member(project, root, Role.ADJUDICATOR, "A-ROOT")
        db.session.commit()
    address = f"/influence/{cast.project}/{page}"
    assert client.get(address).status_code == 303
    assert sign_in(cast.dee).get(address).status_code == 404
    assert sign_in(cast.ben).get(address).status_code == 403
    assert sign_in(cast.root).get(address).status_code == 200
    assert sign_in(cast.ada).get(address).status_code == 200


def test_a_study_without_a_lot_is_led_to_its_design(cast: Cast, sign_in: SignIn) -> None:
    page = page_of(sign_in(cast.ada), cast)
    assert "Nothing has been drawn by lot yet" in page
    assert f'href="/projects/{cast.project}/design"' in page
    assert "<img" not in page


def test_an_effect_that_is_there_is_found(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    simulate(app, cast, shown=0.95, withheld=0.35, marks_shown=0.9, marks_withheld=0.2)
    browser = sign_in(cast.ada)
    report = report_of(browser, cast)
    following = effect_of(report, "following_suggestions", "bias")
    assert following["verdict"] == "effect"
    assert following["p_value"] < 0.01
    assert following["low"] < 0.6 < following["high"]
    assert following["n_shown"] + following["n_withheld"] == 60
    assert following["n_annotators"] == 3
    assert set(following["by_annotator"]) == {"A-000", "A-001", "A-002"}
    assert np.mean(list(following["by_annotator"].values())) == pytest.approx(following["value"])
    words = effect_of(report, "marking_suggested_words")
    assert words["verdict"] == "effect"
    assert words["low"] < 0.7 < words["high"]
    time = effect_of(report, "time_with_suggestions")
    assert time["value"] == pytest.approx(0.5)
    page = page_of(browser, cast)
    assert "Seeing the suggestion moves bias: annotators follow it" in page
    assert "Loaded words are marked" in page
    assert "Work is quicker where the suggestion is seen" in page
    assert page.count('src="data:image/svg+xml;base64,') == 2


def test_the_shares_are_those_of_the_arms(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    simulate(app, cast, people=2, each=12, shown=1.0, withheld=0.0)
    following = effect_of(report_of(sign_in(cast.ada), cast), "following_suggestions", "bias")
    assert (following["value"], following["shown_share"], following["withheld_share"]) == (1, 1, 0)


def test_where_there_is_none_the_page_says_not_powered_and_never_no_effect(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    simulate(app, cast, people=2, each=10)
    page = page_of(sign_in(cast.ada), cast)
    assert "Not powered to tell whether seeing the suggestion moves bias" in page
    assert "an effect of five points or more is not ruled out" in page
    assert "no effect" not in page.casefold()
    assert "nan" not in page.replace("annotat", "")


def test_one_annotator_with_both_arms_is_too_few(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    simulate(app, cast, people=1, each=12)
    browser = sign_in(cast.ada)
    following = effect_of(report_of(browser, cast), "following_suggestions", "bias")
    assert (following["value"], following["status"]) == (None, "undefined")
    assert following["reason"] == "too_few_annotators"
    assert following["p_value"] is None
    page = page_of(browser, cast)
    assert "Only one annotator has labels with and without it" in page
    assert "<img" not in page
    assert browser.get(f"/influence/{cast.project}/anchoring/suggestions.svg").status_code == 404


def test_naming_the_outlet_is_compared_too(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    simulate(app, cast, shown=0.2, withheld=0.2, named=0.7)
    report = report_of(sign_in(cast.ada), cast)
    outlet = effect_of(report, "naming_the_outlet", "bias")
    assert outlet["outcome"] == "biased"
    assert outlet["verdict"] == "effect"
    assert outlet["low"] < 0.7 < outlet["high"]
    assert effect_of(report, "following_suggestions", "bias")["verdict"] == "not_powered"
    scale = effect_of(report, "naming_the_outlet", "sentiment")
    assert (scale["outcome"], scale["value"]) == ("place on the scale", 0)


def test_a_design_that_leaves_nothing_to_the_lot_is_not_compared(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        simulated = Simulated(cast)
        design = simulated.design(blind_percent=100)
        for account_id in simulated.annotators(2):
            for paragraph, prescore in simulated.paragraphs(4):
                simulated.judge(design, account_id, paragraph, prescore)
        db.session.commit()
    browser = sign_in(cast.ada)
    assert "Nothing has been drawn by lot yet" in page_of(browser, cast)
    report = report_of(browser, cast)
    assert (report["n_judgements"], report["n_drawn_for_suggestions"]) == (8, 0)


def test_a_question_whose_suggestion_is_never_shown_has_no_arms(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        simulated = Simulated(cast)
        design = simulated.design(shows={"bias": "never"}, shows_words="never")
        paragraphs = simulated.paragraphs(8)
        for account_id in simulated.annotators(2):
            for paragraph, prescore in paragraphs:
                simulated.judge(design, account_id, paragraph, prescore)
        db.session.commit()
    report = report_of(sign_in(cast.ada), cast)
    following = effect_of(report, "following_suggestions", "bias")
    assert (following["n_shown"], following["n_withheld"]) == (0, 0)
    assert report["loaded_words"]["shown"]["words"] == 0


def test_csv_holds_the_same_numbers(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    simulate(app, cast, people=2, each=10)
    browser = sign_in(cast.ada)
    text = browser.get(f"/influence/{cast.project}/anchoring.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    effects = report_of(browser, cast)["effects"]
    assert len(rows) == len(effects)
    for row, effect in zip(rows, effects, strict=True):
        assert (row["kind"], row["question"]) == (effect["kind"], effect["question"])
        for name in ("value", "low", "high", "p_value"):
            assert row[name] == ("" if effect[name] is None else repr(effect[name]))
        assert (row["status"], row["sentence"]) == (effect["status"], effect["sentence"])


@pytest.mark.parametrize(
    ("kind", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_figures_can_be_taken_away_and_are_the_same_each_time(
    app: Flask, cast: Cast, sign_in: SignIn, kind: str, start: bytes
) -> None:
    simulate(app, cast, people=2, each=10)
    browser = sign_in(cast.ada)
    address = f"/influence/{cast.project}/anchoring/suggestions.{kind}"
    first = browser.get(address)
    assert first.get_data().startswith(start)
    assert browser.get(address).get_data() == first.get_data()


def test_adjudicators_and_files_hold_pseudonyms(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    simulate(app, cast, people=2, each=6)
    with app.app_context():
        root = db.session.get_one(Account, cast.root)
        project = db.session.get_one(Project, cast.project)
        add_member(project, root, Role.ADJUDICATOR, "A-ROOT")
        db.session.commit()
    for page in PAGES:
        text = sign_in(cast.root).get(f"/influence/{cast.project}/{page}").get_data(as_text=True)
        assert "Person 0" not in text
        if "." in page:
            mine = sign_in(cast.ada).get(f"/influence/{cast.project}/{page}")
            assert "Person 0" not in mine.get_data(as_text=True)
    assert "Person 0" in page_of(sign_in(cast.ada), cast)


def test_more_judgements_take_no_more_statements(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.ada)
    counts = []
    for size in (4, 12):
        with app.app_context():
            simulated = Simulated(cast, seed=size)
            design = simulated.design(number=size, outlet="lot", hidden_percent=50)
            paragraphs = simulated.paragraphs(size)
            for account_id in (cast.ben, cast.cy):
                for paragraph, prescore in paragraphs:
                    simulated.judge(design, account_id, paragraph, prescore)
            db.session.commit()
            engine = db.engine
        noted: list[str] = []

        def note(
            _c: object, _u: object, statement: str, *_: object, seen: list[str] = noted
        ) -> None:
            seen.append(statement)

        page_of(browser, cast)
        event.listen(engine, "before_cursor_execute", note)
        page_of(browser, cast)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(noted))
    assert counts[0] == counts[1]
