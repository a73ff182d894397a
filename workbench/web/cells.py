"""Text that leaves in a CSV file and that no spreadsheet may run as a formula."""

import unicodedata
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime | None

ESCAPE = "'"
# What spreadsheets take for the start of a formula or a command (CWE-1236). Full-width forms are
# folded to these by some of them; a line break or a tab at the start can hide what follows.
FORMULA_STARTS = "=+-@"
BREAKS = "\t\r\n"


def harmless(text: str) -> str:
    """Put one apostrophe before a text that a spreadsheet would run as a formula.

    Looked at is the first character that is not white space, in its full-width form too; a text
    that starts with a tab or a line break, or with an apostrophe, gets one as well, so that
    `original` is exact.

    >>> harmless("=1+1"), harmless("'tis"), harmless("heroes")
    ("'=1+1", "''tis", 'heroes')
    """
    return ESCAPE + text if _is_risky(text) else text


def original(cell: str) -> str:
    """Undo `harmless`: take one leading apostrophe away, if there is one.

    >>> original("'=1+1"), original("''tis"), original("heroes")
    ('=1+1', "'tis", 'heroes')
    """
    return cell.removeprefix(ESCAPE)


def written(value: Cell) -> str:
    """Write a value as it stands in a cell: text made harmless, our own numbers bare.

    `None` is an empty cell, a claim is "true" or "false", a time is ISO 8601 in UTC.

    >>> written(-0.25), written(True), written(None), written("-0.25")
    ('-0.25', 'true', '', "'-0.25")
    """
    # A file has millions of cells and most hold text: they are looked at first, and briefly.
    if isinstance(value, str):
        start = value[:1]
        return value if start.isascii() and start.isalnum() else harmless(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    # Not by `repr`, which names the type of a number that numpy made.
    return str(value)


def _is_risky(text: str) -> bool:
    # Nearly every text begins with a letter or a digit: a large export is mostly this line.
    if not text or text[0].isalnum():
        return False
    if text[0] == ESCAPE or text[0] in BREAKS:
        return True
    first = text.lstrip()[:1]
    return bool(first) and unicodedata.normalize("NFKC", first)[:1] in FORMULA_STARTS
