"""Put the paragraphs of a study in the order in which they are given out.

Least sure first, with a share by lot between them: which paragraphs belong to that share, and in
which order they come, hangs on the seed of the study alone, so that those of them that have been
annotated at any time are a random sample of all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workbench.arms import uniform

LEAST_RANDOM = 5
"""The least share by lot, in percent: with none, nothing could be said of the whole."""


class QueueOrder(StrEnum):
    """Name the orders that a study can choose."""

    ARTICLES = "articles"
    UNSURE_ARTICLES = "unsure_articles"
    UNSURE_PARAGRAPHS = "unsure_paragraphs"


class DrawnAs(StrEnum):
    """Name why a paragraph was given when it was: its place, the lot, or the model's doubt."""

    IN_ORDER = "in_order"
    RANDOM = "random"
    LEAST_SURE = "least_sure"


@dataclass(frozen=True)
class Placed:
    """Hold a paragraph to be placed; `certainty` is None where no model says anything of it."""

    paragraph: int
    article: int
    position: int
    certainty: float | None


@dataclass(frozen=True)
class Share:
    """Hold the share that is given out by lot: the seed of the study, and the percent."""

    seed: int
    percent: int

    def place(self, unit: int) -> float | None:
        """Give the place of an article or paragraph in [0, 1); None if it is not of the share.

        A smaller share keeps the first part of a larger one.
        """
        drawn = uniform(self.seed, "queue", 0, unit) * 100
        return drawn / self.percent if drawn < self.percent else None


def drawn_as(order: QueueOrder, share: Share, *, article: int, paragraph: int) -> DrawnAs:
    """Tell why a paragraph stands where it does in an order."""
    if order == QueueOrder.ARTICLES:
        return DrawnAs.IN_ORDER
    unit = article if order == QueueOrder.UNSURE_ARTICLES else paragraph
    return DrawnAs.LEAST_SURE if share.place(unit) is None else DrawnAs.RANDOM


def in_order(paragraphs: Iterable[Placed], order: QueueOrder, share: Share) -> list[int]:
    """List paragraphs as they are given out, by number.

    By articles, an article stands by the mean certainty of its paragraphs, which keep the order
    in which they are read. Those by lot are spread evenly among the others, and so are as large a
    part of what has been given out at any time. Where nothing is known of the certainty, an
    article or a paragraph comes after those of which something is.

    >>> two = [Placed(1, 1, 0, 0.9), Placed(2, 2, 0, 0.2)]
    >>> in_order(two, QueueOrder.UNSURE_PARAGRAPHS, Share(seed=1, percent=5))
    [2, 1]
    """
    units: dict[int, list[Placed]] = {}
    by_article = order != QueueOrder.UNSURE_PARAGRAPHS
    for each in sorted(paragraphs, key=lambda one: (one.article, one.position)):
        units.setdefault(each.article if by_article else each.paragraph, []).append(each)
    if order == QueueOrder.ARTICLES:
        placed: Iterable[int] = units
    else:
        placed = _mixed(units, share)
    return [each.paragraph for unit in placed for each in units[unit]]


def _mixed(units: dict[int, list[Placed]], share: Share) -> list[int]:
    lots = {unit: share.place(unit) for unit in units}
    others = sorted((unit for unit in units if lots[unit] is None), key=lambda u: _doubt(u, units))
    places = {unit: (rank + 0.5) / len(others) for rank, unit in enumerate(others)}
    places |= {unit: place for unit, place in lots.items() if place is not None}
    return sorted(units, key=lambda unit: (places[unit], unit))


def _doubt(unit: int, units: dict[int, list[Placed]]) -> tuple[bool, float, int]:
    known = [each.certainty for each in units[unit] if each.certainty is not None]
    return not known, sum(known) / len(known) if known else 0.0, unit
