from flask import Flask
from sqlalchemy import select, update

from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.model_pages.stage import add_study, annotate, stage, trained
from workbench.annotations.models import (
    Answer,
)
from workbench.database import db
from workbench.jobs.models import Job
from workbench.learned.models import LearnedModel
from workbench.learned.queries import stored_model


def test_too_little_is_said_in_words_and_starts_nothing(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    stage(app, cast, 8)
    ada, address = sign_in(cast.ada), f"/models/{cast.project}"
    page = ada.get(address).text
    assert "Bias: 8 paragraphs so far; 20 are needed." in page
    assert "Train a model</button>" not in page
    assert "too little to learn from" in ada.post(f"{address}/train", follow_redirects=True).text
    with app.app_context():
        assert db.session.scalars(select(Job.id)).all() == []


def test_only_a_lead_sees_and_trains_models(cast: Cast, sign_in: SignIn) -> None:
    for path in ("", "/kept", "/1", "/1.npz"):
        assert sign_in(cast.ben).get(f"/models/{cast.project}{path}").status_code == 403
        assert sign_in(cast.dee).get(f"/models/{cast.project}{path}").status_code == 404
    for path in ("/train", "/upload", "/1/use", "/1/compare"):
        assert sign_in(cast.ben).post(f"/models/{cast.project}{path}").status_code == 403


def test_the_same_annotations_give_the_same_model(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    trained(app, cast, ada, work_off)
    ada.post(f"/models/{cast.project}/train")
    work_off()
    with app.app_context():
        assert db.session.scalars(select(LearnedModel.number)).all() == [1]


def test_a_voice_that_nobody_gave_is_said_to_be_missing(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    stage(app, cast)
    with app.app_context():
        db.session.execute(update(Answer).where(Answer.label == "mixed").values(label="opinion"))
        db.session.commit()
    page = sign_in(cast.ada).get(f"/models/{cast.project}").text
    assert "Voice: hardly any paragraph is mixed" in page
    assert "enough to learn loaded words, sentiment and bias." in page


def test_a_later_model_is_held_against_the_one_in_use_on_what_neither_had_seen(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada, address = sign_in(cast.ada), f"/models/{cast.project}"
    trained(app, cast, ada, work_off)
    ada.post(f"{address}/1/use", data={"seen": "0"})
    with app.app_context():
        annotate(cast.project, cast.cy, add_study(cast.project, 24, seed=9))
        db.session.commit()
    ada.post(f"{address}/train")
    work_off()
    with app.app_context():
        row = stored_model(cast.project, 2)
        assert row is not None
        assert row.comparison is not None
        assert [each["other"] for each in row.comparison["against"]] == [1, 0]
        assert [each["texts"] for each in row.comparison["against"]] == [72, 72]
    assert "Beside model 1" in ada.get(f"{address}/2").text
