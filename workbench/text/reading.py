"""Read files and pasted text into articles, and say what could not be read."""

from dataclasses import replace
from pathlib import PurePath

from workbench.said_later import later
from workbench.text.articles import ArticleText, BadRow
from workbench.text.decoding import DecodedText, NotTextError, decode
from workbench.text.given import NOTHING_GIVEN, Given
from workbench.text.jsonlines import read_jsonl
from workbench.text.markup import declared_charset, read_html
from workbench.text.plain import read_plain
from workbench.text.tables import read_csv
from workbench.words import marked

EXTENSIONS = (".txt", ".html", ".htm", ".csv", ".jsonl")
PASTED = marked("pasted text")


def read_file(
    name: str,
    raw: bytes,
    *,
    declared: str | None = None,
    most: int | None = None,
    given: Given = NOTHING_GIVEN,
) -> list[ArticleText | BadRow]:
    """Read the articles of one file by the extension of its name.

    Never raises on what a file holds: whatever cannot be read comes back as a `BadRow`.
    ``declared`` is an encoding named outside the file; a page's own ``meta`` comes after it.
    With ``most`` only so many rows of a table are read. What is ``given`` is not guessed.
    """
    # Browsers on Windows once sent the whole path, and a name goes onto a page as it is.
    source_name = PurePath(name.replace("\\", "/")).name or "unnamed"
    extension = PurePath(source_name).suffix.lower()
    if extension not in EXTENSIONS:
        return [
            BadRow(
                source_name,
                None,
                later(
                    "Files like this are not read: use one that ends in %(endings)s.",
                    endings=", ".join(EXTENSIONS),
                ),
            )
        ]
    is_page = extension in (".html", ".htm")
    if is_page and declared is None:
        declared = declared_charset(raw)
    try:
        decoded = decode(raw, declared=declared, named=given.encoding)
    except NotTextError as error:
        return [BadRow(source_name, None, error.args[0])]
    if not decoded.text.strip():
        return [
            BadRow(source_name, None, later("The file is empty: choose one with an article in it."))
        ]
    read = _by_extension(extension, decoded.text, source_name, most, given)
    return [_told(item, _decoding_notes(decoded)) for item in read]


def read_pasted(text: str) -> list[ArticleText | BadRow]:
    """Read one article that a person pasted."""
    if "\x00" in text:
        return [
            BadRow(PASTED, None, later("The text holds NUL characters: remove them and try again."))
        ]
    return [read_plain(text, source_name=PASTED)]


def _by_extension(
    extension: str, text: str, source_name: str, most: int | None, given: Given
) -> list[ArticleText | BadRow]:
    if extension == ".csv":
        return read_csv(text, source_name=source_name, most=most, given=given)
    if extension == ".jsonl":
        return read_jsonl(text, source_name=source_name, most=most, given=given)
    if extension == ".txt":
        return [read_plain(text, source_name=source_name)]
    return [read_html(text, source_name=source_name, order=given.order)]


def _decoding_notes(decoded: DecodedText) -> tuple[str, ...]:
    if decoded.source == "declared":
        return (
            later(
                "The text was decoded as %(encoding)s, as it declares.", encoding=decoded.encoding
            ),
        )
    if decoded.source != "windows-1252":
        return ()
    if decoded.looks_broken:
        return (
            later(
                "The text was decoded as windows-1252, but it looks like UTF-8 with broken bytes: "
                "check its accents and quotation marks, or save it again as UTF-8."
            ),
        )
    return (later("The text was decoded as windows-1252."),)


def _told(item: ArticleText | BadRow, notes: tuple[str, ...]) -> ArticleText | BadRow:
    if isinstance(item, BadRow) or not notes:
        return item
    return replace(item, guesses=(*notes, *item.guesses))
