"""Cut a paragraph into marked and unmarked pieces, for a page to draw."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """Hold what is drawn over `[start, end)`; `row` is the id of its row in the rail.

    `state` is "is-suggested", "is-rejected" or "" for a person's own.
    """

    row: str
    start: int
    end: int
    category: str
    state: str
    reason_id: str = ""


@dataclass(frozen=True)
class Segment:
    """Hold a piece of text, marked or not."""

    text: str
    mark: Mark | None = None


def cut(text: str, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """Cut `text` at its marks; the pieces joined give the text again.

    A rejected mark gives way to one that stands, as when a person marks more words around it.
    A mark that does not fit, in a form that was refused for it, is not drawn.

    >>> [segment.text for segment in cut("so called", [Mark("w", 0, 2, "hedging", "")])]
    ['so', ' called']
    """
    drawn: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.state == "is-rejected"):
        fits = 0 <= mark.start < mark.end <= len(text)
        if fits and all(mark.end <= other.start or other.end <= mark.start for other in drawn):
            drawn.append(mark)
    segments = []
    position = 0
    for mark in sorted(drawn, key=lambda mark: mark.start):
        if position < mark.start:
            segments.append(Segment(text[position : mark.start]))
        segments.append(Segment(text[mark.start : mark.end], mark))
        position = mark.end
    if position < len(text):
        segments.append(Segment(text[position:]))
    return tuple(segments)
