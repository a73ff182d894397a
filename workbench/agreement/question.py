"""Everything that can be said of one question, computed at once."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from workbench.agreement.annotators import (
    LeftOut,
    Severity,
    WithOthers,
    agreement_with_others,
    leave_one_out,
    severity,
)
from workbench.agreement.connection import groups_of_annotators
from workbench.agreement.contested import ContestedItem, contested
from workbench.agreement.dawid_skene import DawidSkene, dawid_skene
from workbench.agreement.intervals import (
    DEFAULT,
    Bootstrap,
    Clusters,
    Estimate,
    Interval,
    estimates,
)
from workbench.agreement.judgements import Codes, Judgements
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pairs import PairAgreement, pairwise
from workbench.agreement.per_label import LabelAgreement, per_label
from workbench.agreement.sums import Measure
from workbench.agreement.support import RarestLabel, rarest_label
from workbench.codebook.levels import Level
from workbench.said_later import later

LARGEST_PANEL = 50
"""Above this, annotators are a crowd: Conger's kappa, of one fixed panel, is left out."""

MOST_CONTESTED = 500
MOST_LABELS = 20
"""Above this, a scale is read as a whole, and not one label at a time."""

PARADOX_PREVALENCE, PARADOX_PERCENT, PARADOX_GAP = 0.8, 0.8, 0.2


@dataclass(frozen=True, eq=False)
class Sufficiency:
    """Hold how much there is to compare.

    `labels_by_item` maps a number of labels to how many items have so many. `overlap` is
    annotators × annotators: the items that two share, on the diagonal all of one. `groups` holds
    the ids of annotators who share items, directly or through others; more than one means that
    they cannot all be compared.
    """

    n_items: int
    n_labels: int
    labels_by_item: tuple[tuple[int, int], ...]
    overlap: Codes
    groups: tuple[tuple[Hashable, ...], ...]
    rarest: RarestLabel

    @property
    def is_connected(self) -> bool:
        """Tell whether all annotators can be compared, at least through others."""
        return len(self.groups) <= 1


@dataclass(frozen=True)
class LabelEstimate:
    """Hold the agreement on one label against the rest, with the interval of its alpha."""

    agreement: LabelAgreement
    interval: Interval


@dataclass(frozen=True, eq=False)
class QuestionSummary:
    """Hold what is said first of a question.

    `headline` starts with Krippendorff's alpha. `labels` is empty for scales of more than 20
    labels. `warnings` are sentences about the whole.
    """

    sufficiency: Sufficiency
    headline: tuple[Estimate, ...]
    warnings: tuple[str, ...]
    labels: tuple[LabelEstimate, ...]


@dataclass(frozen=True, eq=False)
class QuestionReport:
    """Hold the statistics of one question that need nothing but its labels.

    `contested` lists the 500 most contested items, those without any contest too; `pairs` is
    empty for crowds of more than 50 annotators, `severity` for nominal labels.
    """

    summary: QuestionSummary
    pairs: tuple[PairAgreement, ...]
    contested: tuple[ContestedItem, ...]
    left_out: tuple[LeftOut, ...]
    with_others: tuple[WithOthers, ...]
    severity: tuple[Severity, ...]
    dawid_skene: DawidSkene


def question_report(
    m: LabelMatrix,
    *,
    rng: np.random.Generator,
    clusters: Clusters | None = None,
    bootstrap: Bootstrap = DEFAULT,
) -> QuestionReport:
    """Compute all statistics of a question, annotator by annotator and item by item too.

    >>> codes = np.array([[0, 0, 0], [1, 1, 1], [0, 1, 0], [1, 1, 1], [0, 0, 0]] * 12)
    >>> report = question_report(
    ...     LabelMatrix(codes, ("no", "yes"), Level.NOMINAL), rng=np.random.default_rng(1))
    >>> [one.n_agreeing for one in report.with_others], report.contested[0].counts
    ([48, 48, 48], (2, 1))
    """
    return QuestionReport(
        summary=question_summary(m, rng=rng, clusters=clusters, bootstrap=bootstrap),
        pairs=pairwise(m, minimum_items=1) if len(m.annotator_ids) <= LARGEST_PANEL else (),
        contested=contested(m, most=MOST_CONTESTED),
        left_out=leave_one_out(m),
        with_others=agreement_with_others(m),
        severity=() if m.level is Level.NOMINAL else severity(m),
        dawid_skene=dawid_skene(Judgements.from_matrix(m)),
    )


