"""One's own annotations, newest first."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.annotations.stage import HEROES, add_article, form_on
from tests.conftest import Cast, SignIn
from workbench.annotations.history_queries import own_history
from workbench.database import db


@pytest.fixture
def ben(app: Flask, cast: Cast, sign_in: SignIn) -> FlaskClient:
    """Let Ben answer, skip with a comment, and flag."""
    with app.app_context():
        add_article(cast.project, (HEROES, "Two.", "Three."))
        db.session.commit()
    browser = sign_in(cast.ben)
    answers = {
        "answer_sentiment": "neutral",
        "answer_bias": "not_biased",
        "answer_voice": "factual",
    }
    for extra in (
        {**answers, "act": "confirm"},
        {"act": "skip", "comment": "Cut off."},
        {**answers, "act": "confirm", "is_flagged": "y"},
    ):
        page = browser.get(f"/annotations/{cast.project}/next", follow_redirects=True)
        answer = browser.post(page.request.path, data={**form_on(page.text), **extra})
        assert answer.status_code == 303
    return browser


def test_it_lists_them_newest_first(app: Flask, ben: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        page = own_history(cast.project, cast.ben)
    assert [row.excerpt for row in page.rows] == ["Three.", "Two.", HEROES]
    assert (page.total, page.number) == (3, 1)
    text = ben.get(f"/annotations/{cast.project}").text
    assert text.index("Three.") < text.index("Cut off.") < text.index("The heroes")
    assert "not biased" in text
    assert f"/annotations/{cast.project}/assignment/1" in text


def test_it_shows_the_skipped_or_the_flagged_ones_alone(ben: FlaskClient, cast: Cast) -> None:
    address = f"/annotations/{cast.project}?only="
    skipped, flagged = ben.get(address + "skipped").text, ben.get(address + "flagged").text
    assert ("Two." in skipped, "Three." in skipped) == (True, False)
    assert ("Two." in flagged, "Three." in flagged) == (False, True)
    assert "Three." in ben.get(address + "nonsense").text


def test_a_page_past_the_end_is_empty_and_not_an_error(ben: FlaskClient, cast: Cast) -> None:
    assert ben.get(f"/annotations/{cast.project}?page=99").status_code == 200


def test_nobody_sees_the_history_of_another(ben: FlaskClient, cast: Cast, sign_in: SignIn) -> None:
    text = sign_in(cast.cy).get(f"/annotations/{cast.project}").text
    assert "No annotations yet" in text
    assert "Cut off." not in text
    assert sign_in(cast.dee).get(f"/annotations/{cast.project}").status_code == 404


def test_a_long_paragraph_is_cut_at_a_word(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context():
        add_article(cast.project, ("word " * 100,), words={})
        db.session.commit()
    browser = sign_in(cast.ben)
    page = browser.get(f"/annotations/{cast.project}/next", follow_redirects=True)
    browser.post(page.request.path, data={**form_on(page.text), "act": "skip"})
    with app.app_context():
        (row,) = own_history(cast.project, cast.ben).rows
    assert row.excerpt.endswith("word …")
    assert len(row.excerpt) <= 162
