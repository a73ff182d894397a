"""How an annotator works: the same label again and again, or in haste."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.judgements import Codes

Array = NDArray[np.float64]

HASTY_SECONDS = 0.06
"""Seconds a word below which a text cannot have been read: 1,000 words a minute."""


@dataclass(frozen=True)
class StraightLining:
    """Hold how uniform a sequence of labels is.

    `entropy` in [0, 1] is 0 when all are the same. `chance` is the probability of a run at least
    as long as `longest_run` if the same labels came in random order; None where all are the same.
    """

    n_labels: int
    longest_run: int
    run_code: int | None
    entropy: float
    chance: float | None


@dataclass(frozen=True)
class Pace:
    """Hold seconds a word: median, quartiles, limits of the median, and the share in haste.

    All None without any time; `limits` also with fewer than six.
    """

    n: int
    median: float | None
    quartiles: tuple[float, float] | None
    limits: tuple[float, float] | None
    hasty_share: float | None


def straight_lining(codes: Codes, n_labels: int) -> StraightLining:
    """Describe the labels of one annotator in the order in which they were given.

    Longest run r of n labels, c_k of each: in a random order of these labels λ_k runs of label k
    that are r long or longer begin on average, λ_k = (1 + n - c_k) (c_k)_r / (n)_r with falling
    factorials. That is the chance of one where there is no room for two (2r > c_k), else it is
    1 - exp(-λ_k), the Poisson approximation of Arratia, Goldstein & Gordon 1990, "Poisson
    approximation and the Chen-Stein method", ex. 3. chance ≈ 1 - Π (1 - chance of label k).
    entropy = -Σ p_k log p_k / log q.

    >>> found = straight_lining(np.array([0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0]), 2)
    >>> found.longest_run, round(found.entropy, 3), round(found.chance, 3)
    (7, 0.918, 0.051)
    """
    n = len(codes)
    if not n:
        return StraightLining(0, 0, None, 0.0, None)
    edges = np.flatnonzero(np.diff(codes, prepend=-2, append=-2))
    lengths = np.diff(edges)
    longest = int(lengths.argmax())
    run = int(lengths[longest])
    counts = np.bincount(codes, minlength=n_labels)
    shares = counts / n
    used = shares[shares > 0]
    entropy = abs(float((used * np.log(used)).sum())) / np.log(max(n_labels, 2))
    chance = None
    if used.size > 1:
        chance = _chance_of_run(counts[counts > 0], run)
    return StraightLining(
        n,
        run,
        int(codes[edges[longest]]),
        float(entropy),
        chance,
    )


def _chance_of_run(counts: Codes, run: int) -> float:
    n = int(counts.sum())
    places = np.arange(run)
    # Fewer labels than the run is long make a factor of 0, and what comes after it means nothing.
    left = np.maximum(counts[:, None] - places, 0)
    begins = np.prod(left / (n - places), axis=1)
    # A run begins at the first place or after a label of another kind.
    runs = begins * (1 + n - counts)
    of_label = np.where(2 * run > counts, runs, -np.expm1(-runs))
    # Sums of fractions may pass 1 by a last digit.
    return float(1 - np.prod(1 - np.minimum(of_label, 1)))


def pace(seconds: Array, words: NDArray[np.int64]) -> Pace:
    """Describe the time that one annotator took, in seconds a word.

    Medians and quartiles, because a page left open overnight moves a mean. The limits of the
    median are order statistics with binomial probability of at least 95 % (Thompson 1936).
    Texts without words are passed over; `hasty_share` counts times under 0.06 s a word.

    >>> found = pace(np.array([30.0, 42.0, 3.0, 9000.0, 33.0, 36.0]), np.full(6, 100))
    >>> round(found.median, 3), round(found.hasty_share, 3), found.limits
    (0.345, 0.167, (0.03, 90.0))
    """
    by_word = np.sort(seconds[words > 0] / words[words > 0])
    n = len(by_word)
    if not n:
        return Pace(0, None, None, None, None)
    low, median, high = (float(value) for value in np.quantile(by_word, [0.25, 0.5, 0.75]))
    outer = _median_rank(n)
    limits = None if outer is None else (float(by_word[outer]), float(by_word[n - 1 - outer]))
    return Pace(n, median, (low, high), limits, float((by_word < HASTY_SECONDS).mean()))


def _median_rank(n: int) -> int | None:
    """Give the largest rank r, from 0, with P(Bin(n, ½) ≤ r) ≤ 2.5 %; None if there is none."""
    if n < 6:
        return None
    steps = np.arange(n)
    logs = np.concatenate([[0.0], np.cumsum(np.log((n - steps) / (steps + 1)))]) - n * np.log(2)
    return int(np.searchsorted(np.cumsum(np.exp(logs)), 0.025, side="right")) - 1
