"""Whether all annotators can be compared, at least by way of others."""

import numpy as np

from workbench.agreement.judgements import Judgements


def groups_of_annotators(given: Judgements) -> tuple[tuple[int, ...], ...]:
    """Part the annotators who gave labels into groups that share no item, largest group first.

    Annotators are positions in `given.annotator_ids`.

    >>> from workbench.agreement.labels import LabelMatrix
    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0, -1, -1], [0, -1, -1, -1], [-1, -1, 0, 0], [-1, 0, -1, -1]])
    >>> m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    >>> groups_of_annotators(Judgements.from_matrix(m))
    ((0, 1), (2, 3))
    """
    group = np.arange(len(given.annotator_ids))
    # Each round hands the smallest number on through the items, until nothing changes.
    while True:
        smallest = np.full(len(given.item_ids), len(group))
        np.minimum.at(smallest, given.items, group[given.annotators])
        handed_on = group.copy()
        np.minimum.at(handed_on, given.annotators, smallest[given.items])
        if (handed_on == group).all():
            break
        group = handed_on
    members: dict[int, list[int]] = {}
    for annotator in np.unique(given.annotators).tolist():
        members.setdefault(int(group[annotator]), []).append(annotator)
    return tuple(
        sorted((tuple(found) for found in members.values()), key=lambda found: -len(found))
    )


def is_connected(given: Judgements) -> bool:
    """Tell whether any two annotators are joined by shared items, directly or through others."""
    return len(groups_of_annotators(given)) <= 1
