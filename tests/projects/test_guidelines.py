"""People are told when the guidelines change, see what changed, and say that they read it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.annotations.stage import add_article
from tests.conftest import Cast, SignIn
from workbench.accounts.models import Account
from workbench.database import db, now
from workbench.projects.operations import revise_guidelines
from workbench.projects.queries import codebook_in_force

CHANGED = "The guidelines have changed since you read them."
UNREAD = "You have not confirmed yet that you read the guidelines."


def revise(cast: Cast, text: str | None = None, *, suggested_from: float | None = None) -> int:
    """Store a version as Ada does; give its number."""
    in_force = codebook_in_force(cast.project)
    codebook = in_force.codebook
    if suggested_from is not None:
        codebook = codebook.with_suggestions({}, suggested_from=suggested_from)
    version = revise_guidelines(
        cast.project,
        in_force.guidelines if text is None else text,
        seen=in_force.number,
        by=db.session.get_one(Account, cast.ada),
        at=now(),
        codebook=codebook,
    )
    assert version is not None
    db.session.commit()
    return version.number


def first_page(person: FlaskClient, cast: Cast) -> str:
    return person.get(f"/annotations/{cast.project}/next", follow_redirects=True).text


@pytest.fixture
def article(app: Flask, cast: Cast) -> None:
    with app.app_context():
        add_article(cast.project, ("The harbour was reopened.", "The mayor spoke."))
        db.session.commit()


@pytest.mark.usefixtures("article")
def test_a_new_annotator_is_asked_to_read_the_guidelines_until_they_did(
    cast: Cast, sign_in: SignIn
) -> None:
    ben = sign_in(cast.ben)
    assert UNREAD in first_page(ben, cast)
    assert UNREAD in ben.get(f"/projects/{cast.project}").text
    answer = ben.post(f"/projects/{cast.project}/guidelines/read", data={"number": "1"})
    assert answer.status_code == 303
    assert UNREAD not in first_page(ben, cast)
    assert UNREAD in first_page(sign_in(cast.cy), cast)


@pytest.mark.usefixtures("article")
def test_people_are_told_of_a_change_and_its_author_is_not(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ben, ada = sign_in(cast.ben), sign_in(cast.ada)
    ben.post(f"/projects/{cast.project}/guidelines/read", data={"number": "1"})
    with app.app_context():
        revise(cast, codebook_in_force(cast.project).guidelines + "\n\nNames are no bias.")
    assert CHANGED in first_page(ben, cast)
    assert CHANGED not in first_page(ada, cast)
    changes = ben.get(f"/projects/{cast.project}/guidelines/changes?since=1&to=2").text
    assert "<ins>Names are no bias.</ins>" in changes
    assert "I have read version 2" in changes
    ben.post(f"/projects/{cast.project}/guidelines/read", data={"number": "2"})
    assert CHANGED not in first_page(ben, cast)
    # A form that was open since then says nothing that is older than what is kept.
    ben.post(f"/projects/{cast.project}/guidelines/read", data={"number": "1"})
    assert CHANGED not in first_page(ben, cast)


@pytest.mark.usefixtures("article")
def test_other_suggestions_are_nothing_to_read(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ben = sign_in(cast.ben)
    ben.post(f"/projects/{cast.project}/guidelines/read", data={"number": "1"})
    with app.app_context():
        revise(cast, suggested_from=0.75)
    assert CHANGED not in first_page(ben, cast)
    changes = ben.get(f"/projects/{cast.project}/guidelines/changes?since=1&to=2").text
    assert "They read the same and ask the same." in changes


def test_what_does_not_exist_is_not_compared_or_read(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ben = sign_in(cast.ben)
    address = f"/projects/{cast.project}/guidelines"
    with app.app_context():
        revise(cast, "Read it twice.")
    for asked in ("since=2&to=2", "since=2&to=1", "since=7", "to=9", "since=x", "to=1", "to=²"):
        assert ben.get(f"{address}/changes?{asked}").status_code == 404, asked
    for number in ("0", "3", "-1", "x", "", "9" * 12):
        assert ben.post(f"{address}/read", data={"number": number}).status_code == 400, number
    dee = sign_in(cast.dee)
    assert dee.get(f"{address}/changes").status_code == 404
    assert dee.post(f"{address}/read", data={"number": "1"}).status_code == 404


def test_every_version_links_to_what_it_changed(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context():
        revise(cast, "Read it twice.")
        revise(cast, "Read it three times.")
    page = sign_in(cast.ben).get(f"/projects/{cast.project}/guidelines").text
    for old, new in ((1, 2), (2, 3)):
        assert f"changes?since={old}&amp;to={new}" in page
