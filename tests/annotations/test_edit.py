"""The annotate page: who may open it, what it is filled with, what it stores and refuses."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from werkzeug.test import TestResponse

from tests.annotations.stage import (
    HEROES,
    LAST,
    PLAIN,
    add_article,
    all_assignments,
    annotations_of,
    codebook,
    form_on,
    paragraph_on,
    spans_of,
    word,
)
from tests.conftest import Cast, add_member
from workbench.accounts.models import Account
from workbench.annotations import queries, views
from workbench.annotations.locating import _folded
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.database import db, now
from workbench.projects.models import CodebookVersion, Project, Role

SignIn = Callable[[int], FlaskClient]
ANSWERS = {
    "answer_sentiment": ["neutral"],
    "answer_bias": ["biased"],
    "answer_voice": ["opinion"],
}


class Reader:
    """Be a person with a browser and no script, on the paragraph that the queue gave them."""

    def __init__(self, client: FlaskClient, project_id: int) -> None:
        self.client = client
        self.next = f"/annotations/{project_id}/next"
        self.open_next()

    def open_next(self) -> None:
        """Follow the queue to its next page."""
        answer = self.client.get(self.next, follow_redirects=True)
        self.address = answer.request.path
        self.page = answer.text
        self.fields = form_on(self.page) if "assignment" in self.address else {}

    @property
    def assignment_id(self) -> int:
        return int(self.address.rsplit("/", 1)[1])

    def send(self, **fields: list[str]) -> TestResponse:
        """Send the form of the page, by its first button, with these fields changed."""
        data = {**self.fields, "act": ["confirm"], **fields}
        return self.client.post(self.address, data=data)


@pytest.fixture
def article(app: Flask, cast: Cast) -> list[int]:
    with app.app_context():
        ids = add_article(cast.project)
        db.session.commit()
    return ids


@pytest.fixture
def ben(article: list[int], cast: Cast, sign_in: SignIn) -> Reader:
    return Reader(sign_in(cast.ben), cast.project)


def stored(app: Flask, reader: Reader) -> list[Annotation]:
    with app.app_context():
        return annotations_of(reader.assignment_id)


def count(model: type[Annotation] | type[Answer] | type[StoredSpan]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


# Who may open it.


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, ben: Reader) -> None:
    for address in (ben.next, ben.address, "/annotations/1"):
        answer = client.get(address)
        assert (answer.status_code, "/accounts/sign-in" in answer.headers["Location"]) == (
            303,
            True,
        )


def test_an_outsider_and_another_annotator_find_nothing(
    ben: Reader, cast: Cast, sign_in: SignIn
) -> None:
    assert sign_in(cast.dee).get(ben.address).status_code == 404
    for other in (cast.cy, cast.ada):
        assert sign_in(other).get(ben.address).status_code == 404
        assert sign_in(other).post(ben.address, data=ben.fields).status_code == 404


def test_an_assignment_is_not_found_below_another_project(
    ben: Reader, cast: Cast, sign_in: SignIn, app: Flask
) -> None:
    with app.app_context():
        project = db.session.get(Project, cast.other_project)
        account = db.session.get(Account, cast.ben)
        assert project
        assert account
        add_member(project, account, Role.ANNOTATOR, "A-BEN2")
        db.session.commit()
    address = f"/annotations/{cast.other_project}/assignment/{ben.assignment_id}"
    assert ben.client.get(address).status_code == 404
    assert ben.client.post(address, data=ben.fields).status_code == 404


def test_an_adjudicator_does_not_annotate(
    app: Flask, cast: Cast, article: list[int], sign_in: SignIn
) -> None:
    with app.app_context():
        project = db.session.get(Project, cast.project)
        account = db.session.get(Account, cast.root)
        assert project
        assert account
        add_member(project, account, Role.ADJUDICATOR, "A-ROOT")
        db.session.commit()
    for address in ("", "/next", "/assignment/1"):
        assert sign_in(cast.root).get(f"/annotations/{cast.project}{address}").status_code == 403


def test_a_form_without_its_token_is_refused(strict_app: Flask, ben: Reader, cast: Cast) -> None:
    browser = strict_app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"] = f"{cast.ben}.0"
    assert browser.post(ben.address, data=ben.fields).status_code == 400


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(
    strict_app: Flask, ben: Reader
) -> None:
    answer = strict_app.test_client().post(ben.address, data=ben.fields)
    assert answer.status_code == 303
    assert answer.location == f"/accounts/sign-in?next={ben.address}"


# What it is filled with.


def test_the_page_is_filled_with_the_suggestions(ben: Reader) -> None:
    assert ben.fields["answer_sentiment"] == ["negative"]
    assert "answer_bias" not in ben.fields
    assert ben.fields["word_0"] == ["glorifying"]
    assert "suggested: negative — news score −0.45; VADER’s own score −0.61 (negative)" in ben.page
    assert "heroes: a reason." in ben.page
    assert re.sub(r"<[^>]+>", "", paragraph_on(ben.page)) == HEROES
    assert PLAIN in ben.page
    assert "paragraph 1 of 3" in ben.page


def test_reloading_gives_the_same_paragraph(ben: Reader) -> None:
    first = ben.address
    ben.open_next()
    assert ben.address == first


def test_an_article_in_another_language_says_why_nothing_is_suggested(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        add_article(cast.project, ("Die Brücke war gesperrt.",), language="de")
        db.session.commit()
    reader = Reader(sign_in(cast.ben), cast.project)
    assert "This article is in German" in reader.page
    assert "suggested:" not in reader.page
    assert reader.send(**ANSWERS).status_code == 303


def test_the_outlet_is_not_shown(ben: Reader) -> None:
    assert "The Example" not in ben.page


# What it stores.


def test_a_submission_is_stored_beside_what_was_suggested(app: Flask, ben: Reader) -> None:
    answer = ben.send(
        **ANSWERS,
        comment=["  A line\r\nand another "],
        is_flagged=["y"],
        typed_words=["shameful", "", ""],
        typed_category=["moral_judgement", "", ""],
    )
    following = ben.client.get(ben.next).headers["Location"]
    assert following != ben.address
    assert (answer.status_code, answer.headers["Location"]) == (303, following)
    (annotation,) = stored(app, ben)
    with app.app_context():
        answers = db.session.scalars(
            select(Answer).where(Answer.annotation_id == annotation.id).order_by(Answer.id)
        )
        assert [(a.question, a.label, a.suggestion) for a in answers] == [
            ("sentiment", "neutral", "negative"),
            ("bias", "biased", ""),
            ("voice", "opinion", ""),
        ]
        assert spans_of(annotation) == [
            ("heroes", "glorifying", "kept", "glorifying"),
            ("shameful", "moral_judgement", "added", ""),
        ]
        assignment = all_assignments()[0]
        assert assignment.state == "submitted"
    assert (annotation.revision, annotation.is_current, annotation.outcome) == (1, True, "answered")
    assert (annotation.comment, annotation.is_flagged) == ("A line\nand another", True)
    assert str(annotation.prescore_id) == ben.fields["prescore_id"][0]


def test_the_next_paragraph_follows(ben: Reader) -> None:
    ben.send(**ANSWERS)
    ben.open_next()
    assert paragraph_on(ben.page) == PLAIN
    assert "1 of 3" in ben.page


def test_a_skipped_paragraph_keeps_its_comment_and_needs_no_answers(
    app: Flask, ben: Reader
) -> None:
    assert ben.send(act=["skip"], comment=["Cut off."], is_flagged=["y"]).status_code == 303
    (annotation,) = stored(app, ben)
    assert (annotation.outcome, annotation.comment, annotation.is_flagged) == (
        "skipped",
        "Cut off.",
        True,
    )
    with app.app_context():
        assert count(Answer) == count(StoredSpan) == 0
        assert all_assignments()[0].state == "skipped"


def test_marked_spans_count_code_points(app: Flask, ben: Reader) -> None:
    start = HEROES.index("café")
    ben.send(
        **ANSWERS,
        word_0=[""],
        added_start=[str(start)],
        added_end=[str(start + 4)],
        added_text=["café"],
        added_category=["euphemism"],
    )
    (annotation,) = stored(app, ben)
    with app.app_context():
        assert spans_of(annotation) == [
            ("heroes", "glorifying", "rejected", "glorifying"),
            ("café", "euphemism", "added", ""),
        ]


def test_a_lease_that_ran_out_loses_no_label(app: Flask, ben: Reader) -> None:
    with app.app_context():
        (assignment,) = all_assignments()
        assignment.lease_expires_at = now() - timedelta(hours=1)
        db.session.commit()
    assert "Your answer still counts" in ben.client.get(ben.address).text
    assert ben.send(**ANSWERS).status_code == 303
    assert len(stored(app, ben)) == 1


# Revisions.


def test_a_revision_is_filled_with_what_was_stored_and_added_to_it(app: Flask, ben: Reader) -> None:
    ben.send(
        **ANSWERS,
        word_0=["sensational"],
        comment=["First."],
        is_flagged=["y"],
        typed_words=["shameful", "", ""],
        typed_category=["moral_judgement", "", ""],
    )
    page = ben.client.get(ben.address).text
    ben.fields = form_on(page)
    assert "kept as revision 2" in page
    assert ben.fields["answer_sentiment"] == ["neutral"]
    assert ben.fields["word_0"] == ["sensational"]
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
        {"word_0": ["sensational"], "comment": ["First."]},
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
        _add_version(cast.project, definition)
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
        _add_version(cast.project, codebook().to_definition())
    assert ben.send(**ANSWERS).status_code == 303
    with app.app_context():
        version = db.session.get(CodebookVersion, stored(app, ben)[0].codebook_version_id)
        assert version is not None
        assert version.number == 1


def _add_version(project_id: int, definition: dict[str, object]) -> None:
    db.session.add(
        CodebookVersion(
            project_id=project_id,
            number=2,
            definition=definition,
            guidelines="New.",
            created_at=now(),
        )
    )
    db.session.commit()


# What it refuses.


def test_a_missing_answer_is_named_and_what_was_entered_is_kept(app: Flask, ben: Reader) -> None:
    answer = ben.send(
        answer_bias=["biased"],
        word_0=["sensational"],
        comment=["Keep <b>me</b>"],
        typed_words=["shameful", "villains", ""],
        typed_category=["moral_judgement", "demeaning", ""],
        added_start=["48"],
        added_end=["52"],
        added_text=["left"],
        added_category=["euphemism"],
    )
    assert answer.status_code == 422
    assert "Choose an answer for voice." in answer.text
    assert "“villains” does not stand in this paragraph." in answer.text
    fields = form_on(answer.text)
    assert fields["answer_bias"] == ["biased"]
    assert fields["word_0"] == ["sensational"]
    assert fields["comment"] == ["Keep <b>me</b>"]
    assert fields["typed_words"] == ["shameful", "villains", ""]
    assert fields["typed_category"] == ["moral_judgement", "demeaning", ""]
    assert fields["added_text"] == ["left"]
    assert fields["submission_key"] == ben.fields["submission_key"]
    assert stored(app, ben) == []
    with app.app_context():
        assert all_assignments()[0].state == "leased"


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"answer_bias": ["lovely"]}, 422, "is not an answer to bias"),
        ({"word_0": ["nice"]}, 422, "is not a category"),
        ({"word_0": []}, 422, "Say whether “heroes” is kept"),
        ({"comment": ["x" * 5001]}, 422, "at most 5,000 characters"),
        ({"added_start": ["4"], "added_end": ["10"], "added_text": ["heroes"]}, 422, "overlaps"),
        ({"added_start": ["4"], "added_end": ["900"], "added_text": ["x"]}, 422, "outside"),
        ({"added_start": ["9"], "added_end": ["9"], "added_text": [""]}, 422, "outside"),
        ({"added_start": ["0"], "added_end": ["3"], "added_text": ["the"]}, 422, "does not stand"),
        ({"added_start": ["²"], "added_end": ["3"], "added_text": ["the"]}, 400, ""),
        ({"added_start": ["-1"], "added_end": ["3"], "added_text": ["the"]}, 400, ""),
        ({"added_start": ["1", "2"], "added_end": ["3"], "added_text": ["the"]}, 400, ""),
        ({"submission_key": ["short"]}, 400, ""),
        ({"base_revision": ["one"]}, 400, ""),
        ({"base_revision": ["7"]}, 409, "does not belong to the present state"),
        ({"codebook_number": ["99"]}, 400, ""),
        ({"codebook_number": []}, 400, ""),
        ({"prescore_id": ["999"]}, 400, ""),
        ({"typed_words": ["x"] * 2001, "typed_category": [""] * 2001}, 400, ""),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_whole(
    app: Flask, ben: Reader, fields: dict[str, list[str]], status: int, sentence: str
) -> None:
    if "added_start" in fields:
        fields = {"added_category": ["euphemism"], **fields}
    answer = ben.send(**{**ANSWERS, **fields})
    assert answer.status_code == status
    assert sentence in answer.text
    with app.app_context():
        assert count(Annotation) == count(Answer) == count(StoredSpan) == 0


def test_a_prescore_of_another_paragraph_is_refused(
    app: Flask, ben: Reader, article: list[int]
) -> None:
    other = str(int(ben.fields["prescore_id"][0]) + 1)
    assert ben.send(**ANSWERS, prescore_id=[other]).status_code == 400
    assert stored(app, ben) == []


# The end of the queue.


def test_an_empty_queue_says_what_was_done(ben: Reader) -> None:
    ben.send(**ANSWERS)
    ben.open_next()
    ben.send(act=["skip"])
    ben.open_next()
    assert paragraph_on(ben.page) == LAST
    ben.send(**ANSWERS)
    ben.open_next()
    assert ben.address == ben.next
    assert "You answered 2 paragraphs and skipped 1." in ben.page


def test_a_project_without_articles_says_what_will_stand_here(cast: Cast, sign_in: SignIn) -> None:
    for person, has_button in ((cast.ada, True), (cast.ben, False)):
        answer = sign_in(person).get(f"/annotations/{cast.project}/next")
        assert answer.status_code == 200
        assert "Nothing to annotate yet" in answer.text
        assert (f'href="/articles/{cast.project}/import"' in answer.text) is has_button


def test_a_text_with_markup_is_shown_as_it_is_written(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    text = 'She said <script>alert("heroes & co")</script> twice.'
    with app.app_context():
        found = word(text, "heroes & co", "glorifying")
        add_article(cast.project, (text,), words={text: (found,)})
        db.session.commit()
    page = Reader(sign_in(cast.ben), cast.project).page
    assert "<script>alert" not in page
    assert "heroes &amp; co</mark>" in page


def test_a_paragraph_of_a_hundred_thousand_characters_is_annotated(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    text = "The heroes came home again. " * 3_600 + "A zebra watched."
    with app.app_context():
        add_article(cast.project, (text,), words={})
        db.session.commit()
    reader = Reader(sign_in(cast.ben), cast.project)
    assert text in reader.page
    _folded.cache_clear()
    words = ["zebra", *(f"word {number}" for number in range(19))]
    refused = reader.send(typed_words=words, typed_category=["demeaning"] * len(words), **ANSWERS)
    # The text is folded once in each of three ways, however many words are sought in it.
    assert _folded.cache_info().misses == 3
    assert refused.status_code == 422
    assert "“word 18” does not stand in this paragraph" in refused.text
    assert reader.send(typed_words=words[:1], typed_category=["demeaning"], **ANSWERS).location
    with app.app_context():
        (annotation,) = annotations_of(reader.assignment_id)
        assert [span[0] for span in spans_of(annotation)] == ["zebra"]


def test_an_assignment_of_nobody_is_not_found(ben: Reader, app: Flask) -> None:
    with app.app_context():
        highest = db.session.scalar(select(func.max(Assignment.id))) or 0
    assert ben.client.get(ben.address.rsplit("/", 1)[0] + f"/{highest + 1}").status_code == 404
