from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select, update

from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.model_pages.stage import trained
from workbench.annotations.models import (
    Annotation,
    Assignment,
)
from workbench.articles.models import Prescore, StoredLoadedWord
from workbench.articles.scorer import scorer_in_force
from workbench.database import db, now
from workbench.learned.models import LearnedModel
from workbench.learned.queries import stored_model, version_in_use
from workbench.queue_order import DrawnAs


def test_a_model_is_trained_compared_put_to_use_and_taken_back(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada, address = sign_in(cast.ada), f"/models/{cast.project}"
    trained(app, cast, ada, work_off)
    page = ada.get(f"{address}/1").text
    assert "Model 1 beats the shipped scores on articles that it had not seen" in page
    assert "48, each answer counts 1.0" in page
    assert "Loaded words: F1 by word" in page
    assert "least sure of them" not in page
    with app.app_context():
        one = select(func.min(Assignment.id)).where(Assignment.project_id == cast.project)
        db.session.execute(
            update(Assignment)
            .where(Assignment.id == one.scalar_subquery())
            .values(drawn_as=DrawnAs.LEAST_SURE.value)
        )
        db.session.commit()
    said = "annotated because a model was least sure of them"
    assert said in ada.get(f"{address}/1").text
    # What was annotated after the comparison is not in its figures.
    with app.app_context():
        of_it = (
            select(Annotation)
            .join(Annotation.assignment)
            .where(Assignment.drawn_as == DrawnAs.LEAST_SURE.value)
        )
        for annotation in db.session.scalars(of_it):
            annotation.submitted_at = now() + timedelta(days=1)
        db.session.commit()
    assert said not in ada.get(f"{address}/1").text
    with app.app_context():
        row = stored_model(cast.project, 1)
        assert row is not None
        assert (row.texts, row.articles, row.account) == (48, 12, "Ada")
        assert row.parts == ("words", "bias", "voice", "sentiment")
        assert row.learned_from["annotations"] == row.learned_from["unaided"] == 48
        assert version_in_use(cast.project) == ""
    assert ada.post(f"{address}/1/use", data={"seen": "0"}).status_code == 303
    assert work_off() == 1
    with app.app_context():
        assert version_in_use(cast.project) == row.version
        current = db.session.scalars(select(Prescore).where(Prescore.is_current)).all()
        assert {each.model_version for each in current} == {row.version}
        assert all(each.bias_certainty and each.certainty is not None for each in current)
        words = db.session.scalars(
            select(StoredLoadedWord).where(StoredLoadedWord.text == "ploddish")
        ).all()
        assert len(words) == 24
        assert {(each.term, each.category) for each in words} == {("", "demeaning")}
        # What was annotated keeps what its page was made with.
        made_with = select(Prescore.model_version).join(
            Annotation, Annotation.prescore_id == Prescore.id
        )
        assert set(db.session.scalars(made_with)) == {""}
    assert "Model 1 suggests loaded words, bias, voice and sentiment" in ada.get(address).text
    assert ada.post(f"{address}/0/use", data={"seen": "1"}).status_code == 303
    work_off()
    with app.app_context():
        assert version_in_use(cast.project) == ""
        current = db.session.scalars(select(Prescore).where(Prescore.is_current)).all()
        assert {each.model_version for each in current} == {""}


def test_the_lexicon_s_draft_says_that_a_model_suggests_words(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    trained(app, cast, ada, work_off)
    draft = f"/lexicons/{cast.project}/draft"
    ada.post(f"/lexicons/{cast.project}/switch", data={"term": "regime", "to": "off"})
    said = "At present model 1 suggests loaded words."
    assert said not in ada.get(draft).text
    ada.post(f"/models/{cast.project}/1/use", data={"seen": "0"})
    assert said in ada.get(draft).text


def test_new_articles_are_scored_with_the_model_in_use(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    trained(app, cast, sign_in(cast.ada), work_off)
    sign_in(cast.ada).post(f"/models/{cast.project}/1/use", data={"seen": "0"})
    with app.app_context():
        scored = scorer_in_force(cast.project)("The ploddish school was opened on day 900.")
        assert [word.text for word in scored.words] == ["ploddish"]
        assert scored.learned is not None
        assert scored.learned.learned_bias == "biased"
        assert scorer_in_force(cast.other_project)("The ploddish school.").learned is None


def test_a_model_that_does_not_beat_is_not_used_unless_the_lead_says_so(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada, address = sign_in(cast.ada), f"/models/{cast.project}"
    trained(app, cast, ada, work_off)
    with app.app_context():
        row = db.session.scalars(select(LearnedModel)).one()
        assert row.comparison is not None
        worse = [each | {"beats": False} for each in row.comparison["against"]]
        row.comparison = row.comparison | {"against": worse}
        db.session.commit()
    refused = ada.post(f"{address}/1/use", data={"seen": "0"})
    assert refused.status_code == 422
    assert "not put to use unless you say so" in refused.text
    stale = ada.post(f"{address}/1/use", data={"seen": "3", "despite": "y"})
    assert stale.text.count("Nothing was changed") == 1
    assert stale.status_code == 409
    assert ada.post(f"{address}/1/use", data={"seen": "0", "despite": "y"}).status_code == 303
    assert "without having beaten" in ada.get(address).text
