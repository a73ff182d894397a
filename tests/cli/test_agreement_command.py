"""`workbench agreement` reads any table of labels, and says what it cannot use."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.agreement.published import EVAL, expected
from workbench.agreement.reading import MOST_LABELS
from workbench.agreement_command import agreement

Run = Callable[..., Result]
Rows = Sequence[Sequence[str]]

HEADER = ("item", "who", "label")
COLUMNS = ("--item", "item", "--annotator", "who", "--label", "label")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Give a function that writes rows to a file and runs the command on it."""

    def on(rows: Rows, *options: str, level: str = "nominal", delimiter: str = ",") -> Result:
        path = tmp_path / "labels.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        arguments = [str(path), *COLUMNS, "--level", level, *options]
        return CliRunner().invoke(agreement, arguments, catch_exceptions=False)

    return on


def study(*pairs: str, times: int = 1) -> list[tuple[str, ...]]:
    """Let Ada and Ben give a label each to every item: "ab" is an item with "a" and "b"."""
    rows: list[tuple[str, ...]] = [HEADER]
    for number, pair in enumerate(pairs * times):
        first, second = tuple(pair)
        rows += [(f"p{number}", "Ada", first), (f"p{number}", "Ben", second)]
    return rows


FIVE = study("aa", "bb", "ab", "aa", "bb", times=12)


def test_it_says_alpha_first_then_gives_the_table(run: Run) -> None:
    result = run(FIVE)
    assert result.exit_code == 0
    first, second = result.output.splitlines()[:2]
    assert first.startswith("Krippendorff’s α (nominal) is 0.603, 95 % interval 0.")
    assert "120 labels of 2 annotators on 60 items" in second
    for name in ("Percent agreement", "Fleiss’ κ", "Scott’s π", "Gwet’s AC1", "P(<.667)"):
        assert name in result.output


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_are_understood(run: Run, delimiter: str) -> None:
    rows = [(*row, "a; b, c\td\n2nd “line”") for row in FIVE]
    rows[0] = (*HEADER, "text; and, more")
    assert run(rows, delimiter=delimiter).output == run(FIVE).output


def test_the_same_seed_gives_the_same_page_and_another_one_not(run: Run) -> None:
    assert run(FIVE, "--seed", "7").output == run(FIVE, "--seed", "7").output
    assert run(FIVE, "--seed", "7").output != run(FIVE, "--seed", "8").output


def test_json_holds_the_same_numbers_with_their_status(run: Run) -> None:
    found = json.loads(run(FIVE, "--json").output)
    alpha = found["coefficients"][0]
    assert alpha["statistic"]["value"] == pytest.approx(0.603, abs=5e-4)
    assert alpha["interval"]["low"] < alpha["statistic"]["value"] < alpha["interval"]["high"]
    assert (found["seed"], found["labels"], found["level"]) == (1, ["a", "b"], "nominal")


def test_odd_labels_are_labels_like_any_other(run: Run) -> None:
    odd = ["nan", "None", "1", "1.0", "True", "true", "🙂", "偏见", "NA"]
    rows: list[tuple[str, ...]] = [HEADER]
    for number in range(180):
        label = odd[number % len(odd)]
        rows += [(str(number), "Ada", label), (str(number), "Ben", label)]
    result = run(rows)
    assert "360 labels of 2 annotators" in result.output
    assert "“1” and “1.0” are counted as different labels." in result.output
    assert "“True” and “true” are counted as different labels." in result.output
    assert json.loads(run(rows, "--json").output)["coefficients"][0]["statistic"]["value"] == 1


def test_an_empty_cell_is_not_annotated(run: Run) -> None:
    result = run([*FIVE, ("p0", "Cy", ""), ("p1", "Cy", "  ")])
    assert result.exit_code == 0
    assert "2 rows without a label are counted as not annotated." in result.output


