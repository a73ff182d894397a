"""Count the words of a paragraph that stand outside its quotations, by what they tell."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from workbench.scoring.attribution import Span
from workbench.scoring.cues import cue_as_written
from workbench.scoring.matching import is_evenly_spaced
from workbench.scoring.remembered import Remembered
from workbench.scoring.sentiment import ScoredWords


def cues_outside(
    text: str, spans: Sequence[Span], scored: ScoredWords
) -> tuple[int, dict[str, int]]:
    """Count the words of `text` outside of `spans`, and their cues by kind; those cut are in parts.

    Spans are sorted and disjoint. Where a word stands in the text as it was read, and nothing but
    single spaces parts it from the next, what was noted of it is taken; else it is looked up anew.

    >>> from workbench.scoring.sentiment import score_words
    >>> text = "She said “We must.” I left."
    >>> cues_outside(text, [(9, 19)], score_words(text)[1])
    (4, {'report': 1, 'first_person': 1})
    """
    if scored.is_described or not is_evenly_spaced(text):
        words = _without(text, spans).split()
        return len(words), counted(filter(None, map(_cue_of.__getitem__, words)))
    places, noted = list(scored.noted), list(scored.noted.values())
    cues: list[str | None] = []
    # Where a piece begins, and which word stands there, or ends before it.
    before = place = count = 0
    for start, end in (*spans, (len(text), len(text))):
        spaces = text.count(" ", before, start)
        if spaces:
            first = text[before : text.find(" ", before)]
            last = text[text.rfind(" ", before, start) + 1 : start]
            whole = slice(bisect_left(places, place + 1), bisect_left(places, place + spaces))
            cues.append(_cue_of[first])
            cues += [word.written_cue for word in noted[whole]]
            cues.append(_cue_of[last])
            count += spaces - 1 + bool(first) + bool(last)
        else:
            piece = text[before:start]
            cues.append(_cue_of[piece])
            count += bool(piece)
        place += spaces + text.count(" ", start, end)
        before = end
    return count, counted(filter(None, cues))


def counted(names: Iterable[str]) -> dict[str, int]:
    """Count each name, in the order in which they come.

    Of so few as a paragraph has, a plain mapping is filled sooner than a `Counter` is set up.
    """
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def times_outside(text: str, mark: str, spans: Sequence[Span]) -> int:
    """Tell how often a mark stands outside of `spans`."""
    # To see that there is none takes much less time than to count.
    if mark not in text:
        return 0
    return text.count(mark) - sum([text.count(mark, start, end) for start, end in spans])


def _without(text: str, spans: Sequence[Span]) -> str:
    pieces, before = [], 0
    for start, end in spans:
        pieces.append(text[before:start])
        before = end
    return " ".join([*pieces, text[before:]])


_cue_of = Remembered(cue_as_written)
