"""A lead changes everything while others annotate: nothing is lost, doubled or said otherwise."""

from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from tests.annotations.leading import Lead
from tests.annotations.recount import recount, stored_counts
from tests.annotations.stage import HEROES, LAST, PLAIN, add_article
from tests.annotations.windows import Acknowledged, Heard, Window
from tests.conftest import Cast, SignIn
from workbench.annotations.first_models import FirstAnnotation
from workbench.annotations.models import Annotation
from workbench.database import db
from workbench.projects.models import CodebookVersion

STEPS = 160


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_a_lead_changes_everything_under_two_people_with_two_windows_each(
    app: Flask, cast: Cast, sign_in: SignIn, seed: int
) -> None:
    chance, heard = Random(seed), Heard()  # noqa: S311  # Chance has to come again.
    with app.app_context():
        for _ in range(4):
            add_article(cast.project, (HEROES, PLAIN, LAST))
        db.session.commit()
    lead = Lead(app, sign_in(cast.ada), cast.project, chance)
    windows = [
        Window(sign_in(person), cast.project, chance, heard)
        for person in (cast.ben, cast.cy)
        for _ in range(2)
    ]
    for _ in range(STEPS):
        if chance.random() < 0.2:
            lead.act()
        else:
            chance.choice(windows).act()
    assert len(heard.stored) > 15
    with app.app_context():
        rows = [
            *db.session.scalars(select(FirstAnnotation)),
            *db.session.scalars(select(Annotation)),
        ]
        stored = {row.submission_key: row for row in rows}
        assert set(stored) == set(heard.stored)
        for key, said in heard.stored.items():
            _hold(said, stored[key])
        _hold_revisions()
        assert stored_counts(cast.project) == recount(cast.project)


def _hold(said: Acknowledged, stored: FirstAnnotation | Annotation) -> None:
    """Hold that labels are stored as sent, under a codebook that calls them as the page did."""
    assert stored.assignment_id == said.assignment_id
    assert {answer.question: answer.label for answer in stored.answers} == said.answers
    assert {
        (span.start, span.end): "" if span.decision == "rejected" else span.category
        for span in stored.spans
    } == said.words
    version = db.session.get_one(CodebookVersion, stored.codebook_version_id)
    titles = {
        label["name"]: label["title"]
        for question in version.definition["questions"]
        for label in question["labels"]
    }
    for label in said.answers.values():
        assert titles[label] == said.titles[label]


def _hold_revisions() -> None:
    """Hold that the revisions of each assignment are 1, 2, 3 … without a gap."""
    revisions: dict[int, list[int]] = {}
    for assignment_id, revision in db.session.execute(
        select(Annotation.assignment_id, Annotation.revision).order_by(Annotation.revision)
    ):
        revisions.setdefault(assignment_id, []).append(revision)
    assert all(each == list(range(1, len(each) + 1)) for each in revisions.values())
