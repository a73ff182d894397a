"""Shares of few cases, read with care: Wilson limits, shrinkage, many comparisons at once."""

from math import copysign, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_NORMAL = NormalDist()
_MOST_TERMS = 200


def wilson_limits(hits: float, n: float, confidence: float = 0.95) -> tuple[float, float] | None:
    """Give the limits of a share; None without cases.

    (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n). Wilson 1927, "Probable inference, the
    law of succession, and statistical inference". In [0, 1].

    >>> [round(limit, 4) for limit in wilson_limits(9, 10)]
    [0.5958, 0.9821]
    """
    if not n:
        return None
    # A numpy number stays one through all of this, and prints as one in a file.
    hits, n = float(hits), float(n)
    z, share = _NORMAL.inv_cdf((1 + confidence) / 2), hits / n
    middle = share + z**2 / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    low, high = ((middle + sign * reach) / (1 + z**2 / n) for sign in (-1, 1))
    return max(0.0, low), min(1.0, high)


def shrunken_shares(hits: Array, n: Array) -> Array:
    """Pull shares of few cases towards the mean of all, as far as chance alone spreads them.

    The shares are taken as drawn from a beta distribution with mean μ = Σ hits / Σ n and
    precision M, estimated by moments; the result is (hits + M μ) / (n + M), NaN without cases.
    Where chance explains the whole spread, all become μ. Kleinman 1973, "Proportions with
    extraneous variance".

    >>> shrunken_shares(np.array([30.0, 60.0, 1.0]), np.array([100.0, 100.0, 1.0])).round(2)
    array([0.31, 0.59, 0.55])
    """
    known = n > 0
    if not known.any():
        return np.full(len(n), np.nan)
    mean = hits.sum() / n.sum()
    shares = np.divide(hits, n, out=np.full(len(n), np.nan), where=known)
    spread = float((n[known] * (shares[known] - mean) ** 2).sum())
    # What the weighted spread would be if all had the same share, and how it grows otherwise.
    by_chance = mean * (1 - mean) * (known.sum() - 1)
    growth = mean * (1 - mean) * (n.sum() - (n**2).sum() / n.sum() - known.sum() + 1)
    differing = 0.0 if growth <= 0 else min(1.0, (spread - by_chance) / growth)
    if differing <= 0:
        return np.where(known, mean, np.nan)
    precision = (1 - differing) / differing
    return np.where(known, (hits + precision * mean) / np.where(known, n + precision, 1), np.nan)


def shrunken_means(means: Array, errors: Array) -> Array:
    """Pull means towards their weighted mean, the less sure ones more.

    τ² between them by moments (DerSimonian & Laird 1986, "Meta-analysis in clinical trials",
    eq. 8), the result τ²/(τ² + s²) of the way from the common mean to each (Efron & Morris 1975).
    `errors` are the standard errors; NaN stays NaN.

    >>> shrunken_means(np.array([-1.0, 0.0, 1.0]), np.array([0.5, 0.5, 0.5])).tolist()
    [-0.75, 0.0, 0.75]
    """
    known = np.isfinite(means) & np.isfinite(errors)
    result = np.full(len(means), np.nan)
    if not known.any():
        return result
    values, variances = means[known], np.maximum(errors[known] ** 2, 1e-12)
    weights = 1 / variances
    mean = (weights @ values) / weights.sum()
    spread = weights @ (values - mean) ** 2
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    between = max(0.0, (spread - (len(values) - 1)) / scale) if scale > 0 else 0.0
    result[known] = mean + between / (between + variances) * (values - mean)
    return result


