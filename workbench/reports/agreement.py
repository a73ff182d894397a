"""What a report says of one question, computed from a matrix of labels."""

import zlib
from collections.abc import Sequence

import numpy as np

from workbench.agreement import (
    Estimate,
    Interval,
    LabelMatrix,
    PairAgreement,
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
from workbench.agreement.question import LARGEST_PANEL, MOST_LABELS, Sufficiency
from workbench.agreement.support import LEAST_LABELS
from workbench.agreement.weights import Weights
from workbench.codebook.codebook import Question
from workbench.codebook.levels import Level
from workbench.reports.labels import StudyLabels
from workbench.reports.machine import compared_with_machine
from workbench.reports.matrices import LabelledQuestion, labelled_question
from workbench.reports.question import (
    AnnotatorReport,
    Contest,
    Enough,
    PairConfusion,
    QuestionAgreement,
    Suggested,
)
from workbench.reports.repeats import repeats_on
from workbench.reports.stretches import by_period, by_version
from workbench.said_later import later

MOST_CONFUSIONS = 45
MOST_CONTESTED = 3


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
    return QuestionAgreement(
        question=question,
        headline=summary.headline,
        warnings=summary.warnings,
        enough=_enough(found, summary.sufficiency),
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


def _enough(found: LabelledQuestion, counted: Sufficiency) -> Enough:
    m = found.matrix
    return Enough(
        n_items=counted.n_items,
        n_labels=counted.n_labels,
        labels_by_item=counted.labels_by_item,
        annotators=tuple(_ids(m.annotator_ids)),
        overlap=_rows(counted.overlap) if len(m.annotator_ids) <= LARGEST_PANEL else (),
        groups=tuple(tuple(_ids(group)) for group in counted.groups),
        rarest=counted.rarest,
        n_alone=int((m.counts().sum(axis=1) == 1).sum()),
        n_left_out=found.n_left_out,
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
