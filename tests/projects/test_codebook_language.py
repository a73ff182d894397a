"""What the codebook says carries its own language where the page speaks another one."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade

from tests.conftest import Cast, SignIn
from workbench.database import db, now
from workbench.demonstration import add_demonstration
from workbench.projects.defaults import beginning
from workbench.projects.models import CodebookVersion, Project
from workbench.web.languages import LANGUAGES

BEFORE = "0021"


def settings(browser: FlaskClient, cast: Cast, **changes: str) -> dict[str, str]:
    """Read the form of the settings as a browser would send it, with changes."""
    page = browser.get(f"/projects/{cast.project}/settings").text
    values = dict(re.findall(r'<input[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', page))
    guidelines = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)
    assert guidelines is not None
    for name, options in re.findall(r'<select[^>]*? name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        assert chosen is not None, name
        values[name] = chosen[1]
    return values | {"guidelines": guidelines[1]} | changes


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_project_keeps_the_language_that_it_begins_in(
    app: Flask, cast: Cast, sign_in: SignIn, code: str
) -> None:
    sign_in(cast.root).post(
        "/projects/new", data={"name": "Begun", "annotators_per_paragraph": "2", "language": code}
    )
    with app.app_context():
        found = db.session.query(Project).filter_by(name="Begun").one()
        assert found.codebook_language == code


def test_the_words_of_the_codebook_say_their_language_on_a_page_in_another(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    address = f"/projects/{cast.project}/guidelines"
    ada, german = sign_in(cast.ada), {"Accept-Language": "de"}
    assert '<article class="prose">' in ada.get(address).text
    page = ada.get(address, headers=german).text
    assert '<html lang="de">' in page
    assert '<article class="prose" lang="en">' in page
    assert '<h3 lang="en">Sentiment</h3>' in page


def test_a_lead_says_in_which_language_it_is_written(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/guidelines"
    form = f"/projects/{cast.project}/settings"
    answer = ada.post(form, data=settings(ada, cast, codebook_language="he"))
    assert answer.status_code == 303, answer.text
    page = ada.get(address).text
    assert '<article class="prose" lang="he" dir="rtl">' in page
    with app.app_context():
        assert db.session.query(CodebookVersion).filter_by(project_id=cast.project).count() == 1
    refused = ada.post(form, data=settings(ada, cast, codebook_language="xx"))
    assert refused.status_code == 422


def test_going_forth_tells_german_studies_from_english_ones(app: Flask, cast: Cast) -> None:
    with app.app_context():
        add_demonstration(at=now())
        version = db.session.query(CodebookVersion).filter_by(project_id=cast.project).one()
        version.definition = beginning("de").codebook.to_definition()
        db.session.commit()
        downgrade(revision=BEFORE)
        upgrade()
        languages = {one.id: one.codebook_language for one in db.session.query(Project)}
        assert languages.pop(cast.project) == "de"
        assert set(languages.values()) == {"en"}
