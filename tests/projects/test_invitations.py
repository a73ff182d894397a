"""An invitation lets one person in, once, in time."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.accounts.people import PASSWORD, give_password
from tests.conftest import Cast, SignIn
from workbench.accounts.models import Account
from workbench.database import db, now
from workbench.projects.models import Invitation, Membership


def invite(browser: FlaskClient, project_id: int, role: str = "annotator", note: str = "") -> str:
    page = browser.post(f"/projects/{project_id}/invitations", data={"role": role, "note": note})
    assert page.status_code == 200
    found = re.search(r'value="http://localhost(/projects/invitations/[^"]+)"', page.text)
    assert found
    return found[1]


def newcomer(name: str = "Eve") -> dict[str, str]:
    return {"display_name": name, "email": f"{name.lower()}@example.org", "password": PASSWORD}


def emails(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Account.email)))


def change(app: Flask, **values: object) -> None:
    with app.app_context():
        invitation = db.session.scalars(select(Invitation)).one()
        for name, value in values.items():
            setattr(invitation, name, value)
        db.session.commit()


def test_a_new_person_comes_in(cast: Cast, client: FlaskClient, sign_in: SignIn) -> None:
    link = invite(sign_in(cast.ada), cast.project, note="Eve of the library")
    page = client.get(link)
    assert "Two tellings" in page.text
    assert "Eve of the library" not in page.text
    answer = client.post(link, data=newcomer())
    assert answer.headers["Location"] == f"/projects/{cast.project}"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert "accepted" in sign_in(cast.ada).get(f"/projects/{cast.project}/members").text


def test_it_works_once(app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn) -> None:
    link = invite(sign_in(cast.ada), cast.project)
    client.post(link, data=newcomer())
    other = app.test_client()
    assert other.get(link).status_code == 410
    assert other.post(link, data=newcomer("Mallory")).status_code == 410
    assert "mallory@example.org" not in emails(app)


def test_of_two_people_at_once_one_comes_in(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    link = invite(sign_in(cast.ada), cast.project)
    names = ["Eve", "Fay", "Gus", "Hal"]

    def accept(name: str) -> int:
        return app.test_client().post(link, data=newcomer(name)).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, names)) == [303, 410, 410, 410]
    assert sum(f"{name.lower()}@example.org" in emails(app) for name in names) == 1


def test_it_expires(app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    link = invite(ada, cast.project)
    change(app, expires_at=now() - timedelta(seconds=1))
    assert client.get(link).status_code == 410
    assert client.post(link, data=newcomer()).status_code == 410
    assert "expired" in ada.get(f"/projects/{cast.project}/members").text


def test_it_can_be_revoked(app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    link = invite(ada, cast.project)
    with app.app_context():
        number = db.session.scalars(select(Invitation.id)).one()
    elsewhere = f"/projects/{cast.other_project}/invitations/{number}/revoke"
    assert sign_in(cast.dee).post(elsewhere).status_code == 404
    address = f"/projects/{cast.project}/invitations/{number}/revoke"
    assert ada.post(address).status_code == 303
    assert client.get(link).status_code == 410
    assert "before" in ada.post(address, follow_redirects=True).text


def test_a_signed_in_person_only_confirms(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    link = invite(sign_in(cast.ada), cast.project, role="adjudicator")
    dee = sign_in(cast.dee)
    assert "dee@example.org" in dee.get(link).text
    assert dee.post(link).status_code == 303
    with app.app_context():
        role = db.session.scalars(
            select(Membership.role).where(
                Membership.account_id == cast.dee, Membership.project_id == cast.project
            )
        ).one()
        assert role == "adjudicator"


def test_a_member_is_told_so_and_the_invitation_stays(
    cast: Cast, client: FlaskClient, sign_in: SignIn
) -> None:
    link = invite(sign_in(cast.ada), cast.project)
    ben = sign_in(cast.ben)
    for answer in (ben.get(link), ben.post(link)):
        assert answer.headers["Location"] == f"/projects/{cast.project}"
    assert "member of this project already" in ben.get(f"/projects/{cast.project}").text
    assert client.get(link).status_code == 200


def test_an_address_with_an_account_must_sign_in_first(
    app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn
) -> None:
    give_password(app, cast.dee)
    link = invite(sign_in(cast.ada), cast.project)
    taken = client.post(link, data={**newcomer(), "email": "DEE@example.org"})
    assert taken.status_code == 422
    assert "sign in first" in taken.text
    assert PASSWORD not in taken.text
    back = re.search(r'href="(/accounts/sign-in\?next=[^"]+)"', taken.text)
    assert back
    answer = client.post(back[1], data={"email": "dee@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == link
    assert client.post(link).status_code == 303


def test_a_former_member_returns_under_the_same_pseudonym(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    ada.post(f"/projects/{cast.project}/members/{cast.ben}/end")
    ben = sign_in(cast.ben)
    assert ben.post(invite(ada, cast.project)).status_code == 303
    assert ben.get(f"/projects/{cast.project}").status_code == 200
    assert "A-BEN" in ada.get(f"/projects/{cast.project}/members").text


def test_a_made_up_invitation_is_dead(cast: Cast, client: FlaskClient) -> None:
    assert client.get("/projects/invitations/guess").status_code == 410
    assert client.post("/projects/invitations/guess").status_code == 410


def test_a_wrong_invitation_form_is_told_why(cast: Cast, sign_in: SignIn) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/invitations"
    assert ada.post(address, data={"role": "emperor"}).status_code == 422
    assert ada.post(address, data={"role": "lead", "note": "x" * 121}).status_code == 422


def test_a_note_is_shown_as_text_and_the_link_only_once(cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    link = invite(ada, cast.project, note="<b>Eve</b>")
    page = ada.get(f"/projects/{cast.project}/members").text
    assert "<b>Eve</b>" not in page
    assert "&lt;b&gt;Eve&lt;/b&gt;" in page
    assert link not in page


def test_the_database_does_not_hold_the_token(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    token = invite(sign_in(cast.ada), cast.project).rpartition("/")[2]
    with app.app_context():
        assert db.session.scalars(select(Invitation.token_hash)).one() != token