def test_declared_labels_make_the_scale(run: Run) -> None:
    narrow = json.loads(run(FIVE, "--json").output)
    wide = json.loads(run(FIVE, "--labels", "a, b, c", "--json").output)
    values = [
        {one["statistic"]["name"]: one["statistic"]["value"] for one in found["coefficients"]}
        for found in (narrow, wide)
    ]
    assert values[0]["krippendorff_alpha"] == values[1]["krippendorff_alpha"]
    assert values[0]["brennan_prediger"] < values[1]["brennan_prediger"]
    assert any("Nobody gave “c”" in sentence for sentence in wide["warnings"])


def test_numbers_of_an_interval_scale_are_joined_by_their_value(run: Run) -> None:
    rows = study("12", "21", "22", "11", "33", times=12)
    spelled = [(item, who, f"{label}.0" if who == "Ben" else label) for item, who, label in rows]
    spelled[0] = HEADER
    one, other = (
        json.loads(run(table, "--json", level="interval").output)["coefficients"]
        for table in (rows, spelled)
    )
    assert one == other


def test_an_ordinal_scale_of_words_has_to_be_declared(run: Run) -> None:
    result = run(FIVE, level="ordinal")
    assert result.exit_code == 1
    assert "--labels a,b" in result.output
    assert run(FIVE, "--labels", "a,b", level="ordinal").exit_code == 0


def test_without_alpha_it_ends_with_3_and_says_why(run: Run) -> None:
    result = run(study("aa", times=30))
    assert result.exit_code == 3
    assert result.output.startswith("Krippendorff’s α (nominal) is undefined. All 60 labels")
    found = json.loads(run(study("aa", times=30), "--json").output)
    assert found["coefficients"][0]["statistic"]["value"] is None
    assert found["coefficients"][0]["statistic"]["reason"] == "no_variation"


def test_few_labels_have_a_value_and_no_interval(run: Run) -> None:
    result = run(study("aa", "bb", "ab"))
    assert result.exit_code == 0
    assert "without an interval" in result.output
    assert "an interval needs at least 10" in result.output


