"""An adjudicator decides: from the queue to the stored final label, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.adjudication.stage import address_of, answer, decide, form_on
from tests.annotations.stage import HEROES, LAST, PLAIN, add_article, add_version, codebook
from tests.conftest import Cast, SignIn
from workbench.adjudication.models import Adjudication
from workbench.annotations.models import Annotation
from workbench.database import db
from workbench.projects.models import Membership, Role

QUESTIONS = codebook().questions
FIRST = {question.name: question.labels[0].name for question in QUESTIONS}
SECOND = {question.name: question.labels[1].name for question in QUESTIONS}
WORDS = (("heroes", "glorifying"),)


@pytest.fixture
def paragraphs(app: Flask, cast: Cast) -> list[int]:
    """Let Ben and Cy differ on all of one paragraph, on one question of another, not on a third."""
    with app.app_context():
        ids = add_article(cast.project, (HEROES, PLAIN, LAST))
        for account, labels in ((cast.ben, FIRST), (cast.cy, SECOND)):
            answer(cast.project, ids[0], account, labels, WORDS)
        one = QUESTIONS[0].name
        answer(cast.project, ids[1], cast.ben, FIRST)
        answer(cast.project, ids[1], cast.cy, {**FIRST, one: SECOND[one]})
        for account in (cast.ben, cast.cy):
            answer(cast.project, ids[2], account, FIRST)
        db.session.commit()
    return ids


def labels(values: dict[str, str]) -> dict[str, list[str]]:
    return {f"label_{question}": [label] for question, label in values.items()}


def stored(app: Flask) -> list[tuple[int, int, bool, str]]:
    with app.app_context():
        rows = db.session.scalars(select(Adjudication).order_by(Adjudication.id))
        return [(one.paragraph_id, one.revision, one.is_current, one.source) for one in rows]


def test_the_most_contested_paragraph_stands_first(
    cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada = sign_in(cast.ada)
    page = ada.get(f"/adjudication/{cast.project}").text
    first, second = (page.index(address_of(cast.project, one)) for one in paragraphs[:2])
    assert first < second
    assert address_of(cast.project, paragraphs[2]) not in page
    assert "0 of 2 contested paragraphs are decided" in page
    location = ada.get(f"/adjudication/{cast.project}/next").location
    assert location == address_of(cast.project, paragraphs[0])


def test_names_stay_hidden_until_it_is_decided(
    cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada = sign_in(cast.ada)
    address = address_of(cast.project, paragraphs[0])
    page = ada.get(address).text
    assert "Answer 1" in page
    for name in ("A-BEN", "A-CY", ">Ben<", ">Cy<"):
        assert name not in page
    decide(ada, f"{address}?take=1")
    page = ada.get(address).text
    assert "A-BEN" in page
    assert "A-CY" in page


def test_an_answer_is_taken_and_stored_and_leads_to_the_next(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada = sign_in(cast.ada)
    sent = decide(ada, address_of(cast.project, paragraphs[0]) + "?take=2")
    assert sent.status_code == 303
    assert sent.location == address_of(cast.project, paragraphs[1])
    assert stored(app) == [(paragraphs[0], 1, True, "accepted")]
    assert "1 of 2 contested paragraphs is decided" in ada.get(f"/adjudication/{cast.project}").text
    with app.app_context():
        assert db.session.scalar(select(func.count(Annotation.id))) == 6


def test_where_all_agree_the_form_is_filled_and_the_rest_is_asked_for(
    cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada = sign_in(cast.ada)
    address = address_of(cast.project, paragraphs[1])
    fields = form_on(ada.get(address).text)
    assert set(fields) & {f"label_{one.name}" for one in QUESTIONS} == {
        f"label_{one.name}" for one in QUESTIONS[1:]
    }
    refused = ada.post(address, data={**fields, "note": "kept"})
    assert refused.status_code == 422
    assert "Choose the final label for" in refused.text
    assert "kept</textarea>" in refused.text


def test_a_new_decision_is_a_revision_and_the_old_one_is_kept(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada, address = sign_in(cast.ada), address_of(cast.project, paragraphs[0])
    decide(ada, f"{address}?take=1")
    last = {question.name: question.labels[-1].name for question in QUESTIONS}
    refused = decide(ada, address, labels(last) | {"note": [""]})
    is_new = any(last[one.name] not in (FIRST[one.name], SECOND[one.name]) for one in QUESTIONS)
    assert is_new
    assert refused.status_code == 422
    assert decide(ada, address, labels(last) | {"note": ["Both miss it."]}).status_code == 303
    assert stored(app) == [
        (paragraphs[0], 1, False, "accepted"),
        (paragraphs[0], 2, True, "afresh"),
    ]
    page = ada.get(address).text
    assert "Revision 1" in page
    assert "Both miss it." in page


def test_the_same_form_sent_twice_is_stored_once(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada, address = sign_in(cast.ada), address_of(cast.project, paragraphs[0])
    fields = form_on(ada.get(f"{address}?take=1").text)
    assert [ada.post(address, data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(stored(app)) == 1
    changed = ada.post(address, data={**fields, "note": "Otherwise."})
    assert changed.status_code == 409
    elsewhere = address_of(cast.project, paragraphs[1])
    assert ada.post(elsewhere, data=fields).status_code == 409
    assert len(stored(app)) == 1


def test_two_adjudicators_at_once_do_not_overwrite_each_other(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    with app.app_context():
        for membership in db.session.scalars(
            select(Membership).where(Membership.account_id == cast.cy)
        ):
            membership.role = Role.ADJUDICATOR
        db.session.commit()
    address, barrier = address_of(cast.project, paragraphs[0]), Barrier(2)

    def send(person: int) -> tuple[int, str]:
        browser = sign_in(person)
        fields = form_on(browser.get(f"{address}?take=1").text)
        barrier.wait(timeout=60)
        sent = browser.post(address, data=fields)
        return sent.status_code, sent.text

    with ThreadPoolExecutor() as pool:
        sent = sorted(pool.map(send, (cast.ada, cast.cy)))
    assert [status for status, _ in sent] == [303, 409]
    assert "has decided on it (revision 1, below)" in sent[1][1]
    assert len(stored(app)) == 1
    again = form_on(sent[1][1])
    assert sign_in(cast.ada).post(address, data=again).status_code == 303
    assert [row[1:3] for row in stored(app)] == [(1, False), (2, True)]


def test_an_answer_that_changed_meanwhile_is_shown_before_anything_is_stored(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada, address = sign_in(cast.ada), address_of(cast.project, paragraphs[0])
    fields = form_on(ada.get(f"{address}?take=1").text)
    with app.app_context():
        answer(cast.project, paragraphs[0], cast.ben, SECOND)
        db.session.commit()
    refused = ada.post(address, data=fields)
    assert refused.status_code == 409
    assert "changed an answer" in refused.text
    assert stored(app) == []


def test_words_that_nobody_marked_are_typed(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada, address = sign_in(cast.ada), address_of(cast.project, paragraphs[0])
    sent = decide(
        ada,
        f"{address}?take=1",
        {
            "typed_words": ["shameful silence", ""],
            "typed_category": ["moral_judgement", ""],
            "note": ["Nobody saw it."],
        },
    )
    assert sent.status_code == 303
    spans = ada.get(f"/adjudication/{cast.project}/final-spans.csv").text
    assert "shameful silence,moral_judgement" in spans
    assert "heroes,glorifying" in spans


def test_other_words_typed_into_a_kept_page_are_not_taken_for_those_that_were_stored(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada, address = sign_in(cast.ada), address_of(cast.project, paragraphs[0])
    fields = form_on(ada.get(f"{address}?take=1").text) | {
        "typed_words": ["shameful silence", ""],
        "typed_category": ["moral_judgement", ""],
        "note": ["Nobody saw it."],
    }
    assert [ada.post(address, data=fields).status_code for _ in range(2)] == [303, 303]
    other = ada.post(address, data={**fields, "typed_words": ["brave", ""]})
    assert other.status_code == 409
    assert 'value="brave"' in other.text
    assert len(stored(app)) == 1


def test_final_labels_are_sent_beside_the_raw_ones(
    cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada = sign_in(cast.ada)
    decide(ada, address_of(cast.project, paragraphs[0]) + "?take=1")
    answer = ada.get(f"/adjudication/{cast.project}/final-labels.csv")
    lines = answer.text.splitlines()
    assert lines[0].startswith("paragraph_id,question,final_label,source")
    assert len(lines) == 1 + len(QUESTIONS)
    assert "A-LEAD" in lines[1]


@pytest.mark.parametrize("page", ["", "/next", "/final-labels.csv", "/final-spans.csv"])
def test_only_readers_of_the_project_come_in(
    cast: Cast, client: FlaskClient, sign_in: SignIn, page: str, paragraphs: list[int]
) -> None:
    address = f"/adjudication/{cast.project}{page}"
    assert client.get(address).status_code == 303
    assert sign_in(cast.dee).get(address).status_code == 404
    assert sign_in(cast.ben).get(address).status_code == 403


def test_a_paragraph_of_another_project_is_not_found(
    cast: Cast, client: FlaskClient, sign_in: SignIn, paragraphs: list[int]
) -> None:
    address = address_of(cast.project, paragraphs[0])
    assert client.get(address).status_code == 303
    assert sign_in(cast.ben).get(address).status_code == 403
    assert sign_in(cast.dee).get(address_of(cast.other_project, paragraphs[0])).status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        {"submission_key": "x"},
        {"base_revision": "-1"},
        {"seen": "a"},
        {"codebook_number": ""},
        {"spans": "1-2"},
        {"typed_words": ["The"] * 3_000, "typed_category": ["glorifying"] * 3_000},
    ],
)
def test_what_no_page_sends_is_refused(
    cast: Cast, sign_in: SignIn, paragraphs: list[int], odd: dict[str, object]
) -> None:
    ada, address = sign_in(cast.ada), address_of(cast.project, paragraphs[0])
    fields = form_on(ada.get(f"{address}?take=1").text)
    assert ada.post(address, data={**fields, **odd}).status_code == 400


def test_a_form_from_before_the_questions_changed_is_not_read_by_names_alone(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int]
) -> None:
    ada, address = sign_in(cast.ada), address_of(cast.project, paragraphs[0])
    fields = form_on(ada.get(f"{address}?take=1").text)
    with app.app_context():
        definition = codebook().to_definition()
        biased = definition["questions"][1]["labels"][0]
        biased |= {"title": "leans against the government"}
        add_version(cast.project, definition)
    asked_again = ada.post(address, data={**fields, "note": "The first answer is right."})
    assert asked_again.status_code == 409
    assert "questions of this project have changed" in asked_again.text
    assert "The first answer is right." in asked_again.text
    assert stored(app) == []
    assert ada.post(address, data=form_on(asked_again.text)).status_code == 303
