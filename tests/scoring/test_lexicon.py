from pathlib import Path

import pytest

from tests.paths import SEEDS
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import CATEGORIES, LexiconEntry, LexiconError
from workbench.scoring.lint import problems

HEADER = "term,category,polarity,strength,part_of_speech,forms,unless,reason\n"
HERO = "hero,glorifying,1,3,noun,heroes,hero image,Praises one side.\n"
MOB = "mob,demeaning,-1,3,noun,,flash mob,Makes a crowd sound lawless.\n"


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return Lexicon.load(SEEDS / "lexicon.csv")


def test_the_shipped_lexicon_has_no_problems(shipped: Lexicon) -> None:
    assert problems(shipped) == ()


def test_the_shipped_lexicon_is_large_and_covers_every_category(shipped: Lexicon) -> None:
    assert len(shipped.entries) >= 2_500
    assert shipped.categories == CATEGORIES
    for category in CATEGORIES:
        assert sum(entry.category == category for entry in shipped.entries) >= 50


def test_an_entry_is_read_with_all_its_cells() -> None:
    assert Lexicon.from_text(HEADER + HERO).entries == (
        LexiconEntry(
            term="hero",
            category="glorifying",
            polarity=1,
            strength=3,
            reason="Praises one side.",
            part_of_speech="noun",
            forms=("heroes",),
            unless=("hero image",),
        ),
    )


def test_five_columns_in_any_order_are_enough() -> None:
    text = "reason,term,strength,polarity,category\nMocks.,so-called,3,-1,hedging_insinuation\n"
    (entry,) = Lexicon.from_text(text).entries
    assert entry == LexiconEntry("so-called", "hedging_insinuation", -1, 3, "Mocks.")


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + HERO).replace("\n", "\r\n").encode())
    assert Lexicon.load(path).version == Lexicon.from_text(HEADER + HERO).version


def test_the_version_changes_with_what_entries_say_and_not_with_their_order() -> None:
    version = Lexicon.from_text(HEADER + HERO + MOB).version
    assert version == Lexicon.from_text(HEADER + MOB + HERO).version
    assert version != Lexicon.from_text(HEADER + HERO + MOB.replace(",3,", ",2,")).version
    assert version.startswith("lexicon-")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("hero,praise,1,3,noun,,,R.\n", "line 2 (“hero”): the category “praise” is not one of"),
        ("hero,glorifying,2,3,noun,,,R.\n", "the polarity “2” is not one of -1, 0, 1"),
        ("hero,glorifying,1,4,noun,,,R.\n", "the strength “4” is not one of 1, 2, 3"),
        ("hero,glorifying,1,3,thing,,,R.\n", "the part_of_speech “thing” is not one of"),
        ("hero,glorifying,1,3,noun,,, \n", "line 2 (“hero”): the reason is missing"),
        (",glorifying,1,3,noun,,,R.\n", "line 2: the term is missing"),
        ("hero,glorifying,1\n", "line 2: has 3 cells instead of 8"),
        (HERO + '"mob,demeaning\n', "line 3: unexpected end of data"),
        (HERO + HERO, "the entries “hero” and “hero” both match “hero”"),
        (HERO + "Heroes,glorifying,1,3,,,,R.\n", "the entries “hero” and “Heroes” both match"),
        (MOB + "flash mob,demeaning,-1,1,,,,R.\n", "“flash mob” is neutral in the entry “mob”"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named(rows: str, message: str) -> None:
    with pytest.raises(LexiconError) as raised:
        Lexicon.from_text(HEADER + rows, source="mine.csv")
    assert message in str(raised.value)
    assert str(raised.value).startswith("mine.csv")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", "lacks the column term, category, polarity, strength, reason"),
        ("term,category,polarity,strength\n", "lacks the column reason"),
        ("term,category,polarity,strength,reason,colour\n", "the column colour is not known"),
        ("term,term,category,polarity,strength,reason\n", "a column is named twice"),
    ],
)
def test_a_first_line_that_cannot_be_used_is_refused(header: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        Lexicon.from_text(header)


def test_what_is_too_long_for_a_sentence_is_cut_off_in_it() -> None:
    long = "very long " * 30
    faults = (
        f"{long},glory,1,3,noun,,,Praises.\n",
        f"hero,{long},1,3,noun,,,Praises.\n",
        f"{long},glorifying,1,3,noun,,,Praises.\n{long},glorifying,1,3,noun,,,Praises too.\n",
    )
    for rows in faults:
        with pytest.raises(LexiconError, match=r"“(very long ){6}…”") as caught:
            Lexicon.from_text(HEADER + rows)
        assert len(str(caught.value)) < 400
    (found,) = problems(Lexicon.from_text(f"{HEADER}{long},glorifying,1,3,noun,,,praises.\n"))
    assert found.startswith("“" + 6 * "very long " + "…”: ")


def test_a_file_in_another_encoding_or_missing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    with pytest.raises(LexiconError, match=r"mine\.csv: can't be read"):
        Lexicon.load(path)
    path.write_bytes(HEADER.encode() + b"caf\xe9")
    with pytest.raises(LexiconError, match=r"mine\.csv: byte 70 is not UTF-8"):
        Lexicon.load(path)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (f"hero,glorifying,1,3,,,,{'Praises ' * 20}.", "has more than 120 characters"),
        ("hero,glorifying,1,3,,,,praises one side.", "the reason is not one sentence"),
        ("hero,glorifying,1,3,,,,Praises. And more.", "the reason is not one sentence"),
        ("hero,glorifying,1,3,,,,“So-called” casts doubt on it.", ""),
        ("hero,glorifying,1,3,,,,Praises e.g. one side.", ""),
        ("hero,glorifying,1,3,,,,Lobt z. B. eine Seite.", ""),
        ("hero,glorifying,1,3,,heroes; heroes,,Praises.", "“heroes” stands in forms twice"),
        ("hero,glorifying,1,3,,,villain,Praises.", "“villain” does not contain the term"),
        ("hero,glorifying,1,3,,,my @hero,Praises.", ""),
        ("anti-@hero,glorifying,1,3,,,,Praises.", ""),
        ("\u0301hero,glorifying,1,3,,,,Praises.", ""),
    ],
)
def test_the_linter_names_what_would_mislead(row: str, problem: str) -> None:
    found = " ".join(problems(Lexicon.from_text(HEADER + row)))
    assert problem in found
    assert bool(problem) == bool(found)


def test_the_linter_names_a_form_that_is_never_matched() -> None:
    lexicon = Lexicon.from_text(
        HEADER + "to say the least,hedging_insinuation,-1,1,,anti-mob,,R.\n" + MOB
    )
    assert problems(lexicon) == ()
    hidden = Lexicon([LexiconEntry("two  spaces", "demeaning", -1, 1, "Is never matched.")])
    assert "“two  spaces”: the form “two  spaces” is not matched." in problems(hidden)


def test_the_linter_names_a_reason_shared_by_many() -> None:
    rows = "".join(f"word{chr(97 + i)},demeaning,-1,1,,,,Is bad.\n" for i in range(7))
    assert problems(Lexicon.from_text(HEADER + rows)) == ("7 entries share the reason “Is bad.”",)
