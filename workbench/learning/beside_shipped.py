"""Hold what was learned beside the shipped scores on the same texts, with intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.evaluation.evaluating import (
    Evaluation,
    evaluate_guesses,
    rules_of,
    with_intervals,
)
from workbench.evaluation.gold import GoldText
from workbench.evaluation.intervals import Drawing, Limits
from workbench.evaluation.measured import Judged, measures_of
from workbench.evaluation.tables import Table
from workbench.evaluation.wording import INTERVAL, NAMES, interval_as_text, number, signed
from workbench.learning.labelled import Labelled
from workbench.learning.training import Trained, as_gold, measures


@dataclass(frozen=True)
class Row:
    """Hold one measure of both, and the limits of each and of the learned minus the other."""

    name: str
    learned: float
    other: float
    learned_limits: Limits
    other_limits: Limits
    difference_limits: Limits

    @property
    def said(self) -> str:
        """Say whether the model is better, as far as these texts can tell."""
        low, high = self.difference_limits.low, self.difference_limits.high
        if self.learned <= self.other:
            return "worse" if high is not None and high < 0 else "not better"
        return "better" if low is not None and low > 0 else "unclear"


@dataclass(frozen=True)
class Beside:
    """Hold the cross-validations with their intervals, and the rows of the comparisons.

    `rows` compare with the shipped scores, `alone` with each text guessed at by itself.
    """

    by_article: Evaluation
    by_outlet: Evaluation | None
    rows: tuple[Row, ...]
    alone: tuple[Row, ...]


def beside_shipped(trained: Trained, texts: Sequence[Labelled], gold: Sequence[GoldText]) -> Beside:
    """Compare on the texts that were learned from; `gold` is what they were read as."""
    asked = [
        replace(as_gold(text), names_article=read.names_article)
        for text, read in zip(texts, gold, strict=True)
    ]
    ours, theirs = (
        list(zip(asked, guesses, strict=True)) for guesses in (trained.held_out, trained.by_shipped)
    )
    by_outlet = trained.by_outlet
    if by_outlet is not None:
        by_outlet = with_intervals(by_outlet, list(zip(asked, trained.left_out, strict=True)))
    rows = _rows(trained, asked, ours, theirs, trained.shipped)
    alone: tuple[Row, ...] = ()
    if trained.alone:
        by_itself = list(zip(asked, trained.alone, strict=True))
        found = measures(evaluate_guesses(by_itself, model="", name=""))
        alone = tuple(
            row
            for row in _rows(trained, asked, ours, by_itself, found)
            if row.name.startswith("sentiment")
        )
    return Beside(
        by_article=with_intervals(trained.by_article, ours),
        by_outlet=by_outlet,
        rows=rows,
        alone=alone,
    )


def _rows(
    trained: Trained,
    asked: Sequence[GoldText],
    ours: Judged,
    theirs: Judged,
    their_measures: Mapping[str, float | None],
) -> tuple[Row, ...]:
    drawing = Drawing(asked)
    rules = rules_of(trained.by_article)
    one, other = (measures_of(drawing.units, judged, rules) for judged in (ours, theirs))
    found = []
    for name, learned in trained.model.origin.measures.items():
        measured = their_measures[name]
        if learned is not None and measured is not None:
            limits = (
                drawing.limits(one[name]),
                drawing.limits(other[name]),
                drawing.limits_of_difference(one[name], other[name]),
            )
            found.append(Row(name, learned, measured, *limits))
    return tuple(found)


def as_tables(beside: Beside) -> tuple[Table, ...]:
    """Lay the comparisons out as tables."""
    shipped = _table("Beside the shipped scores, on the same texts", "shipped", beside.rows)
    if not beside.alone:
        return (shipped,)
    title = "Beside each text guessed at alone, without what stands around it"
    return shipped, _table(title, "alone", beside.alone)


def _table(title: str, other: str, rows: Sequence[Row]) -> Table:
    return Table(
        title,
        "Differences are taken within each draw. “Better” and “worse” are said where the interval "
        "of the difference leaves 0 out.",
        (
            "measure",
            "learned",
            INTERVAL,
            other,
            INTERVAL,
            "difference",
            INTERVAL,
            "the model is",
        ),
        tuple(
            (
                NAMES[row.name],
                number(row.learned),
                interval_as_text(row.learned_limits),
                number(row.other),
                interval_as_text(row.other_limits),
                signed(row.learned - row.other),
                interval_as_text(row.difference_limits),
                row.said,
            )
            for row in rows
        ),
    )
