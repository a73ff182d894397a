"""A number that knows what it rests on, or why it does not exist."""

from dataclasses import dataclass
from typing import Literal

from workbench.said_later import later

Reason = Literal[
    "no_pairable_units",
    "no_variation",
    "one_category",
    "not_two_annotators",
    "label_unused",
    "no_spans",
    "suppressed",
    "no_agreement_within",
    "too_few_annotators",
    "no_reference",
    "few_repeats",
]
Flag = Literal["few_pairable_units", "constant_rater", "no_variation"]

# With one or two items a coefficient can take only a handful of values, whatever the annotators
# are like; the report says so beside the number.
FEW_ITEMS = 3


@dataclass(frozen=True)
class Basis:
    """Count what stands behind a statistic: pairable items, their labels, their annotators."""

    n_items: int
    n_labels: int
    n_annotators: int


@dataclass(frozen=True)
class Statistic:
    """Hold one measure of agreement.

    `value` is None exactly when `status` is "undefined"; then `reason` is a word for programs and
    `sentence` says the same to people. `flags` qualify a value. The words are explained in
    docs/methods.md.
    """

    name: str
    value: float | None
    status: Literal["ok", "undefined"]
    reason: Reason | None
    sentence: str
    flags: tuple[Flag, ...]
    n_items: int
    n_labels: int
    n_annotators: int


def defined(name: str, value: float, basis: Basis, *flags: Flag) -> Statistic:
    """Make a statistic that has a value; few pairable items are flagged here for all."""
    if basis.n_items < FEW_ITEMS:
        flags = ("few_pairable_units", *flags)
    counts = (basis.n_items, basis.n_labels, basis.n_annotators)
    return Statistic(name, float(value), "ok", None, "", flags, *counts)


def undefined(name: str, reason: Reason, sentence: str, basis: Basis) -> Statistic:
    """Make a statistic that has no value, and say why."""
    counts = (basis.n_items, basis.n_labels, basis.n_annotators)
    return Statistic(name, None, "undefined", reason, sentence, (), *counts)


def unpaired(name: str, basis: Basis) -> Statistic:
    """Make the statistic of labels that nobody else's labels stand beside."""
    sentence = later("No paragraph has labels from two annotators: there is nothing to compare.")
    return undefined(name, "no_pairable_units", sentence, basis)
