"""The same numbers as two independent programs on random studies."""

import pytest
from krippendorff import alpha as other_alpha
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa as other_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as other_fleiss

from tests.agreement.random_studies import random_study
from workbench.agreement.coefficients import (
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    krippendorff_alpha,
)
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pairs import cohen_kappa, confusion
from workbench.agreement.weights import WeightName
from workbench.codebook.levels import Level

STUDIES = 300


@pytest.mark.parametrize("level", list(Level))
def test_alpha_equals_that_of_the_krippendorff_package(level: Level) -> None:
    compared = 0
    for seed in range(STUDIES):
        m = random_study(seed, level)
        mine = krippendorff_alpha(m)
        if mine.value is None:
            continue
        other = other_alpha(
            value_counts=m.counts(),
            value_domain=m.scale,
            level_of_measurement=level.value,
        )
        assert mine.value == pytest.approx(other, abs=1e-9), seed
        compared += 1
    assert compared > STUDIES * 0.8


def test_fleiss_kappa_equals_that_of_statsmodels() -> None:
    compared = 0
    for seed in range(STUDIES):
        m = random_study(seed, Level.NOMINAL, missing=0)
        mine, uniform = fleiss_kappa(m), brennan_prediger(m)
        assert uniform.value == pytest.approx(other_fleiss(m.counts(), "uniform"), abs=1e-9)
        if mine.value is not None:
            assert mine.value == pytest.approx(other_fleiss(m.counts(), "fleiss"), abs=1e-9)
            compared += 1
    assert compared > STUDIES * 0.8


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_cohen_s_kappa_equals_that_of_statsmodels(weights: WeightName) -> None:
    compared = 0
    for seed in range(STUDIES):
        m = random_study(seed, Level.ORDINAL)
        mine = cohen_kappa(m, 0, 1, weights)
        if mine.value is None:
            continue
        wt = None if weights == "unweighted" else weights
        other = other_kappa(confusion(m, 0, 1), wt=wt, return_results=False)
        assert mine.value == pytest.approx(other, abs=1e-9), seed
        compared += 1
    assert compared > STUDIES * 0.8


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_kappa_of_two_is_that_of_scikit_learn(weights: WeightName) -> None:
    """Without missing labels, Conger's kappa of two annotators is Cohen's; unused labels count."""
    compared = 0
    for seed in range(STUDIES):
        m = random_study(seed, Level.ORDINAL, missing=0)
        first, second = m.codes[:, 0], m.codes[:, 1]
        mine = cohen_kappa(m, 0, 1, weights)
        if mine.value is None:
            continue
        wt = None if weights == "unweighted" else weights
        labels = list(range(len(m.labels)))
        other = cohen_kappa_score(first, second, labels=labels, weights=wt)
        assert mine.value == pytest.approx(other, abs=1e-9), seed
        both = LabelMatrix(m.codes[:, :2], m.labels, m.level)
        assert conger_kappa(both, weights).value == pytest.approx(other, abs=1e-9), seed
        compared += 1
    assert compared > STUDIES * 0.8
