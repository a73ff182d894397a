"""Studies that are drawn by a seed."""

import numpy as np

from workbench.agreement.labels import LabelMatrix
from workbench.codebook.levels import Level

ODD_NAMES = ("nan", "1", "1.0", "True", "None", "🙂", "偏见")


def random_study(seed: int, level: Level, *, missing: float = 0.3) -> LabelMatrix:
    rng = np.random.default_rng(seed)
    n_labels = int(rng.integers(2, 8))
    shape = (int(rng.integers(2, 40)), int(rng.integers(2, 7)))
    shares = rng.dirichlet(np.full(n_labels, 0.7))
    codes = rng.choice(n_labels, size=shape, p=shares)
    truth = rng.choice(n_labels, size=(shape[0], 1), p=shares)
    codes = np.where(rng.random(shape) < rng.random(), truth, codes)
    codes[rng.random(shape) < missing] = -1
    values = tuple(np.sort(rng.choice(100, size=n_labels, replace=False)).astype(float).tolist())
    return LabelMatrix(codes, ODD_NAMES[:n_labels], level, values)
