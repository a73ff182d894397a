"""Leads say what is expected of a paragraph; every revision is kept, and withdrawing is one."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.annotations.recount import assert_counts_hold
from tests.annotations.stage import HEROES, add_article, add_version, codebook
from tests.conftest import Cast, SignIn
from tests.gold.stage import NOON, form, make_gold
from workbench.articles.models import Article, Paragraph
from workbench.articles.operations import remove_article
from workbench.database import db
from workbench.gold.models import GoldRevision
from workbench.gold.queries import gold_paragraphs, gold_revisions
from workbench.projects.models import Project
from workbench.projects.operations import rename_project


@pytest.fixture
def paragraphs(app: Flask, cast: Cast) -> list[int]:
    with app.app_context():
        ids = add_article(cast.project)
        db.session.commit()
        return ids


def address(cast: Cast, paragraph_id: int, more: str = "") -> str:
    return f"/gold/{cast.project}/paragraph/{paragraph_id}{more}"


def revisions(app: Flask, cast: Cast, paragraph_id: int) -> list[tuple[int, str, dict[str, str]]]:
    with app.app_context():
        found = gold_revisions(cast.project, paragraph_id)
        return [(row.revision, row.use, dict(row.expected.answers)) for row in found]


def test_a_lead_marks_a_paragraph_and_every_revision_is_kept(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada, here = sign_in(cast.ada), address(cast, paragraphs[0])
    assert "Expected answer" in ada.get(here).text
    assert ada.post(here, data=form()).status_code == 303
    # The same form again, as after going back, stores nothing.
    assert ada.post(here, data=form()).status_code == 303
    changed = form(base_revision="1", use="hidden", expected_bias="not_biased")
    assert ada.post(here, data=changed).status_code == 303
    assert ada.post(f"{here}/withdraw").status_code == 303
    assert ada.post(f"{here}/withdraw").status_code == 303
    wanted = {"sentiment": "negative", "bias": "not_biased"}
    assert revisions(app, cast, paragraphs[0]) == [
        (3, "withdrawn", wanted),
        (2, "hidden", wanted),
        (1, "training", {"sentiment": "negative", "bias": "biased"}),
    ]
    page = ada.get(here).text
    assert page.count("Because the verb judges.") == 4  # In the form and in each revision.
    assert "Revision 1" in page


def test_words_are_checked_as_chosen_and_typed(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada, here = sign_in(cast.ada), address(cast, paragraphs[0])
    start = HEROES.index("heroes")
    typed = {"typed_words": ["shameful"], "typed_category": ["moral_judgement"]}
    chosen = {"spans": f"{start}-{start + 6}-glorifying", **typed}
    refused = ada.post(here, data=form(**chosen))
    assert refused.status_code == 422
    assert "You chose words" in refused.text
    assert ada.post(here, data=form(checks_words="y", **chosen)).status_code == 303
    with app.app_context():
        row = gold_revisions(cast.project, paragraphs[0])[0]
        words = [(HEROES[span.start : span.end], span.category) for span in row.spans]
    assert words == [("heroes", "glorifying"), ("shameful", "moral_judgement")]


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"use": ""}, 422, "Choose one."),
        ({"use": "withdrawn"}, 422, "Choose one."),
        ({"expected_sentiment": "", "expected_bias": ""}, 422, "Say what is expected"),
        ({"note": "x" * 2_001}, 422, "at most 2,000"),
        ({"expected_bias": "forged"}, 400, ""),
        ({"spans": "0-900-glorifying", "checks_words": "y"}, 400, ""),
        ({"base_revision": "many"}, 400, ""),
        ({"typed_words": ["The"] * 3_000, "typed_category": ["hedging"] * 3_000}, 400, ""),
        (
            {"typed_words": ["nowhere"], "typed_category": ["hedging"], "checks_words": "y"},
            422,
            "Choose a category",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    app: Flask,
    cast: Cast,
    sign_in: SignIn,
    paragraphs: list[int],
    changes: dict[str, object],
    status: int,
    sentence: str,
) -> None:
    answer = sign_in(cast.ada).post(address(cast, paragraphs[0]), data=form(**changes))
    assert answer.status_code == status
    assert sentence in answer.text
    assert revisions(app, cast, paragraphs[0]) == []


def test_a_stale_form_is_not_stored_and_keeps_what_was_typed(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada, here = sign_in(cast.ada), address(cast, paragraphs[0])
    ada.post(here, data=form())
    stale = ada.post(here, data=form(note="Typed meanwhile."))
    assert stale.status_code == 409
    assert "Typed meanwhile." in stale.text
    assert 'name="base_revision" type="hidden" value="1"' in stale.text
    assert len(revisions(app, cast, paragraphs[0])) == 1


def test_a_gold_paragraph_is_set_aside_and_comes_back_with_every_count(
    app: Flask, cast: Cast, paragraphs: list[int]
) -> None:
    with app.app_context():
        make_gold(cast.project, paragraphs[0], cast.ada)
        make_gold(cast.project, paragraphs[1], cast.ada, use="hidden")
        db.session.commit()
        assert_counts_hold(cast.project, [], at=NOON)
        # A larger overlap opens others, and not these.
        project = db.session.get_one(Project, cast.project)
        rename_project(project, name=project.name, annotators_per_paragraph=3)
        db.session.commit()
        assert_counts_hold(cast.project, [], at=NOON)
        states = dict(db.session.execute(select(Paragraph.id, Paragraph.is_full)).all())
        assert states == {paragraphs[0]: True, paragraphs[1]: True, paragraphs[2]: False}
        make_gold(cast.project, paragraphs[0], cast.ada, use="withdrawn", base_revision=1)
        db.session.commit()
        assert_counts_hold(cast.project, [], at=NOON)


def test_an_article_with_gold_can_be_removed(app: Flask, cast: Cast, paragraphs: list[int]) -> None:
    with app.app_context():
        make_gold(cast.project, paragraphs[0], cast.ada)
        db.session.commit()
        remove_article(db.session.scalars(select(Article)).one(), at=NOON)
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(GoldRevision)) == 0
        assert_counts_hold(cast.project, [], at=NOON)


def test_training_items_stand_in_the_order_of_the_lead(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    with app.app_context():
        for each in paragraphs:
            make_gold(cast.project, each, cast.ada)
        db.session.commit()
    ada = sign_in(cast.ada)
    ada.post(address(cast, paragraphs[2], "/up"))
    ada.post(address(cast, paragraphs[0], "/down"))
    ada.post(address(cast, paragraphs[2], "/up"))
    with app.app_context():
        order = [one.row.paragraph_id for one in gold_paragraphs(cast.project, "training")]
    assert order == [paragraphs[2], paragraphs[0], paragraphs[1]]
    page = ada.get(f"/gold/{cast.project}").text
    assert "Annotators in training" in page
    assert page.count("Sentiment: negative") == 3


def test_article_pages_lead_there_for_leads_alone(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    with app.app_context():
        make_gold(cast.project, paragraphs[0], cast.ada, use="hidden")
        article = db.session.scalars(select(Article.id)).one()
        db.session.commit()
    here = f"/articles/{cast.project}/article/{article}"
    assert address(cast, paragraphs[0]) in sign_in(cast.ada).get(here).text
    assert "gold" not in sign_in(cast.ben).get(here).text.lower()


def test_nobody_else_comes_near_it(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    with app.app_context():
        elsewhere = add_article(cast.other_project)
        make_gold(cast.project, paragraphs[0], cast.ada)
        db.session.commit()
    posts = [address(cast, paragraphs[0], more) for more in ("", "/withdraw", "/up", "/down")]
    posts.append(f"/gold/{cast.project}/annotator/{cast.cy}/admit")
    reads = [
        f"/gold/{cast.project}",
        address(cast, paragraphs[0]),
        *(f"/gold/{cast.project}/accuracy{kind}" for kind in ("", ".json", ".csv")),
    ]
    for account, status in ((cast.ben, 403), (cast.dee, 404)):
        browser = sign_in(account)
        assert [browser.get(each).status_code for each in reads] == [status] * len(reads)
        assert [browser.post(each, data=form()).status_code for each in posts] == [status] * 5
    assert app.test_client().get(reads[0]).status_code == 303
    # A lead of this project, and a paragraph or a person of another one.
    ada = sign_in(cast.ada)
    for more in ("", "/withdraw"):
        assert ada.post(address(cast, elsewhere[0], more), data=form()).status_code == 404
    assert ada.post(f"/gold/{cast.project}/annotator/{cast.dee}/admit").status_code == 404
    assert len(revisions(app, cast, paragraphs[0])) == 1


def test_a_form_from_before_the_questions_changed_is_not_read_by_names_alone(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    with app.app_context():
        definition = codebook().to_definition()
        biased = definition["questions"][1]["labels"][0]
        biased |= {"title": "leans against the government"}
        add_version(cast.project, definition)
    ada, here = sign_in(cast.ada), address(cast, paragraphs[0])
    asked_again = ada.post(here, data=form())
    assert asked_again.status_code == 409
    assert "questions of this project have changed" in asked_again.text
    assert "Because the verb judges." in asked_again.text
    assert revisions(app, cast, paragraphs[0]) == []
    assert ada.post(here, data=form(codebook_number="2")).status_code == 303
