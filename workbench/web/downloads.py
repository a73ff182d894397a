"""Files that a page hands out: their names, and rows that are written while they are read."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator

from flask import Response, stream_with_context

from workbench.web.cells import Cell, written


def file_name(study: str, kind: str, *, is_demonstration: bool) -> str:
    """Make a file name of plain letters that says what it holds, and if it was invented.

    >>> file_name("Zwei Erzählungen: 1", "labels.csv", is_demonstration=True)
    'zwei-erzahlungen-1-demonstration-labels.csv'
    """
    plain = unicodedata.normalize("NFKD", study).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:8] or ["project"]
    if is_demonstration and "demonstration" not in words:
        words.append("demonstration")
    return "-".join([*words, kind])


def csv_chunks(batches: Iterable[Iterable[Iterable[Cell]]]) -> Iterator[str]:
    """Write batches of rows as CSV (RFC 4180), one piece of text for each batch."""
    for rows in batches:
        piece = io.StringIO(newline="")
        csv.writer(piece).writerows([written(value) for value in row] for row in rows)
        if text := piece.getvalue():
            yield text


def csv_response(name: str, chunks: Iterator[str]) -> Response:
    """Send CSV while it is being written; the request stays open until the last piece."""
    return attachment(name, chunks, "text/csv; charset=utf-8")


def json_response(name: str, text: str) -> Response:
    """Send JSON as a file."""
    return attachment(name, iter([text]), "application/json")


def attachment(name: str, pieces: Iterator[str] | Iterator[bytes], kind: str) -> Response:
    """Send a file while it is being written; the request stays open until the last piece."""
    return Response(
        stream_with_context(pieces),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
