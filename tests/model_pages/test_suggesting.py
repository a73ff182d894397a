"""What annotators see of a model in use, and what is said of it afterwards."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.annotations.stage import codebook
from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.model_pages.stage import add_study, annotate
from tests.projects.designs import design
from workbench.annotations.suggestions import suggestion_notes, suggestions_from
from workbench.articles.first_guesses import first_guesses
from workbench.articles.queries import current_prescores
from workbench.codebook.codebook import Source
from workbench.database import db
from workbench.model_pages.keeping import kept_report


@pytest.fixture
def fresh(app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff) -> list[int]:
    """Put a model to use, add articles that it never saw, and give their paragraphs."""
    ada, address = sign_in(cast.ada), f"/models/{cast.project}"
    with app.app_context():
        annotate(cast.project, cast.ben, add_study(cast.project))
        db.session.commit()
    ada.post(f"{address}/train")
    work_off()
    ada.post(f"{address}/1/use", data={"seen": "0"})
    work_off()
    with app.app_context():
        study = add_study(cast.project, 24, seed=4)
        db.session.commit()
    ada.post(f"/articles/{cast.project}/prescores")
    work_off()
    with app.app_context():
        annotate(cast.project, cast.cy, study)
        db.session.commit()
    return [paragraph_id for paragraph_id, _ in study]


def test_a_suggestion_says_how_certain_it_is_and_where_it_was_learned(
    app: Flask, fresh: list[int]
) -> None:
    with app.app_context():
        row = current_prescores(fresh)[fresh[0]]
        found = suggestions_from(row, codebook())
    assert found.labels["bias"] == "biased"
    assert [word.text for word in found.words] == ["ploddish"]
    note = suggestion_notes(found, codebook())["bias"]
    assert note.line.startswith(f"suggested: biased, certainty {row.bias_certainty:.2f} — learned")
    assert "learned from 48 paragraphs of this project on " in note.line
    assert "were right in articles that the model had not seen" in note.certainty
    (beside,) = (reason for reason in note.reasons if "The shipped score alone says" in reason)
    # The word on the page is the model's: the shipped score did not know it.
    assert "ploddish" not in beside
    counted = replace(row, bias_reasons=[{"name": "loaded", "bias": 2.0, "voice": 1.0}])
    shown = first_guesses(replace(counted, loaded_words=()))[Source.BIAS].reasons
    assert "The shipped score alone says" in shown[-1]
    assert "loaded words of the lexicon" in shown[-1]


def test_nothing_is_suggested_below_the_threshold_that_the_lead_sets(
    app: Flask, fresh: list[int]
) -> None:
    with app.app_context():
        row = current_prescores(fresh)[fresh[0]]
    strict = replace(codebook(), certain_from=1.0, words_certain_from=1.0)
    unsure = replace(row, bias_certainty=0.7)
    found = suggestions_from(unsure, strict)
    assert "bias" not in found.labels
    assert found.words == ()
    note = suggestion_notes(found, strict)["bias"]
    # Not even the label of the suggestion is named.
    assert note.line == "nothing suggested: the model is not certain enough."
    assert note.reasons == ()
    # Clarity has its own threshold, which says nothing of a model.
    clear = replace(codebook(), suggested_from=1.0)
    assert suggestions_from(unsure, clear).labels["bias"] == "biased"
    own = codebook().with_suggestions({"sentiment": "sentiment"}, suggested_from=0.5)
    assert suggestions_from(row, own).guesses["sentiment"].certainty is None


def test_the_page_says_how_often_withheld_suggestions_were_answered(
    app: Flask, cast: Cast, fresh: list[int], sign_in: SignIn
) -> None:
    with app.app_context():
        tables = {
            (table.title, table.is_certainty): table
            for table in kept_report(cast.project, codebook()).tables
        }
    of_model = tables["Bias", True]
    # Only what was annotated after the training, on paragraphs that nobody had annotated.
    assert (of_model.suggestions, of_model.kept) == (24, 24)
    assert sum(step.suggestions for step in of_model.steps) == 24
    assert all(step.limits[0] < 1 for step in of_model.steps)
    assert tables["Bias", False].suggestions == 72
    assert tables["Loaded words", True].kept == 12
    page = sign_in(cast.ada).get(f"/models/{cast.project}/kept").text
    assert "24 of 24 withheld suggestions were what people answered (100%)" in page


def test_the_annotate_page_and_the_files_name_the_model(
    cast: Cast, fresh: list[int], sign_in: SignIn
) -> None:
    ben = sign_in(cast.ben)
    page = ben.get(f"/annotations/{cast.project}/next", follow_redirects=True).text
    assert "learned from 48 paragraphs of this project on" in page
    assert "Certainty 0." in page or "Certainty 1.00" in page
    ada = sign_in(cast.ada)
    for file in ("labels.csv", "spans.csv", "paragraphs.csv"):
        text = ada.get(f"/exports/{cast.project}/{file}").text
        assert ("certainty" if file == "spans.csv" else "model_version") in text.splitlines()[0]
    assert "model-" in ada.get(f"/exports/{cast.project}/paragraphs.csv").text


def test_a_blind_page_tells_nothing_of_the_model(
    app: Flask, cast: Cast, fresh: list[int], sign_in: SignIn
) -> None:
    stored = sign_in(cast.ada).post(
        f"/projects/{cast.project}/design",
        data=design(blind_percent="100"),
    )
    assert stored.status_code == 303
    page = sign_in(cast.ben).get(f"/annotations/{cast.project}/next", follow_redirects=True).text
    assert "No suggestions here" in page
    assert "learned from" not in page
    assert "ertainty" not in page


def test_without_blind_answers_the_page_says_what_it_needs(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.ada).get(f"/models/{cast.project}/kept").text
    assert "No blind answers yet" in page
