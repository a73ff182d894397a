"""Measure guesses of bias apart from what knowing the outlet alone would tell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.evaluation.metrics import auc, best_threshold, macro_f1

Judged = tuple[bool, float]


@dataclass(frozen=True)
class OutletRow:
    """Hold the measures of one outlet's texts; None where all its texts have one label."""

    outlet: str
    texts: int
    biased: int
    auc: float | None
    macro_f1: float | None


@dataclass(frozen=True)
class Outlets:
    """Hold the measures by outlet.

    `within_auc` compares only texts of the same outlet: each pair of a biased text and one that
    is not counts once. `unseen_macro_f1` judges each outlet by the threshold that was best on all
    others, and takes macro-F1 over all texts together; `outlet_only_macro_f1` is what naming each
    outlet's more frequent label gives, which any guess should beat.
    """

    rows: tuple[OutletRow, ...]
    within_auc: float | None
    unseen_macro_f1: float | None
    unseen_mean_macro_f1: float | None
    outlet_only_macro_f1: float | None


def by_outlet(
    outlets: Sequence[str], truths: Sequence[bool], scores: Sequence[float], *, biased_from: float
) -> Outlets:
    """Measure by outlet; texts of no named outlet are left out."""
    held: defaultdict[str, list[Judged]] = defaultdict(list)
    for outlet, truth, score in zip(outlets, truths, scores, strict=True):
        if outlet:
            held[outlet].append((truth, score))
    rows = tuple(_row(name, held[name], biased_from) for name in sorted(held))
    unseen = {name: _judged_by_others(name, held) for name in held} if len(held) > 1 else {}
    means = [
        value
        for pairs in unseen.values()
        if len({truth for truth, _ in pairs}) == 2 and (value := _macro_f1(pairs)) is not None
    ]
    return Outlets(
        rows=rows,
        within_auc=_within_auc(held),
        unseen_macro_f1=_macro_f1([pair for pairs in unseen.values() for pair in pairs]),
        unseen_mean_macro_f1=sum(means) / len(means) if means else None,
        outlet_only_macro_f1=_macro_f1(
            [
                (truth, 2 * sum(label for label, _ in pairs) >= len(pairs))
                for pairs in held.values()
                for truth, _ in pairs
            ]
        ),
    )


def _row(name: str, pairs: list[Judged], biased_from: float) -> OutletRow:
    truths = [truth for truth, _ in pairs]
    both = len(set(truths)) == 2
    return OutletRow(
        outlet=name,
        texts=len(pairs),
        biased=sum(truths),
        auc=auc(truths, [score for _, score in pairs]),
        macro_f1=_macro_f1([(truth, score >= biased_from) for truth, score in pairs])
        if both
        else None,
    )


def _within_auc(held: Mapping[str, list[Judged]]) -> float | None:
    won = pairs_compared = 0.0
    for pairs in held.values():
        value = auc([truth for truth, _ in pairs], [score for _, score in pairs])
        if value is not None:
            biased = sum(truth for truth, _ in pairs)
            weight = biased * (len(pairs) - biased)
            won, pairs_compared = won + value * weight, pairs_compared + weight
    return won / pairs_compared if pairs_compared else None


def _judged_by_others(name: str, held: Mapping[str, list[Judged]]) -> list[tuple[bool, bool]]:
    others = [pair for other, pairs in held.items() if other != name for pair in pairs]
    threshold = best_threshold([truth for truth, _ in others], [score for _, score in others])
    return [(truth, score >= threshold) for truth, score in held[name]]


def _macro_f1(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    return macro_f1([str(truth) for truth, _ in pairs], [str(guess) for _, guess in pairs])
