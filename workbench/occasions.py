"""Decide by lot which paragraphs come back to an annotator, and when.

A paragraph is asked of an annotator on its *first* occasion, and at most once more: as a hidden
*repeat*, which looks like any other paragraph, or *named*, in a second pass that shows the outlet
which the first hid. *Training* items come before all these, with feedback, and never again.

Hidden gold paragraphs are first occasions like all others; here it is decided when one comes.
"""

from enum import StrEnum
from math import ceil, floor

from workbench.arms import uniform

MOST_REPEATS = 50
"""The largest share of repeats, in percent: more of them than that would be the study."""

MOST_GOLD = 50
"""The largest share of hidden gold, in percent of the other paragraphs."""

MOST_BETWEEN = 1000
"""The most paragraphs that can be asked to lie between a paragraph and its repeat."""


class Occasion(StrEnum):
    """Name the occasions on which a paragraph is asked of the same annotator."""

    FIRST = "first"
    REPEAT = "repeat"
    NAMED = "named"
    TRAINING = "training"


def lot(*, seed: int, annotator: int, paragraph: int) -> float:
    """Draw the number in [0, 1) by which a paragraph is chosen to come back to an annotator.

    Repeats take the lowest numbers first, a second pass those from the highest down, so that
    neither choice hangs on what was answered. The same arguments give the same number everywhere.
    """
    return uniform(seed, "again", annotator, paragraph)


def is_allowed(percent: int, *, firsts: int, repeats: int) -> bool:
    """Tell whether one more repeat keeps within the share of the paragraphs submitted so far.

    >>> is_allowed(5, firsts=19, repeats=0), is_allowed(5, firsts=20, repeats=0)
    (False, True)
    """
    return percent > 0 and firsts * percent >= 100 * (repeats + 1)


def is_due(percent: int, *, firsts: int, repeats: int, seed: int, annotator: int) -> bool:
    """Tell whether the next repeat should come as soon as an article ends.

    Each repeat has its time by lot within a stretch of paragraphs of its own: with a share of
    5%, the first comes after 20 to 40 of them, the second after 40 to 60, at no time that could
    be foretold.
    """
    wait = uniform(seed, "repeat", annotator, repeats + 1)
    return is_allowed(percent, firsts=firsts, repeats=repeats) and (
        firsts * percent >= 100 * (repeats + 1 + wait)
    )


def is_overdue(percent: int, *, firsts: int, repeats: int) -> bool:
    """Tell whether the next repeat should come even within an article."""
    return is_allowed(percent, firsts=firsts, repeats=repeats + 1)


def planned_repeats(percent: int, *, after: int, firsts: int) -> int:
    """Count the repeats that so many first paragraphs bring with them, each `after` others.

    >>> planned_repeats(5, after=20, firsts=36), planned_repeats(50, after=20, firsts=25)
    (1, 5)
    """
    return max(0, min(floor(firsts * percent / 100), firsts - after))


def is_gold_due(percent: int, *, others: int, golds: int, seed: int, annotator: int) -> bool:
    """Tell whether the next hidden gold paragraph should come as soon as an article ends.

    `others` counts the paragraphs submitted that are no gold. Each gold one has its time by lot
    within a stretch of them: with a share of 5%, the first comes within the first 20, the second
    within the next 20. So they begin early, lie evenly, and cannot be foretold.
    """
    wait = uniform(seed, "gold", annotator, golds + 1)
    return percent > 0 and others * percent > 100 * (golds + wait)


def is_gold_overdue(percent: int, *, others: int, golds: int) -> bool:
    """Tell whether the next hidden gold paragraph should come even within an article.

    >>> is_gold_overdue(5, others=19, golds=0), is_gold_overdue(5, others=20, golds=0)
    (False, True)
    """
    return percent > 0 and others * percent >= 100 * (golds + 1)


def planned_golds(percent: int, *, others: int) -> int:
    """Count the hidden gold paragraphs that so many others bring with them.

    >>> planned_golds(5, others=36), planned_golds(0, others=36)
    (2, 0)
    """
    return ceil(others * percent / 100)


def gold_lot(*, seed: int, annotator: int, paragraph: int) -> float:
    """Draw the number in [0, 1) by which gold paragraphs are ordered for an annotator."""
    return uniform(seed, "which gold", annotator, paragraph)


def is_in_second_pass(percent: int, drawn: float) -> bool:
    """Tell whether a paragraph with this lot belongs to a second pass of such a share.

    >>> is_in_second_pass(25, 0.75), is_in_second_pass(25, 0.74), is_in_second_pass(0, 0.99)
    (True, False, False)
    """
    return drawn >= least_lot(percent)


def least_lot(percent: int) -> float:
    """Give the least lot that belongs to a second pass of such a share.

    >>> least_lot(25), least_lot(100)
    (0.75, 0.0)
    """
    return 1 - percent / 100
