"""Every answer carries the headers, and what cannot be stored is refused at the door."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn
from workbench.app import create_app
from workbench.config import Settings

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


def token_on(page: str) -> str:
    found = TOKEN.search(page)
    assert found is not None
    return found[1]


def test_pages_forbid_foreign_and_inline_content(client: FlaskClient) -> None:
    answer = client.get("/accounts/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"


def test_errors_carry_the_headers_too(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "Content-Security-Policy" in answer.headers


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.get("/accounts/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_https_makes_cookies_secure_and_asks_browsers_to_stay(settings: Settings) -> None:
    app = create_app(replace(settings, public_url="https://bias.example.org"))
    answer = app.test_client().get("/accounts/sign-in", base_url="https://bias.example.org")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_a_write_without_its_token_is_refused_with_a_sentence(strict_app: Flask) -> None:
    answer = strict_app.test_client().post("/accounts/sign-in", data={"email": "a@example.org"})
    assert answer.status_code == 400
    assert "Nothing was stored" in answer.text


def test_a_page_that_answers_a_form_bears_the_token_that_came_with_it(strict_app: Flask) -> None:
    client, place = strict_app.test_client(), "/accounts/sign-in"
    token = token_on(client.get(place).text)
    sent = {"email": "ada@example.org", "password": "wrong", "csrf_token": token}
    answers = [client.post(place, data=sent) for _ in range(2)]
    assert [token_on(answer.text) for answer in answers] == [token, token]
    # Another browser's token is good for nothing here, and is not kept.
    other = strict_app.test_client()
    own = token_on(other.get(place).text)
    refused = other.post(place, data=sent)
    assert refused.status_code == 400
    assert token not in refused.text
    assert own != token


def test_a_stranger_is_read_no_further_than_a_sign_in_needs(client: FlaskClient) -> None:
    for address in ("/accounts/sign-in", "/articles/1/import", "/nowhere"):
        answer = client.post(address, data=b"a&" * 40_000, content_type=FORM)
        assert answer.status_code == 413
        assert "larger than the 64 KB" in answer.text
    assert client.post("/accounts/sign-in", data={"email": "a" * 60_000}).status_code == 422


def test_who_is_signed_in_can_send_what_a_form_can_hold(cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    profile, articles = "/accounts/profile", f"/articles/{cast.project}/import"
    assert ada.post(profile, data={"display_name": "a" * 1_000_000}).status_code == 422
    answer = ada.post(profile, data={"display_name": "a" * 3_000_000})
    assert answer.status_code == 413
    assert "larger than the 2 MB" in answer.text
    assert ada.post(articles, data={"text": "a" * 3_000_000}).status_code == 422


@pytest.mark.parametrize("where", ["query", "form"])
def test_null_characters_never_reach_the_database(client: FlaskClient, where: str) -> None:
    if where == "query":
        answer = client.get("/accounts/sign-in?next=%00")
    else:
        answer = client.post("/accounts/sign-in", data={"email": "a\0@example.org"})
    assert answer.status_code == 400
    assert "character" in answer.text


def test_forwarded_headers_are_believed_only_from_declared_proxies(settings: Settings) -> None:
    forwarded = {"X-Forwarded-Prefix": "/bias", "X-Forwarded-Proto": "https"}
    alone = create_app(settings).test_client().get("/", headers=forwarded)
    assert alone.headers["Location"] == "/accounts/sign-in"
    behind = create_app(replace(settings, proxies=1)).test_client().get("/", headers=forwarded)
    assert behind.headers["Location"] == "/bias/accounts/sign-in"
