"""A report on some of the labels says which, and an unusable choice is named."""

import pytest
from flask import Flask
from sqlalchemy import case, update

from tests.conftest import Cast, SignIn
from tests.reports.reading import numbers, question
from workbench.annotations.models import Assignment
from workbench.database import db


@pytest.mark.parametrize(
    ("query", "annotations"),
    [
        ("?since=2026-03-09", 60),
        ("?until=2026-03-08", 60),
        ("?since=2026-03-03&until=2026-03-08", 0),
        ("?annotator=A-BEN&annotator=A-CY", 80),
        ("?suggestions=shown", 40),
        ("?suggestions=withheld", 80),
        ("?version=1", 120),
    ],
)
def test_a_filter_chooses_labels_and_is_named(
    cast: Cast, two_weeks: int, sign_in: SignIn, query: str, annotations: int
) -> None:
    browser = sign_in(cast.ada)
    report = numbers(browser, two_weeks, query)
    assert sum(report["annotations_by_codebook_version"].values()) == annotations
    assert len(report["filters"]) == 1
    page = browser.get(f"/reports/{two_weeks}/agreement{query}")
    assert page.status_code == 200
    if question(report, "bias")["statistics"][0]["n_paragraphs"]:
        assert report["filters"][0] in page.text
    else:
        assert "Nothing to compare among these labels" in page.text


def test_the_random_share_stands_by_itself_where_others_were_chosen_by_certainty(
    app: Flask, cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser, harder = sign_in(cast.ada), "harder than others"
    assert harder not in browser.get(f"/reports/{two_weeks}/agreement").text
    with app.app_context():
        by_lot = Assignment.paragraph_id % 4 == 0
        db.session.execute(
            update(Assignment).values(drawn_as=case((by_lot, "random"), else_="least_sure"))
        )
        db.session.commit()
    everything, share = numbers(browser, two_weeks), numbers(browser, two_weeks, "?drawn=random")
    assert everything["n_annotations_of_the_least_sure"] == 90
    assert share["n_annotations_of_the_least_sure"] == 0
    assert share["n_annotations"] == 30
    assert len(share["filters"]) == 1
    page = browser.get(f"/reports/{two_weeks}/agreement").text
    assert harder in page
    assert "90 annotations were of paragraphs that were given out early" in page
    assert harder in browser.get(f"/reports/{two_weeks}/agreement.html").text
    assert "least sure of them" in browser.get(f"/reports/{two_weeks}/datasheet").text
    assert harder not in browser.get(f"/reports/{two_weeks}/agreement?drawn=random").text


@pytest.mark.parametrize(
    "query",
    [
        *("?since=yesterday", "?since=2026-03-09&until=2026-03-01", "?version=9", "?version=x"),
        *(
            "?annotator=A-DEE",
            "?suggestions=maybe",
            "?drawn=least_sure",
            "?seed=-1",
            "?since=0001-01-01",
        ),
    ],
)
def test_a_filter_that_cannot_be_used_is_named_and_kept(
    cast: Cast, two_weeks: int, sign_in: SignIn, query: str
) -> None:
    browser = sign_in(cast.ada)
    page = browser.get(f"/reports/{two_weeks}/agreement{query}")
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert browser.get(f"/reports/{two_weeks}/agreement.json{query}").status_code == 400
