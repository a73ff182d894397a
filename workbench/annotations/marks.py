"""What is drawn over the words of a paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass

UNMARKED = ("is-rejected", "is-revealed")
"""States of suggestions that mark nothing."""


@dataclass(frozen=True)
class Mark:
    """Hold what is drawn over `[start, end)`; `row` is the id of its row in the rail.

    `state` is "is-suggested", "is-rejected", "is-revealed" (a suggestion shown after a first
    answer that has not marked it) or "" for a person's own.
    """

    row: str
    start: int
    end: int
    category: str
    state: str
    reason_id: str = ""


def drawable(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Choose the marks that lie in the text and do not overlap, so that it can be cut at them.

    A rejected mark gives way to one that stands, as when a person marks more words around it.
    A mark that does not fit, in a form that was refused for it, is not drawn.

    >>> stands, rejected = Mark("a", 0, 9, "hedging", ""), Mark("b", 3, 9, "hedging", "is-rejected")
    >>> drawable("so-called heroes", [rejected, stands]) == [stands]
    True
    """
    drawn: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.state in UNMARKED):
        fits = 0 <= mark.start < mark.end <= len(text)
        if fits and all(mark.end <= other.start or other.end <= mark.start for other in drawn):
            drawn.append(mark)
    return drawn
