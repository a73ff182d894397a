"""Sessions in cookies: which answers carry one, when it is sent anew, and how long it is believed.

Hosts that serve one installation have clocks of their own, and a clock may be set: what another
clock has signed is believed although it lies a little ahead.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from workbench.database import now

RENEWED, RENEW_SECONDS = "renewed", 60 * 60
# Clocks of hosts lie seconds apart, and one that was read in the wrong time zone up to a day. A
# cookie from further ahead would outlive what is known of the sessions that were ended.
MOST_AHEAD = timedelta(days=1)


class PatientSigner(TimestampSigner):
    """Believe a signature from a clock that is ahead of this one by `MOST_AHEAD` at most."""

    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False
    ) -> Any:
        """Give what was signed, with the time where it is asked for; raise `BadSignature`."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)  # type: ignore[call-overload]  # It is overloaded by the truth of its last argument.
        except SignatureExpired as error:
            signed_at = error.date_signed
            if signed_at is None or not self._is_little_ahead(signed_at):
                raise
            return (error.payload, signed_at) if return_timestamp else error.payload

    def _is_little_ahead(self, signed_at: datetime) -> bool:
        ahead = signed_at.timestamp() - self.get_timestamp()
        return 0 < ahead <= MOST_AHEAD.total_seconds()


class PageSessions(SecureCookieSessionInterface):
    """Keep sessions in the cookies of pages alone.

    A static file is the same for everybody: with a cookie on it a shared cache would hand one
    person's session to the next, and a browser would fetch it anew whenever the cookie changed.
    """

    _made_with: tuple[Any, Any] | None = None
    _serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Give what signs and reads the cookie."""
        keys = app.secret_key, app.config["SECRET_KEY_FALLBACKS"]
        if self._made_with != keys:
            serializer = super().get_signing_serializer(app)
            if serializer is not None:
                serializer.signer = PatientSigner
            self._serializer, self._made_with = serializer, keys
        return self._serializer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the session's cookie where it changed or is old, and none with a static file."""
        if request.endpoint == "static":
            return
        if session.accessed and session.permanent:
            renew(session, at=now())
        super().save_session(app, session, response)
        _count_by_the_browsers_clock(app, response)


def renew(session: SessionMixin, *, at: datetime) -> None:
    """Note in a session that its cookie is sent anew, unless that is less than an hour ago.

    A session in use never ends; to sign and send it with every page would cost more than it gives.
    """
    age = at.timestamp() - session.get(RENEWED, 0)
    # A clock may have been set back.
    if not 0 <= age < RENEW_SECONDS:
        session[RENEWED] = int(at.timestamp())


def _count_by_the_browsers_clock(app: Flask, response: Response) -> None:
    """Say beside the date until which the cookie is kept how long that is, which goes first.

    A browser drops a cookie at once whose date has passed: under a server whose clock has stopped,
    nobody could sign in.
    """
    if "Set-Cookie" not in response.headers:
        return
    name = f"{app.config['SESSION_COOKIE_NAME']}="
    age = f"; Max-Age={int(app.permanent_session_lifetime.total_seconds())}"

    def counted(cookie: str) -> str:
        is_dated = cookie.startswith(name) and "; Expires=" in cookie
        return cookie + age if is_dated and "Max-Age" not in cookie else cookie

    cookies = response.headers.getlist("Set-Cookie")
    response.headers.setlist("Set-Cookie", [counted(cookie) for cookie in cookies])
