"""An answer given alone is stored before the suggestions are shown, and both answers are kept."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from tests.annotations.designs import add_design, suggest_by_scores
from tests.annotations.pages import TRACES, opened, without_what_differs
from tests.annotations.reader import ANSWERS
from tests.annotations.stage import (
    add_article,
    all_assignments,
    annotations_of,
    form_on,
    paragraph_on,
    spans_of,
    word,
)
from tests.conftest import Cast, SignIn
from workbench.annotations.first_models import FirstAnnotation, FirstAnswer, FirstSpan
from workbench.annotations.models import Answer, Assignment
from workbench.articles.models import Prescore
from workbench.database import db, now
from workbench.scoring.loaded_words import LoadedWord

AFTER: dict[str, Any] = {"shows": {"sentiment": "after"}, "shows_words": "after"}
SAID = "you said neutral; the machine suggests negative"


@pytest.fixture
def study(app: Flask, cast: Cast) -> Cast:
    with app.app_context():
        add_article(cast.project)
        suggest_by_scores(cast.project)
        add_design(cast.project, **AFTER)
        db.session.commit()
    return cast


def stored_firsts(app: Flask) -> list[dict[str, str]]:
    """Give the labels of each first answer, by question."""
    with app.app_context():
        return [
            {answer.question: answer.label for answer in first.answers}
            for first in db.session.scalars(select(FirstAnnotation).order_by(FirstAnnotation.id))
        ]


def send(browser: FlaskClient, address: str, page: str, **changes: list[str]) -> TestResponse:
    return browser.post(address, data=form_on(page) | changes)


def test_the_first_page_is_a_blind_page(app: Flask, study: Cast, sign_in: SignIn) -> None:
    _, alone = opened(sign_in(study.ben), study.project)
    with app.app_context():
        db.session.execute(update(Assignment).values(arm="blind"))
        db.session.commit()
    _, blind = opened(sign_in(study.ben), study.project)
    assert without_what_differs(alone) == without_what_differs(blind)
    assert not any(trace in alone for trace in TRACES)


def test_the_suggestions_come_beside_the_first_answers_and_both_are_kept(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    own = {"typed_words": ["shameful", "", ""], "typed_category": ["moral_judgement", "", ""]}
    times = {"shown_ms": ["9000"], "active_ms": ["7000"]}
    answer = send(ben, address, page, **ANSWERS, **own, **times)
    assert (answer.status_code, answer.location) == (303, address)
    second = ben.get(address).text
    assert SAID in second
    assert "Your first answer is stored." in second
    assert "is-revealed" in paragraph_on(second)
    form = form_on(second)
    assert (form["answer_sentiment"], form["word_4_10"]) == (["neutral"], [""])
    assert form["added_text"] == ["shameful"]
    with app.app_context():
        assert annotations_of(all_assignments()[0].id) == []
        assert all_assignments()[0].state == "leased"

    changed = {"answer_sentiment": ["negative"], "shown_ms": ["2000"], "active_ms": ["1000"]}
    kept = send(ben, address, second, **changed, word_4_10=["glorifying"])
    assert kept.status_code == 303
    assert kept.location != address
    assert stored_firsts(app) == [
        {"sentiment": "neutral", "bias": "biased", "voice": "opinion"},
    ]
    with app.app_context():
        (annotation,) = annotations_of(int(address.rsplit("/", 1)[1]))
        answers = db.session.scalars(select(Answer).order_by(Answer.id)).all()
        assert [(one.label, one.suggestion, one.withheld) for one in answers] == [
            ("negative", "negative", ""),
            ("biased", "", ""),
            ("opinion", "", ""),
        ]
        assert spans_of(annotation) == [
            ("heroes", "glorifying", "kept", "glorifying"),
            ("shameful", "moral_judgement", "added", ""),
        ]
        # The time of both pages; the first one's stands with the first answer.
        assert (annotation.shown_ms, annotation.active_ms) == (11_000, 8_000)
        first = db.session.scalars(select(FirstAnnotation)).one()
        assert (first.active_ms, first.was_silent) == (7_000, True)
        assert [span.text for span in db.session.scalars(select(FirstSpan))] == ["shameful"]
        assert set(db.session.scalars(select(FirstAnswer.suggestion))) == {""}


def test_what_is_confirmed_unchanged_stays_as_it_was_answered(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    own = {"typed_words": ["heroes", "", ""], "typed_category": ["demeaning", "", ""]}
    send(ben, address, page, **ANSWERS, **own)
    second = ben.get(address).text
    # Marked alone at the very place that is suggested, it keeps its own category.
    assert form_on(second)["word_4_10"] == ["demeaning"]
    assert "added_text" not in form_on(second)
    send(ben, address, second)
    with app.app_context():
        (annotation,) = annotations_of(int(address.rsplit("/", 1)[1]))
        assert spans_of(annotation) == [("heroes", "demeaning", "recategorised", "glorifying")]
        assert db.session.scalars(select(Answer.label).order_by(Answer.id)).all() == [
            "neutral",
            "biased",
            "opinion",
        ]
    revised = ben.get(address).text
    assert SAID in revised
    assert "kept as revision 2" in revised


def test_one_question_first_another_after_a_third_never(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        add_article(cast.project)
        suggest_by_scores(cast.project, "sentiment", "bias", "voice")
        scores = {"bias_score": 0.95, "bias": "biased", "voice_score": 0.95, "voice": "opinion"}
        db.session.execute(update(Prescore).values(bias_reasons=[], **scores))
        add_design(cast.project, shows={"bias": "after", "voice": "never"}, shows_words="never")
        db.session.commit()
    ben = sign_in(cast.ben)
    address, page = opened(ben, cast.project)
    assert form_on(page)["answer_sentiment"] == ["negative"]
    assert "answer_bias" not in form_on(page)
    assert page.count("suggested: ") == 1
    send(ben, address, page, **ANSWERS)
    second = ben.get(address).text
    assert "you said biased; the machine suggests the same" in second
    assert second.count("suggested: ") == 1
    assert "you said opinion" not in second
    send(ben, address, second)
    with app.app_context():
        answers = db.session.scalars(select(Answer).order_by(Answer.id)).all()
        assert [(one.suggestion, one.withheld) for one in answers] == [
            ("negative", ""),
            ("biased", ""),
            ("", "opinion"),
        ]
        firsts = db.session.scalars(select(FirstAnswer).order_by(FirstAnswer.id)).all()
        assert [one.suggestion for one in firsts] == ["negative", "", ""]
        assert not db.session.scalars(select(FirstAnnotation.was_silent)).one()


def test_a_blind_paragraph_reveals_nothing(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context():
        add_article(cast.project)
        suggest_by_scores(cast.project)
        add_design(cast.project, blind_percent=100, **AFTER)
        db.session.commit()
    ben = sign_in(cast.ben)
    address, page = opened(ben, cast.project)
    answer = send(ben, address, page, **ANSWERS)
    assert answer.location != address
    assert not any(trace in ben.get(address).text for trace in TRACES)
    assert stored_firsts(app) == []


def test_a_script_is_told_to_stay(study: Cast, sign_in: SignIn) -> None:
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    data = form_on(page) | ANSWERS
    answer = ben.post(address, data=data, headers={"Accept": "application/json"})
    assert answer.json is not None
    assert (answer.json["next"], answer.json["state"]) == (address, "first answer saved")
    assert not any(trace in answer.text for trace in TRACES)


def test_a_first_answer_sent_twice_is_stored_once(app: Flask, study: Cast, sign_in: SignIn) -> None:
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    sent = form_on(page) | ANSWERS
    assert [ben.post(address, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(stored_firsts(app)) == 1
    # Its key is no key of another paragraph.
    other, _ = opened(sign_in(study.cy), study.project)
    assert sign_in(study.cy).post(other, data=sent).status_code == 409


def test_a_second_tab_keeps_what_was_typed_beside_the_suggestions(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    _, other_tab = opened(ben, study.project)
    send(ben, address, page, **ANSWERS)
    late = send(ben, address, other_tab, **ANSWERS | {"answer_sentiment": ["positive"]})
    assert late.status_code == 409
    assert "You gave a first answer to this paragraph in another window meanwhile." in late.text
    assert form_on(late.text)["answer_sentiment"] == ["positive"]
    assert SAID in late.text
    stored = send(ben, address, late.text)
    assert stored.status_code == 303
    assert stored_firsts(app)[0]["sentiment"] == "neutral"
    with app.app_context():
        assert db.session.scalars(select(Answer.label).order_by(Answer.id)).first() == "positive"


def test_a_forged_second_page_is_refused(app: Flask, study: Cast, sign_in: SignIn) -> None:
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    assert send(ben, address, page, **ANSWERS, first_id=["1"]).status_code == 400
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(FirstAnnotation)) == 0


def test_a_wrong_first_answer_comes_back_without_suggestions(study: Cast, sign_in: SignIn) -> None:
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    refused = send(ben, address, page, **ANSWERS | {"answer_bias": [""]})
    assert refused.status_code == 422
    assert not any(trace in refused.text for trace in TRACES)


def test_a_skipped_paragraph_is_asked_alone_when_it_is_answered(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    assert send(ben, address, page, act=["skip"]).location != address
    again = ben.get(address).text
    assert not any(trace in again for trace in TRACES)
    assert send(ben, address, again, **ANSWERS).location == address
    assert SAID in ben.get(address).text
    send(ben, address, ben.get(address).text)
    with app.app_context():
        outcomes = [one.outcome for one in annotations_of(int(address.rsplit("/", 1)[1]))]
        assert outcomes == ["skipped", "answered"]


def test_a_first_answer_outlives_the_lease(app: Flask, study: Cast, sign_in: SignIn) -> None:
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    send(ben, address, page, **ANSWERS)
    with app.app_context():
        db.session.execute(update(Assignment).values(lease_expires_at=now() - timedelta(hours=1)))
        db.session.commit()
    second = ben.get(address).text
    assert "no longer is; your answers still count" in second
    assert SAID in second
    assert send(ben, address, second).status_code == 303
    assert opened(ben, study.project)[0] != address


def test_where_the_machine_says_nothing_one_enter_is_enough(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        add_article(cast.project, ("Die Brücke war gesperrt.", "Noch ein Satz."), language="de")
        suggest_by_scores(cast.project)
        add_design(cast.project, **AFTER)
        db.session.commit()
    ben = sign_in(cast.ben)
    address, page = opened(ben, cast.project)
    assert send(ben, address, page, **ANSWERS).location != address
    assert stored_firsts(app) == []


def test_a_hidden_outlet_stays_hidden_in_both_steps(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    text = "The Example praised the heroes of the bridge."
    with app.app_context():
        words: dict[str, tuple[LoadedWord, ...]] = {text: (word(text, "heroes", "glorifying"),)}
        add_article(cast.project, (text, "An end."), words=words)
        suggest_by_scores(cast.project)
        add_design(cast.project, outlet="hidden", **AFTER)
        db.session.commit()
    ben = sign_in(cast.ben)
    address, page = opened(ben, cast.project)
    own = {"typed_words": ["bridge", "", ""], "typed_category": ["euphemism", "", ""]}
    send(ben, address, page, **ANSWERS, **own)
    second = ben.get(address).text
    assert "The Example" not in paragraph_on(second)
    assert form_on(second)["added_text"] == ["bridge"]
    assert send(ben, address, second, word_4_10=["glorifying"]).status_code == 303
    with app.app_context():
        (annotation,) = annotations_of(int(address.rsplit("/", 1)[1]))
        assert [one[0] for one in spans_of(annotation)] == ["heroes", "bridge"]
        first = db.session.scalars(select(FirstSpan)).one()
        assert text[first.start : first.end] == "bridge"
