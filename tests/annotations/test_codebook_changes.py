"""A form whose questions or categories changed under it: no word takes another's decision."""

from typing import Any

import pytest
from flask import Flask

from tests.annotations.reader import ANSWERS, Reader, stored
from tests.annotations.stage import (
    HEROES,
    add_article,
    add_version,
    codebook,
    form_on,
    spans_of,
    word,
)
from tests.conftest import Cast
from workbench.database import db

BRAVE = f"word_{HEROES.index('brave')}_{HEROES.index('brave') + 5}"
SHAMEFUL = f"word_{HEROES.index('shameful')}_{HEROES.index('shameful') + 8}"


@pytest.fixture
def article(app: Flask, cast: Cast) -> list[int]:
    """Put a paragraph with two suggested words of two categories on the stage."""
    words = (word(HEROES, "brave", "glorifying"), word(HEROES, "shameful", "moral_judgement"))
    with app.app_context():
        ids = add_article(cast.project, (HEROES,), words={HEROES: words})
        db.session.commit()
    return ids


def drop_category(app: Flask, cast: Cast, name: str) -> None:
    """Put a codebook without one category in force."""
    definition: dict[str, Any] = codebook().to_definition()
    definition["span_categories"] = [
        each for each in definition["span_categories"] if each["name"] != name
    ]
    with app.app_context():
        add_version(cast.project, definition)


def asked_again(ben: Reader, **sent: list[str]) -> str:
    """Send the form of the earlier codebook, and take what comes back as the form to send next."""
    answer = ben.send(**ANSWERS, **sent)
    assert answer.status_code == 409
    assert "questions of this project have changed" in answer.text
    # What has changed is one press away.
    assert "/guidelines/changes?since=1" in answer.text
    ben.fields = form_on(answer.text)
    return answer.text


def test_a_decision_stays_with_its_word_where_another_is_suggested_no_more(
    app: Flask, ben: Reader, cast: Cast
) -> None:
    drop_category(app, cast, "glorifying")
    asked_again(ben, **{BRAVE: ["sensational"], SHAMEFUL: [""]})
    assert ben.send().status_code == 303
    with app.app_context():
        assert spans_of(stored(app, ben)[0]) == [
            ("brave", "sensational", "added", ""),
            ("shameful", "moral_judgement", "rejected", "moral_judgement"),
        ]


def test_a_category_that_is_gone_is_asked_for_and_never_replaced_by_the_first(
    app: Flask, ben: Reader, cast: Cast
) -> None:
    drop_category(app, cast, "demeaning")
    asked_again(ben, **{BRAVE: ["demeaning"]})
    assert ben.fields[BRAVE] == ["undecided"]
    again = ben.send()
    assert again.status_code == 422
    assert "Say whether “brave” is kept, recategorised or rejected." in again.text
    assert ben.send(**{BRAVE: ["glorifying"]}).status_code == 303


def test_a_word_marked_in_a_category_that_is_gone_waits_for_another(
    app: Flask, ben: Reader, cast: Cast
) -> None:
    typed = {"typed_words": ["café", "", ""], "typed_category": ["demeaning", "", ""]}
    assert ben.send(**ANSWERS, **typed).status_code == 303
    drop_category(app, cast, "demeaning")
    ben.fields = form_on(ben.client.get(ben.address).text)
    assert ben.fields["added_category"] == ["undecided"]
    again = ben.send()
    assert again.status_code == 422
    assert "Choose a category for “café”." in again.text
