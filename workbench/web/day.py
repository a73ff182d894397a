"""Which day it is for the person who asks."""

from datetime import UTC, date, datetime, timedelta

from flask import request

COOKIE = "minutes_east"
FURTHEST_EAST, FURTHEST_WEST = 14 * 60, -12 * 60


def day_of(at: datetime) -> date:
    """Give the day that it is at this moment where the person is.

    The browser says by a cookie how many minutes its clock is ahead of UTC; without it, or where
    it says nonsense, it is the day in UTC.
    """
    east = timedelta(minutes=_minutes_east(request.cookies.get(COOKIE, "")))
    return (at.astimezone(UTC) + east).date()


def _minutes_east(raw: str) -> int:
    digits = raw.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 5):
        return 0
    minutes = int(raw)
    return minutes if FURTHEST_WEST <= minutes <= FURTHEST_EAST else 0
