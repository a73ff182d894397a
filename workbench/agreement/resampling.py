"""Drawing items anew, and what it says about a value: bootstrap, jackknife, BCa limits."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Numbers held at once while drawing; more replicates are drawn in turns.
_AT_ONCE = 4_000_000
_NORMAL = NormalDist()
# What sums of other orders differ by; no two values of a coefficient lie so near each other.
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Units:
    """Hold what is drawn with replacement: distinct rows of terms, and how many units have each.

    Rows are sorted by their content, so that the order of a file does not matter to a seed.
    """

    terms: Array
    times: NDArray[np.int64]
    columns: NDArray[np.int64]
    """Where each term that is asked for stands in `terms`."""

    @classmethod
    def of(
        cls,
        terms: Array,
        times: NDArray[np.int64] | None = None,
        columns: NDArray[np.int64] | None = None,
    ) -> "Units":
        """Join units that contribute the same.

        >>> units = Units.of(np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 0.0]]))
        >>> units.terms.tolist(), units.times.tolist()
        ([[0.0, 2.0], [1.0, 0.0]], [1, 2])
        """
        if times is None:
            times = np.ones(len(terms), dtype=np.int64)
        if columns is None:
            columns = np.arange(terms.shape[1])
        if not len(terms):
            return cls(terms, times, columns)
        order = np.lexsort(terms.T[::-1])
        ordered = terms[order]
        is_new = np.ones(len(ordered), dtype=np.bool_)
        is_new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
        starts = np.flatnonzero(is_new)
        return cls(ordered[starts], np.add.reduceat(times[order], starts), columns)

    @property
    def n(self) -> int:
        """Count the units."""
        return int(self.times.sum())

    @property
    def width(self) -> int:
        """Count the terms that are asked for."""
        return len(self.columns)

    @property
    def sums(self) -> Array:
        """Add all terms up: 1 × width."""
        total: Array = (self.times @ self.terms)[None, self.columns]
        return total

    def without_one(self) -> Array:
        """Give the sums when one unit of each distinct row is left out: rows × width."""
        return self.sums - self.terms[:, self.columns]

    def resampled(self, rng: np.random.Generator, replicates: int) -> Array:
        """Draw as many units as there are, again and again: sums, replicates × width."""
        step = max(1, _AT_ONCE // max(1, len(self.times)))
        sizes = [min(step, replicates - start) for start in range(0, replicates, step)]
        sums = np.vstack([self._weights(rng, size) @ self.terms for size in sizes])
        return sums[:, self.columns]

    def _weights(self, rng: np.random.Generator, size: int) -> Array:
        n, rows = self.n, len(self.times)
        if rows * 4 <= n:
            return rng.multinomial(n, self.times / n, size=size).astype(np.float64)
        # Counting draws is quicker than one binomial draw a row where most rows occur once.
        row_of = np.repeat(np.arange(rows), self.times)
        weights = np.empty((size, rows))
        for replicate in weights:
            drawn = rng.integers(0, n, size=n)
            replicate[:] = np.bincount(drawn if rows == n else row_of[drawn], minlength=rows)
        return weights


def percentile_limits(replicates: Array, confidence: float) -> tuple[float, float]:
    """Take the quantiles of the replicates (Efron & Tibshirani 1993, ch. 13).

    >>> [round(limit, 6) for limit in percentile_limits(np.arange(101.0), 0.9)]
    [5.0, 95.0]
    """
    low, high = np.quantile(replicates, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def bca_limits(
    replicates: Array, value: float, influences: tuple[Array, Array], confidence: float
) -> tuple[float, float]:
    """Take quantiles corrected for bias and for a spread that changes with the value.

    z₀ = Φ⁻¹(share of replicates below the value, half of the equal ones), a = Σ d³ /
    (6 (Σ d²)^{3/2}) with d the differences of the jackknife values from their mean; the limits
    are the quantiles Φ(z₀ + (z₀ ± z) / (1 - a (z₀ ± z))). Efron 1987, "Better bootstrap
    confidence intervals", eqs 2.3 and 6.6. `influences` are the jackknife values and how many
    units have each. All replicates must be defined.

    >>> same = (np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 1.0]))
    >>> [round(limit, 6) for limit in bca_limits(np.arange(101.0), 50.0, same, 0.9)]
    [5.0, 95.0]
    """
    n = len(replicates)
    # With few articles many a replicate draws each of them once. It is the value but for rounding,
    # which must not move it to one side.
    is_equal = np.abs(replicates - value) < _ROUNDING
    below = ((replicates < value)[~is_equal].sum() + is_equal.sum() / 2) / n
    bias = _NORMAL.inv_cdf(float(np.clip(below, 0.5 / n, 1 - 0.5 / n)))
    bend = _acceleration(*influences)
    limits = []
    for share in ((1 - confidence) / 2, (1 + confidence) / 2):
        moved = bias + _NORMAL.inv_cdf(share)
        # Where the bend overturns the scale, the outermost replicate is the limit.
        scale = 1 - bend * moved
        limits.append(_NORMAL.cdf(bias + moved / scale) if scale > 0 else float(share > 0.5))
    low, high = np.quantile(replicates, limits)
    return float(low), float(high)


def _acceleration(values: Array, times: Array) -> float:
    known = np.isfinite(values)
    values, times = values[known], times[known]
    if not times.sum():
        return 0.0
    differences = (times @ values) / times.sum() - values
    # Differences that rounding made would be blown up by the ratio.
    differences[np.abs(differences) < 1e-14] = 0
    squares = float(times @ (differences * differences))
    if squares == 0:
        return 0.0
    cubes = float(times @ (differences * differences * differences))
    return cubes / float(6 * squares**1.5)
