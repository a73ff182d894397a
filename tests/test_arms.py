"""The lot that decides what a page shows."""

import doctest
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import arms
from workbench.arms import Factor, Tally, chance, is_withheld, replay


def sequence(
    seed: int,
    annotator: int,
    paragraphs: Sequence[int],
    share: float,
    strata: Sequence[str] = (),
    factor: Factor = Factor.SUGGESTION,
) -> list[bool]:
    """Draw an annotator's paragraphs one after the other, as the queue does."""
    tallies: dict[str, Tally] = {}
    drawn = []
    for place, paragraph in enumerate(paragraphs):
        stratum = strata[place] if strata else ""
        tally = tallies.get(stratum, Tally())
        arm = is_withheld(
            seed=seed,
            factor=factor,
            annotator=annotator,
            paragraph=paragraph,
            share=share,
            tally=tally,
        )
        tallies[stratum] = Tally(tally.drawn + 1, tally.withheld + arm)
        drawn.append(arm)
    return drawn


def test_its_examples_hold() -> None:
    assert doctest.testmod(arms).failed == 0


def test_the_same_place_in_the_study_draws_the_same_arm() -> None:
    assert sequence(7, 1, range(50), 0.3) == sequence(7, 1, range(50), 0.3)


@pytest.mark.parametrize(
    "other",
    [(8, 1, Factor.SUGGESTION), (7, 2, Factor.SUGGESTION), (7, 1, Factor.OUTLET)],
    ids=["seed", "annotator", "factor"],
)
def test_another_seed_annotator_or_factor_draws_apart(
    other: tuple[int, int, Factor],
) -> None:
    seed, annotator, factor = other
    first = sequence(7, 1, range(400), 0.5)
    second = sequence(seed, annotator, range(400), 0.5, factor=factor)
    alike = np.mean(np.equal(first, second))
    assert 0.4 < alike < 0.6


@pytest.mark.parametrize(("share", "arm"), [(0.0, False), (1.0, True)])
def test_nothing_is_left_to_the_lot_at_either_end(share: float, arm: bool) -> None:
    assert set(sequence(7, 1, range(200), share)) == {arm}


@given(st.integers(0, 2**62), st.integers(1, 10**6), st.sampled_from([0.1, 0.2, 1 / 3, 0.5, 0.8]))
def test_the_arms_stay_balanced_within_each_stratum_of_an_annotator(
    seed: int, annotator: int, share: float
) -> None:
    strata = ["negative", "neutral", "neutral", "positive"] * 30
    drawn = np.array(sequence(seed, annotator, range(120), share, strata))
    for stratum in set(strata):
        own = drawn[np.array(strata) == stratum]
        assert abs(own.sum() - share * len(own)) <= 8


@given(st.floats(0.01, 0.99), st.integers(0, 200), st.data())
def test_either_arm_can_always_be_drawn(share: float, drawn: int, data: st.DataObject) -> None:
    withheld = data.draw(st.integers(0, drawn))
    assert 0 < chance(share, Tally(drawn, withheld)) < 1


def test_a_replay_follows_the_rule_of_the_actual_draw() -> None:
    """Both give the arm that is withheld its share, with the same spread around it."""
    strata = ["negative", "positive"] * 20
    again = replay(strata, share=0.25, replicates=4_000, random=np.random.default_rng(5))
    actual = np.array([sequence(seed, 1, range(40), 0.25, strata) for seed in range(1_000)])
    assert again.shape == (4_000, 40)
    assert again.mean() == pytest.approx(0.25, abs=0.01)
    assert actual.mean() == pytest.approx(0.25, abs=0.01)
    assert again.sum(axis=1).std() == pytest.approx(actual.sum(axis=1).std(), rel=0.1)
    # A fair coin at each place would spread by sqrt(40 × .25 × .75) = 2.74.
    assert again.sum(axis=1).std() < 2.0
    # Neighbouring draws of one stratum push each other apart, in both alike.
    assert np.corrcoef(again[:, 0], again[:, 2])[0, 1] == pytest.approx(
        np.corrcoef(actual[:, 0], actual[:, 2])[0, 1], abs=0.1
    )
