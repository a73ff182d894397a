"""Sign-in lets the right people in, and says nothing to the others."""

import re
from datetime import timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.accounts.people import PASSWORD, account, give_password
from tests.conftest import Cast, SignIn
from workbench.accounts import passwords, sessions
from workbench.accounts.links import local_path
from workbench.accounts.models import Account, EndedSession
from workbench.database import db, now
from workbench.web.page_sessions import MOST_AHEAD

ADDRESS = "/accounts/sign-in"


def send(client: FlaskClient, email: str, password: str, address: str = ADDRESS) -> TestResponse:
    return client.post(address, data={"email": email, "password": password})


def impersonal(page: str) -> str:
    """Take out whose address was typed, and the token, which is signed with the second it is of."""
    page, tokens = re.subn(r'(name="csrf_token" value=")[^"]+', r"\1", page)
    assert tokens > 0
    return re.sub(r"\b(?:ada|ben|who)@", "", page)


def test_the_right_password_lets_in(app: Flask, cast: Cast, client: FlaskClient) -> None:
    give_password(app, cast.ada)
    answer = send(client, " Ada@Example.org ", PASSWORD)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/projects/"
    assert client.get("/projects/").status_code == 200


def test_wrong_password_and_unknown_email_get_the_same_answer(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    give_password(app, cast.ada)
    wrong = send(client, "ada@example.org", "not it at all")
    unknown = send(client, "who@example.org", "not it at all")
    without = send(client, "ben@example.org", "not it at all")
    assert {a.status_code for a in (wrong, unknown, without)} == {422}
    assert len({impersonal(a.text) for a in (wrong, unknown, without)}) == 1
    assert "do not fit together" in wrong.text
    assert "not it at all" not in wrong.text


def test_an_unknown_email_costs_the_same_hashing(
    app: Flask, cast: Cast, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(app, cast.ada)
    counted: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            counted.append(str(hash))
            return super().verify(hash, password)

    quick = Counting(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", quick)
    send(client, "ada@example.org", "wrong")
    assert len(counted) == 1
    send(client, "who@example.org", "wrong")
    assert len(counted) == 2


def test_a_deactivated_person_is_told_so_only_with_the_right_password(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    give_password(app, cast.ben)
    with app.app_context():
        db.session.get_one(Account, cast.ben).deactivated_at = now()
        db.session.commit()
    assert "deactivated" not in send(client, "ben@example.org", "not it at all").text
    refused = send(client, "ben@example.org", PASSWORD)
    assert refused.status_code == 422
    assert "deactivated" in refused.text
    assert client.get("/projects/").status_code == 303


def test_a_sign_in_renews_an_aged_hash(
    app: Flask, cast: Cast, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(app, cast.ada)
    before = account(app, cast.ada).password_hash
    monkeypatch.setattr(
        passwords, "hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    )
    assert send(client, "ada@example.org", PASSWORD).status_code == 303
    assert account(app, cast.ada).password_hash != before


def test_an_empty_form_is_told_what_is_missing(cast: Cast, client: FlaskClient) -> None:
    answer = send(client, "", "")
    assert answer.status_code == 422
    assert "Type your email address." in answer.text
    assert "Type your password." in answer.text


def test_the_session_begins_anew(app: Flask, cast: Cast, client: FlaskClient) -> None:
    give_password(app, cast.ada)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    send(client, "ada@example.org", PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.permanent


def test_sign_in_goes_back_to_the_page_that_was_asked_for(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    give_password(app, cast.ada)
    wanted = client.get(f"/projects/{cast.project}/guidelines?version=1").headers["Location"]
    answer = send(client, "ada@example.org", PASSWORD, wanted)
    assert answer.headers["Location"] == f"/projects/{cast.project}/guidelines?version=1"


def test_sign_in_goes_back_below_a_path_prefix(app: Flask, cast: Cast, client: FlaskClient) -> None:
    give_password(app, cast.ada)
    prefixed = {"SCRIPT_NAME": "/bias"}
    first = client.get("/projects/", environ_overrides=prefixed).headers["Location"]
    assert first == "/bias/accounts/sign-in?next=/projects/"
    answer = client.post(
        "/accounts/sign-in?next=/projects/",
        data={"email": "ada@example.org", "password": PASSWORD},
        environ_overrides=prefixed,
    )
    assert answer.headers["Location"] == "/bias/projects/"


@pytest.mark.parametrize(
    "wanted",
    [
        *("//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example"),
        *("/\t/evil.example", "\\\\evil.example", "javascript:alert(1)", "evil", "/\r\n/evil"),
        *("///evil.example", " //evil.example", "/a\\b", ""),
    ],
)
def test_no_address_of_another_site_is_followed(
    app: Flask, cast: Cast, client: FlaskClient, wanted: str
) -> None:
    assert local_path(wanted) == ""
    give_password(app, cast.ada)
    answer = client.post(
        ADDRESS,
        query_string={"next": wanted},
        data={"email": "ada@example.org", "password": PASSWORD},
    )
    assert answer.headers["Location"] == "/projects/"


def test_whoever_is_signed_in_needs_no_form(sign_in: SignIn, cast: Cast) -> None:
    answer = sign_in(cast.ada).get(ADDRESS)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/projects/"


def test_sign_out_ends_the_session(sign_in: SignIn, cast: Cast) -> None:
    browser = sign_in(cast.ada)
    assert browser.get("/accounts/sign-out").status_code == 405
    answer = browser.post("/accounts/sign-out")
    assert answer.headers["Location"] == ADDRESS
    assert browser.get("/projects/").status_code == 303


def cookie(browser: FlaskClient) -> str:
    kept = browser.get_cookie("workbench")
    assert kept
    return kept.value


def with_cookie(app: Flask, value: str) -> FlaskClient:
    browser = app.test_client()
    browser.set_cookie("workbench", value)
    return browser


def test_a_copied_cookie_opens_nothing_after_sign_out(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    give_password(app, cast.ada)
    send(client, "ada@example.org", PASSWORD)
    elsewhere = app.test_client()
    send(elsewhere, "ada@example.org", PASSWORD)
    copied = cookie(client)
    assert with_cookie(app, copied).get("/projects/").status_code == 200
    client.post("/accounts/sign-out")
    assert with_cookie(app, copied).get("/projects/").status_code == 303
    # Her other browser goes on, and so does the first one once she signs in again.
    assert elsewhere.get("/projects/").status_code == 200
    send(client, "ada@example.org", PASSWORD)
    assert client.get("/projects/").status_code == 200
    assert with_cookie(app, copied).get("/projects/").status_code == 303


def test_two_tabs_that_sign_out_at_once_are_both_signed_out(
    app: Flask, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in(cast.ada)

    def be_overtaken(_at: object) -> None:
        db.session.add(EndedSession(account_id=cast.ada, name="", ended_at=now()))
        db.session.flush()

    monkeypatch.setattr(sessions, "_purge", be_overtaken)
    assert browser.post("/accounts/sign-out").headers["Location"] == ADDRESS
    assert sign_in(cast.ada).get("/projects/").status_code == 303


def test_ended_sessions_are_forgotten_when_their_cookies_have_expired(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ben)
    with app.app_context():
        # A cookie may have been signed by a clock that was ahead.
        lifetime = app.permanent_session_lifetime + MOST_AHEAD
        long_ago = now() - lifetime - timedelta(minutes=1)
        db.session.add(EndedSession(account_id=cast.ada, name="old", ended_at=long_ago))
        db.session.add(EndedSession(account_id=cast.ada, name="new", ended_at=now()))
        db.session.commit()
    browser.post("/accounts/sign-out")
    with app.app_context():
        kept = db.session.scalars(select(EndedSession.name).order_by(EndedSession.id)).all()
    assert kept == ["new", ""]


def test_a_form_without_its_token_is_refused(strict_app: Flask) -> None:
    answer = strict_app.test_client().post(ADDRESS, data={"email": "a@b.org", "password": "x"})
    assert answer.status_code == 400
