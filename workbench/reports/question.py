"""The frozen rows of what a report says of one question."""

from dataclasses import dataclass

from workbench.agreement import (
    ContestedItem,
    Estimate,
    Interval,
    LabelEstimate,
    LeftOut,
    PairAgreement,
    Severity,
    Statistic,
    StraightLining,
    Stretch,
    WithOthers,
)
from workbench.agreement.question import LARGEST_PANEL
from workbench.agreement.support import RarestLabel
from workbench.codebook.codebook import Question
from workbench.reports.machine import MachineComparison
from workbench.reports.repeats import QuestionRepeats


@dataclass(frozen=True)
class Enough:
    """Hold how much there is to compare.

    `labels_by_item` maps a number of labels to how many paragraphs have so many. `overlap` is
    annotators × annotators: the paragraphs that two share, on the diagonal all of one; () for
    more than 50 annotators. More than one of `groups` means that not all can be compared.
    `n_alone` paragraphs have a single label, which no coefficient compares; `n_left_out` labels
    are not declared by the codebook in force any more.
    """

    n_items: int
    n_labels: int
    labels_by_item: tuple[tuple[int, int], ...]
    annotators: tuple[int, ...]
    overlap: tuple[tuple[int, ...], ...]
    groups: tuple[tuple[int, ...], ...]
    rarest: RarestLabel
    n_alone: int
    n_left_out: int


@dataclass(frozen=True)
class PairConfusion:
    """Cross the labels of two annotators: rows are those of `first`, columns of `second`."""

    first: int
    second: int
    table: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Contest:
    """Hold how far labels of a paragraph differ; `mean_entropy` in [0, 1], None without any.

    `most` are the most contested paragraphs, none on which all agree.
    """

    n_items: int
    n_contested: int
    mean_entropy: float | None
    most: tuple[ContestedItem, ...]


@dataclass(frozen=True)
class AnnotatorReport:
    """Hold what is said of one annotator.

    `accuracy` is that of Dawid and Skene; None where it is not identified, or the annotator gave
    fewer than 10 labels. `counts` holds one number for each declared label; `severity` is None for
    nominal labels.
    """

    annotator: int
    counts: tuple[int, ...]
    left_out: LeftOut
    with_others: WithOthers
    severity: Severity | None
    accuracy: float | None
    lining: StraightLining

    @property
    def total(self) -> int:
        """Count all labels of the annotator."""
        return sum(self.counts)


@dataclass(frozen=True)
class Suggested:
    """Keep apart the labels given with the machine's suggestion on the page, and blind ones.

    Where the page told of the machine without suggesting this answer, a label is neither.
    """

    n_shown: int
    n_followed: int
    n_blind: int
    alpha_shown: Estimate
    alpha_blind: Estimate


@dataclass(frozen=True)
class QuestionAgreement:
    """Hold what a report says of one question.

    `headline` starts with Krippendorff's alpha. `pair_intervals` are those of `pairs`;
    `weighted_pairs`, with linear weights, are () for nominal labels. `coincidences` are labels ×
    labels: how often a label stands beside another on one paragraph, each paragraph's pairs
    weighing as its labels do; () for scales of more than 20 labels. `unidentified` says why there
    is no accuracy.
    `repeats` is None where nothing came back and was answered again.
    """

    question: Question
    headline: tuple[Estimate, ...]
    warnings: tuple[str, ...]
    enough: Enough
    labels: tuple[LabelEstimate, ...]
    pairs: tuple[PairAgreement, ...]
    pair_intervals: tuple[Interval, ...]
    weighted_pairs: tuple[Estimate, ...]
    coincidences: tuple[tuple[float, ...], ...]
    confusions: tuple[PairConfusion, ...]
    contest: Contest
    annotators: tuple[AnnotatorReport, ...]
    unidentified: str
    periods: tuple[Stretch, ...]
    versions: tuple[Stretch, ...]
    suggested: Suggested | None
    machine: MachineComparison | None
    repeats: QuestionRepeats | None

    @property
    def alpha(self) -> Statistic:
        """Give Krippendorff's alpha."""
        return self.headline[0].statistic

    @property
    def label_counts(self) -> tuple[int, ...]:
        """Count what all annotators answered, one number for each declared label."""
        return tuple(map(sum, zip(*(row.counts for row in self.annotators), strict=True)))

    @property
    def n_labels(self) -> int:
        """Count all counted labels, those on paragraphs with a single one too."""
        return sum(row.total for row in self.annotators)

    @property
    def pair_estimates(self) -> tuple[Estimate, ...]:
        """Give Cohen's kappa of each pair with its interval."""
        return tuple(
            Estimate(pair.statistic, interval)
            for pair, interval in zip(self.pairs, self.pair_intervals, strict=True)
        )

    def most_telling(self, most: int) -> tuple[AnnotatorReport, ...]:
        """Choose annotators for a table: all in their order, or of a crowd those who move alpha.

        Of more than `most`, those without whom alpha shifts furthest come first.
        """
        if len(self.annotators) <= most:
            return self.annotators
        return tuple(
            sorted(self.annotators, key=lambda one: -abs(one.left_out.shift or 0.0))[:most]
        )

    @property
    def is_crowd(self) -> bool:
        """Tell whether there are too many annotators to compare them by pair."""
        return len(self.annotators) > LARGEST_PANEL
