"""Going back to what was stored, the same form twice, and forms older than what they are about."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete

from tests.annotations.reader import ANSWERS, Reader, count, stored
from tests.annotations.stage import (
    add_version,
    all_assignments,
    codebook,
    form_on,
    spans_of,
)
from tests.conftest import Cast, SignIn
from workbench.annotations import queries, views
from workbench.annotations.models import Answer, Assignment
from workbench.database import db
from workbench.projects.models import CodebookVersion

# Revisions.


def test_a_revision_is_filled_with_what_was_stored_and_added_to_it(app: Flask, ben: Reader) -> None:
    ben.send(
        **ANSWERS,
        word_4_10=["sensational"],
        comment=["First."],
        is_flagged=["y"],
        typed_words=["shameful", "", ""],
        typed_category=["moral_judgement", "", ""],
    )
    page = ben.client.get(ben.address).text
    ben.fields = form_on(page)
    assert "kept as revision 2" in page
    assert ben.fields["answer_sentiment"] == ["neutral"]
    assert ben.fields["word_4_10"] == ["sensational"]
    assert ben.fields["added_text"] == ["shameful"]
    assert ben.fields["comment"] == ["First."]
    assert ben.fields["is_flagged"] == ["y"]
    assert ben.fields["base_revision"] == ["1"]
    ben.send(answer_sentiment=["positive"], added_category=[""])
    first, second = stored(app, ben)
    assert (first.is_current, second.is_current, second.revision) == (False, True, 2)
    with app.app_context():
        assert ("shameful", "moral_judgement", "added", "") in spans_of(first)
        assert spans_of(second) == [("heroes", "sensational", "recategorised", "glorifying")]


def test_a_skipped_paragraph_can_be_answered_by_going_back(app: Flask, ben: Reader) -> None:
    ben.send(act=["skip"])
    ben.fields = form_on(ben.client.get(ben.address).text)
    assert ben.fields["answer_sentiment"] == ["negative"]
    assert ben.send(**ANSWERS).status_code == 303
    assert [annotation.outcome for annotation in stored(app, ben)] == ["skipped", "answered"]
    with app.app_context():
        assert all_assignments()[0].state == "submitted"


def test_one_goes_back_through_ones_own_paragraphs(ben: Reader) -> None:
    first = ben.address
    assert 'data-key="u"' not in ben.page
    ben.send(**ANSWERS)
    ben.open_next()
    second = ben.address
    assert f'href="{first}" data-key="u"' in ben.page
    ben.send(**ANSWERS)
    ben.open_next()
    assert f'href="{second}" data-key="u"' in ben.page
    assert f'href="{first}" data-key="u"' in ben.client.get(second).text
    assert 'data-key="u"' not in ben.client.get(first).text


# The same form twice, and old forms.


def test_the_same_form_sent_twice_counts_once(app: Flask, ben: Reader) -> None:
    first = ben.send(**ANSWERS)
    second = ben.send(**ANSWERS)
    assert (first.status_code, first.headers["Location"]) == (
        second.status_code,
        second.headers["Location"],
    )
    assert len(stored(app, ben)) == 1


def test_the_same_form_sent_by_eight_threads_counts_once(app: Flask, ben: Reader) -> None:
    together = Barrier(8)

    def send(_thread: int) -> int:
        browser = app.test_client()
        cookie = ben.client.get_cookie("workbench")
        assert cookie is not None
        browser.set_cookie("workbench", cookie.value)
        together.wait()
        data = {**ben.fields, **ANSWERS, "act": ["confirm"]}
        return browser.post(ben.address, data=data).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {303}
    assert len(stored(app, ben)) == 1


def test_a_key_of_somebody_else_is_refused_and_shows_nothing(
    app: Flask, ben: Reader, cast: Cast, sign_in: SignIn
) -> None:
    ben.send(**ANSWERS, comment=["Between us."])
    cy = Reader(sign_in(cast.cy), cast.project)
    answer = cy.send(**ANSWERS, submission_key=ben.fields["submission_key"])
    assert answer.status_code == 409
    assert "Between us." not in answer.text
    assert stored(app, cy) == []


def test_an_old_form_from_a_second_tab_shows_what_was_stored_meanwhile(
    app: Flask, ben: Reader
) -> None:
    old = {**ben.fields, "submission_key": [str(uuid4())]}
    ben.send(**ANSWERS, comment=["From the first tab."])
    ben.fields = old
    answer = ben.send(**{**ANSWERS, "answer_voice": ["mixed"]}, comment=["From the second tab."])
    assert answer.status_code == 409
    assert "in another window" in answer.text
    assert "From the first tab." in answer.text
    assert "Store as the newest revision" in answer.text
    assert len(stored(app, ben)) == 1
    ben.fields = form_on(answer.text)
    assert ben.fields["answer_voice"] == ["mixed"]
    assert ben.fields["comment"] == ["From the second tab."]
    assert ben.send().status_code == 303
    assert [annotation.comment for annotation in stored(app, ben)] == [
        "From the first tab.",
        "From the second tab.",
    ]


def test_going_back_to_a_stored_form_and_answering_otherwise_loses_nothing(
    app: Flask, ben: Reader
) -> None:
    ben.send(**ANSWERS, comment=["First."])
    assert ben.send(**ANSWERS, comment=["First."]).status_code == 303
    for change in (
        {"comment": ["Second."]},
        {"answer_voice": ["mixed"], "comment": ["First."]},
        {"word_4_10": ["sensational"], "comment": ["First."]},
        {"act": ["skip"], "comment": ["First."]},
    ):
        answer = ben.send(**{**ANSWERS, **change})
        assert answer.status_code == 409, change
        assert "Store as the newest revision" in answer.text
    assert len(stored(app, ben)) == 1
    ben.fields = form_on(answer.text)
    assert ben.send(**ANSWERS, comment=["Second."]).status_code == 303
    assert [annotation.comment for annotation in stored(app, ben)] == ["First.", "Second."]


def test_a_paragraph_that_is_removed_while_the_form_arrives_is_named_as_gone(
    app: Flask, ben: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = queries.own_assignment

    def found_and_removed(*wanted: int) -> queries.OwnAssignment | None:
        assignment = found(*wanted)
        remove = delete(Assignment).execution_options(synchronize_session=False)
        db.session.execute(remove)
        return assignment

    monkeypatch.setattr(views, "own_assignment", found_and_removed)
    answer = ben.send(**ANSWERS)
    assert answer.status_code == 404
    assert "removed from the project while you read it" in answer.text


def test_a_form_from_before_the_questions_changed_is_asked_again(
    app: Flask, ben: Reader, cast: Cast
) -> None:
    with app.app_context():
        definition = codebook().to_definition()
        definition["questions"] = definition["questions"][:2]
        add_version(cast.project, definition)
    answer = ben.send(**ANSWERS)
    assert answer.status_code == 409
    assert "questions of this project have changed" in answer.text
    ben.fields = form_on(answer.text)
    assert ben.fields["answer_bias"] == ["biased"]
    assert ben.send().status_code == 303
    with app.app_context():
        assert count(Answer) == 2


def test_new_guidelines_do_not_stop_an_open_form(app: Flask, ben: Reader, cast: Cast) -> None:
    with app.app_context():
        add_version(cast.project, codebook().to_definition())
    assert ben.send(**ANSWERS).status_code == 303
    with app.app_context():
        version = db.session.get(CodebookVersion, stored(app, ben)[0].codebook_version_id)
        assert version is not None
        assert version.number == 1
