"""What a page suggests: from which score, how clear it must be, and how that is told."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.annotations.reader import ANSWERS, Reader
from tests.annotations.stage import add_article, codebook, form_on
from tests.conftest import Cast, SignIn
from workbench.annotations.models import Answer
from workbench.annotations.suggestions import Suggestions, suggestion_notes, suggestions_from
from workbench.articles.models import Prescore
from workbench.articles.queries import PrescoreRow
from workbench.database import db, now
from workbench.projects.models import CodebookVersion

SCORES = {
    "bias_version": "b1",
    "bias_score": 0.71,
    "bias": "biased",
    "voice_score": 0.44,
    "voice": "mixed",
    "bias_reasons": [
        {"name": "loaded", "bias": 1.6, "voice": 0.7},
        {"name": "report", "bias": -0.1, "voice": -0.3},
    ],
}
ROW = PrescoreRow(
    id=1,
    sentiment_version="s1",
    lexicon_version="l1",
    compound=-0.61,
    positive=0.0,
    neutral=0.5,
    negative=0.5,
    sentiment="negative",
    news_version="n1",
    news_score=0.05,
    news_sentiment="neutral",
    loaded_words=(),
    **SCORES,  # type: ignore[arg-type]  # The values are of several types.
)


@pytest.fixture
def ben(app: Flask, cast: Cast, sign_in: SignIn) -> Reader:
    with app.app_context():
        add_article(cast.project)
        db.session.execute(update(Prescore).values(**SCORES))
        db.session.commit()
    return Reader(sign_in(cast.ben), cast.project)


def set_threshold(app: Flask, cast: Cast, suggested_from: float) -> None:
    """Let the lead choose another threshold: a new version of the codebook."""
    with app.app_context():
        db.session.add(
            CodebookVersion(
                project_id=cast.project,
                number=2,
                definition=replace(codebook(), suggested_from=suggested_from).to_definition(),
                guidelines="Read.",
                created_at=now(),
            )
        )
        db.session.commit()


def test_each_question_is_suggested_by_the_score_that_the_codebook_names() -> None:
    assert suggestions_from(ROW, codebook()).labels == {
        "sentiment": "neutral",
        "bias": "biased",
        "voice": "mixed",
    }
    by_vader = codebook().with_suggestions({"sentiment": "sentiment"}, suggested_from=0.5)
    assert suggestions_from(ROW, by_vader).labels["sentiment"] == "negative"
    nothing = codebook().without_suggestions()
    assert suggestions_from(ROW, nothing).labels == {}
    assert suggestions_from(ROW, nothing).guesses == {}


def test_nothing_is_suggested_below_the_threshold() -> None:
    labels = {
        threshold: list(suggestions_from(ROW, replace(codebook(), suggested_from=threshold)).labels)
        for threshold in (0.5, 0.66, 0.67, 0.71, 0.72, 0.9)
    }
    assert labels == {
        0.5: ["sentiment", "bias", "voice"],
        0.66: ["sentiment", "bias", "voice"],
        0.67: ["sentiment", "bias"],
        0.71: ["sentiment", "bias"],
        0.72: ["sentiment"],
        0.9: [],
    }


def test_what_is_withheld_is_not_named() -> None:
    strict = replace(codebook(), suggested_from=0.72)
    notes = suggestion_notes(suggestions_from(ROW, strict), strict)
    assert notes["bias"].line.startswith("nothing suggested")
    assert notes["bias"].reasons == ()
    assert "Clarity 0.71" in notes["bias"].certainty
    assert "made from 0.72 on" in notes["bias"].certainty
    assert "biased" not in str(notes["bias"])


def test_without_suggestions_there_are_no_notes() -> None:
    assert suggestion_notes(Suggestions(), codebook()) == {}
    assert suggestions_from(None, codebook()) == Suggestions()


def test_the_page_says_why_an_answer_is_suggested(ben: Reader) -> None:
    assert ben.fields["answer_bias"] == ["biased"]
    assert ben.fields["answer_voice"] == ["mixed"]
    assert "suggested: biased — 1 loaded word (“heroes”), no source named" in ben.page
    assert "days, sources and figures as a report gives them: −0.10" in ben.page
    assert "Clarity 0.71" in ben.page
    assert "It is no probability." in ben.page
    assert "calibrated" not in ben.page


def test_what_was_suggested_is_stored_beside_the_answers(app: Flask, ben: Reader) -> None:
    assert ben.send(**ANSWERS).status_code == 303
    with app.app_context():
        answers = db.session.execute(select(Answer.question, Answer.suggestion).order_by(Answer.id))
        assert [tuple(row) for row in answers] == [
            ("sentiment", "negative"),
            ("bias", "biased"),
            ("voice", "mixed"),
        ]


def test_a_new_threshold_does_not_change_what_an_open_page_suggested(
    app: Flask, cast: Cast, ben: Reader
) -> None:
    set_threshold(app, cast, 0.9)
    reopened = form_on(ben.client.get(ben.address).text)
    assert "answer_bias" not in reopened
    assert ben.send(**ANSWERS).status_code == 303
    with app.app_context():
        suggested = db.session.scalars(select(Answer.suggestion).order_by(Answer.id)).all()
        assert suggested == ["negative", "biased", "mixed"]


def test_an_older_pre_score_suggests_what_it_can(app: Flask, cast: Cast, ben: Reader) -> None:
    with app.app_context():
        nothing = dict.fromkeys(SCORES) | {"bias_version": ""}
        db.session.execute(update(Prescore).values(**nothing))
        db.session.commit()
    page = ben.client.get(ben.address).text
    assert "answer_bias" not in form_on(page)
    assert form_on(page)["answer_sentiment"] == ["negative"]
