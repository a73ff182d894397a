"""The share of cases in which something happened, with limits over annotators."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.rates import t_quantile
from workbench.agreement.statistic import Basis, Statistic, defined, undefined
from workbench.said_later import later


@dataclass(frozen=True)
class Share:
    """Hold a share in [0, 1] with its 95 % limits, and the counts it rests on.

    `limits` are None exactly when the statistic has no value.
    """

    statistic: Statistic
    limits: tuple[float, float] | None
    hits: int
    cases: int


def share_over_annotators(
    name: str, annotators: NDArray[np.int64], is_hit: NDArray[np.bool_]
) -> Share:
    """Give the mean over annotators of each one's share of hits, with t limits over annotators.

    One row a case; annotators count alike, however many cases they have. The limits are at least
    as wide as few cases alone would make them, each share moved towards one half by two cases
    (Agresti & Caffo 2000), and are cut to [0, 1]. Undefined with fewer than two annotators.

    >>> found = share_over_annotators("taken", np.array([0, 0, 1, 1]),
    ...     np.array([True, False, True, True]))
    >>> found.statistic.value, found.hits, found.cases
    (0.75, 3, 4)
    """
    people = np.unique(annotators)
    basis = Basis(len(annotators), len(annotators), len(people))
    hits = int(is_hit.sum())
    if len(people) < 2:
        if len(people) == 0:
            sentence = later("Nobody has such a case: limits over annotators take two of them.")
        else:
            sentence = later("Only one annotator has such a case: limits over annotators take two.")
        one = undefined(name, "too_few_annotators", sentence, basis)
        return Share(one, None, hits, len(annotators))
    own, chance = [], 0.0
    for person in people.tolist():
        mine = is_hit[annotators == person]
        own.append(float(mine.mean()))
        drawn = (float(mine.sum()) + 1) / (len(mine) + 2)
        chance += drawn * (1 - drawn) / (len(mine) + 2)
    shares = np.array(own)
    value, n = float(shares.mean()), len(people)
    variance = max(float(shares.var(ddof=1)) / n, chance / n**2)
    reach = t_quantile(0.975, n - 1) * float(np.sqrt(variance))
    limits = (max(0.0, value - reach), min(1.0, value + reach))
    return Share(defined(name, value, basis), limits, hits, len(annotators))
