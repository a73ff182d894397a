"""Tell how far a score is from the nearest cut between two labels."""

from collections.abc import Sequence


def clarity(score: float, cuts: Sequence[float], *, least: float = 0.0, most: float = 1.0) -> float:
    """Tell how far a score in [least, most] is from the nearest of the cuts, in [0.5, 1].

    Half the way to the farthest place with the same label counts half of what lies above 0.5.

    >>> clarity(0.75, [0.5]), clarity(0.5, [0.25, 0.75]), clarity(0.25, [0.25, 0.75])
    (0.75, 1.0, 0.5)
    """
    below = max((cut for cut in cuts if cut <= score), default=None)
    above = min((cut for cut in cuts if cut > score), default=None)
    if below is not None and above is not None:
        part = min(score - below, above - score) / ((above - below) / 2)
    elif below is not None:
        part = (score - below) / (most - below)
    elif above is not None:
        part = (above - score) / (above - least)
    else:
        raise ValueError("A score without a cut has one label.")
    return 0.5 + part / 2
