"""Training items come first, are answered once, show feedback, and count nowhere else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.annotations.recount import assert_counts_hold
from tests.annotations.stage import HEROES, add_article, all_assignments, form_on
from tests.annotations.worker import Worker, add_returning_design
from tests.conftest import Cast, SignIn
from tests.gold.stage import NOON, USUAL, make_gold
from workbench.annotations.queries import own_progress
from workbench.annotations.training_models import TrainingResult
from workbench.articles.models import Paragraph
from workbench.codebook.codebook import Question
from workbench.database import db
from workbench.gold.grading import ExpectedSpan
from workbench.gold_pages.accuracy import LEAST, accuracy_report
from workbench.projects.queries import codebook_in_force
from workbench.projects.work import own_work, work_of
from workbench.reports.queries import given_labels

JSON = {"Accept": "application/json"}
NOTE = "It names the deed, not the doer."


@pytest.fixture
def stage(app: Flask, cast: Cast) -> list[int]:
    with app.app_context():
        ids = add_article(cast.project, tuple(f"The heroes of part {n}." for n in range(6)))
        db.session.commit()
        return ids


def answer(browser: FlaskClient, cast: Cast, **changes: list[str]) -> tuple[str, str]:
    """Answer what comes next as expected, but for the changes; give its address and the next."""
    address = browser.get(f"/annotations/{cast.project}/next").headers["Location"]
    usual = {f"answer_{name}": [label] for name, label in USUAL.items()} | {"act": ["confirm"]}
    stored = browser.post(address, data=form_on(browser.get(address).text) | usual | changes)
    assert stored.status_code == 303, stored.text
    return address, stored.headers["Location"]


def test_training_comes_first_in_the_order_of_the_lead_with_feedback_after_each(
    app: Flask, cast: Cast, sign_in: SignIn, stage: list[int]
) -> None:
    with app.app_context():
        for each in (stage[4], stage[1]):
            make_gold(cast.project, each, cast.ada)
        db.session.commit()
    ben = sign_in(cast.ben)
    address, after = answer(ben, cast)
    assert after == f"{address}/feedback"
    page = ben.get(after).text
    assert "Your answer is the expected one." in page
    assert NOTE in page
    assert "Next training item" in page
    address, after = answer(ben, cast, answer_bias=["not_biased"])
    page = ben.get(after).text
    assert "differs from the expected one" in page
    assert "That was the last one: 1 of 2" in page
    assert "Go on to the study" in page
    # It cannot be answered anew after its feedback, by whatever way one comes back.
    for request in (ben.get(address), ben.post(address, data={"act": "confirm"})):
        assert (request.status_code, request.headers["Location"]) == (303, after)
    told = ben.post(address, data={"act": "confirm"}, headers=JSON).get_json()
    assert (told["next"], told["leaf"]) == (after, None)
    with app.app_context():
        Worker(cast, cast.ben).answer_all()
        given = [(row.occasion, row.paragraph_id) for row in all_assignments()]
    others = [each for each in stage if each not in (stage[4], stage[1])]
    assert given == [
        ("training", stage[4]),
        ("training", stage[1]),
        *(("first", each) for each in others),
    ]
    history = ben.get(f"/annotations/{cast.project}").text
    assert history.count("Look at the feedback") == 2


def test_a_training_answer_counts_nowhere_else(app: Flask, cast: Cast, stage: list[int]) -> None:
    with app.app_context():
        for each in stage[:2]:
            make_gold(cast.project, each, cast.ada)
        db.session.commit()
        worker = Worker(cast, cast.ben)
        assert worker.sentence == "Training: 0 of 2"
        worker.answer_all()
        question: Question = codebook_in_force(cast.project).codebook.questions[0]
        assert set(given_labels(cast.project, question).paragraphs) == set(stage[2:])
        progress = own_progress(cast.project, cast.ben, at=worker.at)
        assert (progress.submitted, progress.open, progress.trained) == (4, 0, 2)
        assert own_work(cast.project, cast.ben).annotated == 4
        work = work_of([cast.project])[cast.project]
        assert (work.paragraphs, work.wanted, work.done) == (6, 8, 4)
        answers = dict(db.session.execute(select(Paragraph.id, Paragraph.answers)).all())
        assert answers == {each: int(each not in stage[:2]) for each in stage}
        assert_counts_hold(cast.project, [cast.ben], at=worker.at)


def test_nothing_is_fetched_ahead_of_the_feedback(
    app: Flask, cast: Cast, sign_in: SignIn, stage: list[int]
) -> None:
    with app.app_context():
        make_gold(cast.project, stage[0], cast.ada)
        db.session.commit()
    ben = sign_in(cast.ben)
    address = ben.get(f"/annotations/{cast.project}/next").headers["Location"]
    page = ben.get(address).text
    assert "Training: answer as you would any paragraph" in page
    assert "Training: 0 of 1" in page
    # Before the answer there is nothing to see of what is expected.
    assert ben.get(f"{address}/feedback").status_code == 404
    assert NOTE not in page
    assert ben.post(f"{address}/ahead").status_code == 204
    assert len(form_on(page)) > 5


def test_feedback_is_shown_to_its_own_person_alone(
    app: Flask, cast: Cast, sign_in: SignIn, stage: list[int]
) -> None:
    with app.app_context():
        make_gold(cast.project, stage[0], cast.ada)
        db.session.commit()
    ben = sign_in(cast.ben)
    _, feedback = answer(ben, cast)
    ordinary, _ = answer(ben, cast)
    for account in (cast.ada, cast.cy, cast.dee):
        assert sign_in(account).get(feedback).status_code == 404
    assert ben.get(f"{ordinary}/feedback").status_code == 404
    assert app.test_client().get(feedback).status_code == 303


def test_words_stand_side_by_side_behind_the_masks_of_a_hidden_outlet(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    text = "The Example calls the heroes brave."
    start = text.index("heroes")
    with app.app_context():
        (paragraph,) = add_article(cast.project, (text,), words={})
        add_returning_design(cast.project, blind_percent=100)
        wanted = frozenset({ExpectedSpan(start, start + 6, "glorifying")})
        make_gold(cast.project, paragraph, cast.ada, spans=wanted)
        db.session.commit()
    ben = sign_in(cast.ben)
    brave = {"typed_words": ["brave", "", ""], "typed_category": ["glorifying", "", ""]}
    _, feedback = answer(ben, cast, **brave)
    page = ben.get(feedback).text
    assert '<mark class="mark mark--glorifying">heroes</mark>' in page
    assert '<mark class="mark mark--glorifying">brave</mark>' in page
    assert "Expected: 1. Found: 0. Marked beside them: 1." in page
    assert "The Example" not in page


def test_a_skipped_item_is_not_as_expected_and_leads_get_none(
    app: Flask, cast: Cast, sign_in: SignIn, stage: list[int]
) -> None:
    with app.app_context():
        make_gold(cast.project, stage[0], cast.ada)
        db.session.commit()
    _, feedback = answer(sign_in(cast.ben), cast, act=["skip"])
    assert "You skipped this paragraph." in sign_in(cast.ben).get(feedback).text
    with app.app_context():
        assert [row.is_right for row in db.session.scalars(select(TrainingResult))] == [False]
        ada = Worker(cast, cast.ada).answer_all()
        assert [each.paragraph_id for each in ada] == stage[1:]
        assert {each.occasion for each in ada} == {"first"}


def test_who_is_below_the_pass_mark_waits_until_a_lead_lets_them_go_on(
    app: Flask, cast: Cast, sign_in: SignIn, stage: list[int]
) -> None:
    with app.app_context():
        for each in stage[:2]:
            make_gold(cast.project, each, cast.ada)
        add_returning_design(cast.project, pass_percent=60)
        db.session.commit()
    ben, ada, following = sign_in(cast.ben), sign_in(cast.ada), f"/annotations/{cast.project}/next"
    answer(ben, cast)
    answer(ben, cast, answer_bias=["not_biased"])
    page = ben.get(following)
    assert page.status_code == 200
    assert "Of 2 training items you answered 1 as expected." in page.text
    listed = ada.get(f"/gold/{cast.project}").text
    assert "waits for a lead" in listed
    assert ada.post(f"/gold/{cast.project}/annotator/{cast.ben}/admit").status_code == 303
    assert "let go on by a lead" in ada.get(f"/gold/{cast.project}").text
    assert ben.get(following).status_code == 303
    # Cy reaches it by themselves.
    cy = sign_in(cast.cy)
    for _ in range(2):
        answer(cy, cast)
    assert cy.get(following).status_code == 303
    assert "at the ordinary paragraphs" in ada.get(f"/gold/{cast.project}").text


def test_a_corrected_expectation_holds_for_answers_given_before(
    app: Flask, cast: Cast, sign_in: SignIn, stage: list[int]
) -> None:
    with app.app_context():
        make_gold(cast.project, stage[0], cast.ada, answers={"bias": "not_biased"})
        add_returning_design(cast.project, pass_percent=100)
        db.session.commit()
    ben = sign_in(cast.ben)
    _, feedback = answer(ben, cast)
    assert ben.get(f"/annotations/{cast.project}/next").status_code == 200
    with app.app_context():
        make_gold(cast.project, stage[0], cast.ada, base_revision=1)
        db.session.commit()
    assert "Your answer is the expected one." in ben.get(feedback).text
    assert ben.get(f"/annotations/{cast.project}/next").status_code == 303
    with app.app_context():
        make_gold(cast.project, stage[0], cast.ada, use="withdrawn", base_revision=2)
        db.session.commit()
    assert "This item was withdrawn" in ben.get(feedback).text


def test_a_new_item_comes_next_and_calls_nobody_back(
    app: Flask, cast: Cast, stage: list[int]
) -> None:
    with app.app_context():
        add_returning_design(cast.project, pass_percent=100)
        worker = Worker(cast, cast.ben)
        first = worker.read()
        assert first is not None
        # Ben is reading the first; the second becomes a training item, which he will miss.
        make_gold(cast.project, stage[1], cast.ada, answers={"bias": "not_biased"})
        db.session.commit()
        given = worker.answer_all()
        assert [each.occasion for each in given] == ["first", "training", *["first"] * 4]


def test_who_answered_it_before_is_not_asked_again(
    app: Flask, cast: Cast, stage: list[int]
) -> None:
    with app.app_context():
        Worker(cast, cast.ben).answer_all()
        make_gold(cast.project, stage[0], cast.ada)
        db.session.commit()
        assert Worker(cast, cast.ben).read() is None
        drawn = Worker(cast, cast.cy).read()
        assert drawn is not None
        assert (drawn.occasion, drawn.paragraph_id) == ("training", stage[0])


def test_first_tries_stand_in_the_report_of_accuracy(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        ids = add_article(cast.project, tuple(f"Part {n} of {HEROES}" for n in range(LEAST)))
        for each in ids:
            make_gold(cast.project, each, cast.ada)
        db.session.commit()
        Worker(cast, cast.ben).answer_all()
        drawn = Worker(cast, cast.cy).read()
        assert drawn is not None
    answer(sign_in(cast.cy), cast)
    with app.app_context():
        codebook = codebook_in_force(cast.project).codebook
        names = {cast.ben: "A-BEN", cast.cy: "A-CY"}
        report = accuracy_report(cast.project, codebook, names, at=NOON)
    bias = next(one for one in report.training if one.name == "bias")
    ben, cy = bias.rows
    assert (ben.n_items, ben.share) == (LEAST, 1.0)
    assert (cy.n_items, cy.share, cy.n_agreeing) == (1, None, 0)
    assert report.hidden == ()


def test_the_guidelines_lead_back_to_what_was_trained_and_to_nothing_else(
    app: Flask, cast: Cast, sign_in: SignIn, stage: list[int]
) -> None:
    with app.app_context():
        for each in (stage[4], stage[1]):
            make_gold(cast.project, each, cast.ada)
        make_gold(cast.project, stage[2], cast.ada, use="hidden")
        db.session.commit()
    ben, cy = sign_in(cast.ben), sign_in(cast.cy)
    guidelines = f"/projects/{cast.project}/guidelines"
    trained = f"/annotations/{cast.project}?only=training"
    assert trained not in ben.get(guidelines).text
    assert "No training item answered" in ben.get(trained).text
    _, feedback = answer(ben, cast)
    assert "You have answered 1 training item." in ben.get(guidelines).text
    page = ben.get(trained).text
    assert f'href="{feedback}"' in page
    # Of what is still to come, and of hidden gold, nothing is told; nor to others.
    assert page.count("/feedback") == 1
    assert "part 1" not in page
    assert trained not in cy.get(guidelines).text
    while True:
        address, after = answer(ben, cast)
        if not after.endswith("/feedback"):
            break
    page = ben.get(trained).text
    assert page.count("/feedback") == 2
    assert address not in page
