"""Messages that are made now and said later, in the language of whoever reads them then.

A worker does not know who will read what it stores, nor does what is computed once for everybody.
So a message keeps what it is made of. To whoever does not ask it is its English text, as in logs
and files; `said` puts it into the reader's language, and `written` into a column of text.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import reduce
from typing import Any

from workbench.words import ENGLISH, digits, gettext, ngettext, number, percent, speaking

_START = '{"say": '
LONGEST_VALUE = 300
"""Longer values, such as the text of an error, are cut in a column."""

# Text and messages as they are; whole numbers, shares as percentages, and decimals with as many
# places as they have, as the reader writes them.
Value = str | int | float | Decimal


class _Later(str):
    """Be the English text of a message, and know the message."""

    def __new__(
        cls, message: str | tuple[str, str], count: int | None, values: Mapping[str, Value]
    ) -> "_Later":
        with speaking(ENGLISH):
            made = super().__new__(cls, _say(message, count, values))
        made.message, made.count_, made.values = message, count, dict(values)
        return made

    message: str | tuple[str, str]
    count_: int | None
    values: dict[str, Value]

    def __reduce__(self) -> tuple[Any, ...]:
        return _Later, (self.message, self.count_, self.values)


def later(message: str, /, **values: Value) -> str:
    """Make a message that can be said in any language.

    >>> later("%(name)s has %(rows)s", name="a.csv", rows=nlater("one", "%(num)s rows", 1_200))
    'a.csv has 1,200 rows'
    """
    return _Later(message, None, values)


def nlater(one: str, many: str, count: int, /, **values: Value) -> str:
    """Make a message with a number; `%(num)s` is the number."""
    return _Later((one, many), count, values)


def sentences(parts: Iterable[str]) -> str:
    """Put whole sentences one after the other.

    >>> sentences([nlater("One row.", "%(num)s rows.", 2), later("It is kept.")])
    '2 rows. It is kept.'
    """
    return reduce(lambda first, then: later("%(first)s %(then)s", first=first, then=then), parts)


def said(text: str) -> str:
    """Say a message in the reader's language; text of any other origin is given as it is."""
    if isinstance(text, _Later):
        return _say(text.message, text.count_, text.values)
    if text.startswith(_START):
        found = read(text)
        return said(found) if isinstance(found, _Later) else text
    return text


def pattern(text: str) -> str:
    """Give what messages that differ in their values have in common; other text as it is.

    >>> pattern(later("%(name)s is empty.", name="a.csv"))
    '%(name)s is empty.'
    """
    if not isinstance(text, _Later):
        return text
    return text.message if isinstance(text.message, str) else text.message[1]


def written(text: str) -> str:
    """Write a message as text that a column can hold and `said` can read; other text as it is."""
    # PostgreSQL stores no null character, and an error may quote the text that has one.
    if not isinstance(text, _Later):
        return text.replace("\0", "")
    message = text.message if isinstance(text.message, str) else list(text.message)
    content = {"say": message, "count": text.count_, "with": _kept(text.values)}
    return json.dumps(content, ensure_ascii=False)


def read(text: str) -> str:
    """Read what was written; whatever happened to it, it is worth more as it is than an error."""
    if not text.startswith(_START):
        return text
    try:
        kept = json.loads(text)
        message = kept["say"] if isinstance(kept["say"], str) else tuple(kept["say"])
        values = {name: _read_value(value) for name, value in kept["with"].items()}
        return _Later(message, kept["count"], values)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        return text


def _say(message: str | tuple[str, str], count: int | None, values: Mapping[str, Value]) -> str:
    spoken = {name: _value(value) for name, value in values.items()}
    if isinstance(message, str):
        return gettext(message, **spoken)
    one, many = message
    return ngettext(one, many, count or 0, **spoken)


def _value(value: Value) -> str:
    if isinstance(value, str):
        return said(value)
    if isinstance(value, Decimal):
        return digits(f"{value:,f}")
    return percent(value) if isinstance(value, float) else number(value)


def _kept(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _kept_value(value) for name, value in values.items()}


def _kept_value(value: Value) -> Any:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return _cut(value) if isinstance(value, str) else value


def _read_value(kept: Any) -> Value:
    if isinstance(kept, dict):
        return Decimal(kept["decimal"])
    value: Value = read(kept) if isinstance(kept, str) else kept
    return value


def _cut(value: str) -> str:
    if isinstance(value, _Later):
        return written(value)
    # What is not ours must not be taken for what is.
    return value.replace("\0", "")[:LONGEST_VALUE].removeprefix(_START)
