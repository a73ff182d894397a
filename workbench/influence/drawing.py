"""The actual draw of a study, run again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.anchoring import Arms, Draw
from workbench.arms import replay

# So many arms stand in memory at a time, a byte each, while they are packed.
_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Drawn:
    """Hold one draw: whose series it belongs to, its rank in that, and the withholding share.

    A series is what one annotator was given of one stratum under one design. Ranks that are
    missing, such as of paragraphs that were skipped, are drawn again all the same.
    """

    series: tuple[int, int, str]
    rank: int
    share: float


@dataclass(frozen=True, eq=False)
class KeptDraws:
    """Hold many draws of all judgements, eight in a byte, for all effects of a report.

    `packed` is replicates × ⌈n / 8⌉; a bit is set where the factor is shown.
    """

    packed: NDArray[np.uint8]
    n: int

    @classmethod
    def of(
        cls, drawn: Sequence[Drawn], *, replicates: int, rng: np.random.Generator
    ) -> "KeptDraws":
        """Draw the arms of these judgements anew, by the rule that drew them in the study.

        >>> drawn = [Drawn((1, 1, ""), rank, 0.5) for rank in range(4)]
        >>> kept = KeptDraws.of(drawn, replicates=3, rng=np.random.default_rng(1))
        >>> kept.packed.shape
        (3, 1)
        """
        series: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        for place, one in enumerate(drawn):
            series[one.series].append(place)
        packed = np.zeros((replicates, -(-len(drawn) // 8)), dtype=np.uint8)
        step = max(1, _AT_ONCE // max(1, len(drawn)))
        for start in range(0, replicates, step):
            n = min(step, replicates - start)
            arms = np.zeros((n, len(drawn)), dtype=np.bool_)
            for places in series.values():
                ranks = np.array([drawn[place].rank for place in places])
                share = drawn[places[0]].share
                again = replay([""] * (int(ranks.max()) + 1), share=share, replicates=n, random=rng)
                arms[:, places] = ~again[:, ranks]
            packed[start : start + n] = np.packbits(arms, axis=1)
        return cls(packed, len(drawn))

    def of_some(self, chosen: NDArray[np.bool_]) -> Draw:
        """Make the draw of some of the judgements: it gives the kept draws one after the other."""
        begun = 0

        def draw(_rng: np.random.Generator, replicates: int) -> Arms:
            nonlocal begun
            rows = self.packed[begun : begun + replicates]
            begun += replicates
            arms: Arms = np.unpackbits(rows, axis=1, count=self.n).astype(np.bool_)[:, chosen]
            return arms

        return draw
