"""Which texts get suggestions, and the sentence that says why another one gets none."""

from workbench.text.articles import ArticleText
from workbench.text.languages import is_in_latin_letters
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


def is_scored(text: str, *, language: str) -> bool:
    """Tell whether a paragraph of an article in this language is pre-scored.

    One in other letters, such as a statement that is quoted in Arabic, is not: nothing in it is
    understood, and scores would call it neutral, factual and not biased.
    """
    return gets_suggestions(language) and is_in_latin_letters(text)


def texts_to_score(article: ArticleText) -> dict[int, str]:
    """Give the paragraphs of an article that are pre-scored, by their positions."""
    return {
        paragraph.position: paragraph.text
        for paragraph in article.paragraphs
        if is_scored(paragraph.text, language=article.language)
    }


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


def reason_without_scores(text: str, *, language: str) -> str:
    """Say why a paragraph that has no pre-score has none."""
    if not gets_suggestions(language):
        return reason_without_suggestions(language)
    if not is_in_latin_letters(text):
        return gettext("This paragraph is not in English; suggestions are made for English only.")
    return gettext("This paragraph has not been pre-scored, so that nothing is suggested.")
