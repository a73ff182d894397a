"""Cut a text at the edges of its spans, so that a page can loop over the pieces."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class HasOffsets(Protocol):
    """Be anything with half-open code-point offsets."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Span = TypeVar("Span", bound=HasOffsets)


@dataclass(frozen=True)
class Segment(Generic[Span]):
    """Hold a piece of a text and the span that covers it, or None between spans."""

    text: str
    span: Span | None


def segments(text: str, spans: Iterable[Span]) -> list[Segment[Span]]:
    """Cut `text` into pieces that join up to it again, each span one piece.

    Raises `ValueError` where a span is empty, overlaps another one, or leaves the text.

    >>> from types import SimpleNamespace
    >>> span = SimpleNamespace(start=4, end=10)
    >>> [(piece.text, piece.span is span) for piece in segments("The heroes.", [span])]
    [('The ', False), ('heroes', True), ('.', False)]
    """
    pieces: list[Segment[Span]] = []
    position = 0
    for span in sorted(spans, key=lambda span: span.start):
        if not position <= span.start < span.end <= len(text):
            raise ValueError(f"The span {span.start}–{span.end} overlaps another or is not here.")
        if position < span.start:
            pieces.append(Segment(text[position : span.start], None))
        pieces.append(Segment(text[span.start : span.end], span))
        position = span.end
    if position < len(text):
        pieces.append(Segment(text[position:], None))
    return pieces
