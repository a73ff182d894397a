from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from tests.annotations.stage import add_label_import
from tests.conftest import Cast, SignIn
from tests.model_pages.stage import add_study, annotate
from workbench.adjudication.models import Adjudication, FinalLabel
from workbench.annotations.first_models import FirstAnnotation, FirstAnswer
from workbench.annotations.models import (
    Annotation,
    Answer,
    Assignment,
    StoredSpan,
)
from workbench.articles.models import Article
from workbench.database import db, now
from workbench.lexicons.shipped import shipped_lexicon
from workbench.model_pages import gathering
from workbench.model_pages.gathering import SHOWN, gather
from workbench.projects.models import CodebookVersion
from workbench.projects.queries import codebook_in_force


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
