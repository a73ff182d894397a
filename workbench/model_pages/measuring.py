"""Measure two guessers on the same labelled texts, with intervals by drawing whole articles.

Every measure is computed from sums over articles, or from pairs within an outlet, so that a
replicate is a weight for each article. Percentiles of the replicates bound the intervals (Efron
and Tibshirani 1993, chapter 13); the difference is taken within each replicate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.evaluation.gold import VOICE_NAMES
from workbench.evaluation.guessing import Guess
from workbench.evaluation.words import word_spans, words_within
from workbench.learning.labelled import Labelled
from workbench.learning.rules import decide_sentiment

Floats = NDArray[np.float64]

REPLICATES = 400
STEPS = 10
_BIAS_NAMES = ("not_biased", "biased")
_FEELINGS = ("negative", "neutral", "positive")
# An interval is given where so much of the replicates has the measure.
_LEAST_DEFINED = 0.9


class Figure(NamedTuple):
    """Hold a measure with its 95% interval; None where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Measured:
    """Hold one measure of two guessers, and of their difference (the first minus the second)."""

    name: str
    texts: int
    first: Figure
    second: Figure
    difference: Figure


class _Texts:
    """Hold texts as arrays, with the number of the article of each."""

    def __init__(self, texts: Sequence[Labelled]) -> None:
        self.texts = texts
        names = {name: place for place, name in enumerate(dict.fromkeys(t.article for t in texts))}
        self.article = np.array([names[text.article] for text in texts])
        self.articles = len(names)

    def sums(self, rows: Floats) -> Floats:
        """Add rows up by article: articles × columns."""
        found = np.zeros((self.articles, rows.shape[1]))
        np.add.at(found, self.article, rows)
        return found


Statistic = Callable[[Floats], Floats]
"""Computes a measure for each row of weights, replicates × articles."""


def measure(
    texts: Sequence[Labelled],
    first: Sequence[Guess],
    second: Sequence[Guess],
    *,
    random: np.random.Generator,
) -> tuple[Measured, ...]:
    """Measure both on all that the texts have labels for."""
    held = _Texts(texts)
    chances = np.full(held.articles, 1 / held.articles)
    draws = random.multinomial(held.articles, chances, size=REPLICATES).astype(float)
    weights = np.vstack([np.ones(held.articles), draws])
    found = []
    for name, statistic, count in _statistics(held):
        if count:
            ours, theirs = (statistic(guesses)(weights) for guesses in (first, second))
            found.append(
                Measured(name, count, _figure(ours), _figure(theirs), _figure(ours - theirs))
            )
    return tuple(found)


def _statistics(
    held: _Texts,
) -> list[tuple[str, Callable[[Sequence[Guess]], Statistic], int]]:
    texts = held.texts
    marked = sum(text.marked is not None for text in texts)
    biased = sum(text.is_biased is not None for text in texts)
    voiced = sum(text.voice is not None for text in texts)
    felt = sum(text.sentiment is not None for text in texts)
    return [
        ("word_f1", lambda g: _word_f1(held, g), marked if any(t.marked for t in texts) else 0),
        ("bias_within_outlet_auc", lambda g: _auc(held, g, within=True), biased),
        ("bias_auc", lambda g: _auc(held, g, within=False), biased),
        ("bias_macro_f1", lambda g: _macro_f1(held, _bias_pairs(texts, g), _BIAS_NAMES), biased),
        ("bias_calibration", lambda g: _calibration(held, g), biased),
        ("voice_macro_f1", lambda g: _macro_f1(held, _voice_pairs(texts, g), VOICE_NAMES), voiced),
        ("sentiment_r", lambda g: _correlation(held, g), felt),
        (
            "sentiment_macro_f1",
            lambda g: _macro_f1(held, _feeling_pairs(texts, g), _FEELINGS),
            felt,
        ),
    ]


def _figure(values: Floats) -> Figure:
    value, drawn = values[0], values[1:]
    if not np.isfinite(value):
        return Figure(None, None, None)
    known = drawn[np.isfinite(drawn)]
    if len(known) < _LEAST_DEFINED * len(drawn):
        return Figure(float(value), None, None)
    low, high = np.percentile(known, [2.5, 97.5])
    return Figure(float(value), float(low), float(high))


def _word_f1(held: _Texts, guesses: Sequence[Guess]) -> Statistic:
    rows = np.zeros((len(guesses), 3))
    for place, (text, guess) in enumerate(zip(held.texts, guesses, strict=True)):
        if text.marked is not None:
            words = word_spans(text.text)
            marked, guessed = (words_within(words, each) for each in (text.marked, guess.words))
            rows[place] = len(marked & guessed), len(guessed), len(marked)
    sums = held.sums(rows)

    def f1(weights: Floats) -> Floats:
        hits, guessed, marked = (weights @ sums).T
        return _ratio(2 * hits, guessed + marked)

    return f1


