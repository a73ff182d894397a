"""Numbers as a paper would print them."""

import pytest

from workbench.reports.numbers import coefficient


@pytest.mark.parametrize(
    ("value", "printed"),
    [(0.0, ".00"), (-0.001, ".00"), (-0.174, "−.17"), (-1.0, "−1.00"), (0.999, "1.00")],
)
def test_coefficients_have_no_nought_and_a_true_minus(value: float, printed: str) -> None:
    assert coefficient(value) == printed
