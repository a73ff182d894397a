"""Masks over a text's own mentions of who published it."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from workbench.text import masking
from workbench.text.masking import MASK, masked_text
from workbench.text.self_mentions import Source


def test_its_examples_hold() -> None:
    assert doctest.testmod(masking).failed == 0


def test_every_mask_has_one_length() -> None:
    text = "It told The Sun. It told Reuters."
    assert masked_text(text, Source("The Sun")).text == f"It told {MASK}. It told Reuters."
    assert masked_text(text, Source("Reuters")).text == f"It told The Sun. It told {MASK}."


def test_offsets_after_emoji_and_masks_find_the_same_words() -> None:
    text = "😀 The Sun met heroes; The Sun left heroes 👩‍👩‍👧."
    masked = masked_text(text, Source("The Sun"))
    for start in (text.index("heroes"), text.rindex("heroes")):
        shown = masked.shown(start, start + 6)
        assert masked.text[slice(*shown)] == "heroes"
        assert masked.beneath(*shown) == (start, start + 6)


def test_what_touches_a_mask_covers_what_it_hides() -> None:
    masked = masked_text("He told The Sun so.", Source("The Sun"))
    assert masked.shown(8, 11) == (8, 13)
    assert masked.shown(12, 15) == (8, 13)
    assert masked.beneath(12, 16) == (8, 18)


@given(
    st.lists(st.sampled_from(["The Sun", "heroes", " ", "é", "😀", "x", ". "]), max_size=30).map(
        "".join
    ),
    st.data(),
)
def test_a_span_that_touches_no_mask_comes_back_as_it_was(text: str, data: st.DataObject) -> None:
    masked = masked_text(text, Source("The Sun"))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if any(start < b and end > a for a, b in masked.hidden) or start == end:
        return
    shown = masked.shown(start, end)
    assert masked.text[slice(*shown)] == text[start:end]
    assert masked.beneath(*shown) == (start, end)


@given(st.text(max_size=40), st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_no_source_breaks_it(outlet: str, text: str, byline: str, url: str) -> None:
    masked = masked_text(text + outlet + text, Source(outlet, byline, url))
    assert masked.text.count(MASK) >= len(masked.hidden)
