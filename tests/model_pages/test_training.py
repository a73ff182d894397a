import io
import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from tests.annotations.stage import add_label_import
from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.model_pages.stage import add_study, annotate
from workbench.adjudication.models import Adjudication, FinalLabel
from workbench.annotations.first_models import FirstAnnotation, FirstAnswer
from workbench.annotations.models import (
    Annotation,
    Answer,
    Assignment,
    StoredSpan,
)
from workbench.articles.models import Article, Prescore, StoredLoadedWord
from workbench.articles.scorer import scorer_in_force
from workbench.database import db, now
from workbench.jobs.models import Job
from workbench.learned.models import LearnedModel
from workbench.learned.queries import stored_model, version_in_use
from workbench.lexicons.shipped import shipped_lexicon
from workbench.model_pages import gathering
from workbench.model_pages.gathering import SHOWN, gather
from workbench.projects.models import CodebookVersion
from workbench.projects.queries import codebook_in_force
from workbench.queue_order import DrawnAs


def stage(app: Flask, cast: Cast, count: int = 48) -> None:
    with app.app_context():
        annotate(cast.project, cast.ben, add_study(cast.project, count))
        db.session.commit()


def trained(app: Flask, cast: Cast, ada: FlaskClient, work_off: WorkOff) -> None:
    stage(app, cast)
    assert ada.post(f"/models/{cast.project}/train").status_code == 303
    assert work_off() == 1


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


