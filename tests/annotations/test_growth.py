"""A page of a large study takes no more statements, and no more work, than one of a small study."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.annotations.stage import add_article, form_on, submit
from tests.annotations.test_blind import add_design
from tests.conftest import Cast
from workbench.annotations.operations import draw_assignment
from workbench.database import db, now

SMALL, LARGE = 2, 40  # articles of ten paragraphs
STEPS_A_CALL = 10
LEASE = timedelta(minutes=30)
ANSWERS = {
    "answer_sentiment": ["negative"],
    "answer_bias": ["biased"],
    "answer_voice": ["opinion"],
}


def fill(project_id: int, articles: int, people: tuple[int, ...]) -> None:
    """Add articles, and let these people annotate the first half of them."""
    for number in range(articles):
        add_article(project_id, tuple(f"Item {number}, {n}." for n in range(10)), words={})
    for account_id in people:
        for _ in range(articles * 5):
            assignment = draw_assignment(project_id, account_id, at=now(), lease=LEASE)
            assert assignment is not None
            submit(assignment, at=now())
    db.session.commit()


def label_once(browser: FlaskClient, project_id: int) -> None:
    """Read a paragraph, submit it and read the next, as a browser does."""
    address = browser.get(f"/annotations/{project_id}/next").headers["Location"]
    page = browser.get(address).text
    answer = browser.post(address, data=form_on(page) | ANSWERS)
    assert answer.status_code == 303
    assert browser.get(answer.headers["Location"]).status_code == 200


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that the database is sent."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@contextmanager
def sqlite_steps(app: Flask) -> Iterator[list[int]]:
    """Count the instructions that SQLite's machine runs, in tens."""
    calls = [0]

    def count() -> int:
        calls[0] += 1
        return 0

    def listen(driver: Any, *_rest: Any) -> None:
        driver.set_progress_handler(count, STEPS_A_CALL)

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        engine = db.engine
    event.listen(engine, "checkout", listen)
    yield calls
    event.remove(engine, "checkout", listen)
    engine.dispose()


def test_a_submission_sends_as_many_statements_in_a_large_study(
    app: Flask, cast: Cast, sign_in: Callable[[int], FlaskClient]
) -> None:
    browser = sign_in(cast.ben)
    counts = []
    for articles in (SMALL, LARGE // 4):
        with app.app_context():
            fill(cast.project, articles, (cast.ben, cast.cy))
        label_once(browser, cast.project)
        with statements(app) as sent:
            label_once(browser, cast.project)
        counts.append(len(sent))
    assert counts[0] == counts[1], counts


def test_a_draw_by_lot_costs_two_statements_however_much_was_drawn(
    app: Flask, cast: Cast, sign_in: Callable[[int], FlaskClient]
) -> None:
    browser = sign_in(cast.ben)
    with app.app_context():
        fill(cast.project, 1, (cast.ben, cast.cy))
    label_once(browser, cast.project)
    with statements(app) as undrawn:
        label_once(browser, cast.project)
    with app.app_context():
        add_design(cast.project, blind_percent=50)
        fill(cast.project, SMALL, ())
    counts = []
    for more in (0, LARGE // 4):
        with app.app_context():
            fill(cast.project, more, (cast.ben,))
        label_once(browser, cast.project)
        with statements(app) as sent:
            label_once(browser, cast.project)
        counts.append(len(sent))
    assert counts == [len(undrawn) + 2] * 2, (len(undrawn), counts)


def steps_of(
    app: Flask, browser: FlaskClient, project_id: int, people: tuple[int, ...]
) -> list[int]:
    """Count the work of a submission in a small study, and in it when it is twenty times larger."""
    steps = []
    for articles in (SMALL, LARGE - SMALL):
        with app.app_context():
            fill(project_id, articles, people)
        label_once(browser, project_id)
        with sqlite_steps(app) as calls:
            label_once(browser, project_id)
        steps.append(calls[0] * STEPS_A_CALL)
    return steps


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_submission_takes_as_much_work_of_the_database_in_a_large_study(
    app: Flask, cast: Cast, sign_in: Callable[[int], FlaskClient]
) -> None:
    small, large = steps_of(app, sign_in(cast.ben), cast.project, (cast.ben, cast.cy))
    # Trees are deeper; to go through the paragraphs but once would more than double it.
    assert large < 1.5 * small, (small, large)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_being_far_ahead_of_others_costs_a_step_of_an_index_for_each_paragraph(
    app: Flask, cast: Cast, sign_in: Callable[[int], FlaskClient]
) -> None:
    small, large = steps_of(app, sign_in(cast.ben), cast.project, (cast.ben,))
    pages, ahead = 2, 5 * (LARGE - SMALL)
    assert (large - small) / (pages * ahead) < 10, (small, large)
