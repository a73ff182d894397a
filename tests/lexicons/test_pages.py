"""A lead finds, changes and gives up terms; nobody else does."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import Cast, SignIn
from tests.lexicons.conftest import TERM
from tests.lexicons.steps import url
from tests.paths import SEEDS
from workbench.codebook.codebook import read_codebook
from workbench.database import db
from workbench.lexicon_pages.forms import said as category_name
from workbench.lexicons.models import LexiconDraft
from workbench.lexicons.queries import draft_of
from workbench.web.languages import language_named
from workbench.words import speaking

PAGES = ("", "/term", "/upload", "/draft", "/versions", "/report")

FILES = ("/lexicon.csv", "/versions/0.csv", "/report.csv")

DEEDS = (
    *("/switch", "/term", "/upload", "/draft/forget", "/draft/discard", "/draft/shipped"),
    *("/draft/apply", "/versions/0/restore", "/report/accept"),
)


@pytest.mark.parametrize(("language", "place"), [("en", SEEDS), ("de", SEEDS / "de")])
def test_categories_are_called_as_the_codebook_calls_them(language: str, place: Path) -> None:
    titles = {one.name: one.title for one in read_codebook(place / "codebook.toml").span_categories}
    with speaking(language_named(language)):
        names = {name: category_name(name) for name in titles}
    assert {name: title.lower() for name, title in names.items()} == {
        name: title.lower() for name, title in titles.items()
    }


def test_the_shipped_lexicon_is_listed_searched_and_filtered(ada: FlaskClient, cast: Cast) -> None:
    page = ada.get(url(cast)).text
    assert "the shipped lexicon, unchanged" in page
    assert "Page 1 of" in page
    found = ada.get(url(cast), query_string={"q": "Witch  hunt"}).text
    assert "witch hunt" in found
    assert "Page 1 of" not in found
    only = ada.get(url(cast), query_string={"category": "euphemism"}).text
    assert "<td>Euphemism</td>" in only
    assert "<td>Glorifying</td>" not in only
    assert "No such term" in ada.get(url(cast), query_string={"q": "zzzz"}).text
    assert "No such term" in ada.get(url(cast), query_string={"show": "off"}).text
    odd = ada.get(url(cast), query_string={"category": "x", "show": "y", "page": "-"}).text
    assert "Page 1 of" in odd


def test_a_term_is_changed_and_given_up_again(app: Flask, ada: FlaskClient, cast: Cast) -> None:
    form = ada.get(url(cast, "/term"), query_string={"term": "hero"}).text
    assert 'value="hero"' in form
    milder = {**TERM, "term": "hero", "category": "glorifying", "polarity": "1", "strength": "1"}
    changed = ada.post(url(cast, "/term?term=hero"), data=milder)
    assert changed.status_code == 303
    page = ada.get(changed.location).text
    assert "would add 0 terms, drop 0 and change 1." in page
    assert "changed here" in ada.get(url(cast), query_string={"show": "own"}).text
    assert ada.post(url(cast, "/draft/forget"), data={"term": "hero"}).status_code == 303
    assert "The same terms would be found as now." in ada.get(url(cast, "/draft")).text
    renamed = {**milder, "term": "superhero of the hour", "part_of_speech": "phrase"}
    ada.post(url(cast, "/term?term=hero"), data=renamed)
    page = ada.get(url(cast, "/draft")).text
    assert "would add 1 term, drop 1" in page
    discarded = ada.post(url(cast, "/draft/discard"))
    assert "was discarded" in ada.get(discarded.location).text
    with app.app_context():
        assert draft_of(cast.project) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"term": " "}, "Write the term."),
        ({"term": "hero"}, "“hero” is in the lexicon already"),
        ({"term": "heroes"}, "both match “heroes”"),
        ({"category": "praise"}, "Not a valid choice"),
        ({"strength": "4"}, "Not a valid choice"),
        ({"reason": "bad"}, "The reason is not one sentence."),
        ({"reason": ""}, "Say in one sentence"),
        ({"context": "behind: x"}, "The context rule “behind: x” is not one of"),
        ({"context": "previous: a"}, "no example that passes it"),
        ({"unless": "hero image"}, "“hero image” does not contain the term"),
        ({"example": "Nothing here."}, "Is not found in its example"),
        ({"forms": "x" * 1_001}, "At most 1,000 characters"),
    ],
)
def test_a_wrong_term_is_kept_and_explained(
    app: Flask, ada: FlaskClient, cast: Cast, change: dict[str, str], sentence: str
) -> None:
    refused = ada.post(url(cast, "/term"), data={**TERM, **change})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "Mocks an account" in refused.text or "reason" in change
    with app.app_context():
        assert db.session.get(LexiconDraft, cast.project) is None


def test_terms_that_are_nowhere_cannot_be_switched_or_changed(ada: FlaskClient, cast: Cast) -> None:
    assert ada.post(url(cast, "/switch"), data={"term": "zzzz", "to": "off"}).status_code == 404
    assert ada.get(url(cast, "/term"), query_string={"term": "zzzz"}).status_code == 404


def test_lexicons_are_for_the_leads_of_their_project(
    app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn
) -> None:
    ben, dee = sign_in(cast.ben), sign_in(cast.dee)
    for rest in (*PAGES, *FILES):
        assert client.get(url(cast, rest)).status_code == 303
        assert ben.get(url(cast, rest)).status_code == 403
        assert dee.get(url(cast, rest)).status_code == 404
        assert dee.get(f"/lexicons/{cast.other_project}{rest}").status_code == 200
    for rest in DEEDS:
        assert client.post(url(cast, rest), data=TERM).status_code == 303
        assert ben.post(url(cast, rest), data=TERM).status_code == 403
        assert dee.post(url(cast, rest), data=TERM).status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count(LexiconDraft.project_id))) == 0
