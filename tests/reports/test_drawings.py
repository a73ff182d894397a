"""Figures are taken away as files, in the language of the page, whatever labels hold."""

import json

import pytest
from flask import Flask

from tests.conftest import Cast, SignIn
from workbench.database import db
from workbench.projects.models import CodebookVersion


@pytest.mark.parametrize(
    ("name", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
@pytest.mark.parametrize("figure", ["forest", "labels", "periods", "spans"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_figure_can_be_taken_away(
    cast: Cast, two_weeks: int, sign_in: SignIn, figure: str, name: str, start: bytes
) -> None:
    browser = sign_in(cast.ada)
    address = f"/reports/{two_weeks}/agreement/figures/{figure}.{name}?question=bias"
    answer = browser.get(address)
    assert answer.data.startswith(start)
    assert f"{figure}.{name}" in answer.headers["Content-Disposition"]
    assert browser.get(address).data == answer.data


def test_a_figure_that_is_not_there_is_not_found(
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    for name in ("forest.svg?question=x", "cake.svg?question=bias", "spans.exe"):
        assert browser.get(f"/reports/{two_weeks}/agreement/figures/{name}").status_code == 404


def test_a_figure_speaks_the_language_of_its_page(
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    address = f"/reports/{two_weeks}/agreement/figures/spans.svg"
    english = ada.get(address).text
    german = ada.get(address, headers={"Accept-Language": "de"}).text
    assert "Exact, same category" in english
    assert "Exakt, gleiche Kategorie" in german
    assert ada.get(address).text == english


def test_a_label_that_looks_like_markup_or_a_formula_stays_a_label(
    app: Flask, cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    with app.app_context():
        version = db.session.query(CodebookVersion).filter_by(project_id=two_weeks).one()
        definition = json.loads(json.dumps(version.definition))
        for asked in definition["questions"]:
            asked["labels"][0]["title"] = "$\\frac{1}$ <b>🙂"
        version_two = CodebookVersion(
            project_id=two_weeks,
            number=2,
            definition=definition,
            guidelines="",
            created_at=version.created_at,
        )
        db.session.add(version_two)
        db.session.commit()
    browser = sign_in(cast.ada)
    page = browser.get(f"/reports/{two_weeks}/agreement")
    assert page.status_code == 200
    assert "<b>🙂" not in page.text
    for kind in ("svg", "pdf", "png"):
        address = f"/reports/{two_weeks}/agreement/figures/labels.{kind}?question=bias"
        assert browser.get(address).status_code == 200
