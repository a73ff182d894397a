import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.paths import SEEDS, SHARED
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.loaded_words import LoadedWord, find_loaded_words
from workbench.scoring.matching import folded

SHIPPED = Lexicon.load(SEEDS / "lexicon.csv")
FORMS = {entry.term: entry.matched_forms() for entry in SHIPPED.entries}
REAL_ARTICLE = SHARED / "real" / "000_b3657abad30e4f87.txt"


def words(text: str) -> list[tuple[int, int, str, str]]:
    found = find_loaded_words(text, SHIPPED)
    assert all(text[word.start : word.end] == word.text for word in found)
    return [(word.start, word.end, word.text, word.category) for word in found]


def test_a_loaded_word_carries_its_reason() -> None:
    assert find_loaded_words("Our Heroes returned.", SHIPPED) == (
        LoadedWord(
            start=4,
            end=10,
            text="Heroes",
            term="hero",
            category="glorifying",
            polarity=1,
            strength=3,
            reason="Praises one side of a conflict in the writer's own voice.",
            in_quotation=False,
        ),
    )


def test_offsets_count_code_points_after_emoji_and_combining_marks() -> None:
    assert words("👩‍👩‍👧 Cafe\u0301 mob, “thugs” 💥 hoax") == [
        (12, 15, "mob", "demeaning"),
        (18, 23, "thugs", "demeaning"),
        (27, 31, "hoax", "moral_judgement"),
    ]


def test_offsets_hold_within_text_from_right_to_left() -> None:
    assert words("אמר \u2067regime\u2069 היום، نظام shocking!") == [
        (5, 11, "regime", "demeaning"),
        (24, 32, "shocking", "sensational"),
    ]


def test_a_possessive_is_not_part_of_the_span() -> None:
    assert words("The heroes’ return, the regime's end, the mob’s cry") == [
        (4, 10, "heroes", "glorifying"),
        (24, 30, "regime", "demeaning"),
        (42, 45, "mob", "demeaning"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Police seized heroin.",
        "An antihero won.",
        "The new tax regime began.",
        "A flash mob danced.",
        "Pension schemes rose.",
        "He is anti-racist.",
        "She woke up early.",
        "Mobile phones sold well.",
        "The patient was admitted to hospital.",
        "The car slammed into a wall.",
    ],
)
def test_neutral_words_and_phrases_are_left_alone(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("a humiliated army", "demeaning"),
        ("a humiliating retreat", "demeaning"),
        ("a national humiliation", "demeaning"),
        ("She slammed the plan", "loaded_speech_verb"),
        ("They are weaponizing the law", "militaristic"),
        ("a so‑called expert", "demeaning"),
        ("the so-called reform", "hedging_insinuation"),
        ("civilian deaths, or collateral\n  damage", "euphemism"),
        ("a DEVASTATING report", "sensational"),
        ("a Witch-Hunt", "moral_judgement"),
        ("an act of heroism", "glorifying"),
    ],
)
def test_forms_and_variants_are_found(text: str, category: str) -> None:
    assert [word[3] for word in words(text)] == [category]


def test_a_word_wholly_inside_a_quotation_is_marked() -> None:
    text = "“This regime is a disgrace,” he said of the regime, a “so-called” state."
    assert [(word.text, word.in_quotation) for word in find_loaded_words(text, SHIPPED)] == [
        ("regime", True),
        ("a disgrace", True),
        ("regime", False),
        ("so-called", True),
    ]


def test_a_word_that_reaches_out_of_a_quotation_is_not_marked() -> None:
    (word,) = find_loaded_words("They call it a “witch” hunt or a witch hunt.", SHIPPED)
    assert (word.text, word.in_quotation) == ("witch hunt", False)


def test_a_hundred_thousand_characters_are_searched() -> None:
    text = "The “regime” sent thugs, and the mob cheered its heroes. " * 1800
    found = find_loaded_words(text, SHIPPED)
    assert len(found) == 4 * 1800
    assert sum(word.in_quotation for word in found) == 1800


_PIECES = st.sampled_from(
    [
        "hero",
        "Heroes",
        "’s",
        "so-called",
        " ",
        "\n\n",
        "witch",
        "hunt",
        "“",
        "”",
        "İ",
        "ß",
        "💥",
        "mob",
        "flash ",
        "e\u0301",
        ".",
        "-",
        "anti",
        "tax ",
        "regime",
        "lashed",
        "out",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_every_span_is_a_form_of_its_term(text: str) -> None:
    end = 0
    for word in find_loaded_words(text, SHIPPED):
        assert end <= word.start < word.end <= len(text)
        assert word.text == text[word.start : word.end]
        assert " ".join(folded(word.text).split()) in FORMS[word.term]
        end = word.end


@pytest.mark.skipif(not REAL_ARTICLE.exists(), reason="the real article is not on this machine")
def test_a_real_article_has_its_loaded_words_found_and_explained() -> None:
    paragraphs = REAL_ARTICLE.read_text(encoding="utf-8").split("\n\n")
    found = [word for text in paragraphs for word in find_loaded_words(text, SHIPPED)]
    outside = {word.text: word for word in found if not word.in_quotation}
    assert {"humiliation", "heroes", "humiliating"} <= outside.keys()
    assert outside["heroes"].category == "glorifying"
    assert all(word.reason.endswith(".") for word in found)
    assert "brilliant" in {word.text for word in found if word.in_quotation}