@pytest.mark.parametrize(
    ("rows", "options", "sentence"),
    [
        ([*FIVE, ("p0", "Ada", "b")], (), "“a” on line 2 and “b” on line 122"),
        ([*FIVE, ("p0", "Ada", "a")], (), "more than once"),
        ([*FIVE, ("", "Ada", "b")], (), "Line 122 has a label, and nothing in “item”"),
        ([*FIVE, ("p99",)], (), "Line 122 has 1 cells"),
        ([HEADER], (), "holds no label"),
        ([("item", "who", "label", "who")], (), "more than one column “who”"),
        ([("item", "whom", "label")], (), "no column “who”. The columns are “item”, “whom”"),
        (FIVE, ("--labels", "a,c"), "“b” on line 4 is not among the labels “a”, “c”"),
        (FIVE, ("--labels", "a,a,b"), "declared twice"),
        (FIVE, ("--cluster", "item2"), "no column “item2”"),
        (FIVE, ("--cluster", "who"), "belongs to “Ada” and, on line 3, to “Ben”"),
        (FIVE, ("--level", "interval"), "“a” on line 2 is no number"),
        (FIVE, ("--level", "ratio", "--labels", "x,y"), "“x” is no number"),
        ([], (), "The file is empty"),
        ([HEADER, ("p0", "Ada", "0,5")], ("--level", "interval"), "Write decimals with a point"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(
    run: Run, rows: Rows, options: tuple[str, ...], sentence: str
) -> None:
    result = run(rows, *options)
    assert result.exit_code == 1
    assert sentence in result.output


def test_a_seed_below_zero_is_refused_in_a_sentence(run: Run) -> None:
    result = run(FIVE, "--seed", "-1")
    assert result.exit_code == 2
    assert "Invalid value for '--seed'" in result.output


def test_a_declared_label_may_hold_a_comma(run: Run) -> None:
    rows = [(item, who, {"a": "yes, partly"}.get(label, label)) for item, who, label in FIVE]
    found = json.loads(run(rows, "--labels", 'b, "yes, partly"', "--json").output)
    assert found["labels"] == ["b", "yes, partly"]


def test_one_of_a_kind_is_told_in_the_singular(run: Run) -> None:
    rows = [(*HEADER, "text"), ("p0", "Ada", "a", "t")]
    assert "in 1 cluster; 1 item has a single label." in run(rows, "--cluster", "text").output


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "labels.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(50))
    result = CliRunner().invoke(agreement, [str(path), *COLUMNS, "--level", "nominal"])
    assert result.exit_code == 1
    assert "archive" in result.output


def test_only_the_first_line_may_name_the_delimiter(run: Run) -> None:
    # Written as "sep=,".
    rows = [("sep=", ""), *FIVE, ("sep=1", "Ada", "a"), ("sep=1", "Ben", "b")]
    said = run(rows).output
    assert "122 labels of 2 annotators on 61 items" in said
    again = run([*rows, ("sep=1", "Ben", "b")]).output
    assert "“b” on line 124 and “b” on line 125" in again


def test_a_column_of_far_too_many_labels_is_refused_before_memory_runs_out(run: Run) -> None:
    rows = [HEADER, *((f"p{n // 2}", f"{n % 2}", f"remark {n}") for n in range(MOST_LABELS + 1))]
    result = run(rows)
    assert result.exit_code == 1
    assert "There are 2,001 different labels" in result.output


def test_articles_are_drawn_as_a_whole(run: Run) -> None:
    rows = [(*row, f"article {number // 6}") for number, row in enumerate(FIVE[1:])]
    result = run([(*HEADER, "article"), *rows], "--cluster", "article")
    assert "on 60 items in 20 clusters" in result.output
    assert "1,000 replicates over 20 clusters" in result.output


APART = [HEADER, *(row for name in "abc" for row in ((name, "Ada", "x"), (name, "Ben", "y")))]
APART += [(name, who, "article") for name in "de" for who in ("Cy", "Dee")]


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["table", "json"])
@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        ([HEADER, ("1", "Ada", "x"), ("2", "Ben", "y")], ["No item has labels from two"]),
        (
            APART,
            ["groups that share no item", "article"],
        ),
        (study("ab", "aa", times=20), ["Only 40 items can be compared"]),
    ],
    ids=["apart", "groups", "few"],
)
def test_a_table_of_any_kind_has_items(
    run: Run, rows: Rows, sentences: list[str], options: tuple[str, ...]
) -> None:
    output = run(rows, *options).output
    for sentence in sentences:
        assert sentence in output
    assert "paragraph" not in output


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["table", "json"])
def test_what_items_belong_to_are_clusters(run: Run, options: tuple[str, ...]) -> None:
    rows = [(*row, f"thread {number // 60}") for number, row in enumerate(FIVE[1:])]
    output = run([(*HEADER, "thread"), *rows], "--cluster", "thread", *options).output
    assert "There are 2 clusters to draw from, and 3 are needed." in output
    assert "article" not in output


@pytest.mark.skipif(not EVAL.exists(), reason="the labels of the published studies are not here")
@pytest.mark.parametrize("column", ["bias", "opinion"])
@pytest.mark.parametrize("file", ["raw_sg1", "raw_sg2"])
def test_a_published_study_gives_its_known_agreement(file: str, column: str) -> None:
    options = ["--item", "item_id", "--annotator", "annotator", "--label", column, "--json"]
    known: dict[str, Any] = expected()[f"{file}.{column}"]
    result = CliRunner().invoke(
        agreement, [str(EVAL / f"{file}.csv"), *options, "--level", "nominal"]
    )
    found = json.loads(result.output)
    values = {one["statistic"]["name"]: one["statistic"]["value"] for one in found["coefficients"]}
    assert values["krippendorff_alpha"] == pytest.approx(
        known["krippendorff_alpha_nominal"], abs=1e-6
    )
    assert values["percent_agreement"] == pytest.approx(known["percent_agreement"], abs=1e-6)
    assert values["gwet_ac1"] == pytest.approx(known["gwet_ac1"], abs=1e-4)


ALONE = """
import sys, workbench.agreement_command
print(sorted({"flask", "sqlalchemy", "wtforms", "werkzeug"} & set(sys.modules)))
"""


def test_the_command_needs_no_framework_and_no_database() -> None:
    found = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, check=True, text=True
    )
    assert found.stdout.strip() == "[]"
