"""The methods say which score suggested, under which codebook."""

from flask import Flask
from sqlalchemy import select

from tests.annotations.stage import add_model
from tests.conftest import Cast, SignIn
from workbench.annotations.models import Annotation
from workbench.articles.models import Prescore
from workbench.codebook.codebook import Source
from workbench.database import db, now
from workbench.projects.models import CodebookVersion
from workbench.projects.queries import codebook_in_force
from workbench.reports.suggesting import (
    Suggesting,
    models_used,
    reads_surroundings,
    suggesting_sentences,
)

TITLES = {"sentiment": "Sentiment", "bias": "Bias"}
NEWS = Suggesting("sentiment", Source.NEWS, (1,))
VADER = Suggesting("sentiment", Source.SENTIMENT, (2, 3))
BIAS = Suggesting("bias", Source.BIAS, (1, 2, 3))


def test_each_source_is_named_with_the_codebooks_where_it_changed() -> None:
    assert list(suggesting_sentences([NEWS, VADER, BIAS], TITLES, ())) == [
        "Suggestions came, for sentiment, from VADER’s score corrected for news (codebook version "
        "1) and VADER’s own score (codebook versions 2 and 3); for bias, from the bias score."
    ]


def test_a_model_takes_no_place_of_vaders_own_score() -> None:
    assert len(list(suggesting_sentences([VADER], TITLES, (1,)))) == 1
    assert list(suggesting_sentences([NEWS, BIAS], TITLES, (1, 2)))[1] == (
        "While models 1 and 2, learned from labelled texts, were in use, what they had learned "
        "took the place of all but VADER’s own score."
    )


def test_the_methods_say_that_the_news_score_leaned_on_what_stands_around() -> None:
    said = list(suggesting_sentences([NEWS, BIAS], TITLES, (), reads_surroundings=True))
    assert said[1:] == [
        "The score corrected for news leaned on the two paragraphs before and the two after one in "
        "its article."
    ]
    assert len(list(suggesting_sentences([VADER, BIAS], TITLES, (), reads_surroundings=True))) == 1


def test_a_question_that_nothing_was_suggested_for_is_not_named() -> None:
    assert list(suggesting_sentences([NEWS], {"bias": "Bias"}, ())) == []


def test_the_paragraph_and_the_datasheet_name_the_score_that_the_lead_chose(
    app: Flask, cast: Cast, sign_in: SignIn, two_weeks: int
) -> None:
    ada = sign_in(cast.ada)
    pages = [f"/reports/{two_weeks}/{name}" for name in ("agreement", "datasheet")]
    said = "Suggestions came, for sentiment, from VADER’s score corrected for news."
    for page in pages:
        assert said in ada.get(page).text
    with app.app_context():
        in_force = codebook_in_force(two_weeks)
        own = in_force.codebook.with_suggestions({"sentiment": "sentiment"}, suggested_from=0.5)
        version = CodebookVersion(
            project_id=two_weeks,
            number=in_force.number + 1,
            definition=own.to_definition(),
            guidelines="",
            created_at=now(),
        )
        db.session.add(version)
        db.session.flush()
        for annotation in db.session.scalars(select(Annotation).limit(60)):
            annotation.codebook_version_id = version.id
        db.session.commit()
    said = "news (codebook version 1) and VADER’s own score (codebook version 2)."
    for page in pages:
        assert said in ada.get(page).text


def test_a_model_is_named_once_answers_were_given_beside_its_suggestions(
    app: Flask, cast: Cast, two_weeks: int
) -> None:
    with app.app_context():
        model_id = add_model(two_weeks)
        assert models_used(two_weeks) == ()
        shown = db.session.scalars(
            select(Prescore).join(Annotation, Annotation.prescore_id == Prescore.id)
        ).first()
        assert shown is not None
        shown.learned_model_id = model_id
        db.session.flush()
        assert models_used(two_weeks) == (1,)


def test_surroundings_are_named_once_answers_were_given_beside_a_score_that_leaned_on_them(
    app: Flask, cast: Cast, two_weeks: int
) -> None:
    with app.app_context():
        shown = db.session.scalars(
            select(Prescore).join(Annotation, Annotation.prescore_id == Prescore.id)
        ).first()
        assert shown is not None
        for alone, leaned in ((None, False), (0.3, False), (0.2, True)):
            shown.news_score, shown.news_score_alone = 0.3, alone
            db.session.flush()
            assert reads_surroundings(two_weeks) is leaned
