"""A study whose annotators follow a rule that only a model can know: they mark “ploddish”."""

from dataclasses import replace
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.articles.texts import NEWS
from tests.conftest import Cast
from tests.jobs.working import WorkOff
from tests.learning.conftest import sentences
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.articles.operations import store_article
from workbench.database import db, now
from workbench.learning.labelled import Labelled
from workbench.projects.models import CodebookVersion

PER_ARTICLE = 4


def add_study(project_id: int, count: int = 48, *, seed: int = 1) -> list[tuple[int, Labelled]]:
    """Add articles of made-up sentences, and give their paragraphs with the rule's answers."""
    made = sentences(count, seed=seed)
    found: list[tuple[int, Labelled]] = []
    for start in range(0, count, PER_ARTICLE):
        part = made[start : start + PER_ARTICLE]
        article = _article(project_id, part, f"Article {seed}.{start}")
        ids = db.session.scalars(
            select(Paragraph.id)
            .where(Paragraph.article_id == article.id)
            .order_by(Paragraph.position)
        )
        found += zip(ids, part, strict=True)
    return found


def annotate(
    project_id: int,
    account_id: int,
    study: list[tuple[int, Labelled]],
    *,
    arm: str = "blind",
    suggestion: str = "",
) -> None:
    """Let a person annotate paragraphs by the rule."""
    version = db.session.scalars(
        select(CodebookVersion.id)
        .where(CodebookVersion.project_id == project_id)
        .order_by(CodebookVersion.number.desc())
        .limit(1)
    ).one()
    for paragraph_id, text in study:
        assignment = Assignment(
            project_id=project_id,
            paragraph_id=paragraph_id,
            account_id=account_id,
            state="submitted",
            arm=arm,
            leased_at=now(),
            lease_expires_at=now(),
            finished_at=now(),
        )
        db.session.add(assignment)
        db.session.flush()
        annotation = Annotation(
            assignment_id=assignment.id,
            revision=1,
            outcome="answered",
            codebook_version_id=version,
            prescore_id=_prescore(paragraph_id),
            submission_key=str(uuid4()),
            submitted_at=now(),
        )
        db.session.add(annotation)
        db.session.flush()
        answers = {
            "bias": "biased" if text.is_biased else "not_biased",
            "voice": text.voice or "",
            "sentiment": "negative" if (text.sentiment or 0) < 0 else "positive",
        }
        db.session.add_all(
            Answer(annotation_id=annotation.id, question=name, label=label, suggestion=suggestion)
            for name, label in answers.items()
        )
        db.session.add_all(
            StoredSpan(
                annotation_id=annotation.id,
                start=start,
                end=end,
                text=text.text[start:end],
                category="demeaning",
                decision="added",
            )
            for start, end in text.marked or ()
        )
    db.session.flush()


def _prescore(paragraph_id: int) -> int | None:
    return db.session.scalar(
        select(Prescore.id).where(Prescore.paragraph_id == paragraph_id, Prescore.is_current)
    )


def _article(project_id: int, part: list[Labelled], headline: str) -> Article:
    body = "\n\n".join(text.text for text in part)
    article = store_article(
        project_id,
        replace(NEWS, headline=headline, body=body, outlet=part[0].outlet),
        at=now(),
        lexicon=lexicon_in_force(project_id),
    )
    assert article is not None
    return article


def stage(app: Flask, cast: Cast, count: int = 48) -> None:
    with app.app_context():
        annotate(cast.project, cast.ben, add_study(cast.project, count))
        db.session.commit()


def trained(app: Flask, cast: Cast, ada: FlaskClient, work_off: WorkOff) -> None:
    stage(app, cast)
    assert ada.post(f"/models/{cast.project}/train").status_code == 303
    assert work_off() == 1
