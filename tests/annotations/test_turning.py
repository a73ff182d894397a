"""What a script is answered with: one request stores an answer and brings what to turn to."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from tests.annotations.designs import add_design
from tests.annotations.stage import LAST, PLAIN, add_article, form_on, paragraph_on
from tests.annotations.turning import Script, number_of
from tests.conftest import Cast, SignIn
from workbench.annotations import operations
from workbench.annotations.models import Annotation
from workbench.database import db


@pytest.fixture
def ben(app: Flask, cast: Cast, sign_in: SignIn) -> Script:
    with app.app_context():
        add_article(cast.project)
        db.session.commit()
    return Script(sign_in(cast.ben), cast.project)


def stored(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Annotation)) or 0


def test_an_answer_brings_the_leaf_after_the_one_that_the_script_holds(
    app: Flask, ben: Script
) -> None:
    assert paragraph_on(ben.ahead["html"]) == PLAIN
    answer = ben.submit(held=number_of(ben.ahead))
    assert answer["next"] == ben.ahead["address"]
    assert answer["progress"].startswith("1 of 3")
    assert paragraph_on(answer["leaf"]["html"]) == LAST
    assert stored(app) == 1


def test_a_leaf_is_filled_by_its_own_paragraph_and_not_by_what_was_sent(ben: Script) -> None:
    sent = ben.submit(held=number_of(ben.ahead))["leaf"]
    leaf, page = form_on(sent["html"]), form_on(ben.client.get(sent["address"]).text)
    assert leaf.pop("submission_key") not in (ben.fields["submission_key"], page["submission_key"])
    page.pop("submission_key")
    # It bears the second in which it was signed.
    assert leaf.pop("csrf_token")
    assert page.pop("csrf_token")
    assert leaf == page
    assert leaf["prescore_id"] not in ([""], ben.fields["prescore_id"])
    assert leaf["comment"] == [""]
    assert "answer_voice" not in leaf


def test_a_script_that_holds_no_leaf_gets_that_of_the_next_paragraph(ben: Script) -> None:
    answer = ben.submit()
    assert answer["leaf"]["address"] == answer["next"]
    assert paragraph_on(answer["leaf"]["html"]) == PLAIN


def test_after_the_last_paragraph_the_way_leads_to_the_queue(cast: Cast, ben: Script) -> None:
    for _ in range(2):
        answer = ben.submit()
        ben.address, ben.fields = answer["next"], form_on(answer["leaf"]["html"])
    answer = ben.submit()
    assert (answer["next"], answer["leaf"]) == (f"/annotations/{cast.project}/next", None)


def test_a_queue_that_fails_takes_no_answer_with_it(
    app: Flask, cast: Cast, ben: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the disk"))

    monkeypatch.setattr(operations, "draw_turn", fail)
    answer = ben.submit(held=number_of(ben.ahead))
    assert (answer["next"], answer["leaf"]) == (f"/annotations/{cast.project}/next", None)
    assert stored(app) == 1
    again = ben.submit(held=number_of(ben.ahead))
    assert again["state"] == "saved"
    assert stored(app) == 1


def test_a_blind_leaf_holds_no_trace_of_what_is_withheld(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        add_article(cast.project)
        add_design(cast.project, blind_percent=100)
        db.session.commit()
    ben = Script(sign_in(cast.ben), cast.project)
    for leaf in (ben.ahead, ben.submit(held=number_of(ben.ahead))["leaf"]):
        fields = form_on(leaf["html"])
        assert fields["prescore_id"] == [""]
        assert not any(name.startswith(("answer_", "word_")) for name in fields)
        for trace in ("suggested: ", "span-item__why", "is-suggested"):
            assert trace not in leaf["html"]


def test_a_leaf_holds_only_what_changes(ben: Script) -> None:
    html = ben.ahead["html"]
    assert "<dialog" not in html
    assert "<link" not in html
    assert "<script" not in html
