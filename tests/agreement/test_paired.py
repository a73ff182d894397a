"""What changes from the first look to the second, held against exact tests of others."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.weightstats import DescrStatsW

from workbench.agreement.paired import Pairs, change_between, difference_of_changes

DRAWS = 40_000


def floats(flags: NDArray[np.bool_]) -> NDArray[np.float64]:
    return flags.astype(np.float64)


def of(people: list[int], changes: list[float]) -> Pairs:
    """Make pairs with these changes, from wherever they have to begin."""
    moved = np.array(changes, dtype=np.float64)
    before = np.where(moved < 0, -moved, 0.0)
    return Pairs(np.array(people), before, before + moved)


def test_where_annotators_weigh_alike_p_is_mcnemar_s() -> None:
    for seed in range(12):
        rng = np.random.default_rng(seed)
        before = rng.random(60) < 0.5
        after = np.where(rng.random(60) < 0.25, rng.random(60) < 0.7, before)
        pairs = Pairs(np.repeat([0, 1, 2], 20), floats(before), floats(after))
        found = change_between(pairs, rng=rng, replicates=DRAWS)
        b, c = int((after & ~before).sum()), int((before & ~after).sum())
        assert (found.n_up, found.n_down, found.n_pairs) == (b, c, 60)
        exact = mcnemar([[0, b], [c, 0]], exact=True).pvalue
        assert found.effect.p_value == pytest.approx(exact, abs=0.02)
        assert found.effect.statistic.value == pytest.approx((b - c) / 60)


def test_limits_are_t_limits_over_annotators_where_they_differ_much() -> None:
    rng = np.random.default_rng(4)
    chances = np.array([0.1, 0.5, 0.9, 0.3])
    people = np.repeat(np.arange(4), 400)
    after = floats(rng.random(1600) < chances[people])
    found = change_between(Pairs(people, np.zeros(1600), after), rng=rng).effect
    own = [value for _, value in found.by_annotator]
    low, high = DescrStatsW(own).tconfint_mean()
    assert found.limits == pytest.approx((low, min(high, 1.0)))


def test_two_who_change_alike_by_accident_are_no_certainty() -> None:
    found = change_between(of([0, 0, 1, 1], [1.0, 0.0, 1.0, 0.0]), rng=np.random.default_rng(1))
    assert found.effect.limits is not None
    low, high = found.effect.limits
    assert (low, high) == (-1.0, 1.0)
    assert found.effect.verdict == "not_powered"


def test_fewer_than_two_annotators_have_no_effect_and_a_sentence() -> None:
    nobody = change_between(of([], []), rng=np.random.default_rng(1))
    assert nobody.effect.statistic.reason == "too_few_annotators"
    assert nobody.effect.sentence.startswith("Nobody has answered anything twice")
    one = change_between(of([3, 3], [1.0, 0.0]), rng=np.random.default_rng(1))
    assert (one.effect.verdict, one.n_pairs, one.n_up) == (None, 2, 1)
    both = difference_of_changes(
        of([0, 1], [1.0, 0.0]), of([1, 2], [0.0, 0.0]), rng=np.random.default_rng(1)
    )
    assert both.sentence.startswith("Only one annotator has second looks of both kinds")


def test_unchanged_answers_of_many_rule_five_points_out() -> None:
    people = np.repeat(np.arange(8), 100).tolist()
    found = change_between(of(people, [0.0] * 800), rng=np.random.default_rng(1))
    assert (found.effect.verdict, found.effect.p_value) == ("small", 1.0)


def test_the_difference_takes_away_what_a_second_look_does_alone() -> None:
    rng = np.random.default_rng(2)
    people = np.repeat(np.arange(6), 100)
    drift = floats(rng.random(600) < 0.2)
    still = np.zeros(600)
    shown = Pairs(people, still, drift)
    hidden = Pairs(people, still, floats(rng.random(600) < 0.2))
    assert change_between(shown, rng=rng).effect.verdict == "effect"
    found = difference_of_changes(shown, hidden, rng=rng)
    assert found.p_value is not None
    assert found.p_value > 0.05
    assert found.statistic.value == pytest.approx(0, abs=0.06)
    assert found.statistic.n_items == 1200


def test_p_of_the_difference_is_that_of_dealing_the_pairs_anew() -> None:
    rng = np.random.default_rng(9)
    shown, hidden = rng.choice([-1.0, 0.0, 1.0], 8), rng.choice([-1.0, 0.0, 0.0, 1.0], 6)
    pairs = [of([0] * 8 + [1], [*shown, 0.0]), of([0] * 6 + [1], [*hidden, 0.0])]
    found = difference_of_changes(*pairs, rng=rng, replicates=DRAWS)
    both = np.concatenate([shown, hidden])
    dealt = []
    for chosen in combinations(range(14), 8):
        mine = np.isin(np.arange(14), chosen)
        dealt.append(both[mine].mean() - both[~mine].mean())
    far = np.abs(dealt) >= abs(shown.mean() - hidden.mean()) - 1e-9
    assert found.p_value == pytest.approx(far.mean(), abs=0.02)


def test_several_comparisons_multiply_p() -> None:
    pairs = of([0] * 10 + [1] * 10, [1.0, 0.0, 0.0, -1.0, 0.0] * 2 + [1.0, 0.0] * 5)
    one, three = (
        change_between(pairs, rng=np.random.default_rng(1), comparisons=n).effect.p_value
        for n in (1, 3)
    )
    assert one is not None
    assert three == pytest.approx(min(1, 3 * one))
