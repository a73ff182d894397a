"""Find the loaded words of a paragraph and say of each why it is loaded."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.scoring.lexicon import NEUTRAL, Lexicon
from workbench.text.quotations import quotations


@dataclass(frozen=True)
class LoadedWord:
    """Hold one loaded word as found in a text.

    `start` and `end` are half-open code-point offsets and `text` is what stands between them;
    `term`, `category`, `polarity`, `strength` and `reason` are the lexicon's.
    """

    start: int
    end: int
    text: str
    term: str
    category: str
    polarity: int
    strength: int
    reason: str
    in_quotation: bool


def find_loaded_words(text: str, lexicon: Lexicon) -> tuple[LoadedWord, ...]:
    """List the loaded words of `text`, sorted and not overlapping.

    Where terms overlap the longest is taken, so that "witch hunt" is one loaded word. A word
    counts as quoted if it stands wholly inside a direct quotation.
    """
    matches = [match for match in lexicon.matcher.find(text) if match[2] != NEUTRAL]
    if not matches:
        return ()
    quoted = quotations(text)
    found = []
    for start, end, number in matches:
        entry = lexicon.entries[number]
        found.append(
            LoadedWord(
                start=start,
                end=end,
                text=text[start:end],
                term=entry.term,
                category=entry.category,
                polarity=entry.polarity,
                strength=entry.strength,
                reason=entry.reason,
                in_quotation=_is_within(start, end, quoted),
            )
        )
    return tuple(found)


def _is_within(start: int, end: int, quoted: Sequence[tuple[int, int]]) -> bool:
    before = bisect_right(quoted, start, key=lambda span: span[0])
    return before > 0 and end <= quoted[before - 1][1]
