"""A paragraph is cut at its marks and stays the same text."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.annotations.page import signed
from workbench.annotations.segments import Mark, cut

TEXT = "🚒 so-called heroes left"


def test_a_text_is_cut_at_its_marks() -> None:
    pieces = cut(TEXT, [Mark("b", 12, 18, "glorifying", ""), Mark("a", 2, 11, "hedging", "")])
    assert [(piece.text, piece.mark.row if piece.mark else "") for piece in pieces] == [
        ("🚒 ", ""),
        ("so-called", "a"),
        (" ", ""),
        ("heroes", "b"),
        (" left", ""),
    ]


def test_a_rejected_mark_gives_way_to_one_that_stands() -> None:
    marks = [Mark("a", 12, 18, "glorifying", "is-rejected"), Mark("b", 2, 18, "hedging", "")]
    assert [piece.mark.row for piece in cut(TEXT, marks) if piece.mark] == ["b"]


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40))))
def test_the_pieces_joined_give_the_text_again(text: str, places: list[tuple[int, int]]) -> None:
    marks = [Mark(str(i), start, end, "c", "") for i, (start, end) in enumerate(places)]
    assert "".join(piece.text for piece in cut(text, marks)) == text


def test_a_score_has_a_true_minus_sign() -> None:
    assert (signed(-0.613), signed(0.4)) == ("−0.61", "+0.40")
