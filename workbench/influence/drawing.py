"""The actual draw of a study, run again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.anchoring import Arms, Draw
from workbench.arms import replay


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

    `packed` is judgements × ⌈replicates / 8⌉; a bit is set where the factor is shown.
    """

    packed: NDArray[np.uint8]

    @classmethod
    def of(
        cls, drawn: Sequence[Drawn], *, replicates: int, rng: np.random.Generator
    ) -> "KeptDraws":
        """Draw the arms of these judgements anew, by the rule that drew them in the study.

        >>> drawn = [Drawn((1, 1, ""), rank, 0.5) for rank in range(4)]
        >>> KeptDraws.of(drawn, replicates=20, rng=np.random.default_rng(1)).packed.shape
        (4, 3)
        """
        series: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        for place, one in enumerate(drawn):
            series[one.series].append(place)
        packed = np.zeros((len(drawn), -(-replicates // 8)), dtype=np.uint8)
        for places in series.values():
            ranks = np.array([drawn[place].rank for place in places])
            share = drawn[places[0]].share
            names = [""] * (int(ranks.max()) + 1)
            again = replay(names, share=share, replicates=replicates, random=rng)
            packed[places] = np.packbits(~again[:, ranks].T, axis=1)
        return cls(packed)

    def of_some(self, chosen: NDArray[np.bool_]) -> Draw:
        """Make the draw of some of the judgements: it gives the kept draws one after the other."""
        packed, begun = self.packed[chosen], 0

        def draw(_rng: np.random.Generator, replicates: int) -> Arms:
            nonlocal begun
            first, end = begun // 8, -(-(begun + replicates) // 8)
            unpacked = np.unpackbits(packed[:, first:end], axis=1).astype(np.bool_)
            start = begun - 8 * first
            begun += replicates
            arms: Arms = unpacked[:, start : start + replicates].T
            return arms

        return draw
