"""Fit linear models to described texts; scikit-learn is loaded when the first one is fitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# A description that occurs once can only repeat its one label.
FEWEST = 2
# A tenth of scikit-learn's strictness moves no figure in its third place, and is twice as quick.
TOLERANCE = 1e-3


@dataclass(frozen=True)
class Linear:
    """Hold weights by description: one number for each of `heads`."""

    heads: tuple[str, ...]
    weights: Mapping[str, tuple[float, ...]]
    intercepts: tuple[float, ...]


class Design:
    """Hold described rows as a sparse matrix, rows × names."""

    def __init__(self, rows: Sequence[Mapping[str, float]]) -> None:
        from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415  # See above.

        vectorizer = DictVectorizer()
        matrix = vectorizer.fit_transform(rows).tocsr()
        frequent = np.asarray((matrix != 0).sum(axis=0)).ravel() >= FEWEST
        self.names = tuple(vectorizer.get_feature_names_out()[frequent])
        self.matrix: Any = matrix[:, frequent]

    def scores(self, weights: Floats, intercept: float, rows: Flags) -> Floats:
        """Score some rows, in log-odds or on the scale of what was fitted."""
        found: Floats = self.matrix[rows] @ weights + intercept
        return found


def fit_chance(
    design: Design,
    rows: Flags,
    truths: Flags,
    weights: Floats,
    *,
    strength: float,
    is_balanced: bool,
) -> tuple[Floats, float]:
    """Fit a logistic regression to some rows; where they all say the same it knows nothing.

    A balanced one lets both answers count alike, so that one half parts them however rare one is.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # See above.

    seen = truths[rows]
    if seen.all() or not seen.any():
        return np.zeros(len(design.names)), 0.0
    model = LogisticRegression(
        C=strength,
        solver="liblinear",
        class_weight="balanced" if is_balanced else None,
        random_state=0,
        tol=TOLERANCE,
    )
    model.fit(design.matrix[rows], seen, sample_weight=weights[rows])
    return model.coef_[0], float(model.intercept_[0])


def fit_number(
    design: Design,
    rows: Flags,
    numbers: Floats,
    weights: Floats,
    *,
    spread: Floats,
    penalty: float,
) -> tuple[Floats, float]:
    """Fit a ridge regression to some rows.

    `spread` says of each name how far from 0 its weight may be expected to lie: a weight with
    twice the spread is held back a quarter as much.
    """
    from sklearn.linear_model import Ridge  # noqa: PLC0415  # See above.

    model = Ridge(alpha=penalty)
    matrix = design.matrix[rows].multiply(spread).tocsr()
    model.fit(matrix, numbers[rows], sample_weight=weights[rows])
    return np.asarray(model.coef_).ravel() * spread, float(model.intercept_)


def joined(names: Sequence[str], heads: Mapping[str, tuple[Floats, float]]) -> Linear:
    """Join fitted heads over the same names, leaving out names without a weight."""
    table = np.stack([weights for weights, _ in heads.values()], axis=1)
    kept = np.abs(table).max(axis=1) > 0
    return Linear(
        heads=tuple(heads),
        weights={
            name: tuple(map(float, row))
            for name, row, is_kept in zip(names, table, kept, strict=True)
            if is_kept
        },
        intercepts=tuple(intercept for _, intercept in heads.values()),
    )
