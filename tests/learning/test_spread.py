"""A word that a list of feelings knows is believed to judge sooner than another."""

import numpy as np
import pytest

from workbench.learning import paragraphs
from workbench.learning.linear import Design, fit_number


@pytest.mark.parametrize(
    ("name", "spread"),
    [
        ("word wonderful", paragraphs.VALENCED_SPREAD),
        # No word of VADER's, but one by which news judges.
        ("word abominable", paragraphs.VALENCED_SPREAD),
        ("word harbour", paragraphs.OTHER_SPREAD),
        ("beginning wonde", paragraphs.OTHER_SPREAD),
        ("news", paragraphs.NEWS_SPREAD),
        ("compound", 1.0),
        ("marked words, log", 1.0),
    ],
)
def test_what_is_known_of_a_word_says_how_far_its_weight_may_lie(name: str, spread: float) -> None:
    assert paragraphs.sentiment_spread(name) == spread


def test_a_weight_with_twice_the_spread_is_held_back_a_quarter_as_much() -> None:
    rows = [{"a": 1.0}, {"b": 1.0}, {"a": 1.0}, {"b": 1.0}, {"c": 1.0}, {"c": 1.0}]
    design = Design(rows)
    numbers = np.array([1.0, 1.0, 1.0, 1.0, -2.0, -2.0])
    everything, once = np.ones(6, dtype=bool), np.ones(6)
    fitted, start = fit_number(
        design, everything, numbers, once, spread=np.array([2.0, 1.0, 1.0]), penalty=4.0
    )
    # The rows are the same for a and b but for the spread.
    assert fitted[0] > fitted[1] > 0
    # Ridge by hand: X = columns less their means, S = diag(spread), (SX'XS + λ)⁻¹ SX'y, times S.
    matrix = np.eye(3)[[0, 1, 0, 1, 2, 2]]
    centred, spread = matrix - matrix.mean(0), np.diag([2.0, 1.0, 1.0])
    scaled = centred @ spread
    by_hand = spread @ np.linalg.solve(scaled.T @ scaled + 4.0 * np.eye(3), scaled.T @ numbers)
    assert fitted == pytest.approx(by_hand, abs=1e-6)
    assert start == pytest.approx(numbers.mean() - matrix.mean(0) @ by_hand, abs=1e-6)
