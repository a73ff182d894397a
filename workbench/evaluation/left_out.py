"""Say by how much the shipped scores change without some parts, with intervals of the change."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.evaluation.ablation import guesser_without
from workbench.evaluation.evaluating import Evaluation, judged_by, rules_of
from workbench.evaluation.gold import GoldText
from workbench.evaluation.guessing import Guesser
from workbench.evaluation.intervals import SEED, Drawing, Limits
from workbench.evaluation.measured import Measure, measures_of
from workbench.evaluation.tables import Table
from workbench.evaluation.weighing import Units
from workbench.evaluation.wording import INTERVAL, NAMES, interval_as_text, number, signed
from workbench.scoring.lexicon import Lexicon


@dataclass(frozen=True)
class Change:
    """Hold one measure of the whole scores and without the parts; `limits` are of the change."""

    name: str
    whole: float
    without: float
    limits: Limits


def changes(
    gold: Sequence[GoldText],
    less: Guesser,
    found: Evaluation,
    lexicon: Lexicon,
    *,
    seed: int = SEED,
) -> tuple[Change, ...]:
    """Compare `less`, of which `found` was measured, with the whole scores on the same texts.

    Only what changes for some text is listed.
    """
    drawing, rules = Drawing(gold, seed=seed), rules_of(found)
    whole, without = (
        measures_of(drawing.units, judged_by(guesser, gold), rules)
        for guesser in (guesser_without((), lexicon), less)
    )
    listed = []
    for name in NAMES.keys() & whole.keys() & without.keys():
        before, after = (_value(drawing.units, each[name]) for each in (whole, without))
        if np.isfinite([before, after]).all() and before != after:
            limits = drawing.limits_of_difference(without[name], whole[name])
            listed.append(Change(name, before, after, limits))
    return tuple(sorted(listed, key=lambda change: list(NAMES).index(change.name)))


def as_table(listed: Sequence[Change]) -> Table:
    """Lay the changes out as a table."""
    return Table(
        "Beside the whole scores, on the same texts",
        "What changes when these parts are left out. Differences are taken within each draw.",
        ("measure", "whole", "without", "change", INTERVAL),
        tuple(
            (
                NAMES[each.name],
                number(each.whole),
                number(each.without),
                signed(each.without - each.whole),
                interval_as_text(each.limits),
            )
            for each in listed
        ),
    )


def _value(units: Units, measure: Measure) -> float:
    return float(measure.value(np.ones((1, units.n)))[0])
