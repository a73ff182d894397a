"""How far the study is, and what annotators remarked."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn, add_member
from tests.reports.study import MORNING, Study
from workbench.accounts.models import Account
from workbench.database import db
from workbench.projects.models import Project, Role
from workbench.reports.progress_queries import (
    ParagraphCounts,
    annotator_progress,
    article_progress,
    paragraph_counts,
    remarks,
)


@pytest.fixture
def study(app: Flask, cast: Cast) -> int:
    """Complete one paragraph of four, begin another, skip a third; two answers are wanted."""
    with app.app_context():
        study = Study.of(cast)
        done, begun, skipped, _untouched = study.article("Done.", "Begun.", "Skipped.", "None.")
        study.article("Elsewhere.", headline="")
        study.answer(done, cast.ben)
        study.answer(done, cast.ben, is_flagged=True, at=MORNING + timedelta(days=3))
        study.answer(done, cast.cy)
        study.answer(begun, cast.ben, comment="An odd <quote>.", at=MORNING + timedelta(days=1))
        study.skip(skipped, cast.ben, comment="Not news.")
        study.assign(begun, cast.cy)
        adjudicator = db.session.get_one(Account, cast.root)
        add_member(
            db.session.get_one(Project, cast.project), adjudicator, Role.ADJUDICATOR, "A-ROOT"
        )
        db.session.commit()
    return cast.project


def test_annotators_are_counted_by_their_newest_revisions(
    app: Flask, cast: Cast, study: int
) -> None:
    with app.app_context():
        found = annotator_progress(study)
    assert set(found) == {cast.ben, cast.cy}
    ben, cy = found[cast.ben], found[cast.cy]
    assert (ben.n_assigned, ben.n_submitted, ben.n_skipped, ben.n_flagged) == (3, 2, 1, 1)
    assert ben.last_active_on == date(2026, 3, 5)
    assert (cy.n_assigned, cy.n_submitted, cy.n_skipped, cy.n_flagged) == (2, 1, 0, 0)


def test_a_former_annotator_keeps_a_line_only_with_work(app: Flask, cast: Cast, study: int) -> None:
    with app.app_context():
        project = db.session.get_one(Project, study)
        dee = add_member(project, db.session.get_one(Account, cast.dee), Role.ANNOTATOR, "A-GONE")
        assert cast.dee in annotator_progress(study)
        dee.ended_at = MORNING
        assert cast.dee not in annotator_progress(study)


def test_paragraphs_are_complete_partly_done_or_untouched(app: Flask, study: int) -> None:
    with app.app_context():
        counts = paragraph_counts(study, 2)
        articles = article_progress(study, 2, offset=0, limit=10)
    assert counts == ParagraphCounts(5, 1, 1, 3)
    assert counts.n_untouched == 3
    assert [row.counts for row in articles] == [
        ParagraphCounts(4, 1, 1, 3),
        ParagraphCounts(1, 0, 0, 0),
    ]


def test_an_empty_project_counts_nothing(app: Flask, cast: Cast) -> None:
    with app.app_context():
        assert paragraph_counts(cast.project, 2) == ParagraphCounts(0, 0, 0, 0)


def test_remarks_are_the_current_ones_newest_first(app: Flask, study: int) -> None:
    with app.app_context():
        found = remarks(study, offset=0, limit=10)
    assert [(row.comment, row.is_flagged, row.is_skipped) for row in found] == [
        ("", True, False),
        ("An odd <quote>.", False, False),
        ("Not news.", False, True),
    ]


@pytest.mark.parametrize("page", ["progress", "progress/remarks"])
def test_the_gate_holds(
    cast: Cast, study: int, client: FlaskClient, sign_in: SignIn, page: str
) -> None:
    address = f"/reports/{study}/{page}"
    assert client.get(address).status_code == 303
    assert sign_in(cast.dee).get(address).status_code == 404
    assert sign_in(cast.ben).get(address).status_code == 403
    assert sign_in(cast.ada).get(address).status_code == 200
    wanted = 200 if page == "progress" else 403
    assert sign_in(cast.root).get(address).status_code == wanted


def test_progress_names_people_to_leads_alone(cast: Cast, study: int, sign_in: SignIn) -> None:
    for_lead = sign_in(cast.ada).get(f"/reports/{study}/progress").get_data(as_text=True)
    for_adjudicator = sign_in(cast.root).get(f"/reports/{study}/progress").get_data(as_text=True)
    assert "Ben <small" in for_lead
    assert "A-BEN" in for_adjudicator
    assert "Ben" not in for_adjudicator
    assert "1 of 5 paragraphs" in for_lead
    assert "Comments and flags (3)" in for_lead


def test_comments_are_shown_as_text_with_a_link(cast: Cast, study: int, sign_in: SignIn) -> None:
    page = sign_in(cast.ada).get(f"/reports/{study}/progress/remarks").get_data(as_text=True)
    assert "An odd &lt;quote&gt;." in page
    assert "#paragraph-2" in page


def test_without_articles_it_offers_the_import(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.ada).get(f"/reports/{cast.project}/progress").get_data(as_text=True)
    assert "Nothing to annotate yet" in page
    assert f"/articles/{cast.project}/import" in page
