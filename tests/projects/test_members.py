"""Roles, endings, password links of members: power never grows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Cast, SignIn
from workbench.accounts.models import Account
from workbench.database import db, now
from workbench.projects.models import Invitation, Membership, Role
from workbench.projects.operations import add_member


def join(app: Flask, project_id: int, account_id: int, role: Role) -> None:
    with app.app_context():
        add_member(project_id, account_id, role, at=now())
        db.session.commit()


def role_of(app: Flask, cast: Cast, account_id: int) -> str | None:
    with app.app_context():
        return db.session.scalar(
            select(Membership.role).where(
                Membership.project_id == cast.project,
                Membership.account_id == account_id,
                Membership.ended_at.is_(None),
            )
        )


def test_a_lead_changes_a_role(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    address = f"/projects/{cast.project}/members/{cast.ben}/role"
    ada = sign_in(cast.ada)
    assert ada.post(address, data={"role": "adjudicator"}).status_code == 303
    assert role_of(app, cast, cast.ben) == "adjudicator"
    assert ada.post(address, data={"role": "emperor"}).status_code == 422
    assert ada.post(address).status_code == 422


@pytest.mark.parametrize("what", ["role", "end", "password-link"])
def test_a_member_of_another_project_cannot_be_reached(
    cast: Cast, sign_in: SignIn, what: str
) -> None:
    address = f"/projects/{cast.project}/members/{cast.dee}/{what}"
    assert sign_in(cast.ada).post(address, data={"role": "lead"}).status_code == 404


def test_the_last_lead_stays(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/members/{cast.ada}"
    demoted = ada.post(f"{address}/role", data={"role": "annotator"}, follow_redirects=True)
    assert "needs a lead" in demoted.text
    assert "needs a lead" in ada.post(f"{address}/end", follow_redirects=True).text
    assert role_of(app, cast, cast.ada) == "lead"


def test_a_lead_who_cannot_sign_in_does_not_count(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    join(app, cast.project, cast.cy, Role.LEAD)
    with app.app_context():
        db.session.get_one(Account, cast.cy).deactivated_at = now()
        db.session.commit()
    answer = sign_in(cast.ada).post(
        f"/projects/{cast.project}/members/{cast.ada}/end", follow_redirects=True
    )
    assert "needs a lead" in answer.text


def test_a_lead_can_leave_when_another_is_there(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    join(app, cast.project, cast.cy, Role.LEAD)
    answer = sign_in(cast.ada).post(f"/projects/{cast.project}/members/{cast.ada}/end")
    assert answer.headers["Location"] == "/projects/"
    assert role_of(app, cast, cast.ada) is None
    assert "A-LEAD" in sign_in(cast.cy).get(f"/projects/{cast.project}/members").text


def test_two_leads_cannot_remove_each_other_at_once(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    join(app, cast.project, cast.cy, Role.LEAD)
    browsers, targets = [sign_in(cast.ada), sign_in(cast.cy)], [cast.cy, cast.ada]
    with ThreadPoolExecutor(2) as pool:
        list(
            pool.map(
                lambda n: browsers[n].post(f"/projects/{cast.project}/members/{targets[n]}/end"),
                range(2),
            )
        )
    assert [role_of(app, cast, person) for person in targets].count("lead") == 1


def test_a_removed_lead_does_not_come_back_by_an_own_invitation(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    join(app, cast.project, cast.cy, Role.LEAD)
    sign_in(cast.cy).post(f"/projects/{cast.project}/invitations", data={"role": "lead"})
    sign_in(cast.ada).post(f"/projects/{cast.project}/members/{cast.cy}/end")
    with app.app_context():
        assert db.session.scalars(select(Invitation.revoked_at)).one() is not None


def test_a_lead_makes_a_password_link_for_a_member(cast: Cast, sign_in: SignIn) -> None:
    address = f"/projects/{cast.project}/members/{cast.ben}/password-link"
    answer = sign_in(cast.ada).post(address)
    assert answer.status_code == 200
    assert "/accounts/set-password/" in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_no_link_for_an_account_that_opens_another_project(
    app: Flask, cast: Cast, sign_in: SignIn, role: Role
) -> None:
    join(app, cast.other_project, cast.ben, role)
    address = f"/projects/{cast.project}/members/{cast.ben}/password-link"
    answer = sign_in(cast.ada).post(address)
    assert answer.status_code == 403
    assert "Ask an administrator" in answer.text
    join(app, cast.other_project, cast.ada, Role.LEAD)
    assert sign_in(cast.ada).post(address).status_code == 200


def test_no_link_for_an_administrator(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    join(app, cast.project, cast.root, Role.ANNOTATOR)
    address = f"/projects/{cast.project}/members/{cast.root}/password-link"
    assert sign_in(cast.ada).post(address).status_code == 403


def test_a_link_ends_when_its_account_comes_to_open_more(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    page = sign_in(cast.ada).post(f"/projects/{cast.project}/members/{cast.ben}/password-link")
    link = page.text.split('value="http://localhost')[1].split('"')[0]
    join(app, cast.other_project, cast.ben, Role.ANNOTATOR)
    assert app.test_client().get(link).status_code == 410


def test_no_link_for_a_deactivated_member(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context():
        db.session.get_one(Account, cast.ben).deactivated_at = now()
        db.session.commit()
    address = f"/projects/{cast.project}/members/{cast.ben}/password-link"
    assert sign_in(cast.ada).post(address).status_code == 409
