"""What was there keeps its name, and what is new never takes the name of something older."""

from dataclasses import replace

import pytest

from tests.paths import SEEDS
from workbench.codebook.codebook import Codebook, CodebookError, Label, read_codebook
from workbench.codebook_pages.drafting import drafted, names_in
from workbench.codebook_pages.editing import Rows, rows_of

CODEBOOK = read_codebook(SEEDS / "codebook.toml")


def draft(rows: Rows, *earlier: Codebook) -> Codebook:
    return drafted(rows, in_force=CODEBOOK, earlier=names_in([CODEBOOK, *earlier]))


def test_unchanged_rows_give_the_same_codebook() -> None:
    assert draft(rows_of(CODEBOOK)) == CODEBOOK


def test_a_renamed_label_keeps_its_name() -> None:
    rows = rows_of(CODEBOOK)
    rows["questions"][1]["labels"][0]["title"] = "slanted"
    assert draft(rows).question("bias").labels[0] == Label("biased", "slanted", "b")


def test_a_new_question_never_takes_up_the_answers_of_an_older_one() -> None:
    rows = rows_of(CODEBOOK)
    rows["questions"][1]["name"] = ""
    assert [one.name for one in draft(rows).questions] == ["sentiment", "bias_2", "voice"]


def test_a_new_label_never_takes_up_the_answers_of_an_older_one() -> None:
    without = replace(
        CODEBOOK,
        questions=(
            replace(CODEBOOK.questions[0], labels=CODEBOOK.questions[0].labels[1:]),
            *CODEBOOK.questions[1:],
        ),
    )
    rows = rows_of(without)
    rows["questions"][0]["labels"].append({"name": "", "title": "negative", "key": "9"})
    assert draft(rows).question("sentiment").label_names == ("neutral", "positive", "negative_2")


def test_labels_of_a_scale_are_named_by_their_numbers() -> None:
    rows = rows_of(CODEBOOK)
    rows["questions"].append(
        {
            "name": "",
            "title": "Strength",
            "prompt": "",
            "level": "interval",
            "labels": [
                {"name": "", "title": title, "key": ""} for title in ("0 none", "2.5 some", "10")
            ],
        }
    )
    assert draft(rows).question("strength").label_names == ("0", "2.5", "10")


def test_nothing_suggests_an_answer_that_the_question_no_longer_has() -> None:
    rows = rows_of(CODEBOOK)
    rows["questions"][1]["labels"] = [
        {"name": "", "title": title, "key": ""} for title in ("left", "right")
    ]
    assert draft(rows).question("bias").suggested_by == ""
    assert draft(rows).question("voice").suggested_by == "voice"


def test_a_forged_name_is_none() -> None:
    rows = rows_of(CODEBOOK)
    rows["questions"][1]["name"] = "../bias"
    rows["questions"][0]["labels"][0]["name"] = "x" * 41
    found = draft(rows)
    assert [one.name for one in found.questions] == ["sentiment", "bias_2", "voice"]
    assert found.question("sentiment").label_names[0] == "negative_2"


def test_one_name_for_two_questions_is_refused() -> None:
    rows = rows_of(CODEBOOK)
    rows["questions"][1]["name"] = "voice"
    with pytest.raises(CodebookError, match="stands twice"):
        draft(rows)
