"""What the scores of a pre-score say in words, how clearly, and why."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.articles.texts import NEWS, a_lexicon
from tests.conftest import Cast
from workbench.articles.first_guesses import first_guesses
from workbench.articles.models import Article
from workbench.articles.operations import store_article
from workbench.articles.queries import PrescoreRow, current_prescores
from workbench.codebook.codebook import Source
from workbench.database import db, now
from workbench.scoring.clarity import clarity
from workbench.scoring.prescore import prescore

LEANS = "What a humiliation! The hero never gave in, and only a humiliation really followed."
REPORTS = "The council approved the budget on Monday by 12 votes to 9, the clerk said."


def stored(text: str, project_id: int) -> PrescoreRow:
    """Store an article of one paragraph and read its pre-score back."""
    article = store_article(
        project_id,
        replace(NEWS, body=text),
        at=now(),
        lexicon=a_lexicon(),
    )
    assert isinstance(article, Article)
    (found,) = current_prescores([article.paragraphs[0].id]).values()
    db.session.commit()
    return found


def test_what_is_stored_is_what_was_scored(app: Flask, cast: Cast) -> None:
    with app.app_context():
        row = stored(LEANS, cast.project)
    score = prescore(LEANS, a_lexicon())
    assert (row.news_score, row.news_sentiment) == (score.news.score, score.news.label)
    assert (row.bias_score, row.bias) == (score.bias.score, score.bias.label)
    assert (row.voice_score, row.voice) == (score.bias.voice_score, score.bias.voice)
    assert (row.news_version, row.bias_version) == (score.news_version, score.bias_version)
    assert row.loaded_words == score.loaded_words
    assert row.bias_reasons == [
        {"name": reason.name, "bias": reason.weight, "voice": reason.voice_weight}
        for reason in score.bias.reasons
    ]


def test_a_guess_names_its_strongest_reasons(app: Flask, cast: Cast) -> None:
    with app.app_context():
        guesses = first_guesses(stored(LEANS, cast.project))
    leaning = guesses[Source.BIAS]
    assert (leaning.label, leaning.said) == ("biased", "biased")
    assert leaning.because == (
        "3 loaded words (“humiliation”, “hero”), words of emphasis, feeling words, no source named"
    )
    assert leaning.reasons[0] == "to begin with, for any paragraph: −0.60"
    assert leaning.reasons[-1].startswith("Together they make a score of 0.9")
    assert "from 0 (not biased) to 1 (biased)" in leaning.reasons[-1]
    assert "from 0 (factual) to 1 (opinion)" in guesses[Source.VOICE].reasons[-1]
    assert leaning.clarity == pytest.approx(leaning.score)
    assert guesses[Source.VOICE].reasons[0] == "to begin with, for any paragraph: −0.70"
    assert guesses[Source.SENTIMENT].because.startswith("VADER’s own score ")
    assert "; VADER’s own score " in guesses[Source.NEWS].because


def test_what_speaks_for_a_report_is_named_too(app: Flask, cast: Cast) -> None:
    with app.app_context():
        guesses = first_guesses(stored(REPORTS, cast.project))
    assert guesses[Source.BIAS].label == "not_biased"
    assert guesses[Source.BIAS].said == "not biased"
    assert guesses[Source.BIAS].because.startswith("no loaded words, days, sources and figures")
    assert guesses[Source.VOICE].label == "factual"


def test_the_weights_of_the_evidence_add_up_to_the_score(app: Flask, cast: Cast) -> None:
    with app.app_context():
        row = stored(LEANS, cast.project)
    bias, voice = prescore(LEANS, a_lexicon()).bias, row.voice_score
    assert voice == pytest.approx(bias.voice_score)
    total = -0.7 + sum(reason.voice_weight for reason in bias.reasons)
    assert 1 / (1 + 2.718281828**-total) == pytest.approx(bias.voice_score, abs=0.001)


def test_an_older_pre_score_says_nothing_of_what_it_did_not_look_for(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        row = stored(REPORTS, cast.project)
    older = replace(
        row,
        news_version="",
        news_score=None,
        news_sentiment=None,
        bias_version="",
        bias_score=None,
        bias=None,
        voice_score=None,
        voice=None,
        bias_reasons=None,
    )
    assert list(first_guesses(older)) == [Source.SENTIMENT]


def test_a_weak_sign_alone_is_said_to_be_alone(app: Flask, cast: Cast) -> None:
    with app.app_context():
        row = stored("A hero.", cast.project)
    weak = replace(
        row,
        bias="not_biased",
        bias_score=0.4,
        bias_reasons=[{"name": "loaded", "bias": 0.2, "voice": 0.1}],
    )
    assert first_guesses(weak)[Source.BIAS].because == "only 1 loaded word (“hero”)"


@pytest.mark.parametrize(
    ("score", "cuts", "least", "expected"),
    [
        (0.5, (0.5,), 0.0, 0.5),
        (1.0, (0.5,), 0.0, 1.0),
        (0.29, (0.5,), 0.0, 0.71),
        (0.0, (-0.15, 0.15), -1.0, 1.0),
        (-0.15, (-0.15, 0.15), -1.0, 0.5),
        (-1.0, (-0.15, 0.15), -1.0, 1.0),
        (0.525, (0.4, 0.65), 0.0, 1.0),
        (0.65, (0.4, 0.65), 0.0, 0.5),
    ],
)
def test_clarity_grows_with_the_distance_from_the_nearest_cut(
    score: float, cuts: tuple[float, ...], least: float, expected: float
) -> None:
    assert clarity(score, cuts, least=least) == pytest.approx(expected)
