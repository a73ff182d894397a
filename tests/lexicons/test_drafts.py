"""A lexicon is changed in a draft, tried, applied, and brought back."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.lexicons.conftest import TERM
from tests.lexicons.steps import apply, found_terms, store_news, url
from tests.reports.study import Study
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Prescore
from workbench.database import db
from workbench.lexicons import operations, queries
from workbench.lexicons.models import LexiconVersion
from workbench.lexicons.queries import standing_lexicon
from workbench.lexicons.shipped import shipped_lexicon
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconEntry


def test_a_draft_changes_nothing_until_it_is_applied(
    app: Flask, ada: FlaskClient, cast: Cast, work_off: WorkOff
) -> None:
    store_news(app, cast)
    assert found_terms(app) == {"hero"}
    switched = ada.post(url(cast, "/switch"), data={"term": "Hero", "to": "off", "q": "hero"})
    assert switched.status_code == 303
    assert "q=hero" in switched.location
    assert "not applied yet" in ada.get(switched.location).text
    assert ada.post(url(cast, "/term"), data=TERM).status_code == 303
    with app.app_context():
        assert lexicon_in_force(cast.project) is shipped_lexicon()
    page = ada.get(url(cast, "/draft"), query_string={"paragraphs": "100"}).text
    assert "would add 1 term, drop 1 and change 0." in page
    assert (
        "In 2 paragraphs, 1 mark would appear and 1 disappear; 1 paragraph would look different"
        in page
    )
    assert '<ins class="trial trial--appears" title="Demeaning">ferry tale</ins>' in page
    assert '<del class="trial trial--disappears" title="Glorifying">heroes</del>' in page
    after = apply(ada, cast, "Of the pilot.")
    assert "Version 1 of the lexicon is in force." in after
    assert "2 paragraphs were pre-scored with" in after
    for told in ("Of the pilot.", "Ada", "in force"):
        assert told in after
    assert found_terms(app) == {"hero"}
    job = ada.post(f"/articles/{cast.project}/prescores")
    assert job.status_code == 303
    work_off()
    assert found_terms(app) == {"ferry tale"}
    assert "were pre-scored with" not in ada.get(url(cast, "/versions")).text
    with app.app_context():
        version = lexicon_in_force(cast.project).version
        named = set(db.session.scalars(select(Prescore.lexicon_version).where(Prescore.is_current)))
        assert named == {version} != {shipped_lexicon().version}
        assert lexicon_in_force(cast.other_project) is shipped_lexicon()
        stored = db.session.scalars(select(LexiconVersion)).one()
        assert (stored.number, stored.version, stored.created_by_id) == (1, version, cast.ada)


def test_an_earlier_version_is_brought_back_and_none_is_overwritten(
    app: Flask, ada: FlaskClient, cast: Cast, work_off: WorkOff
) -> None:
    store_news(app, cast)
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "off"})
    apply(ada, cast)
    ada.post(f"/articles/{cast.project}/prescores")
    work_off()
    assert found_terms(app) == set()
    back = ada.post(url(cast, "/versions/0/restore"))
    assert back.status_code == 303
    assert "would add 1 term" in ada.get(back.location).text
    apply(ada, cast)
    ada.post(f"/articles/{cast.project}/prescores")
    work_off()
    assert found_terms(app) == {"hero"}
    with app.app_context():
        assert db.session.scalar(select(func.count(LexiconVersion.id))) == 2
        # The pre-scores of the first time were taken up again.
        assert db.session.scalar(select(func.count(Prescore.id))) == 4
    first = ada.get(url(cast, "/versions/1.csv")).text
    assert "\nhero," not in first
    assert "\nhero," in ada.get(url(cast, "/versions/0.csv")).text
    assert ada.get(url(cast, "/versions/7.csv")).status_code == 404
    assert ada.post(url(cast, "/versions/7/restore")).status_code == 404


def test_what_was_not_seen_is_not_applied(app: Flask, ada: FlaskClient, cast: Cast) -> None:
    nothing = ada.post(url(cast, "/draft/apply"), data={"seen": "x"})
    assert nothing.status_code == 409
    assert "There is nothing to apply" in nothing.text
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "off"})
    changed = ada.post(url(cast, "/draft/apply"), data={"seen": "x", "note": "Mine."})
    assert changed.status_code == 409
    assert "Somebody changed the draft" in changed.text
    assert "Mine." in changed.text
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "on"})
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', ada.get(url(cast, "/draft")).text)
    assert seen is not None
    same = ada.post(url(cast, "/draft/apply"), data={"seen": seen[1]})
    assert same.status_code == 409
    assert "this is the lexicon in force" in same.text
    with app.app_context():
        assert standing_lexicon(cast.project).number == 0


def test_a_newer_shipped_lexicon_waits_to_be_taken_up(
    app: Flask, ada: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "off"})
    ada.post(url(cast, "/term"), data=TERM)
    apply(ada, cast)
    entries = shipped_lexicon().entries
    newer = Lexicon((*entries, LexiconEntry("ice pirate", "demeaning", -1, 2, "Mocks.")))
    clashing = Lexicon((*entries, LexiconEntry("ferry tales", "demeaning", -1, 2, "Mocks.")))

    def ship(lexicon: Lexicon) -> None:
        for module in (operations, queries):
            monkeypatch.setattr(module, "shipped_lexicon", lambda: lexicon)

    with app.app_context():
        before = lexicon_in_force(cast.project).version
    ship(clashing)
    assert "Put our changes on the newer one" in ada.get(url(cast)).text
    refused = ada.post(url(cast, "/draft/shipped"))
    assert "both match “ferry tales”" in ada.get(refused.location).text
    ship(newer)
    with app.app_context():
        assert lexicon_in_force(cast.project).version == before
    taken = ada.post(url(cast, "/draft/shipped"))
    page = ada.get(taken.location).text
    assert "would add 1 term, drop 0" in page
    assert "ice pirate" in page
    apply(ada, cast)
    with app.app_context():
        terms = {entry.term for entry in lexicon_in_force(cast.project).entries}
    assert {"ice pirate", "ferry tale"} < terms
    assert "hero" not in terms


def test_a_trial_without_paragraphs_says_so(ada: FlaskClient, cast: Cast) -> None:
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "off"})
    page = ada.get(url(cast, "/draft"), query_string={"paragraphs": "300"}).text
    assert "no English paragraphs yet" in page


def test_one_study_s_lexicon_leaves_the_other_s_pre_scores_alone(
    app: Flask, ada: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    store_news(app, cast)
    other = Study(cast.other_project)
    with app.app_context():
        (paragraph,) = other.article("The heroes left.")
        other.prescore(paragraph).lexicon_version = shipped_lexicon().version
        db.session.commit()
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "off"})
    assert "older lexicon" in apply(ada, cast)
    page = sign_in(cast.dee).get(f"/articles/{cast.other_project}").text
    assert "older lexicon" not in page
