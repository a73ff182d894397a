"""Each pair's kappa has an interval, and one that few labels cannot carry is withheld."""

from typing import Any

import numpy as np
import pytest

from workbench.agreement.intervals import Bootstrap, Interval, estimates
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pair_intervals import pair_intervals
from workbench.agreement.pairs import cohen_kappa
from workbench.codebook.levels import Level


def labels(n: int, annotators: int = 3, *, seed: int = 1, q: int = 2) -> LabelMatrix:
    """Let annotators err in a quarter of the items, each by themselves."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, q, size=(n, 1))
    at_random = rng.integers(0, q, size=(n, annotators))
    codes = np.where(rng.random((n, annotators)) < 0.25, at_random, truth)
    return LabelMatrix(codes, tuple("abcd"[:q]), Level.ORDINAL if q > 2 else Level.NOMINAL)


def of(m: LabelMatrix, *pairs: tuple[int, int], **options: Any) -> tuple[Interval, ...]:
    (found,) = pair_intervals(m, pairs, rng=np.random.default_rng(5), **options)
    return found


def test_of_two_annotators_it_is_nearly_that_of_congers_kappa() -> None:
    """Conger's kappa of two people is Cohen's, and its interval comes from other code."""
    m, articles = labels(300, 2), [*range(60)] * 5
    (found,) = of(m, (0, 1), clusters=articles, bootstrap=Bootstrap(replicates=4000))
    (other,) = estimates(
        m,
        ["conger_kappa"],
        rng=np.random.default_rng(9),
        clusters=articles,
        bootstrap=Bootstrap(replicates=4000),
    )
    assert found.low == pytest.approx(other.interval.low, abs=0.015)
    assert found.high == pytest.approx(other.interval.high, abs=0.015)
    assert (found.unit, found.n_units) == ("cluster", 60)


def test_a_pair_that_shares_little_has_none_beside_pairs_that_share_much() -> None:
    m = labels(200)
    codes = m.codes.copy()
    codes[4:, 2] = -1
    sparse = LabelMatrix(codes, m.labels, m.level)
    much, little = of(sparse, (0, 1), (0, 2))
    assert much.low is not None
    assert much.withheld is None
    assert (little.low, little.below, little.remarks) == (None, (), ())
    assert little.withheld is not None
    assert little.withheld.reason == "rare_label"


def test_weights_and_order_of_the_pairs_change_no_limits() -> None:
    m = labels(120, q=4)
    both = pair_intervals(
        m, [(0, 1), (1, 2)], rng=np.random.default_rng(5), weights=("unweighted", "linear")
    )
    assert of(m, (1, 2)) == (both[0][1],)
    (linear,) = pair_intervals(m, [(0, 1)], rng=np.random.default_rng(5), weights=("linear",))
    assert linear == (both[1][0],)
    value = cohen_kappa(m, 0, 1, weights="linear").value
    low, high = both[1][0].low, both[1][0].high
    assert value is not None
    assert low is not None
    assert high is not None
    assert low < value < high
    assert low != both[0][0].low


def test_articles_that_the_pair_does_not_share_are_no_part_of_what_it_rests_on() -> None:
    m = labels(120)
    codes = m.codes.copy()
    codes[60:, 1] = -1
    (found,) = of(LabelMatrix(codes, m.labels, m.level), (0, 1), clusters=np.arange(120) // 2)
    assert found.n_units == 30
    assert found.low is not None
