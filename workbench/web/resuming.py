"""Forms that came when a session had ended: they come back as they were typed, not stored yet.

A script keeps what is typed by itself. Without one, the page to sign in on carries the fields of
the form that was sent, in its own form alone: no cookie, no address and no table holds them.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import abort, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from workbench.web.access import gate_of
from workbench.web.languages import speak_anew
from workbench.web.security import STRANGERS_BYTES

View = TypeVar("View", bound=Callable[..., Any])
Draw = Callable[..., Response | str | None]
Fields = tuple[tuple[str, str], ...]

# Who signs in sends them a second time, as a stranger, beside the fields of that page.
MOST_BYTES = STRANGERS_BYTES - 4 * 1024
TOKEN = "csrf_token"  # noqa: S105  (the name of a field)


def resumes(draw: Draw) -> Callable[[View], View]:
    """Mark a view whose form comes back after signing in; `draw` shows it as this request has it.

    It gets the view's arguments, stores nothing, and gives None where it has nothing to show.
    """

    def mark(view: View) -> View:
        view.resume = draw  # type: ignore[attr-defined]  # Flask keeps the function itself.
        return view

    return mark


def asks_for_page() -> bool:
    """Tell whether a browser shows the answer by itself, and no script reads it."""
    return request.accept_mimetypes.best != "application/json"


def fields_to_keep(beside: frozenset[str] = frozenset()) -> Fields:
    """List the fields that this request sent, but for those named `beside`, and the token."""
    # A stranger's page must not put words into a form that its owner takes for their own.
    is_own = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if not is_own or not asks_for_page() or (request.content_length or 0) > MOST_BYTES:
        return ()
    left_out = beside | {TOKEN}
    return tuple(
        (name, value) for name, value in request.form.items(multi=True) if name not in left_out
    )


def does_resume() -> bool:
    """Tell whether the form of this request can come back."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method == "POST" and hasattr(view, "resume")


def resumed_here() -> Response | str | None:
    """Show the form of this request again, on its own page; None where that cannot be."""
    if not does_resume() or not asks_for_page():
        return None
    return _drawn(str(request.endpoint), request.view_args or {})


def resumed_at(path: str) -> Response | str | None:
    """Show the form that came along with this request on the page at a path, past its gate."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not path:
        return None
    try:
        endpoint, arguments = adapter.match(urlsplit(path).path, method="POST")
    except HTTPException:
        return None
    if endpoint == request.endpoint:
        return None
    # The person may have chosen another language than the page to sign in on spoke.
    speak_anew()
    return _drawn(endpoint, arguments)


def _drawn(endpoint: str, arguments: Mapping[str, Any]) -> Response | str | None:
    draw: Draw | None = getattr(current_app.view_functions[endpoint], "resume", None)
    if draw is None:
        return None
    gate = gate_of(current_app, endpoint)
    if gate is None:
        abort(404)
    gate(arguments)
    return draw(**arguments)
