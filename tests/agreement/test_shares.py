"""Shares over annotators: who counts, how wide the limits are, and when there are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.agreement import Share, share_over_annotators


def test_annotators_count_alike() -> None:
    annotators = np.array([0] * 10 + [1] * 2)
    found = share_over_annotators("taken", annotators, np.array([True] * 10 + [False] * 2))
    assert (found.statistic.value, found.hits, found.cases) == (0.5, 10, 12)


def test_limits_are_students_t_over_annotators() -> None:
    annotators = np.repeat([0, 1, 2], 1_000)
    hits = np.concatenate([np.arange(1_000) < n for n in (200, 400, 600)])
    found = share_over_annotators("taken", annotators, hits)
    # t(0.975, 2) = 4.303; the standard error of .2, .4 and .6 is .2 / √3.
    assert found.limits is not None
    assert found.limits == pytest.approx((0.0, 0.4 + 4.3027 * 0.2 / np.sqrt(3)), abs=1e-4)


def test_two_who_agree_by_accident_are_no_certainty() -> None:
    found = share_over_annotators("taken", np.array([0, 1]), np.array([True, True]))
    assert found.limits is not None
    assert found.limits[0] < 0.5


@pytest.mark.parametrize("n", [0, 1])
def test_without_two_annotators_there_is_no_share(n: int) -> None:
    found = share_over_annotators("taken", np.zeros(n, dtype=np.int64), np.ones(n, dtype=np.bool_))
    assert (found.statistic.value, found.statistic.reason, found.limits) == (
        None,
        "too_few_annotators",
        None,
    )


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1))
def test_order_changes_nothing_and_limits_hold_the_share(cases: list[tuple[int, bool]]) -> None:
    def computed(rows: list[tuple[int, bool]]) -> Share:
        people, hits = zip(*rows, strict=True)
        return share_over_annotators("taken", np.array(people), np.array(hits))

    found = computed(cases)
    assert found == computed(sorted(cases))
    if found.statistic.value is not None:
        assert found.limits is not None
        low, high = found.limits
        assert 0 <= low <= found.statistic.value <= high <= 1