def test_the_same_annotations_give_the_same_model(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    trained(app, cast, ada, work_off)
    ada.post(f"/models/{cast.project}/train")
    work_off()
    with app.app_context():
        assert db.session.scalars(select(LearnedModel.number)).all() == [1]


def test_a_downloaded_model_is_uploaded_elsewhere_and_a_forged_one_is_refused(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada, dee = sign_in(cast.ada), sign_in(cast.dee)
    trained(app, cast, ada, work_off)
    content = ada.get(f"/models/{cast.project}/1.npz").data

    def send(what: bytes) -> int:
        data = {"file": (io.BytesIO(what), "model.npz")}
        return dee.post(f"/models/{cast.other_project}/upload", data=data).status_code

    assert send(b"PK not a model") == 422
    assert send(content[: len(content) // 2]) == 422
    for name in ("software", "lexicon_version", "fingerprint"):
        for odd in ("\0", "\ud800"):
            assert send(saying(content, name, odd)) == 422
    assert dee.post(f"/models/{cast.other_project}/upload").status_code == 422
    assert send(content) == 303
    page = dee.get(f"/models/{cast.other_project}/1").text
    assert "It comes from a file" in page
    assert "It was not compared with the shipped scores" in page
    with app.app_context():
        annotate(cast.other_project, cast.dee, add_study(cast.other_project, 24, seed=5))
        db.session.commit()
    dee.post(f"/models/{cast.other_project}/1/compare")
    assert work_off() == 1
    assert "Model 1 beats the shipped scores" in dee.get(f"/models/{cast.other_project}/1").text


def test_a_model_from_a_file_is_not_held_against_what_it_learned_from(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada, address = sign_in(cast.ada), f"/models/{cast.project}"
    trained(app, cast, ada, work_off)
    content = ada.get(f"{address}/1.npz").data
    with app.app_context():
        annotate(cast.project, cast.cy, add_study(cast.project, 24, seed=9))
        db.session.commit()
    ada.post(f"{address}/upload", data={"file": (io.BytesIO(content), "model.npz")})
    assert work_off() == 1
    with app.app_context():
        row = stored_model(cast.project, 2)
        assert row is not None
        assert row.comparison is not None
        found = row.comparison["against"][0]
        assert (found["texts"], found["left_out"]) == (24, 48)
    assert "48 paragraphs are left out" in ada.get(f"{address}/2").text


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


def saying(content: bytes, name: str, value: str) -> bytes:
    with np.load(io.BytesIO(content)) as arrays:
        held = dict(arrays)
    about = json.loads(held["about"].tobytes())
    about["origin"][name] = value
    held["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    written = io.BytesIO()
    np.savez(written, **held)
    return written.getvalue()


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


def test_what_was_shown_counts_less_and_what_was_decided_stands(app: Flask, cast: Cast) -> None:
    with app.app_context():
        study = add_study(cast.project, 8)
        annotate(cast.project, cast.ben, study, arm="assisted", suggestion="biased")
        other = [(key, replace(text, is_biased=not text.is_biased)) for key, text in study[:2]]
        annotate(cast.project, cast.cy, other)
        version = db.session.scalars(
            select(CodebookVersion.id).where(CodebookVersion.project_id == cast.project)
        ).one()
        decided = Adjudication(
            project_id=cast.project,
            paragraph_id=study[1][0],
            account_id=cast.ada,
            codebook_version_id=version,
            revision=1,
            source="afresh",
            seen=[],
            submission_key="one",
            decided_at=now(),
        )
        db.session.add(decided)
        db.session.flush()
        db.session.add(FinalLabel(adjudication_id=decided.id, question="bias", label="biased"))
        db.session.commit()
        codebook = codebook_in_force(cast.project).codebook
        found = gather(cast.project, codebook, shipped_lexicon())
    by_id = dict(zip(found.paragraph_ids, found.texts, strict=True))
    # The unaided answer outweighs the one that came with a suggestion.
    assert by_id[study[0][0]].is_biased is False
    assert by_id[study[1][0]].is_biased is True
    assert by_id[study[1][0]].weight >= 1
    assert by_id[study[5][0]].weight == SHOWN
    assert found.facts["with_suggestions"] == 8
    assert found.facts["unaided"] == 2
    assert found.word_categories["ploddish"] == "demeaning"


def test_many_labels_of_one_part_leave_room_for_the_others(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_TEXTS", 4)
    with app.app_context():
        study = add_study(cast.project, 12)
        annotate(cast.project, cast.ben, study[:4], arm="assisted", suggestion="biased")
        # As from an imported study that asks nothing else than which words are loaded.
        annotate(cast.project, cast.cy, study[4:])
        of_cy = select(Annotation.id).join(Annotation.assignment)
        of_cy = of_cy.where(Assignment.account_id == cast.cy)
        db.session.execute(delete(Answer).where(Answer.annotation_id.in_(of_cy)))
        db.session.commit()
        codebook = codebook_in_force(cast.project).codebook
        found = gather(cast.project, codebook, shipped_lexicon())
    assert len(found.texts) == 4
    assert sum(text.is_biased is not None for text in found.texts) == 2
    assert found.facts["left_out"] == 8


def test_labels_imported_without_words_teach_nothing_of_words(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    """That nobody was asked for words does not say that no word is loaded."""
    with app.app_context():
        annotate(cast.project, cast.ben, add_study(cast.project, 24))
        imported = add_label_import(cast.project)
        db.session.execute(delete(StoredSpan))
        db.session.execute(update(Annotation).values(label_import_id=imported))
        db.session.commit()
        codebook = codebook_in_force(cast.project).codebook
        gathered = gather(cast.project, codebook, shipped_lexicon())
        assert [text.marked for text in gathered.texts] == [None] * 24
        assert {text.weight for text in gathered.texts} == {1.0}
    page = sign_in(cast.ada).get(f"/models/{cast.project}").text
    assert "Loaded words: 0 paragraphs so far; 20 are needed." in page


def test_articles_in_other_languages_teach_nothing(app: Flask, cast: Cast) -> None:
    with app.app_context():
        annotate(cast.project, cast.ben, add_study(cast.project, 8))
        db.session.execute(update(Article).values(language="de"))
        db.session.commit()
        codebook = codebook_in_force(cast.project).codebook
        assert gather(cast.project, codebook, shipped_lexicon()).texts == ()


def test_what_was_answered_alone_stands_for_what_was_said_after(app: Flask, cast: Cast) -> None:
    with app.app_context():
        study = add_study(cast.project, 4)
        annotate(cast.project, cast.ben, study, arm="assisted", suggestion="biased")
        (annotation, paragraph_id) = db.session.execute(
            select(Annotation, Assignment.paragraph_id)
            .join(Annotation.assignment)
            .order_by(Annotation.id)
            .limit(1)
        ).one()
        first = FirstAnnotation(
            assignment_id=annotation.assignment_id,
            prescore_id=annotation.prescore_id,
            codebook_version_id=annotation.codebook_version_id,
            was_silent=True,
            submission_key="first",
            submitted_at=now(),
        )
        db.session.add(first)
        db.session.flush()
        db.session.add(
            FirstAnswer(first_annotation_id=first.id, question="bias", label="not_biased")
        )
        db.session.commit()
        codebook = codebook_in_force(cast.project).codebook
        found = gather(cast.project, codebook, shipped_lexicon())
    text = dict(zip(found.paragraph_ids, found.texts, strict=True))[paragraph_id]
    assert text.is_biased is False
    assert text.voice is None
    assert text.marked == ()
