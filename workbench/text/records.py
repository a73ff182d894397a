"""Make an article of one record of named values, the row of a CSV or the object of a JSONL."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from workbench.said_later import later
from workbench.text.articles import THE_FIELD, ArticleText, BadRow
from workbench.text.composing import Fields, compose
from workbench.text.dates import NumberOrder

# The first name of a field that a file has is the one that is read.
ALIASES = {
    "body": ("text", "body", "content", "article", "article_text", "full_text", "fulltext"),
    "headline": ("headline", "title"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper", "source_name"),
    "byline": ("byline", "author", "authors"),
    "published": (
        *("published_on", "published", "date", "published_at", "publication_date"),
        *("pub_date", "date_published", "datetime"),
    ),
    "url": ("url", "link"),
    "source_line": ("source_line",),
    "language": ("language", "lang"),
}
# Far above any headline or list of authors; what is longer is not worth the reading.
LONGEST_FACT = 20_000
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]+)*", re.IGNORECASE)


def key(name: str) -> str:
    """Return the form in which names are compared: ``" Published On"`` is ``published_on``."""
    return re.sub(r"[\s-]+", "_", name.strip().strip("\ufeff").casefold())


def field_names(
    names: Iterable[str], chosen: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Map our fields to the given names, case and spacing aside; missing fields are left out.

    ``chosen`` fields have the names that a person gave them, where there are such names.
    """
    given = {key(name): name for name in names}
    said = {field: given.pop(key(name)) for field, name in chosen.items() if key(name) in given}
    found = {
        field: next((given[alias] for alias in aliases if alias in given), None)
        for field, aliases in ALIASES.items()
    }
    return {field: name for field, name in found.items() if name is not None} | said


def article_from(
    values: Mapping[str, str],
    *,
    guesses: tuple[str, ...] = (),
    order: NumberOrder | None = None,
    source_name: str,
    line: int,
) -> ArticleText | BadRow:
    """Compose the article whose values, by our field names, these are."""
    if any("\x00" in value for value in values.values()):
        return BadRow(source_name, line, later("The row holds NUL characters: remove them."))
    for field, value in values.items():
        if field != "body" and len(value) > LONGEST_FACT:
            reason = later(
                "%(field)s has %(characters)s characters: shorten it.",
                field=later(THE_FIELD[field]),
                characters=len(value),
            )
            return BadRow(source_name, line, reason)
    language = _LANGUAGE.fullmatch(values.get("language", "").strip())
    return compose(
        Fields(
            body=values.get("body", ""),
            headline=values.get("headline", ""),
            outlet=values.get("outlet", ""),
            byline=values.get("byline", ""),
            published=values.get("published", ""),
            url=values.get("url", ""),
            source_line=values.get("source_line", ""),
            language=language[1].lower() if language is not None else "",
            guesses=guesses,
            order=order,
        ),
        source_name=source_name,
        line=line,
    )
