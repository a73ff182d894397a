"""The words of the interface, in the language of whoever reads them.

The code says everything in English: `gettext("No label yet")`. What comes out is English too until
the application tells, by `listen_to`, in which language a request reads. So sentences can be made
anywhere, without Flask, and workers, commands and logs speak English.

A message is a whole sentence or label, never a part to be joined. What changes in it is named,
`%(name)s`, and a percent sign of its own is written twice, `%%`, whether or not anything is named.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from gettext import NullTranslations
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Language:
    """Hold what differs from one language to another; `code` is what `lang` attributes carry."""

    code: str = "en"
    decimal_mark: str = "."
    group_mark: str = ","
    percent_sign: str = "%"
    months: Sequence[str] = (
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    )
    translations: NullTranslations = field(default_factory=NullTranslations)

    @cached_property
    def signs(self) -> dict[int, str]:
        """Map the signs of a number that Python formatted to those of the language."""
        marks = {",": self.group_mark, ".": self.decimal_mark, "-": "−", "%": self.percent_sign}
        return {ord(sign): mark for sign, mark in marks.items()}


ENGLISH = Language()
_spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)
_listeners: list[Callable[[], Language]] = []


def listen_to(find_language: Callable[[], Language]) -> None:
    """Ask this function, from now on, in which language to speak."""
    _listeners[:] = [find_language]


def language() -> Language:
    """Give the language that is spoken now."""
    forced = _spoken.get()
    if forced is not None:
        return forced
    return _listeners[0]() if _listeners else ENGLISH


@contextmanager
def speaking(wanted: Language) -> Iterator[None]:
    """Speak one language for a while, such as English in a file that leaves the house."""
    token = _spoken.set(wanted)
    try:
        yield
    finally:
        _spoken.reset(token)


def in_english(make: Callable[P, Made], *arguments: P.args, **options: P.kwargs) -> Made:
    """Make what stays English in every language, such as a text for a paper.

    It must be made whole: an iterator would speak only when it is read.
    """
    with speaking(ENGLISH):
        return make(*arguments, **options)


def gettext(message: str, /, **values: object) -> str:
    """Give a message in the language of the reader.

    >>> gettext("%(name)s has left.", name="Ben")
    'Ben has left.'
    """
    return language().translations.gettext(message) % values


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Give the form of a message that goes with a number; `%(num)s` is the number, written out.

    >>> ngettext("%(num)s article", "%(num)s articles", 1_200)
    '1,200 articles'
    """
    values.setdefault("num", number(count))
    return language().translations.ngettext(one, many, count) % values


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Give a message whose English words mean different things in different places.

    >>> pgettext("a job", "open")
    'open'
    """
    return language().translations.pgettext(context, message) % values


class _Lazy:
    """Be a message that is put into the reader's language each time it is read."""

    def __init__(self, speak: Callable[[], str]) -> None:
        self._speak = speak

    def __str__(self) -> str:
        return self._speak()

    def __repr__(self) -> str:
        return repr(str(self))

    def __format__(self, form: str) -> str:
        return format(str(self), form)

    def __mod__(self, values: Any) -> str:
        return str(str(self) % values)

    def __add__(self, other: object) -> str:
        return str(self) + str(other)

    def __radd__(self, other: object) -> str:
        return str(other) + str(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str | _Lazy) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __len__(self) -> int:
        return len(str(self))

    def __getattr__(self, name: str) -> Any:
        # The methods of text: `.lower()`, `.split()`. Nothing that looks for protocols is fooled.
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(str(self), name)


def marked(message: str) -> str:
    """Give a message in English, and have it gathered: for text that is stored, and said later.

    >>> gettext(marked("a question"))
    'a question'
    """
    return message


def lazy(message: str, /, **values: object) -> str:
    """Give a message that is put into the reader's language only when it is read.

    For what is written once for everybody, at import: labels of forms, tables of sentences. To
    callers it is text; where text itself is needed, as by `", ".join`, take `str()` of it.

    >>> f"{lazy('Sign in')} …"
    'Sign in …'
    """
    return cast(str, _Lazy(lambda: gettext(message, **values)))


def lazy_number(value: float, places: int | None = None) -> str:
    """Give a number that is written in the reader's way only when it is read.

    >>> f"{lazy('Up to %(most)s', most=lazy_number(50_000))}"
    'Up to 50,000'
    """
    return cast(str, _Lazy(lambda: number(value, places)))


def lazy_pgettext(context: str, message: str, /, **values: object) -> str:
    """Give a message as `pgettext` does, only when it is read."""
    return cast(str, _Lazy(lambda: pgettext(context, message, **values)))


def digits(written: str) -> str:
    """Put a number that Python formatted into the reader's way of writing, with a true minus.

    >>> digits(f"{-1234.5:+,.2f}")
    '−1,234.50'
    """
    return written.translate(language().signs)


def number(value: float, places: int | None = None) -> str:
    """Write a number, with so many decimals; without `places`, a whole number as it is.

    >>> number(12_345), number(-0.614, 2)
    ('12,345', '−0.61')
    """
    return digits(f"{value:,}" if places is None else f"{value:,.{places}f}")


def within_one(value: float, places: int) -> str:
    """Write a number between −1 and 1 as papers do: English without the nought before the point.

    >>> within_one(0.4249, 2), within_one(-0.17, 2), within_one(1.0, 2)
    ('.42', '−.17', '1.00')
    """
    written = number(value, places)
    if not float(f"{value:.{places}f}"):
        written = number(0, places)
    is_english = language().code == ENGLISH.code
    return written.replace("0.", ".", 1) if is_english and abs(value) < 1 else written


def percent(share: float, places: int = 0) -> str:
    """Write a share as a percentage.

    >>> percent(0.4213), percent(0.4213, 1)
    ('42%', '42.1%')
    """
    return digits(f"{share:,.{places}%}")


def day(when: date) -> str:
    """Write a date.

    >>> day(date(2026, 3, 1))
    '1 Mar 2026'
    """
    month = language().months[when.month - 1]
    return gettext("%(day)s %(month)s %(year)s", day=when.day, month=month, year=when.year)


def moment(when: datetime) -> str:
    """Write a moment in UTC.

    >>> moment(datetime(2026, 3, 1, 14, 5))
    '1 Mar 2026, 14:05 UTC'
    """
    return gettext("%(date)s, %(time)s UTC", date=day(when), time=f"{when:%H:%M}")


def joined(parts: Sequence[str]) -> str:
    """Write a list as people say it.

    >>> joined(["Ada"]), joined(["Ada", "Ben"]), joined(["Ada", "Ben", "Cy"])
    ('Ada', 'Ada and Ben', 'Ada, Ben and Cy')
    """
    if len(parts) < 2:
        return "".join(str(part) for part in parts)
    first = ", ".join(str(part) for part in parts[:-1])
    return gettext("%(first)s and %(last)s", first=first, last=parts[-1])


def within(title: str) -> str:
    """Write a title as it stands inside a sentence: English loses its capital, German keeps it.

    >>> within("Sentiment")
    'sentiment'
    """
    return title.lower() if language().code == ENGLISH.code else title
