"""One effect as a line of a figure, a table or a file."""

from dataclasses import dataclass
from typing import Literal

from workbench.agreement import Effect

Kind = Literal[
    "following_suggestions",
    "adopting_wrong_suggestions",
    "marking_suggested_words",
    "naming_the_outlet",
    "second_look_with_the_outlet",
    "second_look_without_it",
    "second_look_difference",
    "time_with_suggestions",
    "time_with_the_outlet",
]

ON_SCALE = "place on the scale"
"""The outcome of a row that compares no label's share; no label has blanks in its name."""


@dataclass(frozen=True)
class EffectRow:
    """Hold one effect as a line of a figure, a table or a file.

    `title` is the line's name. `unit` is "share" for differences of shares, "ratio" for times.
    `moved` counts the pairs whose outcome rose and fell; it is None elsewhere.
    """

    kind: Kind
    title: str
    question: str
    outcome: str
    comparisons: int
    unit: Literal["share", "ratio"]
    effect: Effect
    n_shown: int
    n_withheld: int
    moved: tuple[int, int] | None = None
