"""Compose an article from the fields that a reader found."""

from dataclasses import dataclass
from datetime import date

from workbench.text.articles import ArticleText, BadRow, split_paragraphs
from workbench.text.cleaning import clean, one_line, removal_note, unwrap
from workbench.text.dates import find_date
from workbench.text.languages import detect_language

_HEADLINE_WORDS = 12


@dataclass(frozen=True)
class Fields:
    """Hold what was found for one article, before it is cleaned; ``""`` is unknown.

    ``published`` is the date as it was written. ``guesses`` are whole sentences.
    """

    body: str
    headline: str = ""
    outlet: str = ""
    byline: str = ""
    published: str = ""
    published_on: date | None = None
    url: str = ""
    source_line: str = ""
    language: str = ""
    guesses: tuple[str, ...] = ()


def compose(fields: Fields, *, source_name: str, line: int | None = None) -> ArticleText | BadRow:
    """Clean the fields and return the article, or the row that has no words in it.

    The body comes out as paragraphs joined by one empty line, each on a line of its own:
    line breaks inside a paragraph become spaces.
    """
    body, removed = _tidy_body(fields.body)
    if not any(character.isalnum() for character in body):
        return BadRow(source_name, line, "The article is empty: give it at least one paragraph.")
    guesses = list(fields.guesses)
    guesses += [removal_note(removed)] if removed else []
    headline = _short(fields.headline)
    if not headline:
        headline = _first_words(body)
        guesses.append("No headline was found: the first words stand in for it.")
    published_on = fields.published_on
    if published_on is None and fields.published.strip():
        published_on, note = read_date(fields.published)
        guesses += [note] if note else []
    return ArticleText(
        headline=headline,
        body=body,
        outlet=_short(fields.outlet),
        byline=_short(fields.byline),
        published_on=published_on,
        url=_short(fields.url),
        source_line=_short(fields.source_line),
        language=fields.language or detect_language(body),
        guesses=tuple(dict.fromkeys(guesses)),
        source_name=source_name,
        line=line,
    )


def read_date(text: str) -> tuple[date | None, str]:
    """Read a field that should hold a date; the note says why there is none."""
    shown = one_line(clean(text[:200])[0])
    reading = find_date(shown)
    if reading is None:
        shown = shown[:60]
        return None, f"The date “{shown}” was not understood and is left empty: enter it."
    return reading.day, reading.note


def _tidy_body(text: str) -> tuple[str, int]:
    cleaned, removed = clean(text)
    return "\n\n".join(unwrap(part.text) for part in split_paragraphs(cleaned)), removed


def _short(text: str) -> str:
    return one_line(clean(text)[0])


def _first_words(body: str) -> str:
    # A script without spaces has "words" as long as its sentences.
    words = body.split(maxsplit=_HEADLINE_WORDS)
    first = " ".join(words[:_HEADLINE_WORDS])[:120]
    return first if first == body else first.rstrip(" ,;:.–—-") + "…"
