"""Which paragraphs a report is asked to count: all, or those given out by lot."""

from flask import abort, request

from workbench.queue_order import DrawnAs
from workbench.words import gettext


def drawn_asked() -> str:
    """Read it from the address: "" for all, "random" for those given out by lot."""
    drawn = request.args.get("drawn", "")
    if drawn not in ("", DrawnAs.RANDOM):
        abort(400, gettext("Paragraphs are those given out by lot, or all."))
    return drawn
