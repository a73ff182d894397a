"""How much labels can carry: when an interval is withheld, and when it is read with care."""

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Literal

import numpy as np

from workbench.agreement.labels import LabelMatrix
from workbench.codebook.levels import Level
from workbench.said_later import later, nlater

LEAST_LABELS, FEW_LABELS = 10, 20
FEW_ITEMS, LEAST_UNITS, FEW_CLUSTERS = 50, 3, 30
MOST_UNDEFINED = 0.1
"""The largest share of undefined replicates with which limits are still given."""

WithheldReason = Literal[
    "undefined_value", "rare_label", "few_units", "undefined_replicates", "no_spread"
]
RemarkName = Literal[
    "rare_label", "unused_label", "few_items", "few_clusters", "undefined_replicates"
]


@dataclass(frozen=True)
class Withheld:
    """Say why there is no interval: a word for programs, a sentence for people."""

    reason: WithheldReason
    sentence: str

    @classmethod
    def for_undefined(cls, share: float) -> "Withheld":
        """Say that too many replicates have no value."""
        return cls(
            "undefined_replicates",
            later(
                "The coefficient is undefined in %(share)s of the replicates: limits from the "
                "others would mislead.",
                share=share,
            ),
        )

    @classmethod
    def for_no_spread(cls) -> "Withheld":
        """Say that no replicate differs from another."""
        return cls(
            "no_spread",
            later("The replicates do not spread: limits without a width would pass for certainty."),
        )


@dataclass(frozen=True)
class Remark:
    """Say what to keep in mind when reading an interval."""

    name: RemarkName
    sentence: str

    @property
    def is_on_labels(self) -> bool:
        """Tell whether the remark holds for the labels, with an interval or without one."""
        return self.name == "unused_label"


@dataclass(frozen=True)
class RarestLabel:
    """Hold the least frequent label that occurs, with how often it is on comparable items.

    On interval and ratio scales single values are rare by nature: there `label` is None, and
    `n_labels` counts the labels other than the most frequent one.
    """

    label: str | None
    n_labels: int

    @property
    def words(self) -> str:
        """Name what is counted."""
        if self.label is None:
            return nlater(
                "Only %(num)s label differs from the most frequent one",
                "Only %(num)s labels differ from the most frequent one",
                self.n_labels,
            )
        return nlater(
            "“%(label)s” was given only %(num)s time where labels can be compared",
            "“%(label)s” was given only %(num)s times where labels can be compared",
            self.n_labels,
            label=self.label,
        )


def rarest_label(m: LabelMatrix) -> RarestLabel:
    """Find the rarest of the labels that occur on items with two labels or more.

    >>> rarest_label(LabelMatrix(np.array([[0, 0], [0, 1]]), ("a", "b", "c"), Level.NOMINAL))
    RarestLabel(label='b', n_labels=1)
    """
    totals = m.rows.pairable().label_totals()
    used = np.flatnonzero(totals)
    if not used.size:
        return RarestLabel(None, 0)
    if m.level in (Level.INTERVAL, Level.RATIO):
        return RarestLabel(None, int(totals.sum() - totals.max()))
    rarest = used[np.argmin(totals[used])]
    return RarestLabel(m.labels[rarest], int(totals[rarest]))


def too_little(m: LabelMatrix, unit: Literal["item", "cluster"], n_units: int) -> Withheld | None:
    """Tell whether an interval has to be withheld for lack of labels."""
    rarest = rarest_label(m)
    if rarest.n_labels < LEAST_LABELS:
        sentence = later(
            "%(rarest)s; an interval needs at least %(least)s.",
            rarest=rarest.words,
            least=LEAST_LABELS,
        )
        return Withheld("rare_label", sentence)
    return too_few_units(unit, n_units)


def too_few_units(unit: Literal["item", "cluster"], n_units: int) -> Withheld | None:
    """Tell whether an interval has to be withheld for lack of articles, or items, to draw."""
    if n_units < LEAST_UNITS:
        return Withheld("few_units", _few_units(unit, n_units))
    return None


def remarks_on(
    m: LabelMatrix, unit: Literal["item", "cluster"], n_units: int
) -> tuple[Remark, ...]:
    """List what makes an interval less sure than it looks."""
    remarks: list[Remark] = []
    rarest, n_items = rarest_label(m), m.basis.n_items
    if LEAST_LABELS <= rarest.n_labels < FEW_LABELS:
        remarks.append(
            Remark("rare_label", later("%(rarest)s: intervals are rough.", rarest=rarest.words))
        )
    unused = _unused(m)
    if unused:
        quoted = [later("“%(label)s”", label=label) for label in unused]
        names = reduce(lambda one, then: later("%(one)s, %(then)s", one=one, then=then), quoted)
        remarks.append(
            Remark(
                "unused_label",
                nlater(
                    "Nobody gave %(labels)s where labels can be compared: nothing is known about "
                    "it.",
                    "Nobody gave %(labels)s where labels can be compared: nothing is known about "
                    "them.",
                    len(unused),
                    labels=names,
                ),
            )
        )
    if n_items < FEW_ITEMS:
        remarks.append(
            Remark(
                "few_items",
                nlater(
                    "Only %(num)s paragraph can be compared: below %(few)s, intervals are rough.",
                    "Only %(num)s paragraphs can be compared: below %(few)s, intervals are rough.",
                    n_items,
                    few=FEW_ITEMS,
                ),
            )
        )
    return (*remarks, *few_clusters(unit, n_units))


def few_clusters(unit: Literal["item", "cluster"], n_units: int) -> tuple[Remark, ...]:
    """Say that there are too few articles for an interval as wide as it should be."""
    if unit == "item" or n_units >= FEW_CLUSTERS:
        return ()
    sentence = nlater(
        "The paragraphs come from %(num)s article only: intervals may be too narrow.",
        "The paragraphs come from %(num)s articles only: intervals may be too narrow.",
        n_units,
    )
    return (Remark("few_clusters", sentence),)


def remarks_on_replicates(undefined_share: float) -> tuple[Remark, ...]:
    """List what the replicates themselves tell."""
    if not undefined_share:
        return ()
    sentence = later(
        "The coefficient is undefined in %(share)s%% of the replicates, which are left out.",
        share=Decimal(f"{100 * undefined_share:.1f}"),
    )
    return (Remark("undefined_replicates", sentence),)


def _few_units(unit: Literal["item", "cluster"], n_units: int) -> str:
    if unit == "cluster":
        return nlater(
            "There is %(num)s article to draw from, and %(least)s are needed.",
            "There are %(num)s articles to draw from, and %(least)s are needed.",
            n_units,
            least=LEAST_UNITS,
        )
    return nlater(
        "There is %(num)s paragraph to draw from, and %(least)s are needed.",
        "There are %(num)s paragraphs to draw from, and %(least)s are needed.",
        n_units,
        least=LEAST_UNITS,
    )


def _unused(m: LabelMatrix) -> tuple[str, ...]:
    if m.level in (Level.INTERVAL, Level.RATIO):
        return ()
    totals = m.rows.pairable().label_totals()
    if not totals.any():
        return ()
    return tuple(label for label, n in zip(m.labels, totals, strict=True) if not n)
