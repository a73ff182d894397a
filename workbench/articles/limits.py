"""How long the parts of an article may be, and what the database can hold."""

from dataclasses import replace

from workbench.said_later import later
from workbench.text.articles import THE_FIELD, ArticleText, BadRow
from workbench.text.cleaning import clean

HEADLINE = 1_000
OUTLET = 300
BYLINE = 1_000
URL = 2_000
SOURCE_LINE = 1_000
BODY = 1_000_000
SOURCE_NAME = 255
PARAGRAPHS = 2_000
ROWS = 3_000
"""How many articles and bad rows one import takes: its preview must remain a page to read."""


def checked(item: ArticleText | BadRow) -> ArticleText | BadRow:
    """Give the item as the database can keep it, or the bad row that says what is too long."""
    name = storable(item.source_name)[:SOURCE_NAME]
    if isinstance(item, BadRow):
        return replace(item, source_name=name, reason=storable_message(item.reason))
    for what, value, most in (
        ("body", item.body, BODY),
        ("headline", item.headline, HEADLINE),
        ("outlet", item.outlet, OUTLET),
        ("byline", item.byline, BYLINE),
        ("url", item.url, URL),
        ("source_line", item.source_line, SOURCE_LINE),
    ):
        if len(value) > most:
            return BadRow(name, item.line, too_long(what, value, most))
    if len(item.paragraphs) > PARAGRAPHS:
        return BadRow(name, item.line, too_many_paragraphs(len(item.paragraphs)))
    guesses = tuple(storable_message(note) for note in item.guesses)
    if (name, guesses) == (item.source_name, item.guesses):
        # Another object would have to be cut into paragraphs again.
        return item
    return replace(item, source_name=name, guesses=guesses)


def too_long(field: str, value: str, most: int) -> str:
    """Say that a field of `THE_FIELD` is too long, and what to do."""
    return later(
        "%(field)s has %(characters)s characters; at most %(most)s can be kept. Shorten it or "
        "split the article.",
        field=later(THE_FIELD[field]),
        characters=len(value),
        most=most,
    )


def too_many_paragraphs(count: int) -> str:
    """Say that an article has too many paragraphs, and what to do."""
    return later(
        "The text has %(paragraphs)s paragraphs; at most %(most)s make an article. Split it into "
        "several.",
        paragraphs=count,
        most=PARAGRAPHS,
    )


def storable(text: str) -> str:
    """Remove what PostgreSQL cannot store: NUL, other control characters and lone surrogates."""
    return clean(text)[0]


def storable_message(text: str) -> str:
    """Give a message that can be said in any language as it is, unless it cannot be stored so."""
    kept = storable(text)
    return text if kept == text else kept
