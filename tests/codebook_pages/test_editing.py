"""Rows of a codebook's form are added, moved and removed; a forged button does nothing."""

import pytest

from tests.paths import SEEDS
from workbench.codebook.codebook import read_codebook
from workbench.codebook_pages.editing import Rows, edited, rows_of

CODEBOOK = read_codebook(SEEDS / "codebook.toml")


def rows() -> Rows:
    return rows_of(CODEBOOK)


def titles(found: Rows, what: str = "questions") -> list[str]:
    return [row["title"] for row in found[what]]


def test_a_new_question_brings_two_labels_with_free_keys() -> None:
    change = edited(rows(), "add questions")
    assert change is not None
    assert change.place == "questions-3"
    assert [label["key"] for label in change.rows["questions"][3]["labels"]] == ["7", "8"]


def test_a_new_label_and_a_new_category_have_the_next_free_key() -> None:
    change = edited(rows(), "add labels 1")
    assert change is not None
    assert change.place == "questions-1-labels-2"
    assert change.rows["questions"][1]["labels"][2] == {"name": "", "title": "", "key": "7"}
    category = edited(change.rows, "add categories")
    assert category is not None
    assert category.rows["categories"][-1]["key"] == "8"


def test_rows_move_and_stay_within_their_list() -> None:
    down = edited(rows(), "down questions 0")
    assert down is not None
    assert titles(down.rows) == ["Bias", "Sentiment", "Voice"]
    up = edited(down.rows, "up questions 0")
    assert up is not None
    assert titles(up.rows) == ["Bias", "Sentiment", "Voice"]
    label = edited(rows(), "up labels 0 2")
    assert label is not None
    names = [each["name"] for each in label.rows["questions"][0]["labels"]]
    assert names == ["negative", "positive", "neutral"]


def test_a_removed_row_leaves_the_person_at_the_one_that_follows() -> None:
    change = edited(rows(), "remove categories 7")
    assert change is not None
    assert (len(change.rows["categories"]), change.place) == (7, "categories-6")


def test_what_was_sent_is_not_changed_itself() -> None:
    before = rows()
    edited(before, "remove questions 0")
    assert before == rows()


@pytest.mark.parametrize(
    "action",
    [
        "check",
        "save",
        "",
        "add",
        "add people",
        "add labels",
        "add labels 9",
        "remove questions",
        "remove questions 3",
        "remove questions -1",
        "remove labels 0",
        "remove labels 0 7",
        "up questions ²",
        f"up questions {'9' * 50}",
        "drop questions 0",
    ],
)
def test_other_words_are_no_edit(action: str) -> None:
    change = edited(rows(), action)
    assert change is None or change.rows == rows()
