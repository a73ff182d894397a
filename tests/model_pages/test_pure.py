"""Measures by whole articles agree with those of an evaluation, and are told with their limits."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from tests.learning.conftest import sentences
from tests.shipped import shipped_lexicon
from workbench.evaluation.evaluating import evaluate_guesses
from workbench.evaluation.guessing import shipped_guess
from workbench.learned.queries import ModelRow
from workbench.learning.training import as_gold, measures, train
from workbench.model_pages.comparing import UNCLEAR
from workbench.model_pages.guesses import from_values, to_values
from workbench.model_pages.measuring import measure
from workbench.model_pages.wording import comparisons
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import prescore


@pytest.fixture
def lexicon() -> Lexicon:
    return shipped_lexicon()


def test_measures_are_those_of_an_evaluation(lexicon: Lexicon) -> None:
    texts = sentences(40)
    trained = train(texts, lexicon, at=datetime(2026, 1, 2, tzinfo=UTC), software="1")
    shipped = [shipped_guess(prescore(text.text, lexicon)) for text in texts]
    found = measure(texts, trained.held_out, shipped, random=np.random.default_rng(1))
    by_name = {each.name: each for each in found}
    for guesses, side in ((trained.held_out, 0), (shipped, 1)):
        judged = [(as_gold(text), guess) for text, guess in zip(texts, guesses, strict=True)]
        expected = measures(evaluate_guesses(judged, model="", name=""))
        for name, value in expected.items():
            figure = by_name[name].first if side == 0 else by_name[name].second
            assert figure.value == (None if value is None else pytest.approx(value)), name
    # Drawing anew scatters every step of a calibration: its limits would lie above it.
    assert by_name["bias_calibration"].first.value is not None
    assert by_name["bias_calibration"].first.low is None
    difference = by_name["word_f1"].difference
    assert difference.low is not None
    assert 0 < difference.low <= (difference.value or 0) <= (difference.high or 0)


def test_nothing_differs_from_itself(lexicon: Lexicon) -> None:
    texts = sentences(30)
    shipped = [shipped_guess(prescore(text.text, lexicon)) for text in texts]
    found = measure(texts, shipped, shipped, random=np.random.default_rng(1))
    for each in found:
        assert each.difference.value in (None, 0)
        assert each.difference.low in (None, 0)


def test_guesses_come_back_as_they_were_kept(lexicon: Lexicon) -> None:
    texts = sentences(40)
    trained = train(texts, lexicon, at=datetime(2026, 1, 2, tzinfo=UTC), software="1")
    for guess in trained.held_out:
        back = from_values(to_values(guess))
        assert (back.words, back.voice, back.sentiment_label) == (
            guess.words,
            guess.voice,
            guess.sentiment_label,
        )
        assert back.bias == pytest.approx(guess.bias, abs=1e-6)


def test_what_has_no_intervals_is_not_called_worse() -> None:
    (found,) = comparisons(_compared(None, None))
    assert not found.has_limits
    assert found.sentence == (
        "Whether model 1 beats the shipped scores cannot be told: there is too little to draw "
        "intervals from."
    )
    (found,) = comparisons(_compared(-0.9, -0.7))
    assert found.has_limits
    assert "does not beat" in found.sentence


def _compared(low: float | None, high: float | None) -> ModelRow:
    word_f1 = {"name": "word_f1", "texts": 24, "decides": False, "difference": [-0.8, low, high]}
    against = {
        "other": 0,
        "verdicts": {"words": UNCLEAR},
        "beats": False,
        "texts": 24,
        "articles": 2,
        "left_out": 0,
        "measures": [word_f1 | {"first": [0.1, None, None], "second": [0.9, None, None]}],
    }
    row = SimpleNamespace(number=1, comparison={"against": [against]})
    return cast(ModelRow, row)
