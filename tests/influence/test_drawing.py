"""The draw that is run again is the draw of the study."""

import numpy as np
import pytest

from workbench.arms import replay
from workbench.influence.drawing import Drawn, KeptDraws


def drawn(n: int, *, annotator: int = 1, stratum: str = "", share: float = 0.5) -> list[Drawn]:
    return [Drawn((1, annotator, stratum), rank, share) for rank in range(n)]


def arms(judged: list[Drawn], replicates: int = 2000) -> np.ndarray:
    kept = KeptDraws.of(judged, replicates=replicates, rng=np.random.default_rng(3))
    draw = kept.of_some(np.ones(len(judged), dtype=np.bool_))
    return draw(np.random.default_rng(1), replicates)


@pytest.mark.parametrize("share", [0.25, 0.5, 0.8])
def test_the_withholding_arm_has_its_share(share: float) -> None:
    assert 1 - arms(drawn(40, share=share)).mean() == pytest.approx(share, abs=0.01)


def test_arms_stay_balanced_as_the_coin_keeps_them() -> None:
    ours = arms(drawn(30)).sum(axis=1)
    theirs = replay([""] * 30, share=0.5, replicates=2000, random=np.random.default_rng(5))
    assert ours.std() == pytest.approx((~theirs).sum(axis=1).std(), rel=0.1)
    # An unbiased coin would give 2.7.
    assert ours.std() < 1.5


def test_ranks_that_are_missing_are_drawn_all_the_same() -> None:
    """What was skipped between two judgements loosens the tie between them."""
    near, far = drawn(2), [drawn(9)[0], drawn(9)[8]]
    together = [float(np.corrcoef(arms(pair).T)[0, 1]) for pair in (near, far)]
    assert together[0] < together[1] < 0.1


def test_series_do_not_bear_on_each_other() -> None:
    both = arms([*drawn(1, annotator=1), *drawn(1, annotator=2), *drawn(1, stratum="negative")])
    assert np.abs(np.corrcoef(both.T) - np.eye(3)).max() < 0.08


def test_each_effect_reads_the_kept_draws_from_the_first_one() -> None:
    kept = KeptDraws.of(drawn(11), replicates=20, rng=np.random.default_rng(2))
    rng, chosen = np.random.default_rng(1), np.arange(11) % 2 == 0
    whole = kept.of_some(chosen)(rng, 20)
    draw = kept.of_some(chosen)
    assert (np.vstack([draw(rng, 13), draw(rng, 7)]) == whole).all()
    assert whole.shape == (20, 6)
