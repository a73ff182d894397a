from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.sessions import SecureCookieSession
from flask.testing import FlaskClient

from tests.conftest import Cast
from workbench.database import now
from workbench.web.static import RENEWED, renew

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


def test_the_cookie_is_not_sent_again_with_every_page(
    cast: Cast, sign_in: Callable[[int], FlaskClient]
) -> None:
    browser = sign_in(cast.ben)
    with browser.session_transaction() as session:
        session.permanent = True
    assert "Set-Cookie" in browser.get("/projects/").headers
    assert "Set-Cookie" not in browser.get("/projects/").headers


def test_the_cookie_of_a_session_in_use_slides(
    cast: Cast, sign_in: Callable[[int], FlaskClient]
) -> None:
    browser = sign_in(cast.ben)
    with browser.session_transaction() as session:
        session.permanent = True
        session[RENEWED] = int(now().timestamp()) - 2 * 60 * 60
    answer = browser.get("/projects/")
    assert "Expires=" in answer.headers["Set-Cookie"]
    assert "Set-Cookie" not in browser.get("/projects/").headers
