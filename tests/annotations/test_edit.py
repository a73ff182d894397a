"""The annotate page: who may open it, what it is filled with, and what it stores."""

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.annotations.reader import ANSWERS, Reader, count, stored
from tests.annotations.stage import (
    HEROES,
    LAST,
    PLAIN,
    add_article,
    all_assignments,
    annotations_of,
    paragraph_on,
    spans_of,
    word,
)
from tests.conftest import Cast, SignIn, add_member
from workbench.accounts.models import Account
from workbench.annotations.locating import _folded
from workbench.annotations.models import Answer, Assignment, StoredSpan
from workbench.database import db, now
from workbench.projects.models import Project, Role

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


def test_a_script_is_led_to_sign_in_and_back_to_its_page_after_the_session_ended(
    strict_app: Flask, ben: Reader
) -> None:
    # It keeps what was typed by itself; test_resuming.py tells of those who have none.
    script = {"Accept": "application/json, text/html;q=0.9"}
    answer = strict_app.test_client().post(ben.address, data=ben.fields, headers=script)
    assert answer.status_code == 303
    assert answer.location == f"/accounts/sign-in?next={ben.address}"


# What it is filled with.


def test_the_page_is_filled_with_the_suggestions(ben: Reader) -> None:
    assert ben.fields["answer_sentiment"] == ["negative"]
    assert "answer_bias" not in ben.fields
    assert ben.fields["word_4_10"] == ["glorifying"]
    assert "suggested: negative — news score −0.45; VADER’s own score −0.61 (negative)" in ben.page
    assert "heroes: a reason." in ben.page
    assert re.sub(r"<[^>]+>", "", paragraph_on(ben.page)) == HEROES
    assert PLAIN in ben.page
    assert "paragraph 1 of 3" in ben.page


def test_a_suggested_word_says_what_moved_its_strength(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    text = "It was no TRIUMPH, she said, but “shameful”."
    found = (
        word(text, "TRIUMPH", "glorifying")._replace(is_negated=True, is_attributed=True),
        word(text, "shameful", "demeaning")._replace(in_quotation=True, is_attributed=True),
    )
    with app.app_context():
        add_article(cast.project, (text,), words={text: found})
        db.session.commit()
    page = Reader(sign_in(cast.ben), cast.project).page
    triumph, shameful = re.findall(r'<p id="word_[\d_]+-reason">(.*?)</p>', page, re.DOTALL)
    for sentence in ("Its sentence names a source.", "It is negated", "written in capitals"):
        assert sentence in triumph
        assert sentence not in shameful
    assert "It stands inside a quotation" in shameful


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
        word_4_10=[""],
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
