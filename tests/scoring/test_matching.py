import itertools
import re
import string
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.scoring.matching import PhraseMatcher, folded


def found(text: str, *phrases: str) -> list[str]:
    matcher = PhraseMatcher({phrase: number for number, phrase in enumerate(phrases)})
    return [text[start:end] for start, end, _ in matcher.find(text)]


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize("text", ["İstanbul’s HEROES", "Straße der HEROES", "ŉ ǰ ΐ HEROES ΟΔΟΣ"])
def test_characters_whose_case_changes_length_do_not_shift_offsets(text: str) -> None:
    assert found(text, "heroes") == ["HEROES"]


@pytest.mark.parametrize(
    "text",
    [
        "hero",
        "Hero.",
        "“hero”",
        "‘hero’",
        "'hero'",
        "hero's",
        "hero’s",
        "hero’",
        "hero—",
        "(hero)",
        "hero-worship",
        "war-hero",
        "#hero",
        "hero's,",
        "hero’ll",
        "שלום hero שלום",
        "👍hero👍",
    ],
)
def test_a_term_is_found_as_a_whole_word(text: str) -> None:
    assert [word.lower() for word in found(text, "hero")] == ["hero"]


@pytest.mark.parametrize(
    "text",
    [
        "heroin",
        "antihero",
        "anti-hero",
        "Anti-hero",
        "non-hero",
        "hero_image",
        "hero2",
        "@hero",
        "l’hero",
        "hero’x",
        "hero\u0301",
        "éhero",
        "heroß",
        "counter‑hero",
        "heroא",
    ],
)
def test_a_term_is_not_found_inside_another_word(text: str) -> None:
    assert found(text, "hero") == []


@pytest.mark.parametrize("space", [" ", "  ", "\n", "\u00a0", "\t \u2009", "\r\n"])
def test_any_white_space_parts_the_words_of_a_term(space: str) -> None:
    text = f"a{space}{space}witch{space}hunt{space}and hero"
    assert found(text, "witch hunt", "hero") == [f"witch{space}hunt", "hero"]


def test_the_longest_of_overlapping_terms_is_taken() -> None:
    assert found("far right wing mob", "far right", "right wing mob") == ["right wing mob"]
    assert found("witch hunt", "witch", "hunt", "witch hunt") == ["witch hunt"]


def test_of_equally_long_terms_the_first_is_taken() -> None:
    assert found("aa bb cc", "aa bb", "bb cc") == ["aa bb"]


def test_typographic_hyphens_and_apostrophes_are_read_as_plain_ones() -> None:
    assert found("so\u2011called and coup d’état", "so-called", "coup d'état") == [
        "so\u2011called",
        "coup d’état",
    ]


def test_phrases_that_differ_in_punctuation_alone_are_told_apart() -> None:
    phrases = ["so called", "so-called", "so/called", "a.b", "a b"]
    text = "so called, so-called, so/called, so\u2010called, so  called; a.b a b a-b"
    assert found(text, *phrases) == [
        *("so called", "so-called", "so/called", "so\u2010called", "so  called", "a.b", "a b"),
    ]


@pytest.mark.parametrize("text", ["герой", "Герой.", "«ГЕРОЙ»", "герой, hero", "l'герой герой"])
def test_a_term_in_other_letters_is_found_as_a_whole_word(text: str) -> None:
    assert [word.lower() for word in found(text, "герой", "нет")] == ["герой"]
    assert found("герои антигерой герой2", "герой") == []


def test_letters_that_are_latin_only_in_lower_case_are_found() -> None:
    # The signs for kelvin and ångström, and the capitals of ß and ÿ, as far as is known.
    latin = set(map(chr, range(256)))
    beyond = [char for char in map(chr, range(256, sys.maxunicode + 1)) if char.lower() in latin]
    assert sorted(beyond) == ["\u0178", "\u1e9e", "\u212a", "\u212b"]
    assert found(" ".join(beyond), *map(str.lower, beyond)) == beyond


@pytest.mark.parametrize("mark", ["💘", "…", "»", "$", "¿", "„"])
def test_a_term_that_is_a_mark_is_found_where_no_letter_is_beside_it(mark: str) -> None:
    assert found(f"a {mark} b{mark} {mark}{mark}", mark) == [mark] * 3
    assert found("“Well,” she said — (no).", mark) == []


def test_nothing_is_found_without_phrases_or_text() -> None:
    assert found("some text") == []
    assert found("", "hero") == []


_PIECES = [
    "hero",
    "heroes",
    "in",
    "witch",
    "hunt",
    " ",
    "  ",
    "\n",
    "-",
    "x",
    "İ",
    "é",
    ".",
    "“",
    "1",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_a_plain_search_finds_the_same(text: str) -> None:
    plain = r"(?<!\w)(?:witch\s+hunt|heroes|hero|hunt)(?!\w)"
    expected = [match[0] for match in re.finditer(plain, text)]
    assert found(text, "witch hunt", "heroes", "hero", "hunt") == expected


@given(st.lists(st.sampled_from(["aa bb", "bb aa", "aa", "bb", "cc"]), max_size=40).map(" ".join))
def test_matches_are_sorted_and_do_not_overlap(text: str) -> None:
    matcher = PhraseMatcher({"aa bb": 0, "bb aa": 1, "aa bb aa": 2, "bb": 3})
    matches = matcher.find(text)
    assert matches == sorted(matches)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(matches))


def test_a_long_text_of_overlapping_terms_is_searched_to_its_end() -> None:
    text = "aa bb " * 20_000
    matcher = PhraseMatcher({"aa bb": 0, "bb aa": 1})
    assert len(matcher.find(text)) == 20_000
    assert matcher.find(text)[-1] == (119_994, 119_999, 0)


def test_a_long_text_of_uneven_spaces_keeps_its_offsets() -> None:
    text = "x  hero\n" * 12_500
    matches = PhraseMatcher({"hero": 0}).find(text)
    assert len(matches) == 12_500
    assert matches[-1] == (99_995, 99_999, 0)


def test_punctuation_is_a_boundary() -> None:
    marks = set(string.punctuation) - {"_", "@"}
    assert all(found(f"{mark}hero{mark}", "hero") == ["hero"] for mark in marks)
