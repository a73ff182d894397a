"""Dates are read where they can be read in one way only."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.dates import NumberOrder, find_date


@pytest.mark.parametrize(
    "text",
    [
        "2022-09-12",
        "2022-09-12T10:30:00Z",
        "2022/09/12",
        "12 September 2022",
        "12th of September, 2022",
        "September 12, 2022",
        "Sept. 12, 2022",
        "Monday, September 12th, 2022 10:30 AM",
        "Mon, 12 Sep 2022 10:00:00 GMT",
        "12-Sep-2022",
        "12. September 2022",
        "12 septembre 2022",
        "12 de septiembre de 2022",
        "12 settembre 2022",
        "12 września 2022",
        "12 вересня 2022 року",
        "12 сентября 2022 г.",
    ],
)
def test_it_reads_a_written_date(text: str) -> None:
    reading = find_date(text)
    assert reading is not None
    assert (reading.day, reading.note) == (date(2022, 9, 12), "")


def test_a_day_above_twelve_settles_the_order() -> None:
    for text in ("13/04/2022", "04/13/2022", "13-04-2022"):
        reading = find_date(text)
        assert reading is not None
        assert reading.day == date(2022, 4, 13)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/04/2022", "cannot be told apart"),
        ("13/04/22", "two digits"),
        ("31 February 2022", "no such day"),
        ("2022-13-40", "no such day"),
    ],
)
def test_it_leaves_a_doubtful_date_empty_and_says_why(text: str, why: str) -> None:
    reading = find_date(text)
    assert reading is not None
    assert reading.day is None
    assert why in reading.note


def test_full_stops_put_the_day_first_and_it_says_so() -> None:
    reading = find_date("03.04.2022")
    assert reading is not None
    assert reading.day == date(2022, 4, 3)
    assert "day first" in reading.note


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2022", NumberOrder.DAY_FIRST, date(2022, 4, 3)),
        ("03/04/2022", NumberOrder.MONTH_FIRST, date(2022, 3, 4)),
        ("03.04.2022", NumberOrder.MONTH_FIRST, date(2022, 3, 4)),
        ("2022-03-04", NumberOrder.DAY_FIRST, date(2022, 3, 4)),
        ("13/04/2022", NumberOrder.MONTH_FIRST, None),
    ],
)
def test_numbers_are_read_in_the_order_that_is_said(
    text: str, order: NumberOrder, day: date | None
) -> None:
    reading = find_date(text, order)
    assert reading is not None
    assert reading.day == day
    assert bool(reading.note) == (day is None)


@pytest.mark.parametrize("text", ["", "May 2022", "1,200 people", "version 1.2.3.4", "2022"])
def test_it_finds_no_date_where_there_is_none(text: str) -> None:
    assert find_date(text) is None


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_iso_date_is_read_back(day: date) -> None:
    reading = find_date(f"on {day.isoformat()}, they say")
    assert reading is not None
    assert reading.day == day


@given(st.text(alphabet="0123456789/-. May,th"))
def test_no_text_makes_it_fail(text: str) -> None:
    find_date(text)
