"""Every statistic shows a worked example."""

import pytest

import workbench.agreement


@pytest.mark.parametrize(
    "statistic",
    [
        "brennan_prediger",
        "cohen_kappa",
        "conger_kappa",
        "contested",
        "fleiss_kappa",
        "gwet_ac1",
        "gwet_ac2",
        "krippendorff_alpha",
        "label_kappa",
        "light_kappa",
        "percent_agreement",
        "positive_agreement",
        "scott_pi",
        "span_agreement",
    ],
)
def test_every_statistic_shows_an_example(statistic: str) -> None:
    assert ">>> " in (getattr(workbench.agreement, statistic).__doc__ or "")
