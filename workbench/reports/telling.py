"""Which rows of a long table a page shows: those that tell most; the files hold all.

A departure is weighed by the root of the cases behind it: how far chance alone would carry a
share falls with that root, so that few cases do not crowd out many.
"""

from collections.abc import Callable, Sequence
from math import sqrt
from typing import TypeVar

from workbench.agreement import SelfConsistency
from workbench.reports.question import QuestionAgreement
from workbench.reports.records import AnnotatorPace
from workbench.reports.repeats import PersonSpans

Row = TypeVar("Row")


def telling_pairs(found: QuestionAgreement, most: int) -> tuple[int, ...]:
    """Choose places of pairs: all of few, else those that agree least or most for what they share.

    Measured is how far their share of same labels lies from that of all pairs together.
    """
    pairs = found.pairs
    n_shared = sum(pair.n_items for pair in pairs)
    mean = sum((pair.percent or 0.0) * pair.n_items for pair in pairs) / max(n_shared, 1)

    def departure(place: int) -> float:
        pair = pairs[place]
        return abs((pair.percent or 0.0) - mean) * sqrt(pair.n_items)

    return _chosen(range(len(pairs)), most, departure)


def telling_repeats(people: Sequence[SelfConsistency], most: int) -> tuple[SelfConsistency, ...]:
    """Choose who departs most, in the share of same labels again, from all together."""
    n_repeats = sum(one.n_repeats for one in people)
    mean = sum(one.n_same for one in people) / max(n_repeats, 1)

    def departure(one: SelfConsistency) -> float:
        return 0.0 if one.share is None else abs(one.share - mean) * sqrt(one.n_repeats)

    return _chosen(people, most, departure)


def telling_span_repeats(people: Sequence[PersonSpans], most: int) -> tuple[PersonSpans, ...]:
    """Choose who marked most spans on what came back: there is no F1 without any."""
    return _chosen(people, most, lambda one: one.estimates[0].statistic.n_labels)


def telling_paces(people: Sequence[AnnotatorPace], most: int) -> tuple[AnnotatorPace, ...]:
    """Choose who was in haste most often."""
    return _chosen(people, most, lambda one: one.pace.hasty_share or 0.0)


def _chosen(rows: Sequence[Row], most: int, weight: Callable[[Row], float]) -> tuple[Row, ...]:
    """Give few rows in their own order, of many those of most weight, the heaviest first."""
    if len(rows) <= most:
        return tuple(rows)
    return tuple(sorted(rows, key=lambda row: -weight(row))[:most])
