"""Headers, cookies and the checks that hold for every request."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request, session
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from workbench.config import KIBIBYTE, MEBIBYTE, Settings
from workbench.words import gettext

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

csrf = CSRFProtect()

# Where a session's cookie names who it belongs to.
SESSION_KEY = "_user_id"

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # A page address holds project and paragraph numbers: they stay here.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

# A form is read before anybody looks who sent it, and one of many small fields takes seconds a
# megabyte. Strangers only ever sign in; the longest form of others marks all words of a paragraph.
STRANGERS_BYTES = 64 * KIBIBYTE
FORM_BYTES = 2 * MEBIBYTE
BODY_METHODS = {"DELETE", "PATCH", "POST", "PUT"}


class WithHeaders:
    """Give every answer the same headers, unless it has its own; names are in any case of letters.

    Flask copies the headers of an answer twice, one by one: these come after that.
    """

    def __init__(self, application: "WSGIApplication", headers: Mapping[str, str]) -> None:
        self.application = application
        self.headers = [(name.lower(), (name, value)) for name, value in headers.items()]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request."""

        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            own = {name.lower() for name, _ in headers}
            missing = [header for name, header in self.headers if name not in own]
            return start_response(status, headers + missing, *failure)

        return self.application(environ, start)


class UnderPrefix:
    """Serve under the path of the public address, whether or not the proxy cuts it off or names it.

    Links and redirects would lead nowhere without it, and a form would be sent to a stranger.
    """

    def __init__(self, application: "WSGIApplication", prefix: str) -> None:
        self.application = application
        self.prefix = prefix

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request."""
        if self.prefix:
            environ["SCRIPT_NAME"] = self.prefix
            rest = environ["PATH_INFO"].removeprefix(self.prefix)
            if rest != environ["PATH_INFO"] and (not rest or rest.startswith("/")):
                environ["PATH_INFO"] = rest
        return self.application(environ, start_response)


def secure(app: Flask, settings: Settings) -> None:
    """Set cookies, CSRF protection, request limits and headers up."""
    prefix = urlsplit(settings.public_url).path
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_upload_bytes,
        MAX_FORM_PARTS=5_000,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_NAME="workbench",
        # Two workbenches under two paths of one host would sign people out of each other.
        SESSION_COOKIE_PATH=prefix or "/",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_REFRESH_EACH_REQUEST=False,  # It is renewed once an hour: see PageSessions.
        WTF_CSRF_TIME_LIMIT=None,  # As long as the session: people read for hours.
        WTF_CSRF_SSL_STRICT=False,  # Referrer checks break behind proxies; the token is the proof.
    )

    @app.before_request
    def limit_what_is_read() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if request.method not in BODY_METHODS:
            return
        if SESSION_KEY not in session:
            limit = STRANGERS_BYTES
        elif getattr(view, "takes_articles", False):
            return
        else:
            limit = FORM_BYTES
        request.max_content_length = min(limit, settings.max_upload_bytes)

    headers = HEADERS
    if settings.is_https:
        headers = headers | {"Strict-Transport-Security": "max-age=31536000"}
    app.wsgi_app = WithHeaders(  # type: ignore[method-assign]  # As Flask documents it.
        app.wsgi_app, headers
    )
    # Next to the application, so that it knows what a proxy has said of the prefix already.
    app.wsgi_app = UnderPrefix(  # type: ignore[method-assign]  # As Flask documents it.
        app.wsgi_app, prefix
    )
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # As Werkzeug documents it.
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count
        )

    @app.before_request
    def refuse_null_characters() -> None:
        # PostgreSQL cannot store them, and no person types them.
        if any("\0" in value for _, value in request.args.items(multi=True)):
            abort(400, gettext("The address contains a character that cannot be used."))
        if any("\0" in value for _, value in request.form.items(multi=True)):
            abort(400, gettext("The form contains a character that cannot be stored."))

    @app.after_request
    def keep_out_of_caches(response: Response) -> Response:
        if request.endpoint != "static":
            # Pages hold people's work: a shared computer's cache must not.
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def protect_forms(app: Flask) -> None:
    """Refuse forms that did not come from our own pages.

    This comes after the gates: who is signed out meanwhile has no token any more, and is sent to
    sign in and back instead of being told that the form is too old.
    """
    csrf.init_app(app)

    @app.before_request
    def keep_token() -> None:
        # A page that answers a form bears the token that was found good, and none is signed anew.
        sent = request.form.get("csrf_token") if g.get("csrf_valid") else None
        if sent:
            g.csrf_token = sent
