"""Which annotators choose a label by reading, and which by habit (MACE, Hovy et al. 2013)."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbench.agreement.judgements import Array, DistinctItems, Judgements
from workbench.said_later import later

FIRST_ROUNDS, MOST_ROUNDS = 30, 1000
CLOSE = 1e-9
STARTS = (0.5, 0.7, 0.9, 0.3)
"""The competence that all annotators have at first, one start each."""

COMPETENCE_PRIOR = 0.5
HABIT_PRIOR = 10.0


@dataclass(frozen=True, eq=False)
class Mace:
    """Hold the estimates, or why there are none.

    `competence` is one number in [0, 1] an annotator, the estimated share of labels given by
    reading; `posterior` is items × labels and `entropy` its entropy by item in nats, small where
    the label is certain. None exactly when `reason` and `sentence` say why.
    """

    reason: Literal["no_labels", "one_category"] | None
    sentence: str
    item_ids: tuple[Hashable, ...]
    annotator_ids: tuple[Hashable, ...]
    labels: tuple[str, ...]
    competence: Array | None = None
    posterior: Array | None = None
    entropy: Array | None = None
    log_likelihood: float | None = None


def mace(given: Judgements) -> Mace:
    """Estimate competence and labels by variational Bayes.

    An annotator copies the true label with probability θ and else draws from a habit ξ of their
    own; true labels are uniform. Beta(½, ½) priors on θ, Dirichlet(10) on ξ. Counts are
    normalised as exp ψ(n + a) / exp ψ(Σ (n + a)). Hovy, Berg-Kirkpatrick, Vaswani & Hovy 2013,
    "Learning whom to trust with MACE", §2-3. Of a few starts, in which all annotators are alike,
    the one with the largest likelihood is kept: nothing is random, and no order matters.

    >>> from workbench.agreement.labels import LabelMatrix
    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0, 0], [1, 1, 0], [2, 2, 0], [1, 1, 0], [0, 0, 0], [2, 2, 0]])
    >>> m = LabelMatrix(codes, ("a", "b", "c"), Level.NOMINAL)
    >>> mace(Judgements.from_matrix(m)).competence.round(2).tolist()
    [0.91, 0.91, 0.05]
    """
    ids = (given.item_ids, given.annotator_ids, given.labels)
    if not len(given.codes):
        return Mace("no_labels", later("There are no labels to estimate from."), *ids)
    if given.n_labels == 1:
        return Mace(
            "one_category",
            later("“%(label)s” is the only declared label.", label=given.labels[0]),
            *ids,
        )
    # Items with the same labels by the same people have the same posterior.
    distinct = given.distinct_items()
    begun = [_improved(distinct, _begun(given, start), FIRST_ROUNDS) for start in STARTS]
    # A later start has to be better by more than rounding to be preferred; only it goes on.
    state = max(begun, key=lambda one: round(_expected(distinct, one)[2], 7))
    state = _improved(distinct, state, MOST_ROUNDS)
    posterior, _, likelihood = _expected(distinct, state)
    posterior = posterior[distinct.where]
    logs = np.log(posterior, out=np.zeros_like(posterior), where=posterior > 0)
    return Mace(
        None,
        "",
        *ids,
        competence=state.reading,
        posterior=posterior,
        entropy=-(posterior * logs).sum(axis=1),
        log_likelihood=likelihood,
    )


@dataclass(frozen=True, eq=False)
class _State:
    """Hold θ, 1 - θ as they come out of the variational step, and ξ (annotators × labels)."""

    reading: Array
    guessing: Array
    habit: Array


def _begun(given: Judgements, competence: float) -> _State:
    reading = np.full(len(given.annotator_ids), competence)
    return _State(reading, 1 - reading, np.full((len(reading), given.n_labels), 1 / given.n_labels))


def _improved(distinct: DistinctItems, state: _State, rounds: int) -> _State:
    given, times = distinct.given, distinct.weights
    for _ in range(rounds):
        _, knows, _ = _expected(distinct, state)
        by_knowing = given.by_annotator(np.stack([1 - knows, knows], axis=1) * times)
        by_habit = given.by_annotator_and_code((1 - knows)[:, None] * times)[:, :, 0]
        shares = _variational(by_knowing + COMPETENCE_PRIOR)
        before = state
        state = _State(shares[:, 1], shares[:, 0], _variational(by_habit + HABIT_PRIOR))
        if np.abs(state.reading - before.reading).max() < CLOSE:
            break
    return state


def _expected(distinct: DistinctItems, state: _State) -> tuple[Array, Array, float]:
    """Give the posterior of the labels, and how likely each judgement was made by reading."""
    given = distinct.given
    who, what = given.annotators, given.codes
    reading, guessing, habit = state.reading, state.guessing, state.habit
    by_habit = guessing[who] * habit[who, what]
    logs = np.tile(np.log(by_habit)[:, None], given.n_labels)
    place = np.arange(len(what))
    logs[place, what] = np.log(by_habit + reading[who])
    joint = given.by_item(logs) - np.log(given.n_labels)
    largest = joint.max(axis=1, keepdims=True)
    weights = np.exp(joint - largest)
    totals = weights.sum(axis=1, keepdims=True)
    posterior = weights / totals
    knows = posterior[given.items, what] * reading[who] / (by_habit + reading[who])
    return posterior, knows, float(distinct.times @ (largest + np.log(totals))[:, 0])


def _variational(counts: Array) -> Array:
    shares: Array = np.exp(_digamma(counts) - _digamma(counts.sum(axis=-1, keepdims=True)))
    return shares


def _digamma(x: Array) -> Array:
    """Compute ψ(x) for x > 0: shifted upwards by ψ(x) = ψ(x + 1) - 1/x, then asymptotically."""
    shifted, below = np.array(x, dtype=np.float64), np.zeros_like(x)
    for _ in range(8):
        is_small = shifted < 8
        below -= np.where(is_small, 1 / shifted, 0)
        shifted = shifted + is_small
    square = 1 / shifted**2
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240))))
    result: Array = below + np.log(shifted) - 0.5 / shifted - series
    return result
