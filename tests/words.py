"""Gather the words of the interface and bring the catalogues up to date: `make words`."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from workbench.config import PACKAGE, resource

# Function → which of its arguments are words; `c` marks one that only says where they stand.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy": None,
    "marked": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "later": None,
    "nlater": (1, 2),
}
JINJA = {
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
    "extensions": "workbench.web.kept_parts.KeptParts",
}
WIDTH = 100
# What Babel writes here holds dates and versions, on which all who add words would meet.
HEADER = r"""# The words of the interface.
msgid ""
msgstr ""
"Language: {language}\n"
"Plural-Forms: {plurals}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def catalogues() -> list[Path]:
    """List the catalogues, one for each language but English."""
    return sorted((PACKAGE / "translations").glob("*/LC_MESSAGES/messages.po"))


def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue as it is kept."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def gathered() -> Catalog:
    """Gather all words of the code and the templates.

    Without their places: two people who add words then change different lines.
    """
    catalogue = Catalog(fuzzy=False)
    for path, method, options in _sources():
        with path.open("rb") as file:
            found = extract(method, file, keywords=KEYWORDS, options=options)
            for _line, message, _comments, context in found:
                catalogue.add(message, context=context)
    return catalogue


def brought_up_to_date(path: Path) -> bytes:
    """Give a catalogue with the words of today, new ones without a translation."""
    kept, today = read_catalogue(path), gathered()
    today.locale = kept.locale
    for message in today:
        before = kept.get(message.id, message.context) if message.id else None
        if before is not None:
            message.string = before.string
            message.flags |= before.flags & {"fuzzy"}
    out = io.BytesIO()
    out.write(HEADER.format(language=kept.locale, plurals=today.plural_forms).encode())
    write_po(out, today, width=WIDTH, no_location=True, omit_header=True, sort_output=True)
    return out.getvalue()


def without_translation(catalogue: Catalog) -> list[str]:
    """List the messages that a catalogue says nothing for, or that are marked as guessed."""
    found = []
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and (message.fuzzy or not all(strings)):
            found.append(str(message.id))
    return found


def _sources() -> Iterator[tuple[Path, str, dict[str, str]]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, "python", {}
    for path in sorted(resource("templates").rglob("*.html")):
        yield path, "jinja2", JINJA


if __name__ == "__main__":
    for catalogue_path in catalogues():
        catalogue_path.write_bytes(brought_up_to_date(catalogue_path))
        missing = without_translation(read_catalogue(catalogue_path))
        print(f"{catalogue_path.parent.parent.name}: {len(missing)} messages have no translation")
