"""Drawing items anew, and what it says about a value: bootstrap, jackknife, BCa limits."""

from dataclasses import dataclass
from itertools import pairwise
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

    Rows are sorted by their content, so that the order of a file does not matter to a seed. Rows
    that start alike stand together in a group: groups are drawn first, and then rows within them,
    each from a stream of its own. So what tells the rows of a group apart changes nothing of how
    often the group is drawn.
    """

    terms: Array
    times: NDArray[np.int64]
    columns: NDArray[np.int64]
    """Where each term that is asked for stands in `terms`."""
    groups: NDArray[np.int64]
    """The first row of each group."""

    @classmethod
    def of(
        cls,
        terms: Array,
        times: NDArray[np.int64] | None = None,
        columns: NDArray[np.int64] | None = None,
        *,
        leading: int | None = None,
    ) -> "Units":
        """Join units that contribute the same; groups are made by the `leading` terms, or by all.

        >>> units = Units.of(np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 5.0]]), leading=1)
        >>> units.terms.tolist(), units.times.tolist(), units.groups.tolist()
        ([[0.0, 2.0], [1.0, 0.0], [1.0, 5.0]], [1, 2, 1], [0, 1])
        """
        if times is None:
            times = np.ones(len(terms), dtype=np.int64)
        if columns is None:
            columns = np.arange(terms.shape[1])
        if not len(terms):
            return cls(terms, times, columns, np.zeros(0, dtype=np.int64))
        order = np.lexsort(terms.T[::-1])
        ordered = terms[order]
        differs = ordered[1:] != ordered[:-1]
        starts = _starts(differs)
        groups = np.searchsorted(starts, _starts(differs[:, :leading]))
        return cls(ordered[starts], np.add.reduceat(times[order], starts), columns, groups)

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
        within = rng.spawn(1)[0]
        step = max(1, _AT_ONCE // max(1, len(self.times)))
        sizes = [min(step, replicates - start) for start in range(0, replicates, step)]
        sums = np.vstack([self._weights(rng, within, size) @ self.terms for size in sizes])
        return sums[:, self.columns]

    def _weights(self, rng: np.random.Generator, within: np.random.Generator, size: int) -> Array:
        """Count how often each row is drawn: size × rows."""
        n, rows = self.n, len(self.times)
        if len(self.groups) * 4 <= n:
            shares = np.add.reduceat(self.times, self.groups) / n
            return self._split(rng.multinomial(n, shares, size=size), within)
        # Counting draws is quicker than one binomial draw a row where most rows occur once. Who
        # draws a unit draws its group and its row at once.
        row_of = np.repeat(np.arange(rows), self.times)
        weights = np.empty((size, rows))
        for replicate in weights:
            drawn = rng.integers(0, n, size=n)
            replicate[:] = np.bincount(drawn if rows == n else row_of[drawn], minlength=rows)
        return weights

    def _split(self, by_group: NDArray[np.int64], rng: np.random.Generator) -> Array:
        """Draw rows within the groups that were drawn: the weights of rows, replicates × rows."""
        rows = len(self.times)
        if len(self.groups) == rows:
            return by_group.astype(np.float64)
        weights = np.empty((len(by_group), rows))
        if rows * 4 <= self.n:
            for group, (start, end) in enumerate(pairwise([*self.groups.tolist(), rows])):
                times = self.times[start:end]
                weights[:, start:end] = rng.multinomial(by_group[:, group], times / times.sum())
            return weights
        row_of = np.repeat(np.arange(rows), self.times)
        sizes = np.add.reduceat(self.times, self.groups)
        firsts = np.cumsum(sizes) - sizes
        for replicate, drawn in zip(weights, by_group, strict=True):
            # Integers below limits that differ would be drawn one by one.
            places = (rng.random(self.n) * np.repeat(sizes, drawn)).astype(np.int64)
            units = np.repeat(firsts, drawn) + places
            replicate[:] = np.bincount(units if rows == self.n else row_of[units], minlength=rows)
        return weights


def _starts(differs: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Find the rows that differ from the one before; `differs` lacks the first row."""
    return np.flatnonzero(np.concatenate([[True], differs.any(axis=1)]))


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
    units have each. All replicates must be defined; those that only rounding tells from the value
    are equal to it.

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
