import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.learning.certainty import Curve, fit_curve
from workbench.learning.choosing import best_from


def test_the_curve_that_made_the_answers_is_found_again() -> None:
    draw = random.Random(1)  # noqa: S311  # Only made-up scores.
    scores = [draw.uniform(-3, 3) for _ in range(2_000)]
    truths = [draw.random() < Curve(0.5, 1.5).at(score) for score in scores]
    found = fit_curve(scores, truths)
    assert found.intercept == pytest.approx(0.5, abs=0.2)
    assert found.slope == pytest.approx(1.5, abs=0.2)


def test_a_score_that_tells_nothing_or_the_opposite_gives_the_share() -> None:
    found = fit_curve([1.0, 2.0, 3.0, 4.0] * 20, [True, True, False, False] * 20)
    assert found.slope == 0
    assert found.at(4.0) == pytest.approx(0.5)


def test_without_texts_nothing_is_promised() -> None:
    assert fit_curve([], []).at(3.0) == 0.5


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.booleans(), st.sampled_from([0.3, 1.0])), min_size=1)
)
def test_a_certainty_is_a_chance_and_never_falls(rows: list[tuple[float, bool, float]]) -> None:
    scores, truths, weights = (list(column) for column in zip(*rows, strict=True))
    found = fit_curve(scores, truths, weights)
    assert math.isfinite(found.intercept)
    chances = [found.at(score) for score in sorted(scores)]
    assert chances == sorted(chances)
    assert all(0 < chance < 1 for chance in chances)


@given(
    st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=1, max_size=12).filter(
        lambda rows: any(truth for _, truth in rows)
    )
)
def test_the_best_place_to_cut_is_found(rows: list[tuple[int, bool]]) -> None:
    def f1(cut: float) -> float:
        right = sum(truth for score, truth in rows if score >= cut)
        called = sum(score >= cut for score, _ in rows)
        return 2 * right / (called + sum(truth for _, truth in rows))

    scores, truths = [float(score) for score, _ in rows], [truth for _, truth in rows]
    cut = best_from(scores, truths, [1.0] * len(rows))
    assert f1(cut) == pytest.approx(max(f1(score) for score in scores))


def test_nothing_is_suggested_where_nothing_was_right() -> None:
    assert best_from([1.0, 9.0], [False, False], [1.0, 1.0]) > 1e6
