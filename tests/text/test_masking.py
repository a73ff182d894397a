"""Masks over a text's own mentions of who published it."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text import masking
from workbench.text.masking import MASK, Source, masked_text, self_mentions


def found(text: str, **source: str) -> list[str]:
    return [text[start:end] for start, end in self_mentions(text, Source(**source))]


def test_its_examples_hold() -> None:
    assert doctest.testmod(masking).failed == 0


@pytest.mark.parametrize(
    ("outlet", "text", "mentions"),
    [
        ("The Harbour Post", "He told The Harbour Post so.", ["The Harbour Post"]),
        ("The Harbour Post", "A Harbour Post reporter saw it.", ["Harbour Post"]),
        ("Harbour Post", "the Harbour Post’s own count", ["the Harbour Post"]),
        ("Harbour Post", "HARBOUR POST INVESTIGATION: who knew", ["HARBOUR POST"]),
        ("Harbour Post", "the harbour post was painted", []),
        ("Harbour Post", "The Harbour Poster was painted", []),
        ("The Sun", "told the Sun on Friday", ["the Sun"]),
        ("The Sun", "The sun rose over the Sun Valley", ["the Sun"]),
        ("The Sun", "under a blazing Sun", []),
        ("Time", "Time is short. As Time reported, time is short.", ["Time"]),
        ("Time", "TIME has learned this.", ["TIME"]),
        ("Reuters", "Reuters was told (Reuters) on the line.", ["Reuters", "Reuters"]),
        ("O’Brien’s Daily", "O'Brien's Daily was told.", ["O'Brien's Daily"]),
        ("C++ (News)", "as C++ (News) wrote", ["C++ (News)"]),
        (
            "The Harbour Gazette",
            "told the Gazette; The Gazette knew",
            ["the Gazette", "The Gazette"],
        ),
        ("Harbour Gazette", "the London Gazette, a Gazette, the gazette, the Gazettes", []),
        ("Washington Post", "the Post Office, the Post.", ["the Post"]),
        (
            "The New York Times",
            "The Times, NYT and the Times’s view",
            ["The Times", "NYT", "the Times"],
        ),
        ("The New York Times", "in New York, many times, NYTs", []),
        ("Mail on Sunday", "on the Sunday before; MOS", []),
        ("El Pai\u0301s", "told El País so.", ["El País"]),
        ("", "The Sun", []),
        ("   ", "The Sun", []),
    ],
)
def test_an_outlet_is_found_by_its_name(outlet: str, text: str, mentions: list[str]) -> None:
    assert found(text, outlet=outlet) == mentions


@pytest.mark.parametrize(
    ("url", "text", "mentions"),
    [
        (
            "https://www.harbour-post.co.uk/a/1",
            "See news.harbour-post.co.uk/a?b or harbour-post.co.uk.",
            ["news.harbour-post.co.uk/a?b", "harbour-post.co.uk"],
        ),
        ("https://dailyharbour.com/x", "Follow @DailyHarbour now", ["@DailyHarbour"]),
        ("https://abc.com/x", "@abc abc.com xabc.com", ["abc.com"]),
        (
            "https://abc.com/x",
            "Write to z.quimby+tips@news.abc.com, or zq@xabc.com.",
            ["z.quimby+tips@news.abc.com"],
        ),
        (
            "https://www.bbc.co.uk/1",
            "The BBC’s own; BBC1, a bbc habit",
            ["BBC"],
        ),
        ("https://dailyharbour.com/x", "DailyHarbour, Dailyharbour", ["DailyHarbour"]),
        ("not an address", "not an address", []),
        ("https://[broken/", "broken", []),
    ],
)
def test_a_site_and_its_handle_are_found(url: str, text: str, mentions: list[str]) -> None:
    assert found(text, url=url) == mentions


def test_an_outlet_that_is_an_address_is_found() -> None:
    assert found("as dailyharbour.com wrote", outlet="dailyharbour.com") == ["dailyharbour.com"]


def test_authors_are_found_by_their_full_names() -> None:
    text = "By Ada Sands and Ben Quay. Ada Sands reports. Sands is a place. ADA SANDS"
    assert found(text, byline="By Ada Sands and Ben Quay") == [
        "Ada Sands",
        "Ben Quay",
        "Ada Sands",
        "ADA SANDS",
    ]


def test_a_place_in_the_byline_is_no_author() -> None:
    text = "Ada Sands, in New York for The Post, saw New York."
    assert found(text, byline="By Ada Sands in New York") == ["Ada Sands"]


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
