"""Turn chances into log-odds and back, no further out than a model can tell."""

import math

FARTHEST = 30.0
"""Log-odds beyond it are as good as certain."""


def chance_of(log_odds: float) -> float:
    """Turn log-odds into a chance."""
    return 1 / (1 + math.exp(-max(-FARTHEST, min(FARTHEST, log_odds))))


def log_odds(chance: float) -> float:
    """Turn a chance into log-odds, no further out than ±6.9."""
    bounded = min(0.999, max(0.001, chance))
    return math.log(bounded / (1 - bounded))
