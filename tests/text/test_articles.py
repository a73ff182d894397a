"""Paragraphs know their offsets, and a fingerprint knows the article again."""

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from workbench.text import cleaning
from workbench.text.articles import fingerprint, split_paragraphs
from workbench.text.cleaning import MOST_MARKS, clean, removal_note, without_piles

BODIES = st.text(alphabet=st.one_of(st.sampled_from("a \n\t\r\u2028é”"), st.characters()))


def test_empty_lines_separate_paragraphs() -> None:
    parts = split_paragraphs("\n One.\n \n\nTwo,\nstill two. \n\nThree.")
    assert [part.text for part in parts] == ["One.", "Two,\nstill two.", "Three."]


def test_without_empty_lines_each_line_is_a_paragraph() -> None:
    assert [part.text for part in split_paragraphs("\nOne.\nTwo.\n")] == ["One.", "Two."]


def test_offsets_count_code_points() -> None:
    parts = split_paragraphs("😀 one.\n\ntwo.")
    assert [(part.start, part.end) for part in parts] == [(0, 6), (8, 12)]


@given(BODIES)
def test_every_paragraph_is_the_slice_it_names(body: str) -> None:
    parts = split_paragraphs(body)
    assert [part.position for part in parts] == list(range(len(parts)))
    end = 0
    for part in parts:
        assert body[part.start : part.end] == part.text == part.text.strip() != ""
        assert end <= part.start
        end = part.end
    assert "".join("".join(part.text for part in parts).split()) == "".join(body.split())


@given(st.lists(st.text("a b\u2028.", min_size=1), min_size=1))
def test_a_body_that_is_joined_from_paragraphs_is_cut_like_any_other(parts: list[str]) -> None:
    whole = "\n\n".join(parts)
    # With a space behind its lines a body is gone through line by line.
    by_lines = split_paragraphs("\n\n".join(f"{part} " for part in parts))
    assert [each.text for each in split_paragraphs(whole)] == [each.text for each in by_lines]
    for part in split_paragraphs(whole):
        assert whole[part.start : part.end] == part.text


def test_other_quotes_and_line_breaks_are_the_same_article() -> None:
    one = fingerprint("“Don’t,” she\nsaid.\n\nHe\u00a0went to the café.")
    assert one == fingerprint('"Don\'t," she said.\nHe went to the cafe\u0301.\r\n')
    assert one == fingerprint("“Don’t,” she said. He went to the ca\u00adfé.\ufeff")
    assert one != fingerprint("“Don’t,” she said. He went to the cafe.")
    assert len(one) == 64


@given(BODIES)
def test_a_fingerprint_survives_cleaning_and_rewrapping(body: str) -> None:
    cleaned, _ = clean(body)
    assert fingerprint(cleaned) == fingerprint(body)
    assert fingerprint("\n".join(cleaned.split())) == fingerprint(body)


@given(BODIES)
def test_cleaning_twice_is_cleaning_once(body: str) -> None:
    cleaned, _ = clean(body)
    assert clean(cleaned) == (cleaned, 0)


def test_cleaning_keeps_the_joiners_that_spelling_needs() -> None:
    assert clean("می\u200cخواهم 👩\u200d🚀") == ("می\u200cخواهم 👩\u200d🚀", 0)


def test_cleaning_drops_what_shows_nothing_and_counts_what_is_unreadable() -> None:
    assert clean("a\u00adb\u200bc\ufeff\x07\x1b\ud800\td\u2028e") == ("abc\td\ne", 3)


def test_the_loss_of_characters_is_told_in_a_sentence() -> None:
    assert [removal_note(removed) for removed in (0, 1, 2)] == [
        "",
        "One unreadable character was removed.",
        "2 unreadable characters were removed.",
    ]


def test_a_text_without_a_suspect_character_is_clean_already() -> None:
    plain = "".join(
        character
        for character in map(chr, range(0x3000))
        if not cleaning._SUSPECT.search(character)
    )
    assert set("é’“–…") <= set(plain)
    for text in (plain, plain[::-1], "".join(2 * character for character in plain)):
        assert unicodedata.normalize("NFC", text) == text
        for pattern in (cleaning._TRANSLATED, cleaning._SPACES, cleaning._UNREADABLE):
            assert not pattern.search(text)
    assert not any(map(unicodedata.combining, plain))


def test_every_accent_can_make_a_pile() -> None:
    marks = [mark for mark in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(mark)]
    # What is looked for first must not pass over any of them.
    left = [mark for mark in marks if without_piles("e" + mark * 40) != "e" + mark * MOST_MARKS]
    assert left == []
