"""Which day it is depends on where the person is."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from workbench.web.day import day_of

LATE = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
FOURTH, FIFTH = date(2026, 3, 4), date(2026, 3, 5)


@pytest.mark.parametrize(
    ("cookie", "day"),
    [
        ("", FOURTH),
        ("89", FOURTH),
        ("90", FIFTH),
        ("840", FIFTH),
        ("-720", FOURTH),
        ("9999", FOURTH),
        ("--1", FOURTH),
        ("-", FOURTH),
        ("²", FOURTH),
    ],
)
def test_the_browsers_clock_decides(cookie: str, day: date) -> None:
    with Flask(__name__).test_request_context(headers={"Cookie": f"minutes_east={cookie}"}):
        assert day_of(LATE) == day
