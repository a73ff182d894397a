"""Intervals of an evaluation: measures with weights, what is drawn, and what is withheld."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.random import default_rng

from workbench.evaluation.evaluating import (
    Evaluation,
    evaluate_guesses,
    rules_of,
    with_intervals,
)
from workbench.evaluation.gold import GoldText
from workbench.evaluation.guessing import Guess
from workbench.evaluation.intervals import Drawing, Intervals
from workbench.evaluation.measured import Judged, measures_by_outlet, measures_of
from workbench.evaluation.weighing import Units

WORDS = ("mob", "came", "shameful", "rain", "fell")
VOICES = ("factual", "mixed", "opinion")
SIDES = ("negative", "neutral", "positive")


def judged_texts(number: int, *, seed: int, articles: int = 12) -> list[tuple[GoldText, Guess]]:
    random = default_rng(seed)
    found = []
    for _ in range(number):
        article = int(random.integers(articles))
        words = [str(word) for word in random.choice(WORDS, 4)]
        text = " ".join(words)
        is_biased = bool(random.random() < 0.5)
        places = [(text.index(word), text.index(word) + len(word)) for word in words[:2]]
        gold = GoldText(
            text=text,
            article=f"a{article}",
            outlet=f"o{article % 4}" if article else "",
            is_biased=is_biased if random.random() < 0.9 else None,
            voice=str(random.choice(VOICES)),
            words=tuple(map(str, random.choice(WORDS, 2))),
            sentiment=random.uniform(-4, 4),
        )
        guess = Guess(
            words=tuple(places),
            bias=round(min(1, max(0, random.random() + 0.2 * is_biased)), 1),
            voice=str(random.choice(VOICES)),
            sentiment=random.uniform(-1, 1),
            sentiment_label=str(random.choice(SIDES)),
        )
        found.append((gold, guess))
    return found


def figures(found: Evaluation) -> dict[str, float | None]:
    assert found.words
    assert found.bias
    assert found.voice
    assert found.sentiment
    hits, outlets = found.words.hits, found.bias.outlets
    return {
        "word_precision": hits.precision,
        "word_recall": hits.recall,
        "word_f1": hits.f1,
        "bias_macro_f1": found.bias.labels.macro_f1,
        "bias_auc": found.bias.auc,
        "bias_calibration": found.bias.calibration_error,
        "bias_within_outlet_auc": outlets.within_auc,
        "bias_unseen_macro_f1": outlets.unseen_macro_f1,
        "bias_unseen_mean_macro_f1": outlets.unseen_mean_macro_f1,
        "outlet_only_macro_f1": outlets.outlet_only_macro_f1,
        "voice_macro_f1": found.voice.macro_f1,
        "sentiment_r": found.sentiment.r,
        "sentiment_macro_f1": found.sentiment.labels.macro_f1,
    }


def weighed(judged: Judged, weights: dict[str, int]) -> tuple[dict[str, float], dict[str, float]]:
    """Compute all measures with a weight for each article, and the AUC of each outlet."""
    found = evaluate_guesses(judged, model="", name="")
    units = Units([text.article for text, _ in judged])
    names = sorted({text.article for text, _ in judged}, key=repr)
    rows = np.array([[weights.get(name, 1) for name in names]], dtype=float)
    rules = rules_of(found)
    return (
        {name: one.value(rows)[0] for name, one in measures_of(units, judged, rules).items()},
        {
            outlet: own["auc"].value(rows)[0]
            for outlet, own in measures_by_outlet(units, judged, rules).items()
        },
    )


@pytest.mark.parametrize("seed", range(5))
def test_with_weights_of_one_a_measure_is_that_of_the_evaluation(seed: int) -> None:
    judged = judged_texts(80, seed=seed)
    found = evaluate_guesses(judged, model="", name="")
    values, by_outlet = weighed(judged, {})
    assert values == pytest.approx(figures(found))
    assert found.bias
    assert by_outlet == pytest.approx(
        {row.outlet: row.auc for row in found.bias.outlets.rows if row.auc is not None}
    )


@pytest.mark.parametrize("seed", range(5))
def test_an_article_drawn_twice_counts_as_if_it_stood_there_twice(seed: int) -> None:
    judged = judged_texts(80, seed=seed)
    weights = {"a1": 2, "a2": 0, "a3": 3, "a0": 2}
    again = [pair for pair in judged for _ in range(weights.get(pair[0].article, 1))]
    values, _ = weighed(judged, weights)
    assert values == pytest.approx(figures(evaluate_guesses(again, model="", name="")))


def intervals_of(judged: Judged, *, seed: int = 1) -> Intervals:
    found = with_intervals(evaluate_guesses(judged, model="", name=""), judged, seed=seed)
    assert found.intervals is not None
    return found.intervals


def limits_of(found: Intervals, name: str) -> tuple[float, float]:
    limits = found.limits[name]
    assert limits.low is not None, (name, limits)
    assert limits.high is not None, (name, limits)
    return limits.low, limits.high


def test_intervals_hold_their_value_and_hang_on_the_seed_alone() -> None:
    judged = judged_texts(200, seed=1, articles=60)
    found = intervals_of(judged)
    values = figures(evaluate_guesses(judged, model="", name=""))
    for name in found.limits:
        low, high = limits_of(found, name)
        assert low < (values[name] or 0) < high, name
    assert set(found.limits) == set(values) - {"bias_calibration"}
    shuffled = [judged[place] for place in default_rng(1).permutation(len(judged))]
    again = intervals_of(shuffled)
    for name, limits in found.limits.items():
        assert again.limits[name].low == pytest.approx(limits.low), name
    assert intervals_of(judged, seed=2).limits != found.limits


def test_of_texts_one_by_one_the_interval_of_a_share_is_that_of_a_binomial() -> None:
    """Hold it against the score interval of Wilson (1927) for 60 of 150: .325 to .480."""
    text = GoldText("mob came", "", words=("mob",))
    right = Guess(((0, 3),), 0.0, "factual", 0.0, "neutral")
    wrong = replace(right, words=((4, 8),))
    judged = [
        (replace(text, article=str(place)), right if place < 60 else wrong) for place in range(150)
    ]
    limits = intervals_of(judged).limits["word_precision"]
    assert (limits.low, limits.high) == pytest.approx((0.325, 0.480), abs=0.012)


def test_texts_of_one_article_make_intervals_wider() -> None:
    judged = judged_texts(60, seed=3, articles=10_000)
    copied = [pair for pair in judged for _ in range(5)]
    apart = [
        (replace(text, article=f"{place}"), guess) for place, (text, guess) in enumerate(copied)
    ]
    together, alone = (limits_of(intervals_of(each), "sentiment_r") for each in (copied, apart))
    assert together[1] - together[0] > 1.8 * (alone[1] - alone[0])


def test_where_no_article_is_named_outlets_are_drawn_and_else_texts() -> None:
    judged = [
        (replace(text, names_article=False), guess) for text, guess in judged_texts(120, seed=1)
    ]
    both = intervals_of(judged)
    assert (both.unit, both.units > 4) == ("outlets and texts", True)
    outlets = intervals_of([pair for pair in judged if pair[0].outlet])
    assert (outlets.unit, outlets.units) == ("outlets", 4)
    assert "There are few to draw from" in outlets.remark
    two = intervals_of([pair for pair in judged if pair[0].outlet in ("o1", "o2")])
    assert {limits.withheld for limits in two.limits.values()} == {
        "There are fewer than 3 to draw from."
    }


def test_what_was_seldom_given_has_no_interval() -> None:
    judged = [
        (replace(text, voice="opinion" if place < 9 else "factual"), guess)
        for place, (text, guess) in enumerate(judged_texts(100, seed=2, articles=50))
    ]
    limits = intervals_of(judged).limits
    assert limits["voice_macro_f1"].withheld == "The rarest label was given fewer than 10 times."
    assert limits["word_f1"].low is not None


def test_draws_that_never_differ_show_nothing() -> None:
    text = GoldText("A plan.", "", is_biased=True)
    judged = [
        (
            replace(text, article=str(place), is_biased=bool(place % 2)),
            Guess((), float(place % 2), "factual", 0.0, "neutral"),
        )
        for place in range(60)
    ]
    limits = intervals_of(judged).limits["bias_auc"]
    assert (limits.low, limits.withheld) == (
        None,
        "All draws give the same value, which shows nothing.",
    )


def test_many_articles_are_left_out_in_groups_and_computed_in_turns() -> None:
    judged = judged_texts(1500, seed=1, articles=2500)
    found = intervals_of(judged)
    assert found.units > 1000
    low, high = limits_of(found, "sentiment_r")
    # For no relation at all r has a standard error of 1/√n.
    assert high - low == pytest.approx(2 * 1.96 / 1500**0.5, rel=0.15)


def test_a_difference_is_taken_within_each_draw() -> None:
    judged = judged_texts(200, seed=1, articles=60)
    drawing = Drawing([text for text, _ in judged])
    found = evaluate_guesses(judged, model="", name="")
    one = measures_of(drawing.units, judged, rules_of(found))["sentiment_r"]
    same = drawing.limits_of_difference(one, one)
    assert same.withheld == "All draws give the same value, which shows nothing."
    better = [
        (text, replace(guess, sentiment=(text.sentiment or 0) / 4 + guess.sentiment / 4))
        for text, guess in judged
    ]
    other = measures_of(drawing.units, better, rules_of(found))["sentiment_r"]
    limits = drawing.limits_of_difference(other, one)
    assert limits.low is not None
    assert limits.low > 0.5
