"""A lead designs what annotators see; every version is kept, and the seed is drawn once."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Cast, SignIn
from tests.projects.designs import design
from workbench.database import db
from workbench.jobs.models import Job
from workbench.projects.designs import design_versions
from workbench.projects.models import StudyDesign


def stored(app: Flask, project_id: int) -> list[StudyDesign]:
    with app.app_context():
        return list(
            db.session.scalars(
                select(StudyDesign)
                .where(StudyDesign.project_id == project_id)
                .order_by(StudyDesign.number)
            )
        )


def test_a_study_shows_everything_until_a_lead_chooses(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/design"
    page = ada.get(address).text
    assert "No paragraph is blind." in page
    assert "The seed of the draw is drawn when you save" in page
    assert ada.post(address, data=design()).status_code == 303
    assert stored(app, cast.project) == []


def test_each_change_is_a_version_with_one_seed(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/design"
    assert ada.post(address, data=design(blind_percent="20")).status_code == 303
    changed = design(
        1,
        blind_percent="35",
        shows_sentiment="never",
        shows_words="never",
        context="article",
        outlet="lot",
        hidden_percent="25",
    )
    assert ada.post(address, data=changed).status_code == 303
    first, second = stored(app, cast.project)
    assert (first.number, first.blind_percent, first.shows) == (1, 20, {})
    assert (second.number, second.blind_percent, second.shows) == (2, 35, {"sentiment": "never"})
    assert (second.shows_words, second.context) == ("never", "article")
    assert (second.outlet, second.hidden_percent) == ("lot", 25)
    assert (first.seed, first.created_by_id) == (second.seed, cast.ada)
    page = ada.get(address).text
    assert f"Seed {first.seed}." in page
    assert "35% of the paragraphs are blind, by lot." in page
    assert "The outlet is hidden on 25% of the paragraphs, by lot." in page
    assert "Never suggested: sentiment, loaded words." in page
    assert "20% of the paragraphs are blind, by lot." in page
    with app.app_context():
        assert [version.author for version in design_versions(cast.project)] == ["Ada", "Ada"]


def test_suggestions_may_come_after_a_first_answer(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/design"
    mixed = design(shows_bias="after", shows_voice="never", shows_words="after")
    assert ada.post(address, data=mixed).status_code == 303
    (only,) = stored(app, cast.project)
    assert (only.shows, only.shows_words) == ({"bias": "after", "voice": "never"}, "after")
    page = ada.get(address).text
    assert "Suggested after a first answer: bias, loaded words. Never suggested: voice." in page


def test_the_same_design_again_is_no_version(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/design"
    ada.post(address, data=design(blind_percent="20"))
    assert ada.post(address, data=design(1, blind_percent="20")).status_code == 303
    assert len(stored(app, cast.project)) == 1


def test_a_second_tab_does_not_overwrite_a_newer_design(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/design"
    ada.post(address, data=design(blind_percent="20"))
    answer = ada.post(address, data=design(blind_percent="50"))
    assert answer.status_code == 409
    assert "Version 1 of the design was stored while you chose." in answer.text
    assert 'value="50"' in answer.text
    assert len(stored(app, cast.project)) == 1
    assert ada.post(address, data=design(1, blind_percent="50")).status_code == 303


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"blind_percent": "101"}, "Use a whole number from 0 to 100."),
        ({"blind_percent": "-1"}, "Use a whole number from 0 to 100."),
        ({"blind_percent": "half"}, "Not a valid integer value."),
        ({"blind_percent": ""}, "Say how many, as a whole number."),
        ({"shows_sentiment": "sometimes"}, "Not a valid choice."),
        ({"shows_words": ""}, "Choose one."),
        ({"hidden_percent": "101"}, "Use a whole number from 0 to 100."),
        ({"outlet": "whispered"}, "Not a valid choice."),
        ({"context": "book"}, "Not a valid choice."),
    ],
)
def test_a_wrong_design_is_told_why_and_stores_nothing(
    app: Flask, cast: Cast, sign_in: SignIn, change: dict[str, str], sentence: str
) -> None:
    answer = sign_in(cast.ada).post(f"/projects/{cast.project}/design", data=design() | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(app, cast.project) == []


def test_an_order_by_certainty_waits_for_a_model_and_can_be_switched_off(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/design"
    by_doubt = design(queue_order="unsure_articles", random_percent="25")
    assert ada.post(address, data=by_doubt).status_code == 303
    page = ada.get(address).text
    assert "least sure of come first, and 25% of the articles by lot." in page
    assert "being put in order" in page
    assert ada.post(address, data=design(1)).status_code == 303
    with app.app_context():
        kinds = db.session.scalars(select(Job.kind)).all()
    # To go back takes no job: it holds at once.
    assert kinds == ["queue-order"]
    too_few = design(2, queue_order="unsure_articles", random_percent="4")
    refused = ada.post(address, data=too_few)
    assert refused.status_code == 422
    assert "Use a whole number from 5 to 100." in refused.text


def test_only_a_lead_puts_the_queue_in_order(cast: Cast, sign_in: SignIn) -> None:
    address = f"/projects/{cast.project}/design/order"
    assert sign_in(cast.ben).post(address).status_code == 403
    assert sign_in(cast.dee).post(address).status_code == 404
    assert sign_in(cast.ada).post(address).status_code == 303
