"""What a report says of marked words."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from workbench.agreement import (
    SPAN_MEASURES,
    Estimate,
    MarkedText,
    Statistic,
    UnitizingEstimates,
    span_agreement,
    span_estimates,
    unitizing_estimates,
)
from workbench.reports.labels import StudyLabels


@dataclass(frozen=True)
class SpanReport:
    """Hold the six F1 values and u-alpha, all with intervals, and what was compared.

    `n_comparisons` counts pairs of annotators on paragraphs, `n_both_empty` those of them in
    which neither marked anything; `n_empty` of `n_submissions` hold no span: their annotators
    submitted the paragraph and found nothing, which is not the same as not having read it.
    """

    estimates: tuple[Estimate, ...]
    unitizing: UnitizingEstimates
    n_comparisons: int
    n_both_empty: int
    n_submissions: int
    n_empty: int

    @property
    def exact(self) -> Estimate:
        """Give the F1 of spans that are the same in extent and category."""
        return self.estimates[0]

    @property
    def overlap(self) -> Estimate:
        """Give the F1 of spans that share a character, in any category."""
        return self.estimates[3]

    @property
    def statistics(self) -> tuple[Statistic, ...]:
        """Give all statistics in the order of their table."""
        return (
            *(one.statistic for one in self.estimates),
            self.unitizing.full.statistic,
            self.unitizing.where.statistic,
        )


def span_report(study: StudyLabels, *, seed: int) -> SpanReport:
    """Compute the agreement on marked words."""
    annotations, items = study.annotations, study.spans
    paragraphs = annotations.paragraphs.tolist()
    article_of = dict(zip(paragraphs, annotations.articles.tolist(), strict=True))
    length_of = dict(zip(paragraphs, annotations.lengths.tolist(), strict=True))
    whole = span_agreement(items)
    marks = [spans for marked in items.values() for spans in marked.values()]
    # Paragraphs with one annotator add nothing, and neither do they to what can be drawn.
    compared = {item: marked for item, marked in items.items() if len(marked) >= 2}
    drawn = partial(np.random.default_rng, [seed, len(SPAN_MEASURES)])
    return SpanReport(
        estimates=span_estimates(compared, rng=drawn(), cluster_of=article_of, whole=whole),
        unitizing=unitizing_estimates(
            [MarkedText(length_of[item], marked) for item, marked in compared.items()],
            rng=drawn(),
            clusters=[article_of[item] for item in compared],
        ),
        n_comparisons=whole.n_comparisons,
        n_both_empty=whole.n_both_empty,
        n_submissions=len(marks),
        n_empty=sum(not spans for spans in marks),
    )
