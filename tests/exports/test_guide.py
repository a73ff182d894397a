"""The guide to the files says what the files hold."""

import pytest

from tests.paths import ROOT
from workbench.exports.columns import Column
from workbench.exports.layouts import Layout, columns_of
from workbench.reports.writing import COLUMNS

GUIDE = ROOT / "docs" / "export.md"


def table_line(column: Column) -> str:
    """Give the line that describes a column in the guide."""
    note = " *With names.*" if column.is_identifying else ""
    return f"| `{column.name}` | {column.kind} | {column.description}{note} |"


@pytest.mark.parametrize("layout", list(Layout))
def test_guide_lists_the_columns_of_each_file_in_order(layout: Layout) -> None:
    _, _, section = GUIDE.read_text(encoding="utf-8").partition(f"\n### {layout.file}\n")
    lines = section.partition("\n### ")[0].splitlines()
    described = [line for line in lines if line.startswith("| `")]
    columns = columns_of(layout, ("QUESTION",), identities=True)
    assert described == [table_line(column) for column in columns]


def test_guide_lists_the_columns_of_the_report_s_numbers_in_order() -> None:
    _, _, section = GUIDE.read_text(encoding="utf-8").partition("\n### agreement.csv\n")
    table = section.partition("\n\n| `part`")[0].splitlines()
    assert [line.split("`")[1] for line in table if line.startswith("| `")] == list(COLUMNS)


@pytest.mark.parametrize("layout", list(Layout))
def test_guide_names_each_file_and_its_format(layout: Layout) -> None:
    assert f"| {layout.file} | `{layout}` |" in GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize("layout", list(Layout))
def test_no_column_name_stands_twice(layout: Layout) -> None:
    names = [column.name for column in columns_of(layout, ("bias",), identities=True)]
    assert len(names) == len(set(names))
