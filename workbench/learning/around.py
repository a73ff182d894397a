"""Learn how much the guesses at the paragraphs around one tell of its sentiment.

Only what was guessed from the texts is used, never what people said of the paragraphs around.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.learning.linear import Floats

# With fewer paragraphs beside others, what their weight would be is not known.
FEWEST = 20
# How many paragraphs it takes to be half as sure of what stands around as of nothing.
_DOUBT = 30.0


@dataclass(frozen=True)
class Around:
    """Hold how the score of a paragraph is joined with the mean score of those around it.

    The joint score is on the scale of the score alone: what follows from either is decided by the
    same rules.
    """

    start: float
    own: float
    around: float

    def joint(self, own: float, around: float | None) -> float:
        """Give the joint score; that of the paragraph alone where nothing stands around it."""
        if around is None:
            return own
        return self.start + self.own * own + self.around * around


def fit_around(
    own: Sequence[float],
    around: Sequence[float],
    labels: Sequence[float],
    weights: Sequence[float],
) -> Around | None:
    """Fit by least squares how much what stands around tells; None where it tells nothing.

    All are by paragraph, of those around which something was scored. The weight of what stands
    around is held back as if as many more paragraphs had told nothing.
    """
    if len(labels) < FEWEST:
        return None
    counts = np.asarray(weights, float)
    score, near, label = (_centred(values, counts) for values in (own, around, labels))
    of_score, mixed = _product(score, score, counts), _product(score, near, counts)
    of_near = _product(near, near, counts) + _DOUBT * of_score / len(labels)
    pull_of_score, pull_of_near = (_product(each, label, counts) for each in (score, near))
    area = of_score * of_near - mixed * mixed
    if pull_of_score <= 0 or area <= 0:
        return None
    alone = pull_of_score / of_score
    first = (of_near * pull_of_score - mixed * pull_of_near) / area / alone
    second = (of_score * pull_of_near - mixed * pull_of_score) / area / alone
    if first <= 0 or second <= 0:
        return None
    mean_own, mean_around = (float(np.average(values, weights=counts)) for values in (own, around))
    return Around((1 - first) * mean_own - second * mean_around, first, second)


def _centred(values: Iterable[float], counts: Floats) -> Floats:
    found = np.asarray(list(values), float)
    centred: Floats = found - np.average(found, weights=counts)
    return centred


def _product(one: Floats, other: Floats, counts: Floats) -> float:
    # By hand: a product of matrices would start threads that take longer than it does.
    return float((counts * one * other).sum())
