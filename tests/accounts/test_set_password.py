"""A password link works once, for a day, for whom it was made."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.accounts.people import (
    NEW_PASSWORD,
    PASSWORD,
    account,
    administrator_link,
    give_password,
    reset_link,
)
from tests.conftest import Cast, SignIn
from workbench.accounts.models import Account, PasswordLink
from workbench.accounts.operations import PASSWORD_LINK_LIFETIME, DeadLinkError, make_administrator
from workbench.accounts.operations import open_link as find_open_link
from workbench.accounts.passwords import verify_password
from workbench.accounts.queries import has_administrator
from workbench.accounts.throttle import FAILURES_AN_ACCOUNT
from workbench.database import db, now
from workbench.projects.models import Project

NEW_ADMINISTRATOR = {
    "display_name": "Rae",
    "email": "Rae@Example.org",
    "password": NEW_PASSWORD,
}


def test_a_link_sets_the_password_and_signs_in(app: Flask, cast: Cast, client: FlaskClient) -> None:
    link = reset_link(app, cast.ben)
    answer = client.post(link, data={"password": NEW_PASSWORD})
    assert answer.status_code == 303
    assert client.get("/projects/").status_code == 200
    assert verify_password(account(app, cast.ben).password_hash, NEW_PASSWORD).is_right


def test_looking_at_a_link_uses_nothing_up(app: Flask, cast: Cast, client: FlaskClient) -> None:
    link = reset_link(app, cast.ben)
    for _ in range(3):
        assert "ben@example.org" in client.get(link).text
    assert client.post(link, data={"password": "short"}).status_code == 422
    assert client.post(link, data={"password": NEW_PASSWORD}).status_code == 303


def test_a_link_works_once(app: Flask, cast: Cast, client: FlaskClient) -> None:
    link = reset_link(app, cast.ben)
    client.post(link, data={"password": NEW_PASSWORD})
    other = app.test_client()
    assert other.get(link).status_code == 410
    assert other.post(link, data={"password": PASSWORD}).status_code == 410
    assert verify_password(account(app, cast.ben).password_hash, NEW_PASSWORD).is_right


def test_of_two_people_who_use_a_link_at_once_one_wins(app: Flask, cast: Cast) -> None:
    link = reset_link(app, cast.ben)

    def use(number: int) -> int:
        return (
            app.test_client().post(link, data={"password": f"{NEW_PASSWORD} {number}"}).status_code
        )

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [303, 410, 410, 410]


def test_an_expired_link_is_dead(app: Flask, cast: Cast, client: FlaskClient) -> None:
    link = reset_link(app, cast.ben, at=now() - PASSWORD_LINK_LIFETIME - timedelta(seconds=1))
    answer = client.get(link)
    assert answer.status_code == 410
    assert "expired" in answer.text


def test_a_newer_link_replaces_an_older_one(app: Flask, cast: Cast, client: FlaskClient) -> None:
    older, newer = reset_link(app, cast.ben), reset_link(app, cast.ben)
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200


def test_a_made_up_link_is_dead(cast: Cast, client: FlaskClient) -> None:
    assert client.get("/accounts/set-password/guess").status_code == 410
    assert client.post("/accounts/set-password/guess").status_code == 410


def test_a_deactivated_person_cannot_come_back_by_a_link(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    link = reset_link(app, cast.ben)
    with app.app_context():
        db.session.get_one(Account, cast.ben).deactivated_at = now()
        db.session.commit()
    assert client.get(link).status_code == 410


def test_a_link_does_not_follow_a_person_into_administration(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    link = reset_link(app, cast.ben)
    with app.app_context():
        make_administrator(db.session.get_one(Account, cast.ben))
        db.session.commit()
    assert client.get(link).status_code == 410


def test_a_new_password_ends_older_sessions(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    before = sign_in(cast.ben)
    app.test_client().post(reset_link(app, cast.ben), data={"password": NEW_PASSWORD})
    assert before.get("/projects/").status_code == 303


def test_a_link_opens_a_throttled_account(app: Flask, cast: Cast, client: FlaskClient) -> None:
    give_password(app, cast.ben)
    for _ in range(FAILURES_AN_ACCOUNT):
        client.post("/accounts/sign-in", data={"email": "ben@example.org", "password": "no"})
    client.post(reset_link(app, cast.ben), data={"password": NEW_PASSWORD})
    again = app.test_client().post(
        "/accounts/sign-in", data={"email": "ben@example.org", "password": NEW_PASSWORD}
    )
    assert again.status_code == 303


def test_the_database_does_not_hold_the_token(app: Flask, cast: Cast) -> None:
    token = reset_link(app, cast.ben).rpartition("/")[2]
    assert len(token) >= 43
    with app.app_context():
        assert db.session.scalars(select(PasswordLink.token_hash)).one() != token


def test_the_first_administrator_is_set_up_by_a_link(app: Flask, client: FlaskClient) -> None:
    link = administrator_link(app)
    assert "Set up an administrator" in client.get(link).text
    assert client.post(link, data={}).status_code == 422
    assert client.post(link, data=NEW_ADMINISTRATOR).status_code == 303
    assert client.get("/accounts/").status_code == 200
    with app.app_context():
        assert has_administrator()
        assert db.session.scalars(select(Account.email)).all() == ["rae@example.org"]


def test_all_administrator_links_end_with_the_first_that_is_used(
    app: Flask, client: FlaskClient
) -> None:
    older, newer = administrator_link(app), administrator_link(app)
    client.post(newer, data=NEW_ADMINISTRATOR)
    assert app.test_client().get(older).status_code == 410


def test_two_links_used_at_once_make_one_administrator(app: Flask) -> None:
    links = [administrator_link(app), administrator_link(app)]

    def use(number: int) -> int:
        data = {**NEW_ADMINISTRATOR, "email": f"rae-{number}@example.org"}
        return app.test_client().post(links[number], data=data).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, range(2))) == [303, 410]
    with app.app_context():
        assert len(db.session.scalars(select(Account)).all()) == 1


def test_an_administrator_who_lost_the_password_comes_back_by_a_link_of_the_host(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    give_password(app, cast.root)
    answer = client.post(
        administrator_link(app), data={**NEW_ADMINISTRATOR, "email": "root@example.org"}
    )
    assert answer.status_code == 303
    kept = account(app, cast.root)
    assert kept.is_administrator
    assert verify_password(kept.password_hash, NEW_PASSWORD).is_right


def test_a_demonstration_account_never_becomes_administrator(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    with app.app_context():
        db.session.get_one(Account, cast.ben).is_demonstration = True
        db.session.commit()
    link = administrator_link(app)
    answer = client.post(link, data={**NEW_ADMINISTRATOR, "email": "ben@example.org"})
    assert answer.status_code == 422
    assert not account(app, cast.ben).is_administrator
    assert client.get(link).status_code == 200


def test_an_open_link_is_not_found_after_its_day(app: Flask) -> None:
    token = administrator_link(app).rpartition("/")[2]
    with app.app_context(), pytest.raises(DeadLinkError):
        find_open_link(token, at=now() + PASSWORD_LINK_LIFETIME)


def test_a_new_administrator_leads_the_demonstration(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    with app.app_context():
        db.session.get_one(Project, cast.project).is_demonstration = True
        db.session.commit()
    client.post(administrator_link(app), data=NEW_ADMINISTRATOR)
    page = client.get(f"/projects/{cast.project}")
    assert page.status_code == 200
    assert "Remove the demonstration" in page.text
    assert client.get(f"/projects/{cast.other_project}").status_code == 404
