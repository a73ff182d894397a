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
        "span_estimate",
        "adjusted",
        "adoption_of_wrong",
        "agreement_with_others",
        "change_between",
        "compare_groups",
        "cross_alpha",
        "dawid_skene",
        "difference_of_changes",
        "drift",
        "effect_of_showing",
        "estimates",
        "groups_of_annotators",
        "leave_one_out",
        "mace",
        "normalised_cross_alpha",
        "pace",
        "question_report",
        "question_summary",
        "ratio_of_times",
        "self_consistency",
        "severity",
        "shrunken_means",
        "shrunken_shares",
        "straight_lining",
        "sufficiency",
        "unitizing_alpha",
        "wilson_limits",
    ],
)
def test_every_statistic_shows_an_example(statistic: str) -> None:
    assert ">>> " in (getattr(workbench.agreement, statistic).__doc__ or "")
