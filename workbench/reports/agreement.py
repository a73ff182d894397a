"""What a report says of one question, computed from columns of labels."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.agreement import (
    ContestedItem,
    Estimate,
    Interval,
    LabelEstimate,
    LabelMatrix,
    LeftOut,
    PairAgreement,
    Severity,
    Statistic,
    StraightLining,
    Stretch,
    WithOthers,
    agreement_with_others,
    cohen_kappa,
    confusion,
    contested,
    estimates,
    leave_one_out,
    pair_intervals,
    pairwise,
    question_summary,
    severity,
    straight_lining,
)
from workbench.agreement.dawid_skene import DawidSkene, dawid_skene
from workbench.agreement.judgements import Judgements
from workbench.agreement.question import LARGEST_PANEL, MOST_LABELS
from workbench.agreement.support import LEAST_LABELS, RarestLabel
from workbench.agreement.weights import Weights
from workbench.codebook.codebook import Question
from workbench.codebook.levels import Level
from workbench.reports.labels import StudyLabels
from workbench.reports.machine import MachineComparison, compared_with_machine
from workbench.reports.matrices import LabelledQuestion, labelled_question
from workbench.reports.repeats import QuestionRepeats, repeats_on
from workbench.reports.stretches import by_period, by_version
from workbench.said_later import later

MOST_CONFUSIONS = 45
MOST_CONTESTED = 3


@dataclass(frozen=True)
class GivenLabels:
    """Hold the labels given to one question as four columns of equal length.

    Paragraphs and annotators are ids; a suggestion is "" where none was shown.
    """

    paragraphs: Sequence[int]
    annotators: Sequence[int]
    labels: Sequence[str]
    suggestions: Sequence[str]


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
    fewer than 10 labels.

    `counts` holds one number for each declared label; `severity` is None for nominal labels.
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


def agreement_on(question: Question, study: StudyLabels, *, seed: int) -> QuestionAgreement:
    """Compute what a report says of a question; the same seed gives the same intervals."""
    found = labelled_question(question, study)
    m = found.matrix
    # By the question's name, so that no question's limits hang on the others.
    rng = np.random.default_rng([seed, zlib.crc32(question.name.encode())])
    streams = rng.spawn(7)
    summary = question_summary(m, rng=streams[0], clusters=found.articles)
    pairs = pairwise(m, minimum_items=1) if len(m.annotator_ids) <= LARGEST_PANEL else ()
    unweighted, weighted = _pair_estimates(found, pairs, rng=streams[3])
    annotators, unidentified = _annotators(found)
    enough = summary.sufficiency
    return QuestionAgreement(
        question=question,
        headline=summary.headline,
        warnings=summary.warnings,
        enough=Enough(
            n_items=enough.n_items,
            n_labels=enough.n_labels,
            labels_by_item=enough.labels_by_item,
            annotators=tuple(_ids(m.annotator_ids)),
            overlap=_rows(enough.overlap) if len(m.annotator_ids) <= LARGEST_PANEL else (),
            groups=tuple(tuple(_ids(group)) for group in enough.groups),
            rarest=enough.rarest,
            n_alone=int((m.counts().sum(axis=1) == 1).sum()),
            n_left_out=found.n_left_out,
        ),
        labels=summary.labels,
        pairs=pairs,
        pair_intervals=unweighted,
        weighted_pairs=weighted,
        coincidences=_coincidences(m),
        confusions=_confusions(m, pairs),
        contest=_contest(m),
        annotators=annotators,
        unidentified=unidentified,
        periods=by_period(found, rng=streams[4]),
        versions=by_version(found, rng=streams[5]),
        suggested=_suggested(found, rng=streams[6]),
        machine=compared_with_machine(found, study.machine.get(question.name, {}), rng=streams[1]),
        repeats=repeats_on(question, study, rng=streams[2]),
    )


def contested_paragraphs(question: Question, given: GivenLabels) -> tuple[ContestedItem, ...]:
    """List the paragraphs on which labels differ, the most contested first, ties by number."""
    found = contested(_matrix(question, given))
    differing = [item for item in found if item.entropy > 0]
    return tuple(
        sorted(
            differing,
            key=lambda item: (-round(item.entropy, 9), -round(item.distance, 9), item.item),
        )
    )


def split_of(question: Question, item: ContestedItem) -> tuple[tuple[str, int], ...]:
    """Give the titles of the labels that a paragraph got, with how often each."""
    titles = (label.title for label in question.labels)
    return tuple((title, n) for title, n in zip(titles, item.counts, strict=True) if n)


def _matrix(question: Question, given: GivenLabels) -> LabelMatrix:
    declared = set(question.label_names)
    keep = [place for place, label in enumerate(given.labels) if label in declared]
    return LabelMatrix.from_triples(
        [given.paragraphs[place] for place in keep],
        [given.annotators[place] for place in keep],
        [given.labels[place] for place in keep],
        declared=question.label_names,
        level=question.level,
    )


def _annotators(found: LabelledQuestion) -> tuple[tuple[AnnotatorReport, ...], str]:
    """Describe each annotator, and say why there is no accuracy, if there is none."""
    m, q = found.matrix, len(found.matrix.labels)
    model = dawid_skene(Judgements.from_matrix(m))
    severities = [None] * len(m.annotator_ids) if m.level is Level.NOMINAL else list(severity(m))
    rows = zip(
        _ids(m.annotator_ids), leave_one_out(m), agreement_with_others(m), severities, strict=True
    )
    return tuple(
        AnnotatorReport(
            annotator=annotator,
            counts=tuple(np.bincount(found.codes_of(column), minlength=q).tolist()),
            left_out=left_out,
            with_others=with_others,
            severity=signed,
            accuracy=None
            if _alike(m)
            else _accuracy(model, column, int((m.codes[:, column] >= 0).sum())),
            lining=straight_lining(found.codes_of(column), q),
        )
        for column, (annotator, left_out, with_others, signed) in enumerate(rows)
    ), model.sentence or _alike(m)


def _alike(m: LabelMatrix) -> str:
    """Say that labels which are all the same tell nobody's errors; "" where they differ."""
    if np.count_nonzero(m.counts().sum(axis=0)) > 1:
        return ""
    return later("All labels are the same: they tell nothing of anybody’s errors.")


