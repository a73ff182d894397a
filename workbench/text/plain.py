"""Read an article from plain text."""

from dataclasses import replace

from workbench.said_later import later
from workbench.text.articles import ArticleText, BadRow, split_paragraphs
from workbench.text.cleaning import clean, removal_note
from workbench.text.closings import read_closing
from workbench.text.composing import compose, too_long
from workbench.text.headers import plain_fields, read_header


def read_plain(text: str, *, source_name: str) -> ArticleText | BadRow:
    """Read one article with its header, body and closing source line."""
    if why := too_long(text):
        return BadRow(source_name, None, why)
    cleaned, removed = clean(text)
    if why := too_long(cleaned):
        return BadRow(source_name, None, why)
    lines = [line.strip() for line in cleaned.split("\n")]
    header = read_header(lines)
    if any(lines) and not header.rest:
        return BadRow(
            source_name,
            None,
            later("There is a header but no article below it: add its paragraphs."),
        )
    fields = plain_fields(header, read_closing(header.rest))
    notes = [removal_note(removed)] if removed else []
    if any("\n" in paragraph.text for paragraph in split_paragraphs(fields.body)):
        notes.append(later("Line breaks inside paragraphs were read as spaces."))
    return compose(
        replace(fields, guesses=(*fields.guesses, *notes)),
        source_name=source_name,
    )
