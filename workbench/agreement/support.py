"""How much labels can carry: when an interval is withheld, and when it is read with care."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbench.agreement.labels import LabelMatrix
from workbench.codebook.levels import Level

LEAST_LABELS, FEW_LABELS = 10, 20
FEW_ITEMS, LEAST_UNITS, FEW_CLUSTERS = 50, 3, 30
MOST_UNDEFINED = 0.1
"""The largest share of undefined replicates with which limits are still given."""

WithheldReason = Literal["undefined_value", "rare_label", "few_units", "undefined_replicates"]
RemarkName = Literal[
    "rare_label", "unused_label", "few_items", "few_clusters", "undefined_replicates", "no_spread"
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
            f"The coefficient is undefined in {share:.0%} of the replicates: "
            "limits from the others would mislead.",
        )


@dataclass(frozen=True)
class Remark:
    """Say what to keep in mind when reading an interval."""

    name: RemarkName
    sentence: str


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
            return f"Only {self.n_labels} labels differ from the most frequent one"
        return f"The rarest label, “{self.label}”, was given only {self.n_labels} times"


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
        sentence = f"{rarest.words}; an interval needs at least {LEAST_LABELS}."
        return Withheld("rare_label", sentence)
    if n_units < LEAST_UNITS:
        what = "articles" if unit == "cluster" else "paragraphs"
        return Withheld(
            "few_units", f"There are {n_units} {what} to draw from, and {LEAST_UNITS} are needed."
        )
    return None


def remarks_on(
    m: LabelMatrix, unit: Literal["item", "cluster"], n_units: int
) -> tuple[Remark, ...]:
    """List what makes an interval less sure than it looks."""
    remarks: list[Remark] = []
    rarest, n_items = rarest_label(m), m.basis.n_items
    if LEAST_LABELS <= rarest.n_labels < FEW_LABELS:
        remarks.append(Remark("rare_label", f"{rarest.words}: the interval is rough."))
    unused = _unused(m)
    if unused:
        names = ", ".join(f"“{label}”" for label in unused)
        remarks.append(Remark("unused_label", f"Nobody gave {names}: nothing is known about it."))
    if n_items < FEW_ITEMS:
        remarks.append(
            Remark(
                "few_items",
                f"Only {n_items} paragraphs can be compared: "
                f"below {FEW_ITEMS} the interval is rough.",
            )
        )
    return (*remarks, *few_clusters(unit, n_units))


def few_clusters(unit: Literal["item", "cluster"], n_units: int) -> tuple[Remark, ...]:
    """Say that there are too few articles for an interval as wide as it should be."""
    if unit == "item" or n_units >= FEW_CLUSTERS:
        return ()
    sentence = f"The paragraphs come from {n_units} articles only: the interval may be too narrow."
    return (Remark("few_clusters", sentence),)


def remarks_on_replicates(undefined_share: float, *, is_flat: bool) -> tuple[Remark, ...]:
    """List what the replicates themselves tell."""
    remarks: list[Remark] = []
    if undefined_share:
        remarks.append(
            Remark(
                "undefined_replicates",
                f"The coefficient is undefined in {undefined_share:.1%} of the replicates, "
                "which are left out.",
            )
        )
    if is_flat:
        remarks.append(
            Remark("no_spread", "All replicates give the same value: the interval shows nothing.")
        )
    return tuple(remarks)


def _unused(m: LabelMatrix) -> tuple[str, ...]:
    if m.level in (Level.INTERVAL, Level.RATIO):
        return ()
    totals = m.rows.pairable().label_totals()
    if not totals.any():
        return ()
    return tuple(label for label, n in zip(m.labels, totals, strict=True) if not n)
