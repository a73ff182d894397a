"""Whether what is shown moves the labels, with a draw that is run again."""

import numpy as np
import pytest

from workbench.agreement.anchoring import (
    Arms,
    CoinDraw,
    Trial,
    adoption_of_wrong,
    effect_of_showing,
    ratio_of_times,
    subset_draw,
)


def trial_of(effect: float, *, annotators: int = 6, labels: int = 200, seed: int = 1) -> Trial:
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(annotators), labels)
    is_shown = rng.random(len(who)) < 0.5
    hits = rng.random(len(who)) < 0.6 + effect * is_shown
    return Trial(who, is_shown, hits.astype(float), np.ones(len(who)))


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_an_effect_is_the_mean_of_the_annotators_differences() -> None:
    shown = np.array([True, True, False, False] * 2)
    hits = np.array([1.0, 1, 0, 1, 0, 1, 0, 0])
    trial = Trial(np.repeat([0, 1], 4), shown, hits, np.ones(8))
    found = effect_of_showing(trial, rng=rng())
    assert found.by_annotator == ((0, 0.5), (1, 0.5))
    assert found.statistic.value == 0.5
    assert (found.shown_share, found.withheld_share) == (0.75, 0.25)
    # Both differ by the same amount, which eight labels do not make certain.
    assert found.limits is not None
    assert found.limits[0] < -0.5
    assert found.verdict == "not_powered"


def test_a_strong_effect_is_found_and_said() -> None:
    trial = trial_of(0.2)
    found = effect_of_showing(trial, CoinDraw(len(trial.hits)), rng=rng())
    assert found.verdict == "effect"
    assert found.p_value is not None
    assert found.p_value < 0.01
    assert found.sentence.startswith("Showing it moves the labels: +")
    assert found.sentence.endswith(").")
    assert found.is_shown_of_others
    assert found.limits is not None
    assert found.limits[0] < 0.2 < found.limits[1]


def test_an_effect_on_these_annotators_alone_is_said_to_be_that() -> None:
    # One of three is moved strongly, which the lot makes plain; three do not speak for others.
    arms = np.arange(120) % 2 == 0
    who = np.repeat([0, 1, 2], 40)
    trial = Trial(who, arms, np.where(who == 0, arms, arms.cumsum() % 2 == 0), np.ones(120))
    found = effect_of_showing(trial, CoinDraw(120), rng=rng())
    assert found.verdict == "effect"
    assert found.limits is not None
    assert found.limits[0] < 0 < found.limits[1]
    assert not found.is_shown_of_others
    assert found.sentence.endswith("this is shown of these annotators, not of others.")


def test_too_few_labels_are_called_not_powered_and_never_no_effect() -> None:
    trial = trial_of(0.0, annotators=3, labels=30)
    found = effect_of_showing(trial, CoinDraw(len(trial.hits)), rng=rng())
    assert found.verdict == "not_powered"
    assert found.sentence.startswith("Not powered")
    assert "no effect" not in found.sentence.casefold()


def test_only_many_labels_show_that_an_effect_is_small() -> None:
    trial = trial_of(0.0, annotators=20, labels=1000, seed=3)
    found = effect_of_showing(trial, CoinDraw(len(trial.hits)), rng=rng(), replicates=200)
    assert found.verdict == "small"
    assert "smaller than five points" in found.sentence


@pytest.mark.parametrize(
    ("annotators", "is_shown", "who"),
    [
        ([0, 0, 1, 1], [True, False, True, True], "Only one annotator has"),
        ([0, 0, 1, 1], [True, True, False, False], "Nobody has"),
        ([], [], "Nobody has"),
    ],
)
def test_fewer_than_two_annotators_with_both_arms_have_no_effect_at_all(
    annotators: list[int], is_shown: list[bool], who: str
) -> None:
    n = len(annotators)
    trial = Trial(
        np.array(annotators, dtype=np.int64), np.array(is_shown, bool), np.ones(n), np.ones(n)
    )
    found = effect_of_showing(trial, CoinDraw(n), rng=rng())
    assert (found.statistic.value, found.statistic.reason) == (None, "too_few_annotators")
    assert (found.limits, found.p_value, found.verdict) == (None, None, None)
    assert found.sentence.startswith(who)


