"""Who may open which room of a project."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn
from workbench.database import db
from workbench.projects.models import Membership, Role
from workbench.projects.tabs import ROOMS

FOR_EVERYBODY = ("", "/guidelines")
FOR_LEADS = ("/settings", "/design", "/members")
WRITES_OF_LEADS = (
    "/settings",
    "/design",
    "/invitations",
    "/invitations/1/revoke",
    "/members/{cy}/role",
    "/members/{cy}/end",
    "/members/{cy}/password-link",
    "/remove-demonstration",
)


def adjudicator(app: Flask, cast: Cast) -> int:
    with app.app_context():
        membership = db.session.query(Membership).filter_by(account_id=cast.cy).one()
        membership.role = Role.ADJUDICATOR
        db.session.commit()
    return cast.cy


@pytest.mark.parametrize("room", FOR_EVERYBODY + FOR_LEADS)
def test_rooms(app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn, room: str) -> None:
    address = f"/projects/{cast.project}{room}"
    for_others = 200 if room in FOR_EVERYBODY else 403
    assert client.get(address).status_code == 303
    assert sign_in(cast.dee).get(address).status_code == 404
    assert sign_in(cast.root).get(address).status_code == 404
    assert sign_in(cast.ada).get(address).status_code == 200
    assert sign_in(cast.ben).get(address).status_code == for_others
    assert sign_in(adjudicator(app, cast)).get(address).status_code == for_others


@pytest.mark.parametrize("write", WRITES_OF_LEADS)
def test_writes_of_leads(cast: Cast, client: FlaskClient, sign_in: SignIn, write: str) -> None:
    address = f"/projects/{cast.project}" + write.format(cy=cast.cy)
    assert client.post(address).status_code == 303
    assert sign_in(cast.dee).post(address).status_code == 404
    assert sign_in(cast.ben).post(address).status_code == 403


def test_a_former_member_is_an_outsider(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.ada).post(f"/projects/{cast.project}/members/{cast.ben}/end")
    assert sign_in(cast.ben).get(f"/projects/{cast.project}").status_code == 404


def test_the_list_needs_a_signed_in_person(client: FlaskClient, cast: Cast) -> None:
    assert client.get("/projects/").status_code == 303


@pytest.mark.parametrize("address", ["/projects/new", "/projects/{project}/join"])
def test_administrators_only(
    cast: Cast, client: FlaskClient, sign_in: SignIn, address: str
) -> None:
    address = address.format(project=cast.project)
    assert client.post(address).status_code == 303
    assert sign_in(cast.ada).post(address).status_code == 403


@pytest.mark.parametrize("account", ["ada", "ben", "cy"])
def test_every_tab_that_is_shown_opens(
    app: Flask, cast: Cast, sign_in: SignIn, account: str
) -> None:
    adjudicator(app, cast)
    role = {"ada": Role.LEAD, "ben": Role.ANNOTATOR, "cy": Role.ADJUDICATOR}[account]
    browser = sign_in(getattr(cast, account))
    page = browser.get(f"/projects/{cast.project}").text
    with app.test_request_context():
        for room in ROOMS:
            address = app.url_for(room.endpoint, project_id=cast.project)
            assert (f'href="{address}"' in page) == (role in room.roles), room
            if role in room.roles:
                assert browser.get(address).status_code < 400, room


def test_a_form_without_its_token_changes_nothing(strict_app: Flask, cast: Cast) -> None:
    browser = strict_app.test_client()
    address = f"/projects/{cast.project}/members/1/end"
    assert browser.post(address).status_code == 303
    with browser.session_transaction() as session:
        session["_user_id"] = f"{cast.ada}.0"
    assert browser.post(address).status_code == 400


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 2**63, 10**30])
def test_a_number_that_no_project_can_have_is_no_page(
    cast: Cast, sign_in: SignIn, number: int
) -> None:
    assert sign_in(cast.ada).get(f"/projects/{number}").status_code == 404
