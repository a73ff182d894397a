"""What the second pass changes, and what a second look changes alone."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn
from tests.influence.simulated import Simulated
from tests.reports.study import MORNING, Study
from workbench.annotations.models import Annotation
from workbench.articles.models import Article
from workbench.database import db

LATER = MORNING + timedelta(hours=5)


def answer_twice(
    study: Study, design_id: int, paragraph: Any, who: int, labels: tuple[str, str], occasion: str
) -> None:
    """Let a person answer with the outlet hidden, and again on a later occasion."""
    first = study.answer(paragraph, who, bias=labels[0])
    again = study.answer(paragraph, who, bias=labels[1], at=LATER, occasion=occasion)
    first.assignment.outlet_arm = "hidden"
    again.assignment.outlet_arm = "shown" if occasion == "named" else "hidden"
    for one in (first, again):
        one.assignment.design_id = design_id


def simulate(
    app: Flask, cast: Cast, *, named: float, without: float, people: int = 4, each: int = 40
) -> None:
    """Let people turn to “biased” with these chances, with the outlet shown and still hidden."""
    with app.app_context():
        simulated = Simulated(cast)
        design = simulated.design(outlet="hidden", repeat_percent=50, named_percent=100)
        rng = np.random.default_rng(3)
        paragraphs = [one for one, _ in simulated.paragraphs(2 * each)]
        annotators = simulated.annotators(people)
        with simulated.study.at_once():
            for account_id in annotators:
                for place, paragraph in enumerate(paragraphs):
                    is_named = place % 2 == 0
                    if not is_named and without < 0:
                        continue
                    turns = rng.random() < (named if is_named else without)
                    labels = ("not_biased", "biased" if turns else "not_biased")
                    occasion = "named" if is_named else "repeat"
                    answer_twice(
                        simulated.study, design.id, paragraph, account_id, labels, occasion
                    )
        db.session.commit()


def report_of(browser: FlaskClient, cast: Cast) -> Any:
    return json.loads(browser.get(f"/influence/{cast.project}/anchoring.json").text)


def looks(report: Any, question: str = "bias") -> dict[str, Any]:
    return {
        one["kind"]: one
        for one in report["effects"]
        if one["question"] == question and one["kind"].startswith("second_look")
    }


def page_of(browser: FlaskClient, cast: Cast) -> str:
    return browser.get(f"/influence/{cast.project}/anchoring").text


def test_a_change_with_the_outlet_alone_is_put_down_to_it(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    simulate(app, cast, named=0.4, without=0.02)
    browser = sign_in(cast.ada)
    report = report_of(browser, cast)
    found = looks(report)
    named, without = found["second_look_with_the_outlet"], found["second_look_without_it"]
    difference = found["second_look_difference"]
    assert [one["verdict"] for one in (named, difference)] == ["effect", "effect"]
    assert (named["n_shown"], named["n_withheld"], named["n_down"]) == (160, 160, 0)
    assert named["value"] == pytest.approx(named["n_up"] / 160)
    assert difference["value"] == pytest.approx(named["value"] - without["value"])
    assert difference["n_annotators"] == 4
    assert set(named["by_annotator"]) == {"A-000", "A-001", "A-002", "A-003"}
    changed = report["second_pass"]["changed_answers"][1]
    assert (changed["question"], changed["with_the_outlet"]["n_changed"]) == (
        "bias",
        named["n_up"],
    )
    page = page_of(browser, cast)
    assert "160 paragraphs were answered with the outlet hidden and again with it shown" in page
    assert "the share of “biased” on bias rises by" in page
    assert "points beyond what a second look changes where the outlet stays hidden" in page
    assert "No lot decided which look came first" in page


def test_what_a_second_look_does_alone_is_not_put_down_to_the_outlet(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    simulate(app, cast, named=0.3, without=0.3)
    browser = sign_in(cast.ada)
    found = looks(report_of(browser, cast))
    assert found["second_look_with_the_outlet"]["verdict"] == "effect"
    assert found["second_look_difference"]["verdict"] == "not_powered"
    assert "Not powered to tell the outlet from the second look" in page_of(browser, cast)


def test_without_repeats_the_page_says_that_it_cannot_tell(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    simulate(app, cast, named=0.4, without=-1)
    browser = sign_in(cast.ada)
    assert set(looks(report_of(browser, cast))) == {"second_look_with_the_outlet"}
    page = page_of(browser, cast)
    assert "what a second look alone changes is not known" in page
    assert "not be put down to the outlet" in page


def test_one_annotator_is_no_study(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    simulate(app, cast, named=0.4, without=0.1, people=1)
    browser = sign_in(cast.ada)
    for one in looks(report_of(browser, cast)).values():
        assert (one["value"], one["reason"]) == (None, "too_few_annotators")
        assert one["sentence"].startswith("Only one annotator has")
    assert "cannot be said. Only one annotator has answered anything twice" in page_of(
        browser, cast
    )


def test_where_nothing_moves_it_says_not_powered_and_never_no_effect(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    simulate(app, cast, named=0.05, without=0.05, people=2, each=10)
    page = page_of(sign_in(cast.ada), cast)
    assert "Not powered to tell whether the share of “biased” on bias changes" in page
    assert "no effect" not in page.casefold().replace("shows no effect of the outlet", "")


def test_files_say_what_the_page_says(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    simulate(app, cast, named=0.4, without=0.05)
    browser = sign_in(cast.ada)
    found = looks(report_of(browser, cast))
    text = browser.get(f"/influence/{cast.project}/anchoring.csv").text
    rows = [
        row
        for row in csv.DictReader(io.StringIO(text))
        if row["question"] == "bias" and row["kind"] in found
    ]
    assert len(rows) == 3
    for row in rows:
        one = found[row["kind"]]
        assert float(row["value"]) == one["value"]
        assert (row["n_up"], row["n_down"]) == tuple(
            "" if one[name] is None else str(one[name]) for name in ("n_up", "n_down")
        )
        assert row["sentence"] == one["sentence"]
    changed = [
        (row["outcome"], row["n_shown"])
        for row in csv.DictReader(io.StringIO(text))
        if (row["kind"], row["question"]) == ("changed_answers", "bias")
    ]
    assert changed == [("with the outlet", "160"), ("without it", "160")]
    for kind, start in (("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
        figure = browser.get(f"/influence/{cast.project}/anchoring/second-pass.{kind}")
        assert figure.data.startswith(start)


def test_articles_without_an_outlet_and_later_revisions_count_for_nothing(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    simulate(app, cast, named=0.0, without=0.0, people=2, each=12)
    with app.app_context():
        # After the second look they made up their minds anew, on either occasion.
        for one in db.session.query(Annotation).filter(Annotation.is_current).all():
            one.is_current = False
            db.session.flush()
            study = Study(cast.project)
            assignment = one.assignment
            study.answer(
                assignment.paragraph,
                assignment.account_id,
                bias="biased",
                at=LATER + timedelta(hours=1),
                occasion=assignment.occasion,
            )
        db.session.commit()
    browser = sign_in(cast.ada)
    named = looks(report_of(browser, cast))["second_look_with_the_outlet"]
    assert (named["value"], named["n_up"], named["n_shown"]) == (0, 0, 24)
    with app.app_context():
        db.session.query(Article).update({"outlet": ""})
        db.session.commit()
    report = report_of(browser, cast)
    assert report["second_pass"] is None
    assert looks(report) == {}
