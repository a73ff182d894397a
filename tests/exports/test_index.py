"""The page that explains the files, and who may open it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn
from tests.reports.study import Study
from workbench.database import db
from workbench.exports.layouts import Layout, columns_of

PAGES = ("", "/labels.csv", "/labels-wide.csv", "/spans.csv", "/paragraphs.csv")


@pytest.mark.parametrize("page", PAGES)
def test_leads_alone_take_labels_away(
    cast: Cast, client: FlaskClient, sign_in: SignIn, page: str
) -> None:
    address = f"/exports/{cast.project}{page}"
    assert client.get(address).status_code == 303
    assert sign_in(cast.dee).get(address).status_code == 404
    assert sign_in(cast.ben).get(address).status_code == 403
    assert sign_in(cast.ada).get(address).status_code == 200


def test_empty_project_offers_the_way_on(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.ada).get(f"/exports/{cast.project}").get_data(as_text=True)
    assert "No labels to take away yet" in page
    assert f"/reports/{cast.project}/progress" in page


def test_skipped_paragraphs_are_told_apart_from_annotations(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        study = Study.of(cast)
        first, second = study.article("Heroes came.", "They left.")
        study.answer(first, cast.ben)
        study.skip(second, cast.ben)
        db.session.commit()
    page = sign_in(cast.ada).get(f"/exports/{cast.project}").get_data(as_text=True)
    assert "There is 1 annotation. 1 skipped paragraph stands in the files, too." in page


def test_page_lists_every_column(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context():
        study = Study.of(cast)
        study.answer(study.article("Heroes came.")[0], cast.ben)
        db.session.commit()
    page = sign_in(cast.ada).get(f"/exports/{cast.project}").get_data(as_text=True)
    for layout in Layout:
        for column in columns_of(layout, ("bias",), identities=True):
            assert f"<code>{column.name}</code>" in page
    assert "There is 1 annotation." in page
