"""The methods page explains every word that a statistic can answer with."""

from typing import get_args

import pytest

from tests.paths import ROOT
from workbench.agreement.dawid_skene import NotIdentified
from workbench.agreement.statistic import Flag, Reason
from workbench.agreement.support import RemarkName, WithheldReason


@pytest.mark.parametrize("words", [Reason, Flag, WithheldReason, RemarkName, NotIdentified])
def test_every_reason_every_flag_and_every_remark_is_explained(words: object) -> None:
    page = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    for word in get_args(words):
        assert f"| `{word}` |" in page
