"""How often the intervals of agreement hold the true value: coverage by simulation."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.options import Options
from benchmarks.results import Result
from workbench.agreement.intervals import Bootstrap, estimates
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.sums import Measure
from workbench.codebook.levels import Level

NAME = "coverage"
MEASURES: tuple[Measure, ...] = ("krippendorff_alpha", "gwet_ac1", "conger_kappa")
PARAGRAPHS = 5
"""Paragraphs an article."""

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Design:
    """Describe a study: so many articles, annotators a paragraph, shares of the labels.

    `noise` is the chance that an annotator labels at random; in a share of `mixing` it is the
    article that decides whether a paragraph is hard, so that paragraphs hang together.
    """

    articles: int
    annotators: int
    shares: tuple[float, ...]
    noise: float
    mixing: float

    @property
    def words(self) -> str:
        """Name the design in a table."""
        rarest = f"rarest label {min(self.shares):.0%}"
        hang = "articles differ" if self.mixing else "independent"
        size = f"{self.articles} articles × {PARAGRAPHS}, {self.annotators} annotators"
        return f"{size}, {rarest}, {hang}"

    def draw(self, rng: np.random.Generator, articles: int) -> Codes:
        """Draw the labels of so many articles: paragraphs × annotators."""
        shape = (articles * PARAGRAPHS, self.annotators)
        by_article = np.repeat(rng.random(articles) < 0.5, PARAGRAPHS)
        noise = self.noise * (1 + self.mixing * np.where(by_article, 1, -1))
        q = len(self.shares)
        truth = rng.choice(q, size=(shape[0], 1), p=self.shares)
        at_random = rng.choice(q, size=shape, p=self.shares)
        codes: Codes = np.where(rng.random(shape) < noise[:, None], at_random, truth)
        return codes

    def matrix(self, codes: Codes) -> LabelMatrix:
        """Make the study of the labels."""
        return LabelMatrix(codes, tuple("abcde"[: len(self.shares)]), Level.NOMINAL)


DESIGNS = (
    Design(20, 2, (0.5, 0.5), 0.4, 0.0),
    Design(20, 3, (0.6, 0.3, 0.1), 0.4, 0.8),
    Design(50, 2, (0.5, 0.5), 0.4, 0.8),
    Design(50, 3, (0.6, 0.3, 0.1), 0.4, 0.8),
    Design(50, 3, (0.92, 0.08), 0.3, 0.8),
    Design(150, 3, (0.6, 0.3, 0.1), 0.4, 0.8),
)
WAYS = {
    "BCa over articles": (True, "bca"),
    "percentile over articles": (True, "percentile"),
    "BCa over paragraphs": (False, "bca"),
}


def run(options: Options) -> list[Result]:
    """Simulate studies, and count the intervals that hold the value of a very large one."""
    studies = options.size(600, quick=100, tiny=3)
    replicates = options.size(500, quick=200, tiny=20)
    found = []
    for design in DESIGNS[: options.size(len(DESIGNS), quick=3, tiny=1)]:
        true = _true_values(design, options.size(40_000, quick=10_000, tiny=500))
        for way, (is_clustered, method) in WAYS.items():
            bootstrap = Bootstrap(replicates, method="bca" if method == "bca" else "percentile")
            held, given = _covered(
                design, true, studies, is_clustered=is_clustered, bootstrap=bootstrap
            )
            for measure, covered, n in zip(MEASURES, held, given, strict=True):
                if n:
                    case = f"{design.words}: {way}, {measure}"
                    beside = {"intervals": float(n), "studies": float(studies)}
                    # None of n is not never.
                    values = (max(covered / n, 1 / (n + 1)),)
                    found.append(Result(NAME, case, "of 0.95 hold", values, None, beside))
    return found


def _true_values(design: Design, articles: int) -> list[float]:
    m = design.matrix(design.draw(np.random.default_rng(99), articles))
    rng = np.random.default_rng(0)
    large = estimates(m, MEASURES, rng=rng, bootstrap=Bootstrap(replicates=2))
    return [one.statistic.value or 0.0 for one in large]


def _covered(
    design: Design, true: list[float], studies: int, *, is_clustered: bool, bootstrap: Bootstrap
) -> tuple[list[int], list[int]]:
    """Count, for each measure, the intervals with the true value and all that were given."""
    held, given = [0] * len(MEASURES), [0] * len(MEASURES)
    clusters = np.repeat(np.arange(design.articles), PARAGRAPHS)
    chosen = partial(estimates, clusters=clusters) if is_clustered else estimates
    for seed in range(studies):
        m = design.matrix(design.draw(np.random.default_rng(seed), design.articles))
        rng = np.random.default_rng([seed, 1])
        for place, one in enumerate(chosen(m, MEASURES, rng=rng, bootstrap=bootstrap)):
            low, high = one.interval.low, one.interval.high
            if low is not None and high is not None:
                given[place] += 1
                held[place] += low <= true[place] <= high
    return held, given