def _accuracy(model: DawidSkene, column: int, n_labels: int) -> float | None:
    """Give an annotator's accuracy; None where it is not identified, or of too few labels."""
    if model.accuracy is None or n_labels < LEAST_LABELS:
        return None
    return float(model.accuracy[column])


def _pair_estimates(
    found: LabelledQuestion, pairs: tuple[PairAgreement, ...], *, rng: np.random.Generator
) -> tuple[tuple[Interval, ...], tuple[Estimate, ...]]:
    """Give the interval of each pair's kappa, and where labels have an order kappa by distance."""
    m = found.matrix
    column = {annotator: place for place, annotator in enumerate(m.annotator_ids)}
    columns = [(column[pair.first], column[pair.second]) for pair in pairs]
    weights: list[Weights] = ["unweighted"]
    if m.level is not Level.NOMINAL:
        weights.append("linear")
    unweighted, *linear = pair_intervals(
        m, columns, rng=rng, clusters=found.articles, weights=weights
    )
    return unweighted, tuple(
        Estimate(cohen_kappa(m, pair.first, pair.second, weights="linear"), interval)
        for intervals in linear
        for pair, interval in zip(pairs, intervals, strict=True)
    )


def _coincidences(m: LabelMatrix) -> tuple[tuple[float, ...], ...]:
    if len(m.labels) > MOST_LABELS:
        return ()
    return tuple(tuple(row) for row in m.rows.pairable().coincidences().tolist())


def _confusions(m: LabelMatrix, pairs: tuple[PairAgreement, ...]) -> tuple[PairConfusion, ...]:
    if len(pairs) > MOST_CONFUSIONS or len(m.labels) > MOST_LABELS:
        return ()
    return tuple(
        PairConfusion(
            int(str(pair.first)),
            int(str(pair.second)),
            _rows(confusion(m, pair.first, pair.second)),
        )
        for pair in pairs
    )


def _contest(m: LabelMatrix) -> Contest:
    items = contested(m)
    differing = [item for item in items if item.entropy > 0]
    return Contest(
        n_items=len(items),
        n_contested=len(differing),
        mean_entropy=float(np.mean([item.entropy for item in items])) if items else None,
        most=tuple(differing[:MOST_CONTESTED]),
    )


def _suggested(found: LabelledQuestion, *, rng: np.random.Generator) -> Suggested | None:
    """Compare labels given with a suggestion and blind; None where nothing was suggested."""
    m = found.matrix
    is_given = m.codes >= 0
    is_shown = is_given & (found.suggested != -1)
    if not is_shown.any():
        return None
    is_blind = is_given & found.is_blind
    alphas = [
        estimates(found.only(is_kept), ["krippendorff_alpha"], rng=stream, clusters=found.articles)[
            0
        ]
        for is_kept, stream in zip((is_shown, is_blind), rng.spawn(2), strict=True)
    ]
    return Suggested(
        n_shown=int(is_shown.sum()),
        n_followed=int((is_shown & (found.suggested == m.codes)).sum()),
        n_blind=int(is_blind.sum()),
        alpha_shown=alphas[0],
        alpha_blind=alphas[1],
    )


def _ids(found: Sequence[object]) -> list[int]:
    return [int(str(one)) for one in found]


def _rows(table: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in table.tolist())
