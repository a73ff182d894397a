"""Who may open the pages of articles."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.articles.pages import shown, started
from tests.articles.texts import NEWS, a_lexicon, csv_of
from tests.conftest import Cast, SignIn
from workbench.articles.models import Article
from workbench.articles.operations import store_article
from workbench.database import db, now
from workbench.projects.models import Membership, Role

READ = ["", "/article/{article}"]
LEAD_GET = ["/import", "/import/{import_id}", "/import/{import_id}/row/{row}"]
LEAD_POST = [
    *LEAD_GET,
    "/import/{import_id}/choose",
    "/import/{import_id}/discard",
    "/import/{import_id}/reopen",
    "/article/{article}/remove",
]


@pytest.fixture
def addresses(app: Flask, cast: Cast, sign_in: SignIn) -> dict[str, str]:
    with app.app_context():
        article = store_article(cast.project, NEWS, at=now(), lexicon=a_lexicon())
        assert article is not None
        article_id = article.id
        db.session.commit()
    ada = sign_in(cast.ada)
    preview = started(ada, cast.project, ("votes.csv", csv_of(1)))
    (row,) = shown(ada.get(preview).text)
    return {"article": str(article_id), "import_id": preview.rsplit("/", 1)[1], "row": row}


def asked(browser: FlaskClient, cast: Cast, addresses: dict[str, str]) -> set[int]:
    root = f"/articles/{cast.project}"
    read = {browser.get(root + path.format(**addresses)) for path in [*READ, *LEAD_GET]}
    written = {browser.post(root + path.format(**addresses)) for path in LEAD_POST}
    return {response.status_code for response in read | written}


def test_a_stranger_is_sent_to_sign_in(
    app: Flask, cast: Cast, client: FlaskClient, addresses: dict[str, str]
) -> None:
    assert asked(client, cast, addresses) == {303}
    with app.app_context():
        assert db.session.scalars(select(Article)).one().headline == NEWS.headline


def test_an_outsider_finds_nothing(cast: Cast, sign_in: SignIn, addresses: dict[str, str]) -> None:
    assert asked(sign_in(cast.dee), cast, addresses) == {404}


def test_annotators_read_and_adjudicators_read_but_only_leads_import(
    app: Flask, cast: Cast, sign_in: SignIn, addresses: dict[str, str]
) -> None:
    with app.app_context():
        db.session.add(
            Membership(
                project_id=cast.project,
                account_id=cast.root,
                role=Role.ADJUDICATOR,
                pseudonym="A-ROOT",
                created_at=now(),
            )
        )
        db.session.commit()
    for account in (cast.ben, cast.root):
        browser = sign_in(account)
        for path in READ:
            address = f"/articles/{cast.project}{path.format(**addresses)}"
            assert browser.get(address).status_code == 200
        for path in LEAD_GET:
            address = f"/articles/{cast.project}{path.format(**addresses)}"
            assert browser.get(address).status_code == 403
        for path in LEAD_POST:
            address = f"/articles/{cast.project}{path.format(**addresses)}"
            assert browser.post(address).status_code == 403


def test_ids_of_another_project_are_not_found(
    cast: Cast, sign_in: SignIn, addresses: dict[str, str]
) -> None:
    dee = sign_in(cast.dee)
    for path in ["/article/{article}", *LEAD_GET[1:]]:
        address = f"/articles/{cast.other_project}{path.format(**addresses)}"
        assert dee.get(address).status_code == 404
    for path in LEAD_POST[1:]:
        address = f"/articles/{cast.other_project}{path.format(**addresses)}"
        assert dee.post(address).status_code == 404


def test_a_row_of_another_import_is_neither_corrected_nor_left_out(
    cast: Cast, sign_in: SignIn, addresses: dict[str, str]
) -> None:
    ada = sign_in(cast.ada)
    second = started(ada, cast.project, ("more.csv", csv_of(2)))
    assert ada.get(f"{second}/row/{addresses['row']}").status_code == 404
    ada.post(f"{second}/choose", data={"shown": addresses["row"]})
    first = ada.get(f"/articles/{cast.project}/import/{addresses['import_id']}").text
    assert "1 article to import." in first


def test_every_write_needs_the_token_of_our_own_page(
    strict_app: Flask, app: Flask, cast: Cast, addresses: dict[str, str]
) -> None:
    browser = strict_app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"] = f"{cast.ada}.0"
    for path in LEAD_POST:
        address = f"/articles/{cast.project}{path.format(**addresses)}"
        assert browser.post(address).status_code == 400
