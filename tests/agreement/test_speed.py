"""A study of a million labels is computed while the page loads."""

import numpy as np

from tests.work import lines_run
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

MEASURES = (
    *(percent_agreement, krippendorff_alpha, fleiss_kappa),
    *(gwet_ac1, gwet_ac2, brennan_prediger),
)


def labels_of(items: int) -> LabelMatrix:
    codes = np.random.default_rng(1).integers(0, 3, size=(items, 5))
    return LabelMatrix(codes, ("negative", "neutral", "positive"), Level.ORDINAL)


def compare(m: LabelMatrix) -> None:
    for measure in MEASURES:
        statistic = measure(m)
        assert statistic.status == "ok"
        assert statistic.n_labels == 5 * len(m.item_ids)


def test_a_million_labels_are_counted_and_compared_as_a_few_rows() -> None:
    few, many = labels_of(2_000), labels_of(200_000)
    assert len(few.rows.counts) == len(many.rows.counts) == 21
    # No line of Python runs for each item: the labels are gone through by numpy alone.
    assert lines_run(lambda: compare(few)) == lines_run(lambda: compare(many))


def test_the_labels_are_gone_through_once_for_all_coefficients() -> None:
    m = labels_of(200_000)
    assert (len(m.rows.counts), m.basis.n_labels) == (21, 1_000_000)
    # Whoever looks at the labels again now fails.
    object.__setattr__(m, "codes", None)
    m.__dict__["_counts"] = None
    compare(m)
