"""Guessing is slow, on every worker at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.accounts.people import PASSWORD, give_password
from tests.conftest import Cast
from workbench.accounts.models import SignInAttempt
from workbench.accounts.throttle import (
    FAILURES_AN_ACCOUNT,
    FAILURES_AN_ADDRESS,
    WINDOW,
    TooManyAttemptsError,
    forget_attempt,
    network,
    record_attempt,
)
from workbench.database import db, transaction_mode

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = "k" * 32


def record(email: str, address: str = "192.0.2.1", *, at: datetime = NOON) -> int:
    return record_attempt(email, address, key=KEY, at=at)


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(SignInAttempt)) or 0


def test_an_account_is_closed_after_five_failures_wherever_they_come_from(app: Flask) -> None:
    with app.app_context():
        for number in range(FAILURES_AN_ACCOUNT):
            record("ada@example.org", f"192.0.2.{number}", at=NOON + timedelta(minutes=number))
        with pytest.raises(TooManyAttemptsError, match="Wait 10 minutes") as caught:
            record("ada@example.org", "198.51.100.1", at=NOON + timedelta(minutes=5))
        assert caught.value.seconds == 600
        record("ben@example.org", "198.51.100.1", at=NOON + timedelta(minutes=5))


def test_an_address_is_closed_after_thirty_failures_on_any_account(app: Flask) -> None:
    with app.app_context():
        for number in range(FAILURES_AN_ADDRESS):
            record(f"person-{number}@example.org")
        with pytest.raises(TooManyAttemptsError):
            record("ada@example.org")
        record("ada@example.org", "198.51.100.1")


def test_a_refused_attempt_does_not_keep_the_door_closed(app: Flask) -> None:
    with app.app_context():
        for _ in range(FAILURES_AN_ACCOUNT):
            record("ada@example.org")
        for _ in range(3):
            with pytest.raises(TooManyAttemptsError):
                record("ada@example.org", at=NOON + WINDOW - timedelta(seconds=1))
        assert stored() == FAILURES_AN_ACCOUNT
        record("ada@example.org", at=NOON + WINDOW)


def test_attempts_of_before_the_clock_went_back_close_no_door(app: Flask) -> None:
    with app.app_context():
        for _ in range(FAILURES_AN_ACCOUNT):
            record("ada@example.org", at=NOON + timedelta(days=400))
        record("ada@example.org")
        assert stored() == 1


def test_old_attempts_are_purged(app: Flask) -> None:
    with app.app_context():
        record("ada@example.org")
        record("ben@example.org", at=NOON + WINDOW)
        assert stored() == 1


def test_a_right_password_is_not_counted(app: Flask) -> None:
    with app.app_context():
        for _ in range(FAILURES_AN_ACCOUNT + 3):
            forget_attempt(record("ada@example.org"))
            db.session.commit()


def test_no_address_of_a_person_is_stored(app: Flask) -> None:
    with app.app_context():
        record("ada@example.org")
        kept = db.session.scalars(select(SignInAttempt.email_hash)).one()
        assert "ada" not in kept
        assert len(kept) == 64


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_an_address_is_counted_by_what_its_owner_cannot_change(
    address: str | None, counted_as: str
) -> None:
    assert network(address) == counted_as


def test_parallel_guesses_do_not_slip_through(app: Flask) -> None:
    def guess(_number: int) -> bool:
        transaction_mode.set("IMMEDIATE")
        with app.app_context():
            try:
                record("ada@example.org")
            except TooManyAttemptsError:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        tried = sum(pool.map(guess, range(24)))
    assert 1 <= tried <= FAILURES_AN_ACCOUNT


def test_the_page_answers_429_and_says_how_long_to_wait(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    give_password(app, cast.ada)
    wrong = {"email": "ada@example.org", "password": "not it at all"}
    for _ in range(FAILURES_AN_ACCOUNT):
        assert client.post("/accounts/sign-in", data=wrong).status_code == 422
    right = {"email": "ada@example.org", "password": PASSWORD}
    answer = client.post("/accounts/sign-in", data=right)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= WINDOW.total_seconds()
    assert "Wait 15 minutes" in answer.text
    assert 'value="ada@example.org"' in answer.text
