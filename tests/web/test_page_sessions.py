from datetime import UTC, datetime, timedelta

import pytest
from flask.sessions import SecureCookieSession
from itsdangerous import TimestampSigner

from tests.conftest import Cast, SignIn
from workbench.database import now
from workbench.web.page_sessions import RENEWED, renew

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "is_renewed"),
    [
        (timedelta(minutes=59), False),
        (timedelta(hours=1), True),
        (timedelta(days=20), True),
        (timedelta(hours=-2), True),  # The clock was set back.
    ],
)
def test_a_session_is_renewed_once_an_hour(age: timedelta, is_renewed: bool) -> None:
    session = SecureCookieSession({RENEWED: int((NOON - age).timestamp())})
    renew(session, at=NOON)
    assert session.modified is is_renewed
    if is_renewed:
        assert session[RENEWED] == NOON.timestamp()


@pytest.mark.parametrize(
    ("ahead", "is_believed"),
    [
        (timedelta(seconds=5), True),  # Another host's clock.
        (timedelta(hours=12), True),  # A clock that was read in the wrong time zone.
        (timedelta(days=2), False),
    ],
)
def test_a_cookie_from_a_clock_that_is_a_little_ahead_is_believed(
    cast: Cast,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    ahead: timedelta,
    is_believed: bool,
) -> None:
    later = int((now() + ahead).timestamp())
    with monkeypatch.context() as patched:
        patched.setattr(TimestampSigner, "get_timestamp", lambda _signer: later)
        browser = sign_in(cast.ben)
    answer = browser.get("/projects/")
    assert (answer.status_code == 200) is is_believed
    # Nobody is kept out: the answer brings a cookie of now.
    assert is_believed or browser.get(answer.location).status_code == 200


def test_a_cookie_that_is_a_month_old_is_not_believed(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in(cast.ben)
    later = int((now() + timedelta(days=32)).timestamp())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _signer: later)
    assert browser.get("/projects/").status_code == 303


def test_the_cookie_is_not_sent_again_with_every_page(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.ben)
    with browser.session_transaction() as session:
        session.permanent = True
    assert "Set-Cookie" in browser.get("/projects/").headers
    assert "Set-Cookie" not in browser.get("/projects/").headers


def test_the_cookie_of_a_session_in_use_slides(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.ben)
    with browser.session_transaction() as session:
        session.permanent = True
        session[RENEWED] = int(now().timestamp()) - 2 * 60 * 60
    answer = browser.get("/projects/")
    assert "Expires=" in answer.headers["Set-Cookie"]
    # Where the server's clock has stopped that date has passed, and a browser counts the seconds.
    assert f"Max-Age={31 * 24 * 60 * 60}" in answer.headers["Set-Cookie"]
    assert "Set-Cookie" not in browser.get("/projects/").headers