def adjusted(p_values: Array) -> Array:
    """Adjust p-values for the share of false alarms among those that are believed.

    Sorted upwards, p_i becomes min over j ≥ i of m p_j / j. Benjamini & Hochberg 1995,
    "Controlling the false discovery rate". NaN stays NaN and is not counted in m.

    >>> adjusted(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    result = np.full(len(p_values), np.nan)
    known = np.flatnonzero(np.isfinite(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    m = len(order)
    scaled = p_values[order] * m / np.arange(1, m + 1)
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return result


def binomial_p(hits: int, n: int, share: float) -> float:
    """Give the exact two-sided p-value of `hits` in `n` cases if each hits with `share`.

    The probability of all outcomes that are not more probable than the one seen.

    >>> round(binomial_p(9, 10, 0.5), 4)
    0.0215
    """
    if not n or not 0 < share < 1:
        return float("nan") if not n or share == hits / n else 0.0
    steps = np.arange(n)
    ratios = np.log((n - steps) / (steps + 1)) + np.log(share / (1 - share))
    logs = n * np.log(1 - share) + np.concatenate([[0.0], np.cumsum(ratios)])
    # Outcomes that are equally probable may differ in the last digits.
    p = np.exp(logs[logs <= logs[hits] + 1e-7]).sum()
    return float(min(1.0, p))


def p_against_others(hits: Array, n: Array) -> Array:
    """Compare each one's share of hits with that of all others together: p, adjusted for many.

    Exact binomial p-values (`binomial_p`), adjusted as `adjusted`; NaN where there are no others.

    >>> p_against_others(np.array([9.0, 5.0, 5.0]), np.array([10.0, 10.0, 10.0])).round(3).tolist()
    [0.064, 0.179, 0.179]
    """
    others = n.sum() - n
    rest = np.divide(hits.sum() - hits, others, out=np.zeros_like(n), where=others > 0)
    compared = zip(hits, n, rest, others, strict=True)
    return adjusted(
        np.array(
            [
                binomial_p(int(own), int(size), float(share)) if all_others else np.nan
                for own, size, share, all_others in compared
            ]
        )
    )


def normal_p(z: float) -> float:
    """Give the two-sided p-value of a standard normal deviate.

    >>> round(normal_p(-1.96), 3)
    0.05
    """
    return 2 * _NORMAL.cdf(-abs(z))


def t_quantile(share: float, degrees: int) -> float:
    """Give the quantile of Student's t for whole degrees of freedom.

    Solved from the finite sum of its distribution (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4);
    above 200 degrees from its expansion around the normal quantile (26.7.5).
    ValueError for shares outside (0, 1) or no degrees.

    >>> round(t_quantile(0.975, 1), 3), round(t_quantile(0.975, 9), 3)
    (12.706, 2.262)
    """
    if not 0 < share < 1 or degrees < 1:
        raise ValueError("A quantile needs a share within (0, 1) and at least one degree.")
    if degrees > _MOST_TERMS:
        z = _NORMAL.inv_cdf(share)
        first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
        return z + first / degrees + second / degrees**2
    wanted = abs(2 * share - 1)
    low, high = 0.0, np.pi / 2
    # The angle whose tangent is t / √degrees grows with the probability of [-t, t].
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_within(middle, degrees) < wanted else (low, middle)
    return copysign(sqrt(degrees) * float(np.tan((low + high) / 2)), share - 0.5)


def t_p(t: float, degrees: int) -> float:
    """Give the two-sided p-value of Student's t for whole degrees of freedom.

    From the finite sum of its distribution, as `t_quantile`; above 200 degrees from the normal
    distribution (Abramowitz & Stegun 1964, 26.7.8).

    >>> round(t_p(12.706, 1), 3), round(t_p(-2.262, 9), 3), round(t_p(1.972, 200), 3)
    (0.05, 0.05, 0.05)
    """
    if degrees > _MOST_TERMS:
        return normal_p(t * (1 - 1 / (4 * degrees)) / sqrt(1 + t * t / (2 * degrees)))
    return float(1 - _t_within(float(np.arctan(abs(t) / sqrt(degrees))), degrees))


def _t_within(angle: float, degrees: int) -> float:
    sine, cosine = float(np.sin(angle)), float(np.cos(angle))
    is_odd = degrees % 2
    term = cosine if is_odd else 1.0
    total = term if degrees > 1 or not is_odd else 0.0
    for k in range(3 if is_odd else 2, degrees - 1, 2):
        term *= cosine**2 * (k - 1) / k
        total += term
    if is_odd:
        return 2 / np.pi * (angle + sine * total)
    return sine * total
