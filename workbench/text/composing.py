"""Compose an article from the fields that a reader found."""

from dataclasses import dataclass
from datetime import date

from workbench.said_later import later
from workbench.text.articles import ArticleText, BadRow, as_joined, split_paragraphs
from workbench.text.cleaning import clean, one_line, removal_note, unwrap
from workbench.text.dates import NumberOrder, find_date
from workbench.text.languages import detect_language

# A novel has half as many. Reading more would only keep others waiting, to be refused at its end.
MOST_CHARACTERS = 2_000_000
MOST_LINES = 50_000
_HEADLINE_WORDS = 12
EMPTY = later("The article is empty: give it at least one paragraph.")
NO_HEADLINE = later("No headline was found: the first words stand in for it.")


@dataclass(frozen=True)
class Fields:
    """Hold what was found for one article, before it is cleaned; ``""`` is unknown.

    ``published`` is the date as it was written, its numbers in ``order`` where that is known.
    ``guesses`` are whole sentences.
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
    order: NumberOrder | None = None


def compose(fields: Fields, *, source_name: str, line: int | None = None) -> ArticleText | BadRow:
    """Clean the fields and return the article, or the row that has no words in it or too many.

    The body comes out as paragraphs joined by one empty line, each on a line of its own:
    line breaks inside a paragraph become spaces.
    """
    if why := too_long(fields.body):
        return BadRow(source_name, line, why)
    cleaned, removed = clean(fields.body)
    if why := too_long(cleaned):
        return BadRow(source_name, line, why)
    cut = as_joined(cleaned)
    body = cleaned if cut else "\n\n".join(unwrap(part.text) for part in split_paragraphs(cleaned))
    if not any(character.isalnum() for character in body):
        return BadRow(source_name, line, EMPTY)
    guesses = list(fields.guesses)
    guesses += [removal_note(removed)] if removed else []
    headline = _short(fields.headline)
    if not headline:
        headline = _first_words(body)
        guesses.append(NO_HEADLINE)
    published_on = fields.published_on
    if published_on is None and fields.published.strip():
        published_on, note = read_date(fields.published, fields.order)
        guesses += [note] if note else []
    article = ArticleText(
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
    if cut:
        # What has been cut already need not be cut again.
        vars(article)["paragraphs"] = cut
    return article


def too_long(text: str) -> str:
    """Say that a text is longer than any article, and what to do; ``""`` for one that is not."""
    lines = text.count("\n") + 1
    if len(text) <= MOST_CHARACTERS and lines <= MOST_LINES:
        return ""
    if len(text) > MOST_CHARACTERS:
        return later(
            "The text has %(characters)s characters, which is more than an article: split it "
            "into its articles.",
            characters=len(text),
        )
    return later(
        "The text has %(lines)s lines, which is more than an article: split it into its articles.",
        lines=lines,
    )


def read_date(text: str, order: NumberOrder | None = None) -> tuple[date | None, str]:
    """Read a field that should hold a date; the note says why there is none."""
    shown = one_line(clean(text[:200])[0])
    reading = find_date(shown, order)
    if reading is None:
        shown = shown[:60]
        return None, later(
            "The date “%(date)s” was not understood and is left empty: enter it.", date=shown
        )
    return reading.day, reading.note


def _short(text: str) -> str:
    return one_line(clean(text)[0])


def _first_words(body: str) -> str:
    # A script without spaces has "words" as long as its sentences.
    words = body.split(maxsplit=_HEADLINE_WORDS)
    first = " ".join(words[:_HEADLINE_WORDS])[:120]
    return first if first == body else first.rstrip(" ,;:.–—-") + "…"
