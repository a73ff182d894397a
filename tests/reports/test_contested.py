"""The paragraphs on which annotators differ."""

import pytest
from flask import Flask

from tests.conftest import Cast, SignIn
from tests.reports.study import Study
from workbench.database import db


@pytest.fixture
def study(app: Flask, cast: Cast) -> int:
    """Let three people split on the second and third paragraphs, and agree on the first."""
    with app.app_context():
        study = Study.of(cast)
        agreed, split, apart = study.article("All agree.", "Near <b>.", "Far apart.")
        labels = {
            agreed: ("neutral", "neutral", "neutral"),
            split: ("neutral", "neutral", "negative"),
            apart: ("positive", "positive", "negative"),
        }
        for paragraph, given in labels.items():
            for account_id, label in zip((cast.ada, cast.ben, cast.cy), given, strict=True):
                study.answer(paragraph, account_id, sentiment=label)
        db.session.commit()
    return cast.project


def test_further_apart_stands_first_and_agreement_is_absent(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    page = sign_in(cast.ada).get(f"/reports/{study}/contested").get_data(as_text=True)
    assert page.index("Far apart.") < page.index("Near &lt;b&gt;.")
    assert "All agree." not in page
    assert "<strong>positive</strong> × 2" in page
    assert "error" not in page.lower()


def test_who_saw_the_suggestion_later_counts_by_what_they_said_alone(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        study = Study.of(cast)
        (swayed,) = study.article("Swayed.")
        prescore = study.prescore(swayed)
        study.answer(swayed, cast.ben, sentiment="negative")
        later = study.answer(swayed, cast.cy, sentiment="negative", prescore=prescore)
        study.first_answer(later, prescore, sentiment="positive")
        db.session.commit()
    page = sign_in(cast.ada).get(f"/reports/{cast.project}/contested").get_data(as_text=True)
    assert "Swayed." in page
    assert "<strong>positive</strong> × 1" in page


def test_a_question_on_which_all_agree_says_so(cast: Cast, study: int, sign_in: SignIn) -> None:
    page = sign_in(cast.ada).get(f"/reports/{study}/contested?question=bias")
    assert "No paragraph is contested" in page.get_data(as_text=True)


def test_a_question_nobody_asks_is_not_found(cast: Cast, study: int, sign_in: SignIn) -> None:
    assert sign_in(cast.ada).get(f"/reports/{study}/contested?question=x").status_code == 404


def test_before_any_answer_it_offers_the_progress(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.ada).get(f"/reports/{cast.project}/contested").get_data(as_text=True)
    assert "Nothing to compare yet" in page


def test_pages_hold_twenty(app: Flask, cast: Cast, study: int, sign_in: SignIn) -> None:
    with app.app_context():
        more = Study(study, n_articles=1)
        for paragraph in more.article(*(f"Contested {n}." for n in range(20))):
            more.answer(paragraph, cast.ben, sentiment="negative")
            more.answer(paragraph, cast.cy)
        db.session.commit()
    browser = sign_in(cast.ada)
    first = browser.get(f"/reports/{study}/contested").get_data(as_text=True)
    second = browser.get(f"/reports/{study}/contested?page=2").get_data(as_text=True)
    assert first.count("<blockquote") == 20
    assert second.count("<blockquote") == 2
    assert "Page 2 of 2" in second
