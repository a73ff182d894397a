"""Who may open a page. Everything is closed unless its view says otherwise.

A view names its gate with `@requires(gate)`. A gate is a function of the URL's arguments that
returns to let the request in, or aborts. An application with a view that names none does not start.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

Gate = Callable[[Mapping[str, Any]], None]
View = TypeVar("View", bound=Callable[..., Any])


class UnguardedViewError(RuntimeError):
    """Say which view names no gate."""


def public(_arguments: Mapping[str, Any]) -> None:
    """Let everybody in."""


def requires(gate: Gate) -> Callable[[View], View]:
    """Name the gate of a view; put it nearest to the function."""

    def name_gate(view: View) -> View:
        view.gate = gate  # type: ignore[attr-defined]  # Flask keeps the function itself.
        return view

    return name_gate


def writes(view: View) -> View:
    """Mark a view that answers GET and writes all the same, such as one that hands out a lease."""
    view.writes = True  # type: ignore[attr-defined]  # Flask keeps the function itself.
    return view


def reads_first(view: View) -> View:
    """Mark a view that reads at first whatever is sent, and says when it writes.

    It calls `write_from_here` before anything that hangs on what nobody else may change meanwhile.
    """
    view.reads_first = True  # type: ignore[attr-defined]  # Flask keeps the function itself.
    return view


def takes_articles(view: View) -> View:
    """Mark a view that takes as much as the settings allow, and not only what people type."""
    view.takes_articles = True  # type: ignore[attr-defined]  # Flask keeps the function itself.
    return view


def gate_of(app: Flask, endpoint: str) -> Gate | None:
    """Find the gate that a view names."""
    if endpoint == "static":
        return public
    return getattr(app.view_functions[endpoint], "gate", None)


def guard(app: Flask) -> None:
    """Check every request at its gate before the view runs."""

    @app.before_request
    def check_gate() -> None:
        if request.endpoint is None:
            return  # No page here: the router answers 404 or 405 itself.
        gate = gate_of(current_app, request.endpoint)
        if gate is None:
            abort(404)
        gate(request.view_args or {})


def assert_all_guarded(app: Flask) -> None:
    """Raise `UnguardedViewError` if any view of the URL map names no gate."""
    for rule in app.url_map.iter_rules():
        if gate_of(app, rule.endpoint) is None:
            raise UnguardedViewError(f"{rule.endpoint} ({rule.rule}) names no gate.")
