"""Everybody changes their own name and password, and nobody else's."""

from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.people import NEW_PASSWORD, PASSWORD, account, give_password, reset_link
from tests.conftest import Cast, SignIn
from workbench.accounts.passwords import verify_password
from workbench.accounts.throttle import FAILURES_AN_ACCOUNT

ADDRESS = "/accounts/profile"


def change(present: str = PASSWORD, new: str = NEW_PASSWORD, again: str = "") -> dict[str, str]:
    return {"change": "password", "present": present, "password": new, "again": again or new}


def test_it_needs_a_signed_in_person(client: FlaskClient, cast: Cast) -> None:
    assert client.get(ADDRESS).status_code == 303
    assert client.post(ADDRESS, data=change()).status_code == 303


def test_a_name_is_changed_and_kept_on_one_line(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.ben)
    data = {"change": "name", "display_name": "  Ben\r\n \u202eBraun "}
    assert browser.post(ADDRESS, data=data).status_code == 303
    assert account(app, cast.ben).display_name == "Ben Braun"


def test_a_name_is_shown_as_text(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.ben)
    browser.post(ADDRESS, data={"change": "name", "display_name": "<script>alert(1)</script>"})
    assert "<script>alert" not in browser.get(ADDRESS).text
    assert "<script>alert" not in sign_in(cast.ada).get(f"/projects/{cast.project}/members").text


def test_an_empty_name_is_refused(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.ben).post(ADDRESS, data={"change": "name", "display_name": " "})
    assert answer.status_code == 422
    assert "Type your name." in answer.text
    assert account(app, cast.ben).display_name == "Ben"


def test_a_password_is_changed_by_the_present_one(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    give_password(app, cast.ben)
    here, there = sign_in(cast.ben), sign_in(cast.ben)
    link = reset_link(app, cast.ben)
    assert here.post(ADDRESS, data=change()).status_code == 303
    assert verify_password(account(app, cast.ben).password_hash, NEW_PASSWORD).is_right
    assert here.get(ADDRESS).status_code == 200
    assert there.get(ADDRESS).status_code == 303
    assert here.get(link).status_code == 410


def test_a_wrong_present_password_changes_nothing_and_is_throttled(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    give_password(app, cast.ben)
    browser = sign_in(cast.ben)
    for _ in range(FAILURES_AN_ACCOUNT):
        answer = browser.post(ADDRESS, data=change(present="not it at all"))
        assert answer.status_code == 422
        assert "not your present password" in answer.text
    answer = browser.post(ADDRESS, data=change())
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert verify_password(account(app, cast.ben).password_hash, PASSWORD).is_right


def test_a_weak_or_misspelt_new_password_is_refused(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    give_password(app, cast.ben)
    browser = sign_in(cast.ben)
    assert browser.post(ADDRESS, data=change(new="short")).status_code == 422
    answer = browser.post(ADDRESS, data=change(again="some other words"))
    assert answer.status_code == 422
    assert "not the same" in answer.text
    assert verify_password(account(app, cast.ben).password_hash, PASSWORD).is_right
