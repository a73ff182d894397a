"""Hide who published a text: its own mentions of its outlet and author, behind masks of one length.

A mask has the same length whatever stands behind it, so that the length gives nothing away. The
text that is shown has offsets of its own therefore, and `MaskedText` converts them.
"""

from dataclasses import dataclass

from workbench.text.self_mentions import Offsets, Source, self_mentions

MASK = "█████"


@dataclass(frozen=True)
class MaskedText:
    """Hold a text with masks, and where they stand; `hidden` are offsets into the original."""

    original: str
    text: str
    hidden: tuple[Offsets, ...] = ()

    def shown(self, start: int, end: int) -> Offsets:
        """Convert offsets into the original; what touches a hidden piece covers its mask."""
        return self._shown(start, is_end=False), self._shown(end, is_end=True)

    def beneath(self, start: int, end: int) -> Offsets:
        """Convert offsets into the shown text; what touches a mask covers all that it hides.

        >>> masked = masked_text("He told The Sun so.", Source(outlet="The Sun"))
        >>> masked.text, masked.beneath(9, 11)
        ('He told █████ so.', (8, 15))
        """
        return self._beneath(start, is_end=False), self._beneath(end, is_end=True)

    def _shown(self, offset: int, *, is_end: bool) -> int:
        shift = 0
        for start, end in self.hidden:
            if offset >= end:
                shift += len(MASK) - (end - start)
            elif offset > start:
                return start + shift + (len(MASK) if is_end else 0)
        return offset + shift

    def _beneath(self, offset: int, *, is_end: bool) -> int:
        shift = 0
        for start, end in self.hidden:
            place = start + shift
            if offset >= place + len(MASK):
                shift += len(MASK) - (end - start)
            elif offset > place:
                return end if is_end else start
        return offset - shift


def masked_text(text: str, source: Source) -> MaskedText:
    """Put a mask over every mention of the source in a text of it."""
    hidden = self_mentions(text, source)
    pieces, position = [], 0
    for start, end in hidden:
        pieces += [text[position:start], MASK]
        position = end
    return MaskedText(text, "".join([*pieces, text[position:]]), hidden)
