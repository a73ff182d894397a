"""Draw by lot what an annotator is shown, so that its influence can be measured.

A factor is something that a page shows or withholds: the machine's suggestion, the outlet's name.
Each assignment gets an arm of each factor before its page is served. The draw is a biased coin
(Efron 1971, Biometrika 58, 403–417): the share in force moves away from the arm that has had more
than its part among the annotator's assignments of the same stratum, so the arms stay balanced
while no single draw can be foretold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

PULL = 0.25
"""How far the share moves for each assignment of surplus."""

FLOOR = 0.25
"""The part of a share that always remains, so that either arm can always be drawn."""

_BITS = 53


class Factor(StrEnum):
    """Name what is shown in one arm and withheld in the other."""

    SUGGESTION = "suggestion"
    OUTLET = "outlet"


@dataclass(frozen=True)
class Tally:
    """Count an annotator's assignments of one stratum: `drawn` in all, `withheld` of them."""

    drawn: int = 0
    withheld: int = 0


def is_withheld(
    *, seed: int, factor: Factor, annotator: int, paragraph: int, share: float, tally: Tally
) -> bool:
    """Draw whether an assignment gets the arm in which the factor is withheld.

    `share` in [0, 1] is the wanted share of that arm; 0 and 1 leave nothing to the lot. The same
    arguments give the same arm on every machine.

    >>> is_withheld(seed=7, factor=Factor.SUGGESTION, annotator=1, paragraph=2, share=0.0,
    ...             tally=Tally())
    False
    """
    return uniform(seed, factor, annotator, paragraph) < chance(share, tally)


def uniform(seed: int, name: str, annotator: int, place: int) -> float:
    """Hash the place of a draw in the study to a number in [0, 1).

    `name` says what is drawn; draws of different names are independent of each other.
    """
    text = f"{seed}:{name}:{annotator}:{place}".encode()
    digest = blake2b(text, digest_size=8).digest()
    return float(int.from_bytes(digest, "big") >> (64 - _BITS)) / float(1 << _BITS)


def chance(share: float, tally: Tally) -> float:
    """Give the probability of the withholding arm after the assignments of `tally`.

    >>> chance(0.5, Tally(drawn=2, withheld=1)), chance(0.5, Tally(drawn=1, withheld=1))
    (0.5, 0.375)
    """
    return float(_chances(share, tally.drawn, np.asarray(tally.withheld)))


def replay(
    strata: Sequence[str], *, share: float, replicates: int, random: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """Draw one annotator's arms anew, many times, by the rule that drew the actual ones.

    `strata` holds the stratum of each assignment in the order in which they were drawn. The
    result is replicates × assignments, True where the factor is withheld: the reference
    distribution of a permutation test (Rosenberger and Lachin 2015, chapter 6).
    """
    arms = np.zeros((replicates, len(strata)), dtype=np.bool_)
    names = np.asarray(strata)
    for stratum in dict.fromkeys(strata):
        withheld = np.zeros(replicates, dtype=np.int64)
        for drawn, place in enumerate(np.flatnonzero(names == stratum)):
            arms[:, place] = random.random(replicates) < _chances(share, drawn, withheld)
            withheld += arms[:, place]
    return arms


def _chances(share: float, drawn: int, withheld: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    surplus = withheld - share * drawn
    lowest, highest = share * FLOOR, 1 - (1 - share) * FLOOR
    if share in {0.0, 1.0}:
        lowest = highest = share
    return np.clip(share - PULL * surplus, lowest, highest)
