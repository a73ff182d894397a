"""Words typed by a person are found where they stand."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.work import BETWEEN_LINEAR_AND_QUADRATIC, cpu_exponent, lines_run
from workbench.annotations.locating import locate


def found(text: str, words: str, taken: tuple[tuple[int, int], ...] = ()) -> str | None:
    place = locate(text, words, taken)
    return None if place is None else f"{place[0]}:{text[place[0] : place[1]]}"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The heroes left.", "heroes", "4:heroes"),
        ("The heroes left.", "  heroes ", "4:heroes"),
        ("Heroes and heroes.", "heroes", "11:heroes"),
        ("The Heroes left.", "heroes", "4:Heroes"),
        ("They’re “brave” men.", 'they\'re "brave"', "0:They’re “brave”"),
        ("A so–called deal", "so-called", "2:so–called"),
        ("A so\u00a0called deal", "so called", "2:so\u00a0called"),
        ("🚒🚒 heroes 🚒", "heroes 🚒", "3:heroes 🚒"),
        ("antihero hero", "hero", "9:hero"),
        ("The antiheroes left.", "heroes", "8:heroes"),
        ("In a cafe\u0301 once", "caf\u00e9", "5:cafe\u0301"),
        ("In a caf\u00e9 once", "cafe\u0301", "5:caf\u00e9"),
        ("Auf der Straße", "STRASSE", "8:Straße"),
        ("这是英雄的故事", "英雄", "2:英雄"),
        ("The heroes left.", "villains", None),
        ("The heroes left.", "   ", None),
    ],
)
def test_words_are_found_as_they_stand(text: str, words: str, expected: str | None) -> None:
    assert found(text, words) == expected


def test_a_letter_is_not_parted_from_its_accent() -> None:
    assert found("cafe\u0301", "cafe") is None


def test_the_first_place_that_is_not_taken_is_given() -> None:
    text = "heroes, heroes, heroes"
    assert found(text, "heroes", ((0, 6),)) == "8:heroes"
    assert found(text, "heroes", ((0, 6), (10, 11), (16, 22))) is None


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_what_stands_in_a_text_is_found_at_a_place_that_reads_the_same(
    text: str, first: int, second: int
) -> None:
    start, end = sorted((first % (len(text) + 1), second % (len(text) + 1)))
    place = locate(text, text[start:end])
    if place is not None:
        assert 0 <= place[0] < place[1] <= len(text)


def test_long_words_that_almost_stand_there_cost_no_more_than_the_text_is_long() -> None:
    def seek(size: int) -> Callable[[], object]:
        text, words = "a" * size, "a" * (size // 2) + "b"
        return lambda: locate(text, words)

    assert seek(100)() is None
    # The search is done in C, where no work can be counted.
    assert cpu_exponent(seek, 1_000, 8_000) < BETWEEN_LINEAR_AND_QUADRATIC


def test_words_that_stand_everywhere_are_folded_once() -> None:
    def seek(size: int) -> int:
        text, words = "ha" * size, "ha" * (size // 2)
        return lines_run(lambda: locate(text, words, [(0, 2 * size)]))

    # A little more than twice the work for twice the text; quadratic work would be four times.
    assert seek(1_000) < 2.2 * seek(500)


def test_places_that_are_taken_are_jumped_at_once() -> None:
    """However often the words stand in a piece that is marked, they are sought behind it."""

    def seek(size: int) -> Callable[[], object]:
        text = "a" * size + " a"
        return lambda: locate(text, "aa", ((0, size),))

    assert seek(4_000)() is None
    assert lines_run(seek(8_000)) <= lines_run(seek(4_000)) * 2.1
    folded_once = lines_run(seek(4_000))
    assert folded_once < 4_000, "Each character of the piece was a place to look at."
