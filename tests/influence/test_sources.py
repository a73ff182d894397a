"""The page of influence says what made the suggestions that the lot showed or withheld."""

from flask import Flask
from sqlalchemy import select, update

from tests.annotations.stage import add_label_import, add_model
from tests.conftest import Cast, SignIn
from tests.influence.test_anchoring import page_of, report_of, simulate
from workbench.annotations.models import Annotation
from workbench.articles.models import Prescore, StoredLoadedWord
from workbench.database import db, now
from workbench.projects.models import CodebookVersion
from workbench.projects.queries import codebook_in_force


def let_a_model_suggest(project_id: int, n_prescores: int) -> None:
    model_id = add_model(project_id)
    some = db.session.scalars(select(Prescore.id).order_by(Prescore.id).limit(n_prescores)).all()
    db.session.execute(
        update(Prescore)
        .where(Prescore.id.in_(some))
        .values(learned_model_id=model_id, learned_bias="biased", learned_bias_score=0.9)
    )
    db.session.execute(
        update(StoredLoadedWord).where(StoredLoadedWord.prescore_id.in_(some)).values(certainty=0.7)
    )


def test_each_source_is_named_with_how_often_it_suggested_in_each_arm(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    simulate(app, cast, people=2, each=10)
    with app.app_context():
        let_a_model_suggest(cast.project, 4)
        db.session.commit()
    ada = sign_in(cast.ada)
    found = report_of(ada, cast)["suggested_by"]
    kinds = [(one["question"], one["source"], one["model"]) for one in found]
    assert kinds == [
        ("bias", "bias", None),
        ("bias", "model", 1),
        (None, "lexicon", None),
        (None, "model", 1),
    ]
    assert [one["n_shown"] + one["n_withheld"] for one in found] == [12, 8, 12, 8]
    assert all(one["n_shown"] for one in found)
    page = page_of(ada, cast)
    bias, model = (f"({one['n_shown']} shown, {one['n_withheld']} withheld)" for one in found[:2])
    assert f"<dd>the bias score {bias} and learned model 1 {model}</dd>" in page
    assert "<dd>the lexicon (" in page
    assert "leaned on the two paragraphs" not in page


def test_a_question_has_the_source_of_the_codebook_that_was_annotated_with(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    simulate(app, cast, people=2, each=10)
    with app.app_context():
        in_force = codebook_in_force(cast.project)
        own = in_force.codebook.with_suggestions({"bias": "voice"}, suggested_from=0.5)
        version = CodebookVersion(
            project_id=cast.project,
            number=in_force.number + 1,
            definition=own.to_definition(),
            guidelines="",
            created_at=now(),
        )
        db.session.add(version)
        db.session.flush()
        some = select(Annotation.id).order_by(Annotation.id).limit(10).scalar_subquery()
        db.session.execute(
            update(Annotation).where(Annotation.id.in_(some)).values(codebook_version_id=version.id)
        )
        db.session.commit()
    found = [one for one in report_of(sign_in(cast.ada), cast)["suggested_by"] if one["question"]]
    assert [(one["source"], one["n_shown"] + one["n_withheld"]) for one in found] == [
        ("bias", 10),
        ("voice", 10),
    ]


def test_imported_labels_are_left_out_and_said_to_be(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    simulate(app, cast, people=2, each=10)
    ada = sign_in(cast.ada)
    assert "given elsewhere and imported" not in page_of(ada, cast)
    with app.app_context():
        imported = add_label_import(cast.project)
        annotation = db.session.scalars(select(Annotation)).first()
        assert annotation is not None
        annotation.label_import_id, annotation.assignment.design_id = imported, None
        annotation.assignment.stratum = ""
        db.session.commit()
    assert "1 annotation was given elsewhere and imported; no lot decided" in page_of(ada, cast)
    report = report_of(ada, cast)
    assert (report["n_imported_left_out"], report["n_judgements"]) == (1, 19)
