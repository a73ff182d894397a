"""What a file says an article is, and the paragraphs of its body."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from workbench.text.cleaning import clean, one_line
from workbench.words import marked

_STRAIGHT_QUOTES = dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‘’‚‛′ʼ‹›", "'")

# What sentences call the fields of an article.
THE_FIELD = {
    "body": marked("The text"),
    "headline": marked("The headline"),
    "outlet": marked("The outlet"),
    "byline": marked("The byline"),
    "published": marked("The date"),
    "url": marked("The web address"),
    "source_line": marked("The source line"),
    "language": marked("The language"),
}


class ParagraphText(NamedTuple):
    """Hold one paragraph: ``body[start:end] == text``, half-open, in code points."""

    position: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class ArticleText:
    """Hold what a file says an article is.

    An empty string means unknown, and so does ``None`` for the date. ``headline`` is never
    empty when a reader made the article: without one the first words stand in, and a guess
    says so. ``language`` is ISO 639-1. ``line`` is the first line of a row in a CSV or JSONL
    file, counted from 1, and ``None`` when the file is the article.
    """

    headline: str
    body: str
    outlet: str
    byline: str
    published_on: date | None
    url: str
    source_line: str
    language: str
    guesses: tuple[str, ...]
    source_name: str
    line: int | None

    # Cut once: an import asks for them when it reads, checks, counts, scores and stores.
    @cached_property
    def paragraphs(self) -> tuple[ParagraphText, ...]:
        """The body's paragraphs in order."""
        return split_paragraphs(self.body)


@dataclass(frozen=True)
class BadRow:
    """Name what could not be read: ``reason`` is one plain sentence which says what to do.

    A reader of another language gets it by `workbench.said_later`, as the ``guesses`` above.
    """

    source_name: str
    line: int | None
    reason: str


def split_paragraphs(body: str) -> tuple[ParagraphText, ...]:
    """Split a body at its blank lines, or at every line when it has none.

    Each paragraph is trimmed of white space at both ends; nothing inside it changes, so that
    ``body[p.start:p.end] == p.text``. Positions count from 0.

    >>> [(p.start, p.end, p.text) for p in split_paragraphs("One.\\n\\nTwo,\\nstill two.")]
    [(0, 4, 'One.'), (6, 21, 'Two,\\nstill two.')]
    """
    return as_joined(body) or _by_lines(body)


def as_joined(body: str) -> tuple[ParagraphText, ...]:
    """Split what is made of trimmed lines with one blank line between them; else give nothing.

    The bodies of all articles that were read are so, and need not be gone through line by line.
    """
    found: list[ParagraphText] = []
    start = 0
    for position, text in enumerate(body.split("\n\n")):
        if not text or "\n" in text or text.strip() != text:
            return ()
        end = start + len(text)
        found.append(ParagraphText(position, start, end, text))
        start = end + 2
    return tuple(found)


def _by_lines(body: str) -> tuple[ParagraphText, ...]:
    blocks: list[tuple[int, int]] = []
    lines: list[tuple[int, int]] = []
    start = 0
    open_block = False
    for line in body.split("\n"):
        end = start + len(line)
        if not line.strip():
            open_block = False
        else:
            lines.append((start, end))
            blocks.append((blocks.pop()[0] if open_block else start, end))
            open_block = True
        start = end + 1
    return tuple(
        _trimmed(body, position, start, end)
        for position, (start, end) in enumerate(blocks if len(blocks) > 1 else lines)
    )


def _trimmed(body: str, position: int, start: int, end: int) -> ParagraphText:
    text = body[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return ParagraphText(position, start, start + len(text), text)


def fingerprint(body: str) -> str:
    """Hash a body so that the same article with other quotes or line breaks is the same.

    SHA-256, in hexadecimal, of the text in NFC with straight quotation marks and every run of
    white space folded into one space.
    """
    cleaned, _ = clean(body)
    # A few replacements take a fraction of the time of one `translate`.
    for quote, straight in _STRAIGHT_QUOTES.items():
        cleaned = cleaned.replace(quote, straight)
    folded = _folded(unicodedata.normalize("NFC", cleaned))
    return hashlib.sha256(folded.encode()).hexdigest()


def _folded(cleaned: str) -> str:
    """Fold a cleaned text into one line; paragraphs with single spaces need not be taken apart."""
    # No other white space than these three is left in a cleaned text.
    line = cleaned.strip(" \t\n").replace("\n\n", " ")
    if "\n" in line or "\t" in line or "  " in line:
        return one_line(cleaned)
    return line
