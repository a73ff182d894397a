"""The counts that stand guard over hostile inputs do tell quadratic work from linear."""

import re
import sys
from collections.abc import Callable

import pytest

from tests.work import BETWEEN_LINEAR_AND_QUADRATIC, cpu_exponent, lines_run


def test_a_loop_counts_each_time_round() -> None:
    def loop(times: int) -> list[int]:
        return [number + 1 for number in range(times)]

    assert lines_run(lambda: loop(1_000)) - lines_run(lambda: loop(500)) == 500


def test_the_trace_of_others_is_put_back() -> None:
    before = sys.gettrace()
    with pytest.raises(ZeroDivisionError):
        lines_run(lambda: 1 / 0)
    assert sys.gettrace() is before


def test_quadratic_lines_are_told_from_linear_ones() -> None:
    def pairs(size: int) -> int:
        return sum(1 for first in range(size) for second in range(first))

    assert lines_run(lambda: pairs(80)) > 3 * lines_run(lambda: pairs(40))


@pytest.mark.parametrize(
    ("pattern", "is_quadratic"), [(r"[^\S\n]*\n\s*", True), (r"[^\S\n]+", False)]
)
def test_a_quadratic_pattern_is_told_from_a_linear_one(pattern: str, is_quadratic: bool) -> None:
    sought = re.compile(pattern)

    def search(size: int) -> Callable[[], object]:
        text = " " * size + "end"
        return lambda: sought.sub("", text)

    exponent = cpu_exponent(search, 500, 4_000)
    assert (exponent > BETWEEN_LINEAR_AND_QUADRATIC) == is_quadratic
