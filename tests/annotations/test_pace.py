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


def test_a_paragraph_that_was_fetched_ahead_takes_as_long_as_it_was_read(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        add_article(cast.project, tuple(f"Item {number} was heard." for number in range(28)))
        at = NOON
        reading = draw_assignment(cast.project, cast.ben, at=at, lease=LEASE)
        for _ in range(8):
            assert reading is not None
            ahead = draw_assignment(cast.project, cast.ben, at=at, lease=LEASE, beyond=reading.id)
            at += timedelta(minutes=1)
            submit(reading, at=at)
            db.session.commit()
            reading = ahead
        # The first was read for a minute, and each of the others lay here for one before that.
        assert own_progress(cast.project, cast.ben, at=at).minutes_left == 20


def test_a_clock_that_goes_back_neither_speeds_up_the_pace_nor_misleads_the_way_back(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        add_article(cast.project, tuple(f"Item {number} was heard." for number in range(20)))
        at = NOON + timedelta(days=1)
        for number in range(12):
            assignment = draw_assignment(cast.project, cast.ben, at=at, lease=LEASE)
            assert assignment is not None
            # The clock is set right while the fourth is read.
            at = NOON if number == 3 else at + timedelta(minutes=1)
            submit(assignment, at=at)
            db.session.commit()
        progress = own_progress(cast.project, cast.ben, at=at)
        assert assignment is not None
        assert progress.last_finished_id == assignment.id
        assert progress.minutes_left == 8


def test_what_was_done_today_is_said_from_the_second_day_on(app: Flask, cast: Cast) -> None:
    today = NOON.date()
    with app.app_context():
        add_article(cast.project, tuple(f"Item {number} was heard." for number in range(6)))
        for hours in (-14, -13, 1):
            at = NOON + timedelta(hours=hours)
            assignment = draw_assignment(cast.project, cast.ben, at=at, lease=LEASE)
            assert assignment is not None
            submit(assignment, at=at)
            db.session.commit()
        progress = own_progress(cast.project, cast.ben, at=NOON, today_on=today)
        assert (progress.submitted, progress.today) == (3, 1)
        assert progress.sentence == "3 of 6 · 1 today"
        tomorrow = own_progress(cast.project, cast.ben, at=NOON, today_on=today + timedelta(days=1))
        assert tomorrow.sentence == "3 of 6"


def test_what_is_revised_or_skipped_does_not_count_as_done_today(app: Flask, cast: Cast) -> None:
    with app.app_context():
        add_article(cast.project, ("The harbour was reopened.", "The mayor spoke."))
        first = draw_assignment(cast.project, cast.ben, at=NOON, lease=LEASE)
        assert first is not None
        submit(first, at=NOON)
        submit(first, at=NOON, base_revision=1)
        second = draw_assignment(cast.project, cast.ben, at=NOON, lease=LEASE)
        assert second is not None
        submit(second, at=NOON, outcome="skipped")
        db.session.commit()
        assert own_progress(cast.project, cast.ben, at=NOON, today_on=NOON.date()).today == 1