def test_the_draw_itself_is_run_again() -> None:
    """A draw that always gives the same arms can show nothing, whatever the labels are."""
    trial = trial_of(0.3)
    asked: list[int] = []

    def fixed(_: np.random.Generator, replicates: int) -> Arms:
        asked.append(replicates)
        return np.repeat(trial.is_shown[None, :], replicates, axis=0)

    found = effect_of_showing(trial, fixed, rng=rng(), replicates=300)
    assert found.p_value == 1
    assert sum(asked) == 300


def test_the_p_value_is_exact_where_all_arms_can_be_listed() -> None:
    """Two annotators with two labels each, one of each arm: four draws, two of them as far."""
    trial = Trial(
        np.array([0, 0, 1, 1]),
        np.array([True, False, True, False]),
        np.array([1.0, 0, 1, 0]),
        np.ones(4),
    )

    def one_of_each(random: np.random.Generator, replicates: int) -> Arms:
        first = random.random((replicates, 2)) < 0.5
        return np.stack([first[:, 0], ~first[:, 0], first[:, 1], ~first[:, 1]], axis=1)

    found = effect_of_showing(trial, one_of_each, rng=rng(), replicates=4000)
    assert found.p_value == pytest.approx(0.5, abs=0.03)


def test_under_no_effect_p_values_are_uniform() -> None:
    p_values = []
    for seed in range(60):
        trial = trial_of(0.0, annotators=3, labels=20, seed=seed)
        draw = CoinDraw(len(trial.hits))
        found = effect_of_showing(trial, draw, rng=np.random.default_rng(seed), replicates=99)
        p_values.append(found.p_value or 1.0)
    assert np.mean(np.array(p_values) < 0.5) == pytest.approx(0.5, abs=0.2)
    assert np.mean(np.array(p_values) < 0.05) < 0.15


def test_spans_are_weighed_by_how_many_were_suggested() -> None:
    trial = Trial(
        np.array([0, 0, 0, 1, 1]),
        np.array([True, True, False, True, False]),
        np.array([3.0, 0, 1, 2, 1]),
        np.array([3.0, 1, 2, 4, 4]),
    )
    found = effect_of_showing(trial, rng=rng(), name="kept_spans")
    assert dict(found.by_annotator) == {0: pytest.approx(0.25), 1: pytest.approx(0.25)}
    assert found.statistic.name == "kept_spans"
    assert found.statistic.n_labels == 14


def test_wrong_suggestions_are_looked_at_on_their_own() -> None:
    trial = trial_of(0.2)
    is_wrong = np.arange(len(trial.hits)) % 3 == 0
    draw = CoinDraw(len(trial.hits))
    found = adoption_of_wrong(trial, is_wrong, draw, rng=rng(), replicates=100)
    assert found.statistic.n_items == is_wrong.sum()
    assert found.p_value is not None
    drawn = subset_draw(draw, is_wrong)(rng(), 5)
    assert drawn.shape == (5, is_wrong.sum())
    assert (drawn == draw(rng(), 5)[:, is_wrong]).all()


def test_times_are_compared_by_medians_within_annotators() -> None:
    who = np.repeat([0, 1, 2], 10)
    is_shown = np.tile([True, False], 15)
    seconds = np.where(is_shown, 20.0, 40.0) * (1 + who)
    seconds[0] = 10_000
    found = ratio_of_times(who, is_shown, seconds)
    assert found.statistic.value == pytest.approx(0.5)
    assert dict(found.by_annotator)[0] == pytest.approx(0.5)
    assert ratio_of_times(who, is_shown, np.zeros(30)).statistic.value is None


def test_limits_of_a_difference_of_shares_stay_between_minus_one_and_one() -> None:
    shown = np.array([True, False] * 2)
    hits = np.array([1.0, 0, 0, 1])
    found = effect_of_showing(Trial(np.repeat([0, 1], 2), shown, hits, np.ones(4)), rng=rng())
    assert found.limits == (-1.0, 1.0)
