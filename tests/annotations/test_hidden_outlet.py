"""Where the outlet is hidden, no page tells it, and spans are stored as they stand behind masks."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from tests.annotations.designs import add_design
from tests.annotations.pages import opened
from tests.annotations.reader import ANSWERS
from tests.annotations.stage import add_article, annotations_of, form_on, paragraph_on, word
from tests.annotations.turning import Script, number_of
from tests.conftest import Cast, SignIn
from workbench.annotations.hiding import screen
from workbench.annotations.models import Assignment, StoredSpan
from workbench.annotations.submission import DecidedSpan, MarkedSpan, Submission
from workbench.articles.models import Article
from workbench.database import db
from workbench.text.masking import MASK
from workbench.text.self_mentions import Source

TOLD = "A heroic crew told the Daily Lantern on Monday that heroic repairs 🚒 went on."
BEFORE = "The Daily Lantern has learned of it; they told the lantern, Quimby writes."
AFTER = "Jane Q. Quimby reports for dailylantern.example."
NAMES = ("Lantern", "lantern", "Jane Q.", "Quimby", "dailylantern.example")


@pytest.fixture
def study(app: Flask, cast: Cast) -> Cast:
    with app.app_context():
        words = (
            word(TOLD, "heroic", "glorifying"),
            word(TOLD, "Daily", "glorifying"),
            word(TOLD, "heroic", "glorifying", after=20),
        )
        add_article(
            cast.project,
            (TOLD, BEFORE, AFTER),
            words={TOLD: words},
            headline="Lights out, the Daily Lantern finds; Quimby was there",
        )
        db.session.execute(
            update(Article).values(
                outlet="Daily Lantern",
                byline="Jane Q. Quimby",
                url="https://dailylantern.example/lights",
                source_line="Source: Daily Lantern",
            )
        )
        db.session.commit()
    return cast


def hide(app: Flask, study: Cast, outlet: str = "hidden", **choices: Any) -> None:
    with app.app_context():
        add_design(study.project, outlet=outlet, context="article", **choices)
        db.session.commit()


def spans(app: Flask, address: str) -> list[tuple[str, int, int, str, str]]:
    with app.app_context():
        newest = annotations_of(int(address.rsplit("/", 1)[1]))[-1]
        found = db.session.query(StoredSpan).filter_by(annotation_id=newest.id)
        return [
            (span.text, span.start, span.end, span.category, span.decision)
            for span in found.order_by(StoredSpan.start)
        ]


def test_no_page_of_an_annotator_tells_the_outlet(app: Flask, study: Cast, sign_in: SignIn) -> None:
    hide(app, study)
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    assert paragraph_on(page).count(MASK) == 1
    refused = ben.post(address, data=form_on(page) | {"comment": ["x" * 5001]})
    assert refused.status_code == 422
    sent = form_on(page) | ANSWERS
    assert ben.post(address, data=sent).status_code == 303
    stale = ben.post(address, data=sent | {"comment": ["Otherwise."]})
    assert stale.status_code == 409
    pages = {
        "page": page,
        "refused": refused.text,
        "stale": stale.text,
        "revised": ben.get(address).text,
        "history": ben.get(f"/annotations/{study.project}").text,
        "article": ben.get(f"/articles/{study.project}/article/1").text,
        "articles": ben.get(f"/articles/{study.project}").text,
    }
    for place, text in pages.items():
        assert not any(name in text for name in NAMES), place
    assert "Daily Lantern" in sign_in(study.ada).get(f"/articles/{study.project}/article/1").text


def test_what_is_fetched_ahead_and_answered_tells_no_outlet(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    hide(app, study)
    ben = Script(sign_in(study.ben), study.project)
    answer = ben.submit(held=number_of(ben.ahead))
    for sent in (ben.ahead, answer):
        assert MASK in str(sent)
        assert not any(name in str(sent) for name in NAMES)


def test_spans_are_stored_as_they_stand_in_the_original(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    hide(app, study)
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    shown = "A heroic crew told █████ on Monday that heroic repairs 🚒 went on."
    form = form_on(page)
    # The word beneath the mask is not suggested: to name it would name the outlet.
    assert len([name for name in form if name.startswith("word_")]) == 2
    start = shown.index("repairs")
    cut = shown.index(MASK) + 2
    sent = (
        form
        | ANSWERS
        | {
            "added_start": [str(start), str(cut)],
            "added_end": [str(start + 7), str(cut + 2)],
            "added_text": ["repairs", MASK[:2]],
            "added_category": ["euphemism", "euphemism"],
            "typed_words": ["went on", "", ""],
            "typed_category": ["hedging_insinuation", "", ""],
        }
    )
    assert ben.post(address, data=sent).status_code == 303
    second = TOLD.rindex("heroic")
    stored = [
        ("heroic", 2, 8, "glorifying", "kept"),
        ("the Daily Lantern", 19, 36, "euphemism", "added"),
        ("heroic", second, second + 6, "glorifying", "kept"),
        ("repairs", TOLD.index("repairs"), TOLD.index("repairs") + 7, "euphemism", "added"),
        (
            "went on",
            TOLD.index("went on"),
            TOLD.index("went on") + 7,
            "hedging_insinuation",
            "added",
        ),
    ]
    assert spans(app, address) == stored
    assert ben.post(address, data=sent).status_code == 303  # The same form counts once.
    again = form_on(ben.get(address).text)
    assert (again["added_start"][0], again["added_text"][0]) == (str(shown.index(MASK)), MASK)
    assert ben.post(address, data=again).status_code == 303
    assert spans(app, address) == stored


@pytest.mark.parametrize("outlet", ["shown", "unnamed"])
def test_elsewhere_the_text_stays_as_it_is(
    app: Flask, study: Cast, sign_in: SignIn, outlet: str
) -> None:
    hide(app, study, outlet)
    _, page = opened(sign_in(study.ben), study.project)
    assert MASK not in page
    assert ("Daily Lantern · Jane Q. Quimby ·" in page) == (outlet == "shown")
    assert "Daily Lantern" in sign_in(study.ben).get(f"/articles/{study.project}/article/1").text


def test_by_lot_each_assignment_keeps_its_own_arm(app: Flask, study: Cast, sign_in: SignIn) -> None:
    hide(app, study, "lot", hidden_percent=100)
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    with app.app_context():
        add_design(study.project, number=2, outlet="shown")
        db.session.commit()
    assert MASK in ben.get(address).text
    following = ben.post(address, data=form_on(page) | ANSWERS).headers["Location"]
    assert "Daily Lantern · Jane" in ben.get(following).text
    with app.app_context():
        arms = db.session.query(Assignment.outlet_arm).order_by(Assignment.id)
        assert [row.outlet_arm for row in arms] == ["hidden", "shown"]


@pytest.mark.parametrize("context", ["paragraph", "neighbours", "article"])
def test_a_surname_that_another_paragraph_gives_to_somebody_else_stays(
    app: Flask, cast: Cast, sign_in: SignIn, context: str
) -> None:
    texts = ("Johnson left on Monday, and Quimby saw it.", "He is Boris Johnson, said a friend.")
    with app.app_context():
        add_article(cast.project, texts, headline="Johnson leaves, Quimby writes")
        db.session.execute(update(Article).values(byline="Ted Johnson and Zora Quimby"))
        add_design(cast.project, outlet="hidden", context=context)
        db.session.commit()
    ben = sign_in(cast.ben)
    address, page = opened(ben, cast.project)
    shown = f"Johnson left on Monday, and {MASK} saw it."
    assert paragraph_on(page) == shown
    assert ben.post(address, data=form_on(page) | ANSWERS).status_code == 303
    listed = (f"/annotations/{cast.project}", f"/articles/{cast.project}")
    history, articles = (ben.get(place).text for place in listed)
    article = ben.get(f"/articles/{cast.project}/article/1").text
    assert shown in history
    assert shown in article
    for text in (page, history, articles, article):
        assert f"Johnson leaves, {MASK} writes" in text


def test_a_mask_is_marked_whole_and_what_does_not_stand_there_is_left_to_the_check() -> None:
    before = screen("He told The Sun so.", Source(outlet="The Sun"))
    sent = Submission(
        key="k", added=(MarkedSpan(9, 11, MASK[:2], "hedging"), MarkedSpan(9, 11, "un", "hedging"))
    )
    whole, wrong = before.submission(sent).added
    assert (whole.start, whole.end, whole.text) == (8, 13, MASK)
    assert wrong == sent.added[1]
    (stored,) = before.stored((DecidedSpan(8, 13, MASK, "hedging", "added"),))
    assert (stored.start, stored.end, stored.text) == (8, 15, "The Sun")
