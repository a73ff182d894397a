"""Intervals of five coefficients over a million labels, beside the coefficients themselves."""

from functools import partial

import numpy as np

from benchmarks.measuring import in_turns, middle
from benchmarks.options import Options
from benchmarks.results import Aim, Result
from workbench.agreement.intervals import STATISTICS, Bootstrap, Clusters, estimates
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.sums import Measure
from workbench.codebook.levels import Level

NAME = "bootstrap"
ANNOTATORS = 5
PARAGRAPHS = 10
"""Paragraphs an article."""
MEASURES: tuple[Measure, ...] = (
    "krippendorff_alpha",
    "percent_agreement",
    "fleiss_kappa",
    "gwet_ac1",
    "brennan_prediger",
)


def run(options: Options) -> list[Result]:
    """Time 1,000 replicates, drawn by paragraph and by article, on labels already arranged."""
    labels = options.size(1_000_000, quick=200_000, tiny=3_000)
    bootstrap = Bootstrap(options.size(1000, quick=1000, tiny=20))
    m = _study(labels // ANNOTATORS)
    articles = np.arange(labels // ANNOTATORS) // PARAGRAPHS
    return [
        _timed(m, clusters, f"{bootstrap.replicates:,} replicates over {unit}", options, bootstrap)
        for unit, clusters in (("paragraphs", None), ("articles", articles))
    ]


def _timed(
    m: LabelMatrix, clusters: Clusters | None, case: str, options: Options, bootstrap: Bootstrap
) -> Result:
    def resample() -> None:
        rng = np.random.default_rng(1)
        found = estimates(m, MEASURES, rng=rng, clusters=clusters, bootstrap=bootstrap)
        if any(one.interval.withheld is not None for one in found):
            raise RuntimeError("An interval was withheld.")

    pair = in_turns(resample, partial(_values, m), repetitions=options.repetitions)
    return Result(
        NAME,
        f"five coefficients, {m.basis.n_labels:,} labels, {case}",
        "seconds",
        pair.subject,
        Aim("at most", 1),
        {
            "seconds of processor time": middle(pair.subject_processor),
            "seconds of the values alone": middle(pair.baseline),
        },
    )


def _values(m: LabelMatrix) -> None:
    # A fresh matrix, because one that has been counted keeps its counts.
    again = LabelMatrix(m.codes, m.labels, m.level)
    for measure in MEASURES:
        STATISTICS[measure](again)


def _study(paragraphs: int) -> LabelMatrix:
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, (paragraphs, 1))
    shape = (paragraphs, ANNOTATORS)
    codes = np.where(rng.random(shape) < 0.6, truth, rng.integers(0, 3, shape))
    return LabelMatrix(codes, ("negative", "neutral", "positive"), Level.ORDINAL)
