"""Segments join up to the text, and each span is one of them."""

from dataclasses import dataclass

import pytest

from workbench.text.segments import Segment, segments


@dataclass(frozen=True)
class Here:
    """Be a span."""

    start: int
    end: int


def test_spans_are_cut_out_in_order() -> None:
    first, second = Here(0, 3), Here(3, 5)
    assert segments("abcde f", [second, first]) == [
        Segment("abc", first),
        Segment("de", second),
        Segment(" f", None),
    ]


def test_a_text_without_spans_is_one_piece_and_an_empty_one_none() -> None:
    assert segments("abc", list[Here]()) == [Segment("abc", None)]
    assert segments("", list[Here]()) == []


@pytest.mark.parametrize(
    "spans", [[Here(0, 2), Here(1, 3)], [Here(2, 2)], [Here(2, 9)], [Here(-1, 2)]]
)
def test_spans_that_overlap_or_leave_the_text_are_refused(spans: list[Here]) -> None:
    with pytest.raises(ValueError, match="overlaps another or is not here"):
        segments("abcd", spans)
