"""Describe the words of a paragraph for a model that learns which of them are marked.

A word is described by what it is by itself, by what its neighbours are by themselves, and by the
place where it stands. The first two are the same wherever a word stands, so that a model can add
them up once for each word that it meets and keep the sums.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from workbench.evaluation.words import Span, pieces_around_words
from workbench.learning.chances import log_odds
from workbench.scoring.cues import CUE_OF
from workbench.scoring.loaded_words import LoadedWord
from workbench.scoring.matching import folded
from workbench.scoring.prescore import Prescore
from workbench.scoring.remembered import Remembered
from workbench.scoring.sentiment import word_valence

Description = tuple[tuple[str, float], ...]
"""What something is described by: each name with an amount."""

# The words that are seldom marked whatever stands around them.
_WORDS_OF_FUNCTION = (
    "a about after all an and are as at be been but by for from had has have he his her i if in "
    "into is it its no not of on or our out over she so than that the their then they this to up "
    "was we were which who will with would you your"
)
FUNCTION = frozenset(_WORDS_OF_FUNCTION.split())
NEIGHBOUR = 0.7
# Fits describe every text's words again and again; so many different ones are kept.
_REMEMBERED = 20_000
_SENTENCE_END = (".", "!", "?", ":")
_OPENING = " \n“\"‘'("


_AT_START: Description = (("capital at the start", 1.0),)
_CAPITAL: Description = (("capital", 1.0),)
_NAME: Description = (("name", 1.0),)
_SHOUTED: Description = (("shouted", 1.0),)
_BEFORE_LISTED: Description = (("before listed", 1.0),)
_AFTER_LISTED: Description = (("after listed", 1.0),)


@dataclass(frozen=True)
class WordView:
    """Hold the words of a paragraph as they are written, and where each starts and ends.

    `shared` describes every word alike, `runs` those from one place up to another, and `placed`
    single ones by their places; a word may be described several times.
    """

    written: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    shared: Description
    runs: Sequence[tuple[str, int, int]]
    placed: Sequence[tuple[int, Description]]

    @cached_property
    def words(self) -> list[str]:
        """The words, folded."""
        return list(map(folded, self.written))

    @cached_property
    def spans(self) -> list[Span]:
        """Where each word stands."""
        return list(zip(self.starts, self.ends, strict=True))


def view(text: str, scored: Prescore) -> WordView:
    """Look at the words of a paragraph and at what was found in it already."""
    pieces = pieces_around_words(text)
    words, edges = pieces[1::2], list(accumulate(map(len, pieces)))
    starts, ends = edges[:-1:2], edges[1::2]
    placed: list[tuple[int, Description]] = []
    for loaded in scored.loaded_words:
        _place_loaded(loaded, starts, placed)
    _place_capitals(words, pieces[::2], placed)
    runs = [
        (name, bisect_left(starts, start), bisect_left(starts, end))
        for name, pieces in (("quoted", scored.quoted), ("attributed", scored.attributed))
        for start, end in pieces
    ]
    return WordView(words, starts, ends, _shared(scored), runs, placed)


@lru_cache(_REMEMBERED)
def by_itself(word: str) -> Description:
    """Describe a folded word."""
    found = [(f"word {word}", 1.0), (f"length {min(len(word) // 2, 6)}", 1.0)]
    if len(word) > 3:
        found += [(f"ending {word[-2:]}", 1.0), (f"ending {word[-3:]}", 1.0)]
    if len(word) > 5:
        found += [(f"ending {word[-4:]}", 1.0), (f"beginning {word[:5]}", 1.0)]
    if feeling := word_valence(word):
        step = max(-2, min(2, round(feeling)))
        found.append((f"feeling {step}", 1.0))
    if word in FUNCTION:
        found.append(("function", 1.0))
    if word in CUE_OF:
        found.append((f"cue {CUE_OF[word]}", 1.0))
    if word[0].isdigit():
        found.append(("number", 1.0))
    return tuple(found)


@lru_cache(_REMEMBERED)
def as_neighbour(word: str, side: str) -> Description:
    """Describe a word that stands right `before` or `after` another."""
    found = [f"word {word}"]
    if len(word) > 4:
        found.append(f"ending {word[-3:]}")
    if word in FUNCTION:
        found.append("function")
    if feeling := word_valence(word):
        found.append("good" if feeling > 0 else "bad")
    return tuple((f"{side} {name}", NEIGHBOUR) for name in found)


def describe(seen: WordView) -> list[dict[str, float]]:
    """Describe each word in full, as a model learns from it."""
    rows = []
    last = len(seen.words) - 1
    placed: defaultdict[int, list[Description]] = defaultdict(list)
    for place, described in seen.placed:
        placed[place].append(described)
    for place, word in enumerate(seen.words):
        row = dict(by_itself(word))
        if place:
            row.update(as_neighbour(seen.words[place - 1], "before"))
        if place < last:
            row.update(as_neighbour(seen.words[place + 1], "after"))
        row.update(seen.shared)
        row.update((name, 1.0) for name, first, end in seen.runs if first <= place < end)
        for described in placed[place]:
            row.update(described)
        rows.append(row)
    return rows


def _shared(scored: Prescore) -> Description:
    strength = sum([word.strength for word in scored.loaded_words])
    return (
        ("strength around", min(strength, 8) / 4),
        ("bias around", log_odds(scored.bias.score) / 2),
        ("voice around", log_odds(scored.bias.voice_score) / 2),
        ("log words", math.log1p(scored.features.words) / 2),
    )


def _place_loaded(
    loaded: LoadedWord, starts: Sequence[int], placed: list[tuple[int, Description]]
) -> None:
    first = max(0, bisect_right(starts, loaded.start) - 1)
    last = bisect_left(starts, loaded.end) - 1
    described = _listed(loaded.term, loaded.category, loaded.strength, last > first)
    placed += [(place, described) for place in range(first, last + 1)]
    if first:
        placed.append((first - 1, _BEFORE_LISTED))
    if last + 1 < len(starts):
        placed.append((last + 1, _AFTER_LISTED))


@lru_cache(_REMEMBERED)
def _listed(term: str, category: str, strength: int, is_phrase: bool) -> Description:
    found = (
        ("listed", 1.0),
        (f"listed strength {strength}", 1.0),
        (f"listed {category}", 1.0),
        (f"term {term}", 0.7),
    )
    return (*found, ("listed phrase", 1.0)) if is_phrase else found


def _place_capitals(
    words: Sequence[str], gaps: Sequence[str], placed: list[tuple[int, Description]]
) -> None:
    raised = [place for place, word in enumerate(words) if word[0].isupper()]
    beside = {place + 1 for place in raised} | {place - 1 for place in raised}
    for place in raised:
        if not place or _ends_sentence[gaps[place]]:
            placed.append((place, _AT_START))
            continue
        placed.append((place, _CAPITAL))
        if place in beside:
            placed.append((place, _NAME))
        word = words[place]
        if len(word) > 1 and word.isupper():
            placed.append((place, _SHOUTED))


def _parts_sentences(gap: str) -> bool:
    return gap.rstrip(_OPENING).endswith(_SENTENCE_END)


_ends_sentence = Remembered(_parts_sentences)
