"""Without a script, a form that came when its session had ended comes back as it was typed."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.accounts.people import PASSWORD, give_password
from tests.annotations.designs import add_design
from tests.annotations.reader import ANSWERS, Reader, count
from tests.annotations.stage import add_article, add_version, annotations_of, codebook, form_on
from tests.conftest import Cast
from workbench.annotations.models import Annotation
from workbench.database import db
from workbench.web.resuming import MOST_BYTES

SignIn = Callable[[int], FlaskClient]
TYPED: dict[str, list[str]] = {
    **ANSWERS,
    "word_4_10": ["demeaning"],
    "typed_words": ["shameful", "", ""],
    "typed_category": ["demeaning", "", ""],
    "is_flagged": ["y"],
    "comment": ["Said “so”,\nand <b>twice</b>."],
}
OWN = ("csrf_token", "submission_key")


def sign_out(reader: Reader) -> None:
    """Let the session end as it does by itself."""
    with reader.client.session_transaction() as session:
        session.clear()


def carried(page: str) -> list[tuple[str, str]]:
    """Read what the page to sign in on carries, as a browser would send it."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return [(name, unescape(value)) for name, value in found]


def sign_in_on(reader: Reader, page: TestResponse, password: str = PASSWORD) -> TestResponse:
    """Send the page to sign in on with what it carries."""
    data: dict[str, list[str]] = {"email": ["ben@example.org"], "password": [password]}
    for name, value in carried(page.text):
        data.setdefault(name, []).append(value)
    return reader.client.post(f"/accounts/sign-in?next={reader.address}", data=data)


def test_what_was_typed_comes_back_and_nothing_is_stored(
    app: Flask, cast: Cast, ben: Reader
) -> None:
    give_password(app, cast.ben)
    sign_out(ben)
    asked = ben.send(**TYPED)
    assert asked.status_code == 403
    assert "your form comes back as you filled it in" in asked.text
    assert "Said" not in "".join(asked.headers.values()), "neither in a cookie nor in an address"
    # A wrong password loses nothing either.
    again = sign_in_on(ben, asked, "not it at all")
    assert again.status_code == 422
    page = sign_in_on(ben, again)
    assert page.status_code == 200
    assert "Your session had ended" in page.text
    back = form_on(page.text)
    for name, values in TYPED.items():
        assert back[name] == values, name
    with app.app_context():
        assert count(Annotation) == 0
    assert "not it at all" not in page.text
    assert PASSWORD not in page.text
    stored = ben.client.post(ben.address, data=back | {"act": "confirm"})
    assert stored.status_code == 303
    with app.app_context():
        [annotation] = annotations_of(ben.assignment_id)
        assert annotation.comment == "Said “so”,\nand <b>twice</b>."


def test_the_token_of_the_page_that_comes_back_holds(
    strict_app: Flask, cast: Cast, article: list[int]
) -> None:
    give_password(strict_app, cast.ben)
    client = strict_app.test_client()
    entrance = client.get("/accounts/sign-in")
    form = dict(carried(entrance.text)) | {"email": "ben@example.org", "password": PASSWORD}
    assert client.post("/accounts/sign-in", data=form).status_code == 303
    ben = Reader(client, cast.project)
    sign_out(ben)
    page = sign_in_on(ben, ben.send(**TYPED))
    assert page.status_code == 200
    back = form_on(page.text)
    assert back["comment"] == TYPED["comment"]
    # A form of the session before it comes back, too, and is not stored.
    old = ben.send(**TYPED)
    assert old.status_code == 400
    assert form_on(old.text)["comment"] == TYPED["comment"]
    assert client.post(ben.address, data=back | {"act": "confirm"}).status_code == 303
    # A script takes a new token by itself.
    answer = client.post(
        ben.address, data=ben.fields, headers={"Accept": "application/json, text/html;q=0.9"}
    )
    assert answer.status_code == 400
    assert "data-annotate" not in answer.text


def test_somebody_else_who_signs_in_does_not_see_it(app: Flask, cast: Cast, ben: Reader) -> None:
    give_password(app, cast.cy)
    sign_out(ben)
    asked = ben.send(**TYPED)
    data = dict(carried(asked.text)) | {"email": "cy@example.org", "password": PASSWORD}
    page = ben.client.post(f"/accounts/sign-in?next={ben.address}", data=data)
    assert page.status_code == 404
    assert "twice" not in page.text


def test_a_blind_page_that_comes_back_shows_no_suggestion(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    give_password(app, cast.ben)
    with app.app_context():
        add_article(cast.project)
        add_design(cast.project, blind_percent=100)
        db.session.commit()
    ben = Reader(sign_in(cast.ben), cast.project)
    sign_out(ben)
    page = sign_in_on(ben, ben.send(**ANSWERS))
    assert page.status_code == 200
    assert "suggested: " not in page.text
    assert form_on(page.text)["answer_voice"] == ["opinion"]


def test_questions_that_changed_meanwhile_keep_what_still_fits(
    app: Flask, cast: Cast, ben: Reader
) -> None:
    give_password(app, cast.ben)
    definition = codebook().to_definition()
    definition["questions"] = definition["questions"][:2]
    with app.app_context():
        add_version(cast.project, definition)
    sign_out(ben)
    page = sign_in_on(ben, ben.send(**TYPED))
    assert "have changed since you opened the page" in page.text
    back = form_on(page.text)
    assert back["answer_bias"] == ["biased"]
    assert "answer_voice" not in back


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ({"Accept": "application/json, text/html;q=0.9"}, {}),
        ({"Sec-Fetch-Site": "cross-site"}, {}),
        ({}, {"comment": ["x" * MOST_BYTES]}),
    ],
    ids=["a script", "another site", "more than a stranger may send"],
)
def test_otherwise_the_way_leads_to_the_page_alone(
    ben: Reader, headers: dict[str, str], fields: dict[str, list[str]]
) -> None:
    sign_out(ben)
    data = {**ben.fields, **TYPED, **fields}
    answer = ben.client.post(ben.address, data=data, headers=headers)
    assert answer.status_code in (303, 413)
    assert "twice" not in answer.text


def test_a_form_that_is_none_leads_to_the_page(app: Flask, cast: Cast, ben: Reader) -> None:
    give_password(app, cast.ben)
    sign_out(ben)
    asked = ben.client.post(ben.address, data={"comment": "twice", "codebook_number": "x"})
    answer = sign_in_on(ben, asked)
    assert (answer.status_code, answer.headers["Location"]) == (303, ben.address)


def test_the_page_to_sign_in_on_does_not_lead_to_itself(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    give_password(app, cast.ben)
    data = {"email": "ben@example.org", "password": PASSWORD, "comment": "twice"}
    answer = client.post("/accounts/sign-in?next=/accounts/sign-in", data=data)
    assert answer.status_code == 303
