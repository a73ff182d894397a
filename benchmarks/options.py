"""How a benchmark is run."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """Hold how much to measure, and the scratch folder that a benchmark may fill."""

    folder: Path
    is_quick: bool = False
    is_tiny: bool = False
    """Do the least that shows that everything still runs; the numbers mean nothing."""

    def size(self, full: int, *, quick: int, tiny: int) -> int:
        """Choose among three sizes."""
        if self.is_tiny:
            return tiny
        return quick if self.is_quick else full

    @property
    def repetitions(self) -> int:
        """Give how often each side of a ratio is timed."""
        return self.size(7, quick=3, tiny=1)
