"""Mentions of an outlet and its site, told from ordinary words."""

import doctest

import pytest

from workbench.text import self_mentions as self_mentions_module
from workbench.text.self_mentions import Source, self_mentions


def found(text: str, outlet: str = "", url: str = "") -> list[str]:
    return [text[start:end] for start, end in self_mentions(text, Source(outlet, url=url))]


def test_its_examples_hold() -> None:
    assert doctest.testmod(self_mentions_module).failed == 0


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
        ("Harbour Gazette", "the London Gazette, a Gazette, the Gazettes, a gazette", []),
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
    ("outlet", "text", "mentions"),
    [
        ("Reuters", "as reuters had it", ["reuters"]),
        ("The New York Times", "in the new york times, nyt", ["the new york times", "nyt"]),
        ("AFP", "an afp photographer", ["afp"]),
        ("FT", "6 ft of snow in Ft Worth, FT", ["FT"]),
        ("Harbour Gazette", "told the gazette; in the gazette", ["the gazette", "the gazette"]),
        ("Harbour Post", "he told the harbour post that", ["the harbour post"]),
        ("Harbour Post", "reported by “harbour post”", ["harbour post"]),
        ("Harbour Post", "told the post on Friday", ["the post"]),
        ("Harbour Post", "the post office, a post, wrote in the post, the post said", []),
        ("Harbour Magazine", "told the magazine that", []),
        ("The Sun", "the sun reported; told the sun; “the sun”", ["the sun"] * 3),
        ("The Sun", "the sun rose; told the sun god; in the sun. A “sun” lamp", []),
        ("The Independent", "told the independent inquiry; an independent", []),
        ("The Independent", "told the independent that", ["the independent"]),
        ("Time", "it told time, time reports, in time", []),
        ("Time", "a cover of “time”", ["time"]),
        ("usa-today", "USA Today; usa today; the Today", ["USA Today", "usa today", "the Today"]),
        ("fox news", "Fox News, a fox. News!", ["Fox News"]),
        ("time", "Time flies. In time, Time flies.", ["Time"]),
        ("HARBOUR GAZETTE", "Harbour Gazette, the Gazette", ["Harbour Gazette", "the Gazette"]),
    ],
)
def test_small_letters_are_found_where_they_are_a_name(
    outlet: str, text: str, mentions: list[str]
) -> None:
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
            ["BBC", "bbc"],
        ),
        (
            "https://dailyharbour.com/x",
            "DailyHarbour, Dailyharbour",
            ["DailyHarbour", "Dailyharbour"],
        ),
        ("https://www.slate.com/x", "a slate roof, a Slate, SLATE", ["SLATE"]),
        ("https://abc.com/x", "an Abc; the abc said", ["abc"]),
        ("https://www.ft.com/x", "6 ft, Ft Worth, FT", ["FT"]),
        ("not an address", "not an address", []),
        ("https://[broken/", "broken", []),
    ],
)
def test_a_site_and_its_handle_are_found(url: str, text: str, mentions: list[str]) -> None:
    assert found(text, url=url) == mentions


def test_an_outlet_that_is_an_address_is_found() -> None:
    assert found("as dailyharbour.com wrote", outlet="dailyharbour.com") == ["dailyharbour.com"]
