"""What changed from one text to the next, paragraph by paragraph and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

# Comparing takes up to the product of both lengths; whoever writes more anew reads it anew.
WORDS_COMPARED = 4_000
# Where less than so much is shared, single words that stayed are chance and hard to read around.
SHARED = 0.5

Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True)
class Piece:
    """Hold words that stayed, came or went, with the space around them."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Passage:
    """Hold neighbouring paragraphs: unchanged ones in one piece, or what changed in them."""

    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Tell whether anything came or went."""
        return any(piece.kind != "same" for piece in self.pieces)

    @property
    def paragraphs(self) -> int:
        """Count the paragraphs of the newer text."""
        kept = "".join(piece.text for piece in self.pieces if piece.kind != "removed")
        return len(_paragraphs(kept))


def changes(old: str, new: str) -> tuple[Passage, ...]:
    """Compare two texts whose paragraphs are set apart by empty lines.

    The pieces that are not `added` give `old` again, those not `removed` give `new`, but for the
    number of empty lines.

    >>> [piece.kind for piece in changes("Read it once.", "Read it twice.")[0].pieces]
    ['same', 'removed', 'added']
    """
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    passages = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        removed, added = _joined(before[start:end]), _joined(after[new_start:new_end])
        pieces = (Piece("same", added),) if tag == "equal" else tuple(_words(removed, added))
        passages.append(Passage(pieces))
    return tuple(passages)


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    last = len(before) - end, len(after) - end
    yield from _pieces(("same", before[:start]))
    yield from _between(before[start : last[0]], after[start : last[1]])
    yield from _pieces(("same", before[last[0] :]))


def _between(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(before) + len(after) > WORDS_COMPARED or matcher.ratio() < SHARED:
        yield from _pieces(("removed", before), ("added", after))
        return
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield from _pieces(("same", before[start:end]))
        else:
            removed, added = before[start:end], after[new_start:new_end]
            yield from _pieces(("removed", removed), ("added", added))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the words with which both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _pieces(*pieces: tuple[Kind, Sequence[str]]) -> Iterator[Piece]:
    return (Piece(kind, "".join(words)) for kind, words in pieces if words)


def _paragraphs(text: str) -> list[str]:
    return [each.strip("\n") for each in re.split(r"\n[ \t]*\n", text) if each.strip()]


def _joined(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs)
