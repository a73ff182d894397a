"""Marks are drawn over a paragraph that stays the same text."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.annotations.marks import Mark, drawable
from workbench.text.segments import segments

TEXT = "🚒 so-called heroes left"


def test_marks_that_lie_apart_are_all_drawn() -> None:
    marks = [Mark("b", 12, 18, "glorifying", ""), Mark("a", 2, 11, "hedging", "")]
    assert drawable(TEXT, marks) == marks


def test_a_rejected_mark_gives_way_to_one_that_stands() -> None:
    marks = [Mark("a", 12, 18, "glorifying", "is-rejected"), Mark("b", 2, 18, "hedging", "")]
    assert [mark.row for mark in drawable(TEXT, marks)] == ["b"]


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40))))
def test_a_text_can_always_be_cut_at_what_is_drawn(
    text: str, places: list[tuple[int, int]]
) -> None:
    marks = [Mark(str(i), start, end, "c", "") for i, (start, end) in enumerate(places)]
    pieces = segments(text, drawable(text, marks))
    assert "".join(piece.text for piece in pieces) == text
