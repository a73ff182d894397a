import csv
import io

from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconEntry
from workbench.scoring.lexicon_files import read_lexicon_file, row_of, rows_of
from workbench.scoring.overlay import Overlay, differences, problems_with
from workbench.web.cells import written

HERO = LexiconEntry("hero", "glorifying", 1, 3, "Praises one side.", "noun", ("heroes",))
MOB = LexiconEntry("mob", "demeaning", -1, 3, "Makes a crowd sound lawless.", "noun")
IRON = LexiconEntry(
    "Iron fist", "militaristic", -1, 2, "Paints rule as a blow.", context=("previous: an",),
    weaker=("quoted",), example="Ruled with an iron fist.",
)  # fmt: skip
BASE = (HERO, MOB)


def terms(overlay: Overlay) -> list[str]:
    return [entry.term for entry in overlay.entries(BASE)]


def test_terms_are_switched_off_and_on_again_with_what_they_said() -> None:
    off = Overlay().switched_off(["HERO"])
    assert terms(off) == ["mob"]
    assert off.switched_on(["Hero"]).entries(BASE) == BASE
    assert terms(off.switched_off(["iron  fist"]).with_entries([IRON])) == ["mob", "Iron fist"]


def test_an_own_entry_takes_the_place_of_the_base_s_and_goes_again() -> None:
    mild = LexiconEntry("Hero", "glorifying", 1, 1, "Praises one side mildly.", "noun")
    changed = Overlay().with_entries([mild])
    assert changed.entries(BASE) == (mild, MOB)
    assert changed.without("hero").entries(BASE) == BASE
    assert changed.switched_off(["hero"]).entries(BASE) == (MOB,)


def test_what_is_stored_is_read_back_and_changes_nothing_twice() -> None:
    overlay = Overlay().with_entries([IRON, HERO]).switched_off(["mob", "never heard"])
    tidied = overlay.tidied(BASE)
    assert tidied == Overlay(frozenset({"mob"}), {"iron fist": IRON})
    assert Overlay.from_values(tidied.to_values()) == tidied


def test_differences_name_what_is_new_gone_and_otherwise() -> None:
    stronger = LexiconEntry("mob", "demeaning", -1, 2, "Makes a crowd sound wild.", "noun")
    new, gone, other = differences((HERO, MOB), (stronger, IRON))[::-1]
    assert (other.term, other.before, other.after) == ("hero", HERO, None)
    assert (gone.term, gone.before, gone.fields) == ("Iron fist", None, ())
    assert new.fields == ("strength", "reason")


def test_faults_are_told_of_changed_terms_alone() -> None:
    heroes = LexiconEntry("heroes", "glorifying", 1, 3, "Praises.")
    assert problems_with((*BASE, heroes), ["heroes"]).keys() == {"heroes"}
    vague = LexiconEntry("mob rule", "demeaning", -1, 2, "bad")
    assert problems_with((*BASE, vague), ["mob rule"]) == {
        "mob rule": ["the reason is not one sentence."]
    }
    assert problems_with((*BASE, vague), ["hero"]) == {}
    lost = LexiconEntry("wall", "militaristic", 0, 1, "Is a rule.", context=("previous: iron",))
    assert "no example" in problems_with((*BASE, lost), ["wall"])["wall"][0]


def test_a_file_is_read_to_its_end_with_every_fault_named() -> None:
    raw = (
        "term,category,polarity,strength,reason\n"
        "hero,glorifying,1,3,Praises.\n"
        "mob,praise,-1,3,Mocks.\n"
        "\n"
        "Hero,glorifying,1,2,Praises.\n"
        f"long,demeaning,-1,1,{'x' * 2_000}\n"
        "last,demeaning,-1,7,Mocks.\n"
    ).encode()
    read = read_lexicon_file(raw, "mine.csv")
    assert [entry.term for entry in read.entries] == ["hero"]
    assert [problem.line for problem in read.problems] == [3, 5, 6, 7]
    told = " ".join(problem.sentence for problem in read.problems)
    for part in ("line 3 (“mob”): the category", "stands in line 2 already", "2,000 characters"):
        assert part in told


def test_a_file_that_cannot_be_read_at_all_says_why() -> None:
    for raw, sentence in (
        (b"caf\xe9,b\n", "lacks the column"),
        (bytes(range(256)), "is not text"),
        (b"a,b\n1,2\n", "lacks the column"),
        (b"term,category,polarity,strength,reason\n", "holds no terms"),
    ):
        (problem,) = read_lexicon_file(raw, "mine.csv").problems
        assert problem.line is None
        assert sentence in problem.sentence


def test_what_is_handed_out_is_read_back_exactly() -> None:
    odd = LexiconEntry("'tis said", "hedging_insinuation", 0, 1, "=Hints.", forms=("-ish", "+1"))
    file = io.StringIO(newline="")
    csv.writer(file).writerows([written(cell) for cell in row] for row in rows_of([odd, IRON, MOB]))
    read = read_lexicon_file(b"\xef\xbb\xbf" + file.getvalue().encode(), "mine.csv")
    assert read.problems == ()
    assert set(read.entries) == {odd, IRON, MOB}
    assert Lexicon(read.entries).version == Lexicon([IRON, MOB, odd]).version
    assert row_of(HERO)[:4] == ["hero", "glorifying", 1, 3]
