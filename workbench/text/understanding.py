"""What a file was taken for: its encoding, its delimiter, and which column holds what."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath

from workbench.text.decoding import DecodedText, NotTextError, decode
from workbench.text.given import Given
from workbench.text.markup import declared_charset
from workbench.text.reading import EXTENSIONS
from workbench.text.records import field_names, key
from workbench.text.tables import BrokenTableError, delimiter_of, rows

# Enough to see the names of a file whose lines differ in them.
LINES_LOOKED_AT = 200


@dataclass(frozen=True)
class Understood:
    """Hold how a file is read; ``columns`` maps our fields to some of the file's own ``names``.

    ``how`` is the source of `DecodedText`. ``delimiter`` is that of a table. A text or a page has
    no names.
    """

    source_name: str
    encoding: str
    how: str
    delimiter: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    @property
    def unused(self) -> tuple[str, ...]:
        """List the names that hold no field."""
        used = set(self.columns.values())
        return tuple(name for name in self.names if name not in used)


def understood(name: str, raw: bytes, given: Given) -> Understood | None:
    """Tell how `workbench.text.reading.read_file` reads a file; None where it cannot."""
    source_name = PurePath(name.replace("\\", "/")).name
    extension = PurePath(source_name).suffix.lower()
    if extension not in EXTENSIONS:
        return None
    declared = declared_charset(raw) if extension in (".html", ".htm") else None
    try:
        decoded = decode(raw, declared=declared, named=given.encoding)
    except NotTextError:
        return None
    if extension == ".csv":
        return _table(source_name, decoded, given)
    names = _names_of_lines(decoded.text) if extension == ".jsonl" else ()
    return _with_names(source_name, decoded, names, given)


def _table(source_name: str, decoded: DecodedText, given: Given) -> Understood:
    delimiter = delimiter_of(decoded.text)
    try:
        records = (row.cells for row in rows(decoded.text, delimiter) if row.cells[0] != "sep=")
        header = next(records, ())
    except BrokenTableError:
        header = ()
    names = [name.strip().strip("\ufeff") for name in header]
    return _with_names(source_name, decoded, names, given, delimiter)


def _names_of_lines(text: str) -> Iterator[str]:
    lines = (line for line in text.split("\n", LINES_LOOKED_AT) if line.strip())
    for line in islice(lines, LINES_LOOKED_AT):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            yield from record


def _with_names(
    source_name: str,
    decoded: DecodedText,
    names: Iterable[str],
    given: Given,
    delimiter: str = "",
) -> Understood:
    listed = tuple(dict.fromkeys(names))
    columns = field_names(listed, given.columns)
    if "body" not in columns:
        # The paragraphs of a JSONL object, one by one.
        parts = [name for name in listed if key(name) == "paragraphs" and not delimiter]
        columns |= {"body": parts[0]} if parts else {}
    return Understood(source_name, decoded.encoding, decoded.source, delimiter, columns, listed)
