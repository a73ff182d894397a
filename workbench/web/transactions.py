"""One transaction a request: pages that only read wait for nobody."""

from flask import Flask, current_app, request

from workbench.database import transaction_mode

READING_METHODS = {"GET", "HEAD", "OPTIONS"}


def choose_transactions(app: Flask) -> None:
    """Let a request begin its transaction as a reader or as a writer."""

    @app.before_request
    def choose_mode() -> None:
        # Set for every request: a thread serves many, and keeps the last one's choice.
        view = current_app.view_functions.get(request.endpoint or "")
        reads = request.method in READING_METHODS and not getattr(view, "writes", False)
        transaction_mode.set("DEFERRED" if reads else "IMMEDIATE")
