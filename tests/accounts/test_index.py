"""Administrators look after accounts, and always one of them is left."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.people import NEW_PASSWORD, account, give_password
from tests.conftest import Cast, SignIn
from workbench.accounts.models import Account
from workbench.database import db

CHANGES = (
    "deactivate",
    "activate",
    "make-administrator",
    "unmake-administrator",
    "reset-link",
)


def make_second_administrator(app: Flask, account_id: int) -> None:
    give_password(app, account_id)
    with app.app_context():
        db.session.get_one(Account, account_id).is_administrator = True
        db.session.commit()


def test_only_administrators_see_people(cast: Cast, client: FlaskClient, sign_in: SignIn) -> None:
    assert client.get("/accounts/").status_code == 303
    assert sign_in(cast.ada).get("/accounts/").status_code == 403
    page = sign_in(cast.root).get("/accounts/")
    assert page.status_code == 200
    assert "dee@example.org" in page.text


@pytest.mark.parametrize("change", CHANGES)
def test_only_administrators_change_people(
    app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn, change: str
) -> None:
    address = f"/accounts/{cast.ben}/{change}"
    assert client.post(address).status_code == 303
    assert sign_in(cast.ada).post(address).status_code == 403
    assert sign_in(cast.root).post(f"/accounts/999/{change}").status_code == 404
    assert account(app, cast.ben).is_active


def test_a_deactivated_person_is_out_at_once_and_can_come_back(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ben, root = sign_in(cast.ben), sign_in(cast.root)
    root.post(f"/accounts/{cast.ben}/deactivate")
    assert ben.get("/projects/").status_code == 303
    assert root.post(f"/accounts/{cast.ben}/reset-link").status_code == 409
    root.post(f"/accounts/{cast.ben}/activate")
    assert account(app, cast.ben).is_active
    assert ben.get("/projects/").status_code == 303, "an old session stays ended"


def test_a_person_is_made_and_unmade_administrator(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    give_password(app, cast.root)
    root = sign_in(cast.root)
    root.post(f"/accounts/{cast.ada}/make-administrator")
    assert sign_in(cast.ada).get("/accounts/").status_code == 200
    root.post(f"/accounts/{cast.ada}/unmake-administrator")
    assert sign_in(cast.ada).get("/accounts/").status_code == 403


@pytest.mark.parametrize("change", ["deactivate", "unmake-administrator"])
def test_the_last_administrator_stays(app: Flask, cast: Cast, sign_in: SignIn, change: str) -> None:
    give_password(app, cast.root)
    root = sign_in(cast.root)
    # Ada cannot sign in yet, so she does not count.
    root.post(f"/accounts/{cast.ada}/make-administrator")
    answer = root.post(f"/accounts/{cast.root}/{change}", follow_redirects=True)
    assert "only administrator" in answer.text
    kept = account(app, cast.root)
    assert kept.is_administrator
    assert kept.is_active


def test_two_administrators_cannot_unmake_each_other_at_once(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    give_password(app, cast.root)
    make_second_administrator(app, cast.ada)
    browsers = [sign_in(cast.root), sign_in(cast.ada)]
    targets = [cast.ada, cast.root]
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(
            lambda n: browsers[n].post(f"/accounts/{targets[n]}/unmake-administrator").status_code,
            range(2),
        )
    assert set(answers) <= {303, 403}
    left = [account(app, person).is_administrator for person in targets]
    assert sum(left) == 1


def test_a_reset_link_is_shown_once_and_works(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    root = sign_in(cast.root)
    page = root.post(f"/accounts/{cast.ben}/reset-link")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    found = re.search(r'value="http://localhost(/accounts/set-password/[^"]+)"', page.text)
    assert found
    assert found[1] not in root.get("/accounts/").text
    answer = app.test_client().post(found[1], data={"password": NEW_PASSWORD})
    assert answer.status_code == 303


def test_a_demonstration_account_gets_no_link_and_no_power(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        db.session.get_one(Account, cast.cy).is_demonstration = True
        db.session.commit()
    root = sign_in(cast.root)
    assert root.post(f"/accounts/{cast.cy}/reset-link").status_code == 409
    root.post(f"/accounts/{cast.cy}/make-administrator")
    assert not account(app, cast.cy).is_administrator
