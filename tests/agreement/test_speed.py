"""A study of a million labels is computed while the page loads."""

from time import perf_counter

import numpy as np

from tests.patience import STUCK_SECONDS
from workbench.agreement.coefficients import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
)
from workbench.agreement.labels import LabelMatrix
from workbench.codebook.levels import Level


def test_a_million_labels_are_counted_and_compared_as_a_few_rows() -> None:
    codes = np.random.default_rng(1).integers(0, 3, size=(200_000, 5))
    m = LabelMatrix(codes, ("negative", "neutral", "positive"), Level.ORDINAL)
    started = perf_counter()
    assert len(m.rows.counts) == 21
    counted = perf_counter()
    for measure in (percent_agreement, krippendorff_alpha, fleiss_kappa, gwet_ac2):
        assert measure(m).n_labels == 1_000_000
    assert gwet_ac1(m).status == brennan_prediger(m).status == "ok"
    # The basis goes through all labels once more; what follows sees 21 rows.
    assert counted - started < STUCK_SECONDS
    assert perf_counter() - counted < STUCK_SECONDS
