"""Statistics as a paper would print them, and why one cannot be given."""

from workbench.agreement.statistic import Basis, defined, undefined
from workbench.reports.measures import remark, shown


def test_undefined_is_never_a_number() -> None:
    nothing = undefined("krippendorff_alpha", "no_variation", "All alike.", Basis(3, 6, 2))
    assert (shown(nothing), remark(nothing)) == ("n/a", "All alike.")


def test_percent_agreement_is_printed_as_a_percentage() -> None:
    assert shown(defined("percent_agreement", 7 / 9, Basis(4, 9, 3))) == "77.8%"
