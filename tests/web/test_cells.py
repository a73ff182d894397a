"""Cells that a spreadsheet shows and never runs."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.web import downloads
from workbench.web.cells import harmless, original, written

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("text", [*RISKY, "'quoted", "''", "'"])
def test_risky_text_gets_one_apostrophe(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "heroes", "1", "nan", "a=b", "“=”", "é", "−1 percent"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text() | st.text(alphabet="'=+-@\t\r\n ＝a"))
def test_every_text_comes_back(text: str) -> None:
    assert original(harmless(text)) == text


def test_numbers_claims_and_times_are_bare() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    values = [-0.6124, -3, True, None, noon, date(2026, 3, 2), np.float64(-0.6124)]
    in_cells = ["-0.6124", "-3", "true", "", "2026-03-02T12:00:00Z", "2026-03-02", "-0.6124"]
    assert [written(value) for value in values] == in_cells


@pytest.mark.parametrize(
    ("study", "name"),
    [
        ("../../etc/passwd", "etc-passwd-spans.csv"),
        ('a"; filename="b.exe', "a-filename-b-exe-spans.csv"),
        ("研究", "project-spans.csv"),
        ("word " * 40, "-".join(["word"] * 8) + "-spans.csv"),
    ],
)
def test_file_names_are_plain(study: str, name: str) -> None:
    assert downloads.file_name(study, "spans.csv", is_demonstration=False) == name
