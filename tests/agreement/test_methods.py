"""The methods page explains every word that a statistic can answer with."""

from typing import get_args

from tests.paths import ROOT
from workbench.agreement.statistic import Flag, Reason


def test_every_reason_and_every_flag_is_explained() -> None:
    page = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    for word in (*get_args(Reason), *get_args(Flag)):
        assert f"| `{word}` |" in page
