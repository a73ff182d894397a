"""Random studies: any size, missing labels, labels that nobody uses, annotators who did nothing."""

import numpy as np
from hypothesis import strategies as st

from workbench.agreement.labels import LabelMatrix
from workbench.codebook.levels import Level

LEVELS = st.sampled_from(list(Level))


@st.composite
def matrices(
    draw: st.DrawFn, levels: st.SearchStrategy[Level] = LEVELS, *, most_annotators: int = 5
) -> LabelMatrix:
    """Draw a small study whose scale is 1, 2, 3, …, so that every level can read it."""
    n_labels = draw(st.integers(1, 5))
    n_items = draw(st.integers(1, 8))
    n_annotators = draw(st.integers(1, most_annotators))
    n_cells = n_items * n_annotators
    cell = st.integers(-1, n_labels - 1)
    codes = np.array(draw(st.lists(cell, min_size=n_cells, max_size=n_cells)))
    labels = tuple(str(place + 1) for place in range(n_labels))
    return LabelMatrix(codes.reshape(n_items, n_annotators), labels, draw(levels))
