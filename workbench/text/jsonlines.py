"""Read articles from JSONL, one object a line."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from workbench.said_later import later
from workbench.text.articles import ArticleText, BadRow
from workbench.text.given import NOTHING_GIVEN, Given
from workbench.text.records import article_from, field_names, key

# No article is described by so many names.
MOST_NAMES = 1_000
_KINDS = {
    dict: later("an object"),
    list: later("a list"),
    str: later("text"),
    bool: later("true or false"),
    int: later("a number"),
    float: later("a number"),
    type(None): later("null"),
}


class _BadLineError(ValueError):
    """Say in one plain sentence what is wrong with a line."""


def read_jsonl(
    text: str, *, source_name: str, most: int | None = None, given: Given = NOTHING_GIVEN
) -> list[ArticleText | BadRow]:
    """Read one article a line; a line that cannot be read becomes a `BadRow` with its number.

    With ``most`` only so many lines are read.
    """
    read = list(islice(_read(text, source_name, given), most))
    if not read:
        return [
            BadRow(source_name, None, later("The file is empty: write one JSON object a line."))
        ]
    return read


def _read(text: str, source_name: str, given: Given) -> Iterator[ArticleText | BadRow]:
    # Only "\n" ends a line: JSON text may hold the other line separators of Unicode.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values = _values(line, given)
        except _BadLineError as error:
            yield BadRow(source_name, number, error.args[0])
        else:
            yield article_from(values, order=given.order, source_name=source_name, line=number)


def _values(line: str, given: Given) -> dict[str, str]:
    record = _record(line)
    filled = (name for name in record if record[name] is not None)
    names = field_names(filled, given.columns)
    values = {field: _text(field, name, record[name]) for field, name in names.items()}
    if "body" not in values:
        paragraphs = next((name for name in record if key(name) == "paragraphs"), None)
        if paragraphs is None:
            found = ", ".join(f"“{name[:40]}”" for name in list(record)[:20]) or later(
                "none at all"
            )
            raise _BadLineError(
                later(
                    "The article has no text: name it “text”. The names on this line are "
                    "%(names)s.",
                    names=found or later("none at all"),
                )
            )
        values["body"] = _joined(paragraphs, record[paragraphs])
    return values


def _record(line: str) -> dict[str, object]:
    try:
        record = json.loads(line, object_pairs_hook=_without_doubles)
    except _BadLineError:
        raise
    except json.JSONDecodeError as error:
        raise _BadLineError(
            later(
                "The line is not JSON from character %(character)s on: write one object a line.",
                character=str(error.colno),
            )
        ) from error
    except (ValueError, RecursionError) as error:
        raise _BadLineError(
            later(
                "The line is nested too deeply or holds too long a number: write one plain object "
                "a line."
            )
        ) from error
    if not isinstance(record, dict):
        raise _BadLineError(
            later(
                "The line is %(kind)s, not an object: write one object a line.",
                kind=_KINDS[type(record)],
            )
        )
    if len(record) > MOST_NAMES:
        raise _BadLineError(
            later(
                "The line has %(names)s names: keep those that describe the article.",
                names=len(record),
            )
        )
    return record


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name, number in times.items() if number > 1)
        raise _BadLineError(
            later("The name “%(name)s” stands twice on the line: keep one.", name=twice[:40])
        )
    return record


def _text(field: str, name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        # Several authors, or a text given as its paragraphs.
        separator = "\n\n" if field == "body" else ", "
        return separator.join(value)
    raise _BadLineError(
        later(
            "“%(name)s” is %(kind)s: write it as text in quotes.",
            name=name[:40],
            kind=_KINDS[type(value)],
        )
    )


def _joined(name: str, value: object) -> str:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise _BadLineError(
            later("“%(name)s” must be a list of texts, one a paragraph.", name=name[:40])
        )
    return "\n\n".join(" ".join(part.split("\n")) for part in value)
