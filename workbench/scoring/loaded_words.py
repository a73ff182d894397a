"""Find the loaded words of a paragraph and say of each why it is loaded."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from workbench.scoring.attribution import Span, attributed_sentences
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconEntry
from workbench.text.quotations import quotations

_NEGATIONS = frozenset(["no", "not", "never", "nor", "neither", "hardly", "without", "cannot"])
# What may stand between a negation and the word: "not a hero", "isn't so heroic".
_BETWEEN = frozenset(["a", "an", "the", "any", "at", "be", "so", "very"])
_LOOK_BACK = 24
# What is one weaker than mild is mild, and what is one stronger than strong is strong.
_STRENGTHS = (1, 1, 2, 3, 3)


class LoadedWord(NamedTuple):
    """Hold one loaded word as found in a text.

    `start` and `end` are half-open code-point offsets and `text` is what stands between them;
    `term`, `category` and `reason` are the lexicon's. `polarity` is the lexicon's with its sign
    turned where the word is negated ("no hero"); `strength` is one less where the entry is weaker
    inside quotation marks or in a sentence that names its source, or where the word is negated,
    and one more where it is shouted, from 1 to 3. `certainty` is that of a learned model which
    suggests the word, None where the lexicon alone does.
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
    is_attributed: bool = False
    is_negated: bool = False
    certainty: float | None = None


def find_loaded_words(
    text: str,
    lexicon: Lexicon,
    *,
    quoted: Sequence[Span] | None = None,
    attributed: Sequence[Span] | None = None,
) -> tuple[LoadedWord, ...]:
    """List the loaded words of `text`, sorted and not overlapping.

    Where terms overlap the longest is taken, so that "witch hunt" is one loaded word. A word
    counts as quoted if it stands wholly inside a direct quotation. Who has the quotations and the
    attributed sentences of the text already gives them.
    """
    matches = lexicon.find(text)
    if not matches:
        return ()
    quoted = quotations(text) if quoted is None else quoted
    attributed = attributed_sentences(text) if attributed is None else attributed
    shouts = text.isupper()
    # A list is gone through quicker than a generator.
    return tuple(
        [
            _loaded_word(
                text,
                (start, end),
                lexicon.entries[number],
                in_quotation=is_within(start, end, quoted),
                is_attributed=is_within(start, end, attributed),
                may_be_shouted=not shouts,
            )
            for start, end, number in matches
        ]
    )


def _loaded_word(
    text: str,
    span: Span,
    entry: LexiconEntry,
    *,
    in_quotation: bool,
    is_attributed: bool,
    may_be_shouted: bool,
) -> LoadedWord:
    start, end = span
    found = text[start:end]
    is_negated = _is_negated(text, start)
    strength = entry.strength
    if (
        is_negated
        or (in_quotation and "quoted" in entry.weaker)
        or (is_attributed and "attributed" in entry.weaker)
    ):
        strength -= 1
    if may_be_shouted and end - start > 2 and found.isupper():
        strength += 1
    # By place: naming eleven values takes as long again.
    return LoadedWord(
        start,
        end,
        found,
        entry.term,
        entry.category,
        -entry.polarity if is_negated else entry.polarity,
        _STRENGTHS[strength],
        entry.reason,
        in_quotation,
        is_attributed,
        is_negated,
    )


def _is_negated(text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start]
    # Word by word from behind: nearly always the first one looked at ends it.
    while pieces := before.rsplit(None, 1):
        *rest, word = pieces
        word = word.lower()
        if word in _NEGATIONS or word.endswith(("n't", "n’t")):
            return True
        if word not in _BETWEEN:
            return False
        before = rest[0] if rest else ""
    return False


def is_within(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Tell whether a piece of text lies wholly in one of `spans`, which are sorted and disjoint."""
    if not spans:
        return False
    before = bisect_right(spans, (start, math.inf))
    return before > 0 and end <= spans[before - 1][1]
