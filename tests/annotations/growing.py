"""Studies of two sizes, and how much work the database has with a page of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.annotations.stage import add_article, form_on, submit
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
