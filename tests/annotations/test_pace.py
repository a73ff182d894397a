"""How long the rest will take is said only when there is a pace to guess it from."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from tests.annotations.stage import add_article, submit
from tests.conftest import Cast
from workbench.annotations.operations import draw_assignment
from workbench.annotations.queries import own_progress
from workbench.database import db

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEASE = timedelta(minutes=30)


def test_the_time_left_is_guessed_from_eight_paragraphs_on(app: Flask, cast: Cast) -> None:
    with app.app_context():
        add_article(cast.project, tuple(f"Item {number} was heard." for number in range(12)))
        guesses = []
        at = NOON
        for number in range(8):
            guesses.append(own_progress(cast.project, cast.ben, at=at).minutes_left)
            assignment = draw_assignment(cast.project, cast.ben, at=at, lease=LEASE)
            assert assignment is not None
            at += timedelta(minutes=9 if number < 2 else 1)
            submit(assignment, at=at)
            db.session.commit()
        assert guesses == [None] * 8
        # Four are left; that the first two took long does not count.
        assert own_progress(cast.project, cast.ben, at=at).minutes_left == 4
