"""Every answer carries the headers, and what cannot be stored is refused at the door."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from workbench.app import create_app
from workbench.config import Settings


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
