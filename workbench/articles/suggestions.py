"""Which articles get suggestions, and the sentence that says why another one gets none."""

from workbench.web.language_names import language_name
from workbench.words import gettext

SCORED_LANGUAGE = "en"
"""VADER and the lexicon read English."""


def gets_suggestions(language: str) -> bool:
    """Tell whether articles in this language are pre-scored.

    An undecided language ("") is not: an English sentence or two are enough to be recognised,
    and numbers computed from words in another language would look like any others.
    """
    return language == SCORED_LANGUAGE


def reason_without_suggestions(language: str) -> str:
    """Say why an article in this language gets no suggestions, or "" if it gets them."""
    if gets_suggestions(language):
        return ""
    if not language:
        return gettext(
            "The language of this article was not recognised; suggestions are made for English "
            "only."
        )
    return gettext(
        "This article is in %(language)s; suggestions are made for English only.",
        language=language_name(language),
    )
