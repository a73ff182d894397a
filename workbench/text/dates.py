"""Read the dates that newspapers print, and never guess which number is the day."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workbench.said_later import later
from workbench.words import marked

_MONTHS = (
    "january jan januar janvier janv enero ene gennaio gen styczeń stycznia січень січня "
    "январь января",
    "february feb februar février févr febrero febbraio luty lutego лютий лютого февраль февраля",
    "march mar märz mars marzo marzec marca березень березня март марта",
    "april apr avril abril abr aprile kwiecień kwietnia квітень квітня апрель апреля",
    "may mai mayo maggio mag maj maja травень травня май мая",
    "june jun juni juin junio giugno giu czerwiec czerwca червень червня июнь июня",
    "july jul juli juillet juil julio luglio lug lipiec lipca липень липня июль июля",
    "august aug août agosto ago sierpień sierpnia серпень серпня август августа",
    "september sept sep septembre septiembre settembre wrzesień września вересень вересня "
    "сентябрь сентября",
    "october oct oktober okt octobre octubre ottobre ott październik października жовтень жовтня "
    "октябрь октября",
    "november nov novembre noviembre listopad listopada листопад листопада ноябрь ноября",
    "december dec dezember dez décembre déc diciembre dic dicembre grudzień grudnia грудень "
    "грудня декабрь декабря",
)
_MONTH_NUMBER = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?"
_YEAR = r"(?P<year>[12]\d{3})"
_WRITTEN = tuple(
    re.compile(rf"(?<!\w){shape}(?!\w)", re.IGNORECASE)
    for shape in (
        rf"{_YEAR}(?P<sign>[-/.])(?P<number>\d{{1,2}})(?P=sign){_DAY}(?=T\d|(?!\w))",
        rf"{_DAY}(?:\s+|-)(?:of\s+|de\s+|di\s+)?{_MONTH},?(?:\s+|-)(?:de\s+|del\s+)?{_YEAR}",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    )
)
# The lookahead of the first shape must not be undone by the closing boundary of them all.
_ISO_TIME = re.compile(rf"(?<!\w){_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)(?=T\d)")
_NUMBERS = re.compile(
    r"(?<![\w./-])(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})"
    r"(?![\w/-])"
)

TWO_DIGITS = marked("The date %(date)s was left empty because its year has two digits: enter it.")
TWO_READINGS = marked(
    "The date %(date)s was left empty because the day and the month cannot be told apart: enter it."
)
NO_SUCH_DAY = marked("The date %(date)s was left empty because there is no such day: enter it.")


class NumberOrder(StrEnum):
    """Name which of two numbers of a date is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True)
class DateReading:
    """Hold a date found in ``[start, end)`` of the text it was looked for in.

    ``day`` is ``None`` when the numbers allow two readings, or none; ``note`` then says why.
    """

    day: date | None
    note: str
    start: int
    end: int


def find_date(text: str, order: NumberOrder | None = None) -> DateReading | None:
    """Find the first date in a short text, or ``None`` when it holds none.

    Month names are read in English, German, French, Spanish, Italian, Polish, Ukrainian and
    Russian. ``13/04/2022`` can only be read one way and is; ``03/04/2022`` and two-digit years
    are left alone with a note. ``03.04.2022`` is the third of April, as the form with full
    stops puts the day first wherever it is used, and the note says that it was read so. With an
    ``order`` all of these are read by it, without a note; two-digit years are still left alone.
    """
    readings = [
        reading
        for reading in (
            *(_written(match) for match in _matches(text)),
            *(_numeric(match, order) for match in _NUMBERS.finditer(text)),
        )
        if reading is not None
    ]
    return min(readings, key=lambda reading: reading.start, default=None)


def _matches(text: str) -> list[re.Match[str]]:
    return [match for shape in (_ISO_TIME, *_WRITTEN) for match in shape.finditer(text)]


def _written(match: re.Match[str]) -> DateReading | None:
    fields = match.groupdict()
    name = fields.get("month")
    month = _MONTH_NUMBER[name.casefold()] if name else int(fields["number"])
    return _checked(match, int(fields["year"]), month, int(fields["day"]), note="")


def _numeric(match: re.Match[str], order: NumberOrder | None) -> DateReading:
    first, second = int(match["first"]), int(match["second"])
    if len(match["year"]) == 2:
        return _undecided(match, TWO_DIGITS)
    year = int(match["year"])
    if order is NumberOrder.DAY_FIRST:
        return _checked(match, year, second, first, note="")
    if order is NumberOrder.MONTH_FIRST:
        return _checked(match, year, first, second, note="")
    if match["sign"] == "." and first != second:
        note = later("The date %(date)s was read with the day first.", date=match[0])
        return _checked(match, year, second, first, note=note)
    if first != second and first <= 12 and second <= 12:
        return _undecided(match, TWO_READINGS)
    month, day = (second, first) if first > 12 else (first, second)
    return _checked(match, year, month, day, note="")


def _checked(match: re.Match[str], year: int, month: int, day: int, *, note: str) -> DateReading:
    try:
        return DateReading(date(year, month, day), note, *match.span())
    except ValueError:
        return _undecided(match, NO_SUCH_DAY)


def _undecided(match: re.Match[str], why: str) -> DateReading:
    return DateReading(None, later(why, date=match[0]), *match.span())
