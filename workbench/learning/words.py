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
from functools import lru_cache

from workbench.evaluation.words import Span, word_spans
from workbench.scoring.cues import CUE_OF
from workbench.scoring.loaded_words import LoadedWord
from workbench.scoring.matching import folded
from workbench.scoring.prescore import Prescore
from workbench.scoring.sentiment import word_valence
from workbench.text.quotations import quotations

Described = list[tuple[str, float]]

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


@dataclass(frozen=True)
class WordView:
    """Hold the words of a paragraph, folded, with their places in it.

    `shared` describes every word alike, `runs` those from one place up to another, and `placed`
    single ones.
    """

    words: Sequence[str]
    spans: Sequence[Span]
    shared: Described
    runs: Sequence[tuple[str, int, int]]
    placed: dict[int, Described]


def view(text: str, scored: Prescore) -> WordView:
    """Look at the words of a paragraph and at what was found in it already."""
    spans = word_spans(text)
    plain = folded(text)
    placed: defaultdict[int, Described] = defaultdict(list)
    starts = [start for start, _ in spans]
    for loaded in scored.loaded_words:
        _place_loaded(loaded, starts, placed)
    # Pre-scoring passes over a straight mark after white space other than a plain space.
    quoted = scored.quoted or (quotations(text) if "'" in text else ())
    runs = [
        (name, bisect_left(starts, start), bisect_left(starts, end))
        for name, pieces in (("quoted", quoted), ("attributed", scored.attributed))
        for start, end in pieces
    ]
    _place_capitals(text, spans, placed)
    return WordView(
        [plain[start:end] for start, end in spans], spans, _shared(scored), runs, placed
    )


@lru_cache(_REMEMBERED)
def by_itself(word: str) -> tuple[tuple[str, float], ...]:
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
def as_neighbour(word: str, side: str) -> tuple[tuple[str, float], ...]:
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
    for place, word in enumerate(seen.words):
        row = dict(by_itself(word))
        if place:
            row.update(as_neighbour(seen.words[place - 1], "before"))
        if place < last:
            row.update(as_neighbour(seen.words[place + 1], "after"))
        row.update(seen.shared)
        row.update((name, 1.0) for name, first, end in seen.runs if first <= place < end)
        row.update(seen.placed.get(place, ()))
        rows.append(row)
    return rows


def _shared(scored: Prescore) -> Described:
    strength = sum([word.strength for word in scored.loaded_words])
    return [
        ("strength around", min(strength, 8) / 4),
        ("bias around", log_odds(scored.bias.score) / 2),
        ("voice around", log_odds(scored.bias.voice_score) / 2),
        ("log words", math.log1p(scored.features.words) / 2),
    ]


def _place_loaded(
    loaded: LoadedWord, starts: Sequence[int], placed: defaultdict[int, Described]
) -> None:
    first = max(0, bisect_right(starts, loaded.start) - 1)
    last = bisect_left(starts, loaded.end) - 1
    for place in range(first, last + 1):
        placed[place] += [
            ("listed", 1.0),
            (f"listed strength {loaded.strength}", 1.0),
            (f"listed {loaded.category}", 1.0),
            (f"term {loaded.term}", 0.7),
        ]
        if last > first:
            placed[place].append(("listed phrase", 1.0))
    if first:
        placed[first - 1].append(("before listed", 1.0))
    if last + 1 < len(starts):
        placed[last + 1].append(("after listed", 1.0))


def _place_capitals(text: str, spans: Sequence[Span], placed: defaultdict[int, Described]) -> None:
    raised = [place for place, (start, _) in enumerate(spans) if text[start].isupper()]
    beside = {place + 1 for place in raised} | {place - 1 for place in raised}
    for place in raised:
        start, end = spans[place]
        before = text[spans[place - 1][1] : start].rstrip(_OPENING) if place else "."
        if before.endswith(_SENTENCE_END):
            placed[place].append(("capital at the start", 1.0))
            continue
        placed[place].append(("capital", 1.0))
        if place in beside:
            placed[place].append(("name", 1.0))
        if end - start > 1 and text[start:end].isupper():
            placed[place].append(("shouted", 1.0))


def log_odds(probability: float) -> float:
    """Turn a probability into log-odds, no further out than ±6.9."""
    bounded = min(0.999, max(0.001, probability))
    return math.log(bounded / (1 - bounded))
