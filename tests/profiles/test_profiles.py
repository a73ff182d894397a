"""What annotators say of themselves: asked, optional, withdrawable, and read by nobody."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.conftest import Cast, SignIn
from workbench.database import db, now
from workbench.profiles.models import Profile, ProfileAnswer, ProfileQuestion
from workbench.profiles.wording import OFFERED, consent_text
from workbench.projects.models import Membership

LEANING = OFFERED[0]


def ask(browser: FlaskClient, cast: Cast, **typed: str) -> TestResponse:
    """Ask a question as a lead does."""
    form = {"title": "Do you read print?", "options": "yes\nno"} | typed
    return browser.post(f"/profiles/{cast.project}/questions", data=form)


def asked_ids(app: Flask) -> list[int]:
    """List the ids of all questions."""
    with app.app_context():
        return list(db.session.scalars(select(ProfileQuestion.id).order_by(ProfileQuestion.id)))


@pytest.fixture
def question(app: Flask, cast: Cast, sign_in: SignIn) -> int:
    """Let Ada ask for the political leaning."""
    answer = sign_in(cast.ada).post(f"/profiles/{cast.project}/questions/offered/leaning")
    assert answer.status_code == 303
    return asked_ids(app)[0]


def say(browser: FlaskClient, cast: Cast, question: int, place: str, **more: str) -> TestResponse:
    """Answer as an annotator does, with consent."""
    form = {f"question_{question}": place, "agrees": "y"} | more
    return browser.post(f"/profiles/{cast.project}", data=form)


def kept(app: Flask) -> list[str]:
    """List the answers that are kept of anybody."""
    with app.app_context():
        return list(db.session.scalars(select(ProfileAnswer.option)))


def test_a_study_asks_nothing_unless_a_lead_does(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.ben).get(f"/profiles/{cast.project}").get_data(as_text=True)
    assert "This study asks nothing about you" in page
    assert '<form method="post" action="/profiles' not in page


def test_an_answer_is_kept_with_the_text_that_was_agreed_to(
    app: Flask, cast: Cast, question: int, sign_in: SignIn
) -> None:
    assert say(sign_in(cast.ben), cast, question, "3").status_code == 303
    with app.app_context():
        profile = db.session.scalars(select(Profile)).one()
        assert (profile.account_id, profile.may_export) == (cast.ben, False)
        assert profile.consent == consent_text()
        assert [one.option for one in profile.answers] == ["centre-right"]
    page = sign_in(cast.ben).get(f"/profiles/{cast.project}").get_data(as_text=True)
    assert "Withdraw my answers" in page


def test_what_is_kept_of_a_consent_is_what_the_person_read(
    app: Flask, cast: Cast, question: int, sign_in: SignIn
) -> None:
    ben = sign_in(cast.ben)
    ben.post("/accounts/language", data={"language": "de"})
    read = "Jede Angabe ist freiwillig, und für Ihre Arbeit in dieser Studie macht sie keinen"
    assert read in ben.get(f"/profiles/{cast.project}").text
    say(ben, cast, question, "3")
    with app.app_context():
        assert db.session.scalars(select(Profile)).one().consent.startswith(read)


def test_a_question_is_offered_once_in_whatever_language_it_was_asked(
    cast: Cast, question: int, sign_in: SignIn
) -> None:
    german = {"Accept-Language": "de"}
    page = sign_in(cast.ada).get(f"/profiles/{cast.project}/questions", headers=german).text
    assert "Wo ordnen Sie sich politisch ein?" not in page
    assert "Wie alt sind Sie?" in page


def test_without_consent_nothing_is_kept_and_what_was_chosen_stays(
    app: Flask, cast: Cast, question: int, sign_in: SignIn
) -> None:
    answer = sign_in(cast.ben).post(f"/profiles/{cast.project}", data={f"question_{question}": "3"})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Answers are kept only if you agree" in page
    assert page.count(" checked") == 1
    assert kept(app) == []


@pytest.mark.parametrize("place", ["9", "-1", "left"])
def test_an_answer_that_is_not_offered_is_refused(
    app: Flask, cast: Cast, question: int, sign_in: SignIn, place: str
) -> None:
    assert say(sign_in(cast.ben), cast, question, place).status_code == 422
    assert kept(app) == []


def test_a_changed_mind_replaces_and_no_answer_deletes(
    app: Flask, cast: Cast, question: int, sign_in: SignIn
) -> None:
    ben = sign_in(cast.ben)
    say(ben, cast, question, "0")
    say(ben, cast, question, "1")
    assert kept(app) == ["centre-left"]
    say(ben, cast, question, "")
    assert kept(app) == []
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Profile)) == 0


def test_answers_can_be_withdrawn_even_after_leaving_the_study(
    app: Flask, cast: Cast, question: int, sign_in: SignIn
) -> None:
    ben = sign_in(cast.ben)
    say(ben, cast, question, "0")
    say(sign_in(cast.cy), cast, question, "4")
    with app.app_context():
        membership = db.session.scalars(select(Membership).filter_by(account_id=cast.ben)).one()
        membership.ended_at = now()
        db.session.commit()
    assert ben.get(f"/profiles/{cast.project}").status_code == 404
    assert "Two tellings" in ben.get("/profiles/").get_data(as_text=True)
    assert ben.post(f"/profiles/{cast.project}/withdraw").status_code == 303
    assert kept(app) == ["right"]
    assert ben.post(f"/profiles/{cast.project}/withdraw").status_code == 404


def test_nobody_reads_or_withdraws_the_answers_of_others(
    app: Flask, cast: Cast, question: int, sign_in: SignIn
) -> None:
    say(sign_in(cast.ben), cast, question, "4", may_export="y")
    for reader in (cast.ada, cast.cy):
        browser = sign_in(reader)
        page = browser.get(f"/profiles/{cast.project}").get_data(as_text=True)
        assert page.count(" checked") == 1  # “No answer”.
        assert "Two tellings" not in browser.get("/profiles/").get_data(as_text=True)
        assert browser.post(f"/profiles/{cast.project}/withdraw").status_code == 404
    assert kept(app) == ["right"]


def test_only_members_who_annotate_answer_and_only_leads_ask(
    app: Flask, cast: Cast, question: int, client: FlaskClient, sign_in: SignIn
) -> None:
    own, asked = f"/profiles/{cast.project}", f"/profiles/{cast.project}/questions"
    for address in (own, asked, f"{own}/profiles.csv", "/profiles/"):
        assert client.get(address).status_code == 303
    for address in (own, asked, f"{own}/profiles.csv"):
        assert sign_in(cast.dee).get(address).status_code == 404
    assert sign_in(cast.ben).get(asked).status_code == 403
    assert sign_in(cast.ben).get(f"{own}/profiles.csv").status_code == 403
    for address in (asked, f"{asked}/offered/age", f"{asked}/{question}/remove"):
        assert sign_in(cast.ben).post(address).status_code == 403
        assert sign_in(cast.dee).post(address).status_code == 404
    assert asked_ids(app) == [question]


def test_a_lead_of_another_study_removes_no_question_of_this_one(
    app: Flask, cast: Cast, question: int, sign_in: SignIn
) -> None:
    address = f"/profiles/{cast.other_project}/questions/{question}/remove"
    assert sign_in(cast.dee).post(address).status_code == 404
    assert asked_ids(app) == [question]


def test_the_file_holds_those_alone_who_agreed_to_it_under_pseudonyms(
    cast: Cast, question: int, sign_in: SignIn
) -> None:
    say(sign_in(cast.ben), cast, question, "0", may_export="y")
    say(sign_in(cast.cy), cast, question, "4")
    text = sign_in(cast.ada).get(f"/profiles/{cast.project}/profiles.csv").get_data(as_text=True)
    assert text.splitlines() == ["annotator,question,answer", f"A-BEN,{LEANING.title},left"]


def test_a_question_of_ones_own_is_asked_in_its_order(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    assert (
        ask(sign_in(cast.ada), cast, options="often\n\n  now and   then \nnever").status_code == 303
    )
    with app.app_context():
        asked = db.session.scalars(select(ProfileQuestion)).one()
        assert asked.options == ["often", "now and then", "never"]
    assert "now and then" in sign_in(cast.ben).get(f"/profiles/{cast.project}").get_data(
        as_text=True
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Write the question."),
        ({"options": "yes"}, "Use 2 to 12 answers, one a line."),
        ({"options": "yes\nYES"}, "An answer stands there twice."),
        ({"options": "yes\n" + "n" * 81}, "Use at most 80 characters for an answer."),
    ],
)
def test_a_question_that_cannot_be_asked_keeps_what_was_typed(
    app: Flask, cast: Cast, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    answer = ask(sign_in(cast.ada), cast, **typed)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert "yes" in answer.get_data(as_text=True)
    assert asked_ids(app) == []


def test_no_question_is_asked_twice_nor_more_than_six(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    ask(ada, cast)
    assert ask(ada, cast).status_code == 422
    offered = f"/profiles/{cast.project}/questions/offered"
    assert ada.post(f"{offered}/leaning").status_code == 303
    assert ada.post(f"{offered}/leaning").status_code == 409
    assert ada.post(f"{offered}/shoe-size").status_code == 404
    for number in range(4):
        assert ask(ada, cast, title=f"Question {number}").status_code == 303
    full = ask(ada, cast, title="One more")
    assert full.status_code == 422
    assert "A study asks at most 6 such questions." in full.get_data(as_text=True)
    assert len(asked_ids(app)) == 6


def test_asking_no_more_deletes_the_answers_and_consent_under_which_nothing_is_left(
    app: Flask, cast: Cast, question: int, sign_in: SignIn
) -> None:
    ada, ben = sign_in(cast.ada), sign_in(cast.ben)
    ask(ada, cast)
    other = asked_ids(app)[1]
    say(ben, cast, question, "0", **{f"question_{other}": "1"})
    say(sign_in(cast.cy), cast, question, "4")
    assert ada.post(f"/profiles/{cast.project}/questions/{question}/remove").status_code == 303
    assert kept(app) == ["no"]
    with app.app_context():
        assert db.session.scalars(select(Profile.account_id)).all() == [cast.ben]