def _macro_f1(
    held: _Texts, pairs: Sequence[tuple[str, str] | None], names: Sequence[str]
) -> Statistic:
    places = {name: place for place, name in enumerate(names)}
    size = len(names)
    rows = np.zeros((len(pairs), size * size))
    for place, pair in enumerate(pairs):
        if pair is not None:
            rows[place, places[pair[0]] * size + places[pair[1]]] = 1
    sums = held.sums(rows)

    def macro(weights: Floats) -> Floats:
        tables = (weights @ sums).reshape(len(weights), size, size)
        hits = np.diagonal(tables, axis1=1, axis2=2)
        # A label that nobody gave and nobody guessed has no F1, and is left out of the mean.
        each = _ratio(2 * hits, tables.sum(axis=1) + tables.sum(axis=2))
        occurs = np.isfinite(each)
        return _ratio(np.where(occurs, each, 0).sum(axis=1), occurs.sum(axis=1).astype(float))

    return macro


def _correlation(held: _Texts, guesses: Sequence[Guess]) -> Statistic:
    rows = np.zeros((len(guesses), 6))
    for place, (text, guess) in enumerate(zip(held.texts, guesses, strict=True)):
        if text.sentiment is not None:
            x, y = text.sentiment, guess.sentiment
            rows[place] = 1, x, y, x * x, y * y, x * y
    sums = held.sums(rows)

    def pearson(weights: Floats) -> Floats:
        n, x, y, xx, yy, xy = (weights @ sums).T
        spread = np.maximum(n * xx - x * x, 0) * np.maximum(n * yy - y * y, 0)
        return _ratio(n * xy - x * y, np.sqrt(np.where(spread > 1e-12, spread, 0)))

    return pearson


def _calibration(held: _Texts, guesses: Sequence[Guess]) -> Statistic:
    """Average the distance between the chance of bias and how often it came true, in ten steps."""
    rows = np.zeros((len(guesses), STEPS * 3))
    for place, (text, guess) in enumerate(zip(held.texts, guesses, strict=True)):
        if text.is_biased is not None:
            step = min(int(guess.bias * STEPS), STEPS - 1)
            rows[place, [step, STEPS + step, 2 * STEPS + step]] = 1, guess.bias, text.is_biased
    sums = held.sums(rows)

    def error(weights: Floats) -> Floats:
        counts, promised, true = np.split(weights @ sums, 3, axis=1)
        return _ratio(np.abs(promised - true).sum(axis=1), counts.sum(axis=1))

    return error


def _auc(held: _Texts, guesses: Sequence[Guess], *, within: bool) -> Statistic:
    """Count how often a biased text scores above one that is not; ties count half."""
    groups: dict[str, list[int]] = {}
    for place, text in enumerate(held.texts):
        if text.is_biased is not None and (text.outlet or not within):
            groups.setdefault(text.outlet if within else "", []).append(place)

    def auc(weights: Floats) -> Floats:
        won, pairs = np.zeros(len(weights)), np.zeros(len(weights))
        for places in groups.values():
            scores = np.array([guesses[place].bias for place in places])
            truths = np.array([bool(held.texts[place].is_biased) for place in places])
            own = weights[:, held.article[places]]
            more, compared = _won(scores, truths, own)
            won, pairs = won + more, pairs + compared
        return _ratio(won, pairs)

    return auc


def _won(scores: Floats, truths: NDArray[np.bool_], weights: Floats) -> tuple[Floats, Floats]:
    """Add up the weights of the pairs that the biased text wins, and of all pairs."""
    values, group = np.unique(scores, return_inverse=True)
    true, false = (np.zeros((len(weights), len(values))) for _ in range(2))
    for place, number in enumerate(group):
        (true if truths[place] else false)[:, number] += weights[:, place]
    below = np.cumsum(false, axis=1) - false
    won = (true * (below + false / 2)).sum(axis=1)
    return won, true.sum(axis=1) * false.sum(axis=1)


def _bias_pairs(
    texts: Sequence[Labelled], guesses: Sequence[Guess]
) -> list[tuple[str, str] | None]:
    return [
        None
        if text.is_biased is None
        else (_BIAS_NAMES[text.is_biased], _BIAS_NAMES[guess.bias >= 0.5])
        for text, guess in zip(texts, guesses, strict=True)
    ]


def _voice_pairs(
    texts: Sequence[Labelled], guesses: Sequence[Guess]
) -> list[tuple[str, str] | None]:
    return [
        None if text.voice is None else (text.voice, guess.voice)
        for text, guess in zip(texts, guesses, strict=True)
    ]


def _feeling_pairs(
    texts: Sequence[Labelled], guesses: Sequence[Guess]
) -> list[tuple[str, str] | None]:
    return [
        None
        if text.sentiment is None
        else (decide_sentiment(text.sentiment).label, guess.sentiment_label)
        for text, guess in zip(texts, guesses, strict=True)
    ]


def _ratio(part: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return found
