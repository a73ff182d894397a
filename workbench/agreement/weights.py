"""How much two different labels disagree, from the declared scale alone.

All tables are labels × labels of disagreements in [0, 1] with zeros on the diagonal; a table of
agreement weights is one minus this. Disagreements are sums of terms that are never negative, so
a sum of them is zero only when nothing disagrees, without any rounding to allow for.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.codebook.levels import Level

WeightName = Literal["unweighted", "linear", "quadratic", "ordinal", "radical", "ratio"]
Weights = WeightName | NDArray[np.float64]

LEVEL_WEIGHTS: dict[Level, WeightName] = {
    Level.NOMINAL: "unweighted",
    Level.ORDINAL: "ordinal",
    Level.INTERVAL: "quadratic",
    Level.RATIO: "ratio",
}
"""How each level is measured when no weights are named."""

_EXPONENTS = {"linear": 1.0, "quadratic": 2.0, "radical": 0.5}


def disagreements(m: LabelMatrix, weights: Weights) -> NDArray[np.float64]:
    """Tabulate the disagreement of each two declared labels (Gwet 2014, ch. 3).

    With x the value of a label (its position, if the question is ordinal) and R the range of
    all declared values: unweighted [c ≠ k]; linear |x_c - x_k| / R; quadratic its square;
    radical its root; ordinal C(|c - k| + 1, 2) over its largest value, from positions;
    ratio ((x_c - x_k) / (x_c + x_k))² over its largest value. A table of agreement weights
    (1 on the diagonal, all in [0, 1]) may be given instead.
    Raises LabelError for such a table of a wrong shape or range, and for weights by distance on
    labels without an order.

    >>> m = LabelMatrix(np.array([[0, 1]]), ("no", "partly", "yes"), Level.ORDINAL)
    >>> disagreements(m, "quadratic").tolist()
    [[0.0, 0.25, 1.0], [0.25, 0.0, 0.25], [1.0, 0.25, 0.0]]
    """
    if not isinstance(weights, str):
        return _from_table(weights, len(m.labels))
    if weights == "unweighted":
        return 1.0 - np.eye(len(m.labels))
    if m.level is Level.NOMINAL:
        raise LabelError(f"Weights {weights!r} need labels with an order; these are nominal.")
    if weights == "ordinal":
        positions = np.arange(len(m.labels), dtype=np.float64)
        steps = np.abs(np.subtract.outer(positions, positions))
        return _scaled(steps * (steps + 1) / 2)
    if weights == "ratio":
        return _scaled(_ratio_differences(m.scale))
    distances = np.abs(np.subtract.outer(m.scale, m.scale))
    return _scaled(distances) ** _EXPONENTS[weights]


def _ratio_differences(x: NDArray[np.float64]) -> NDArray[np.float64]:
    # Two zeros have no sum to divide by, and do not differ.
    sums = np.add.outer(x, x)
    shares = np.zeros_like(sums)
    np.divide(np.subtract.outer(x, x), sums, out=shares, where=sums > 0)
    return shares**2


def _scaled(table: NDArray[np.float64]) -> NDArray[np.float64]:
    largest = table.max()
    return table / largest if largest > 0 else table


def _from_table(agreement: NDArray[np.float64], n_labels: int) -> NDArray[np.float64]:
    table = np.asarray(agreement, dtype=np.float64)
    if table.shape != (n_labels, n_labels):
        raise LabelError("A table of weights needs one row and one column for each label.")
    if not ((table >= 0) & (table <= 1)).all() or (table.diagonal() != 1).any():
        raise LabelError("Weights lie between 0 and 1, with 1 on the diagonal.")
    return 1.0 - table
