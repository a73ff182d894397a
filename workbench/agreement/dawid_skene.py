"""The true labels and each annotator's errors, estimated from one another (Dawid & Skene 1979)."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbench.agreement.connection import is_connected
from workbench.agreement.judgements import Array, DistinctItems, Judgements
from workbench.said_later import later, nlater

MOST_ROUNDS = 2000
CLOSE = 1e-8

NotIdentified = Literal[
    "no_labels", "too_few_annotators", "not_connected", "too_few_labels", "one_category"
]


@dataclass(frozen=True, eq=False)
class DawidSkene:
    """Hold the estimates, or why there are none.

    `confusion` is annotators × true label × given label, rows summing to 1 (rows of annotators
    without labels are even); `prevalence` has one share a label; `posterior` is items × labels;
    `accuracy` is one number an annotator, the chance that a label of theirs is the true one.
    All are None exactly when `reason` and `sentence` say why.
    """

    reason: NotIdentified | None
    sentence: str
    item_ids: tuple[Hashable, ...]
    annotator_ids: tuple[Hashable, ...]
    labels: tuple[str, ...]
    posterior: Array | None = None
    confusion: Array | None = None
    prevalence: Array | None = None
    accuracy: Array | None = None
    log_likelihood: float | None = None
    n_rounds: int = 0
    has_converged: bool = False


def dawid_skene(given: Judgements, *, smoothing: float = 0.0) -> DawidSkene:
    """Estimate true labels, prevalence and confusions by expectation-maximisation.

    Start: each item's shares of votes. M-step (eqs 2.3, 2.4): π_kl of an annotator is the
    share of label l among their labels on items of true label k, p_k the mean posterior.
    E-step (eq. 2.5): posterior of k ∝ p_k Π π_kl. Until no posterior moves by 1e-8.
    `smoothing` adds that count to each cell of a confusion; 0 is the paper's estimate.
    Items without labels have the prevalence as posterior. The order of rows, items or annotators
    does not matter. Dawid & Skene 1979, "Maximum likelihood estimation of observer error-rates
    using the EM algorithm", Applied Statistics 28.

    Undefined where it is not identified: fewer than three annotators, no three of them on common
    items, annotators who form groups without a shared item, or fewer labels than parameters.

    >>> from workbench.agreement.labels import LabelMatrix
    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0, 0], [0, 0, 1], [1, 1, 1], [1, 1, 0], [0, 0, 0], [1, 1, 1]])
    >>> m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    >>> found = dawid_skene(Judgements.from_matrix(m))
    >>> found.accuracy.round(3).tolist(), found.prevalence.round(3).tolist()
    ([1.0, 1.0, 0.667], [0.5, 0.5])
    """
    # Items with the same labels by the same people have the same posterior.
    distinct = given.distinct_items()
    missing = _not_identified(distinct)
    ids = (given.item_ids, given.annotator_ids, given.labels)
    if missing is not None:
        return DawidSkene(missing[0], missing[1], *ids)
    posterior = _normalised(distinct.given.votes())
    has_converged, rounds = False, 0
    while rounds < MOST_ROUNDS and not has_converged:
        rounds += 1
        confusion, prevalence = _maximised(distinct, posterior, smoothing)
        before = posterior
        posterior, log_likelihood = _expected(distinct, confusion, prevalence)
        has_converged = bool(np.abs(posterior - before).max() < CLOSE)
    accuracy = np.einsum("k,akk->a", prevalence, confusion)
    return DawidSkene(
        None,
        "",
        *ids,
        posterior=posterior[distinct.where],
        confusion=confusion,
        prevalence=prevalence,
        accuracy=accuracy,
        log_likelihood=log_likelihood,
        n_rounds=rounds,
        has_converged=has_converged,
    )


def _maximised(distinct: DistinctItems, posterior: Array, smoothing: float) -> tuple[Array, Array]:
    given = distinct.given
    is_labelled = np.bincount(given.items, minlength=len(given.item_ids)) > 0
    prevalence = np.average(posterior[is_labelled], axis=0, weights=distinct.times[is_labelled])
    counts = given.by_annotator_and_code(posterior[given.items] * distinct.weights)
    return _normalised(counts.transpose(0, 2, 1) + smoothing), prevalence


def _expected(distinct: DistinctItems, confusion: Array, prevalence: Array) -> tuple[Array, float]:
    given = distinct.given
    with np.errstate(divide="ignore"):
        # A cell that is 0 rules the true label out: its logarithm is meant to be -inf.
        logs, start = np.log(confusion), np.log(prevalence)
    joint = start + given.by_item(logs[given.annotators, :, given.codes])
    largest = joint.max(axis=1, keepdims=True)
    weights = np.exp(joint - largest)
    totals = weights.sum(axis=1, keepdims=True)
    return weights / totals, float(distinct.times @ (largest + np.log(totals))[:, 0])


def _normalised(table: Array) -> Array:
    totals = table.sum(axis=-1, keepdims=True)
    even = np.full_like(table, 1 / table.shape[-1])
    shares: Array = np.divide(table, totals, out=even, where=totals > 0)
    return shares


def _not_identified(distinct: DistinctItems) -> tuple[NotIdentified, str] | None:
    given = distinct.given
    if not len(given.codes):
        return "no_labels", later("There are no labels to estimate from.")
    if given.n_labels == 1:
        return "one_category", later(
            "“%(label)s” is the only declared label.", label=given.labels[0]
        )
    n_annotators = len(np.unique(given.annotators))
    pairs = np.unique(np.stack([given.items, given.annotators], axis=1), axis=0)
    n_triples = int((np.bincount(pairs[:, 0]) >= 3).sum())
    if n_annotators < 3 or not n_triples:
        return (
            "too_few_annotators",
            later(
                "Two annotators’ errors cannot be told apart: no paragraph has labels from three."
            ),
        )
    if not is_connected(given):
        return (
            "not_connected",
            later(
                "The annotators form groups that share no paragraph, so that their errors cannot "
                "be compared."
            ),
        )
    q = given.n_labels
    n_parameters = n_annotators * q * (q - 1) + q - 1
    n_given = int(distinct.weights.sum())
    if n_given < n_parameters:
        return (
            "too_few_labels",
            nlater(
                "%(num)s label cannot determine the %(rates)s error rates.",
                "%(num)s labels cannot determine the %(rates)s error rates.",
                n_given,
                rates=n_parameters,
            ),
        )
    return None