def question_summary(
    m: LabelMatrix,
    *,
    rng: np.random.Generator,
    clusters: Clusters | None = None,
    bootstrap: Bootstrap = DEFAULT,
) -> QuestionSummary:
    """Compute what is said first of a question: coefficients, intervals, labels, warnings.

    >>> codes = np.array([[0, 0, 0], [1, 1, 1], [0, 1, 0], [1, 1, 1], [0, 0, 0]] * 12)
    >>> found = question_summary(
    ...     LabelMatrix(codes, ("no", "yes"), Level.NOMINAL), rng=np.random.default_rng(1))
    >>> [one.statistic.name for one in found.headline][:3]
    ['krippendorff_alpha', 'percent_agreement', 'fleiss_kappa']
    >>> found.sufficiency.labels_by_item, found.sufficiency.is_connected
    (((3, 60),), True)
    """
    streams = rng.spawn(2)
    measures = headline_measures(m)
    headline = estimates(m, measures, rng=streams[0], clusters=clusters, bootstrap=bootstrap)
    enough = sufficiency(m)
    return QuestionSummary(
        sufficiency=enough,
        headline=headline,
        warnings=warnings_about(m, headline, enough),
        labels=_label_estimates(m, streams[1], clusters, bootstrap),
    )


def headline_measures(m: LabelMatrix) -> tuple[Measure, ...]:
    """Choose the coefficients that mean something for a study, alpha first."""
    n = int((m.codes >= 0).any(axis=0).sum())
    measures: list[Measure] = ["krippendorff_alpha", "percent_agreement", "fleiss_kappa"]
    if n == 2:
        measures.append("scott_pi")
    if n <= LARGEST_PANEL:
        measures.append("conger_kappa")
    measures.append("gwet_ac1")
    if m.level is not Level.NOMINAL:
        measures.append("gwet_ac2")
    return (*measures, "brennan_prediger")


def sufficiency(m: LabelMatrix) -> Sufficiency:
    """Count what there is to compare.

    >>> found = sufficiency(LabelMatrix(np.array([[0, 1], [0, -1]]), ("a", "b"), Level.NOMINAL))
    >>> found.labels_by_item, found.overlap.tolist()
    (((1, 1), (2, 1)), [[2, 1], [1, 1]])
    """
    sizes = m.counts().sum(axis=1)
    given = (m.codes >= 0).astype(np.float64)
    depths, times = np.unique(sizes[sizes > 0], return_counts=True)
    groups = groups_of_annotators(Judgements.from_matrix(m))
    return Sufficiency(
        n_items=int((sizes > 0).sum()),
        n_labels=int(sizes.sum()),
        labels_by_item=tuple(zip(depths.tolist(), times.tolist(), strict=True)),
        overlap=(given.T @ given).astype(np.int64),
        groups=tuple(tuple(m.annotator_ids[place] for place in group) for group in groups),
        rarest=rarest_label(m),
    )


def warnings_about(
    m: LabelMatrix, headline: tuple[Estimate, ...], enough: Sufficiency
) -> tuple[str, ...]:
    """Say in sentences what a reader has to know before any number."""
    found = []
    if not enough.is_connected:
        found.append(
            later(
                "The annotators form %(n)s groups that share no paragraph: their agreement is that "
                "within each group.",
                n=len(enough.groups),
            )
        )
    paradox = _paradox(m, headline)
    if paradox:
        found.append(paradox)
    seen = dict.fromkeys(
        remark.sentence
        for estimate in headline
        for remark in estimate.interval.remarks
        if remark.name != "undefined_replicates"
    )
    return (*found, *seen)


def _paradox(m: LabelMatrix, headline: tuple[Estimate, ...]) -> str:
    """Tell that almost all pairs agree and alpha is low, because one label is so frequent."""
    values = {one.statistic.name: one.statistic.value for one in headline}
    alpha, percent = values.get("krippendorff_alpha"), values.get("percent_agreement")
    totals = m.rows.pairable().label_totals()
    if alpha is None or percent is None or not totals.any():
        return ""
    share = float(totals.max() / totals.sum())
    is_paradox = percent - alpha > PARADOX_GAP and percent > PARADOX_PERCENT
    if share < PARADOX_PREVALENCE or not is_paradox:
        return ""
    label = m.labels[int(totals.argmax())]
    return later(
        "%(agreeing)s of pairs agree, but %(share)s of labels are “%(label)s”: most of that "
        "agreement would come by chance, and α is %(alpha)s. Read it with the agreement on the "
        "rarer labels.",
        agreeing=percent,
        share=share,
        label=label,
        alpha=Decimal(f"{alpha:.2f}"),
    )


def _label_estimates(
    m: LabelMatrix, rng: np.random.Generator, clusters: Clusters | None, bootstrap: Bootstrap
) -> tuple[LabelEstimate, ...]:
    if len(m.labels) > MOST_LABELS:
        return ()
    found = []
    for agreement, stream in zip(per_label(m), rng.spawn(len(m.labels)), strict=True):
        (estimate,) = estimates(
            m.one_against_rest(agreement.label),
            ["krippendorff_alpha"],
            rng=stream,
            clusters=clusters,
            bootstrap=bootstrap,
        )
        found.append(LabelEstimate(agreement, estimate.interval))
    return tuple(found)
