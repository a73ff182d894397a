"""List what is measured of some guesses, each in a form that can be computed with any weights."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.evaluation import weighing
from workbench.evaluation.gold import (
    BIAS_NAMES,
    SENTIMENT_NAMES,
    VOICE_NAMES,
    GoldText,
    marked_places,
)
from workbench.evaluation.guessing import Guess
from workbench.evaluation.weighing import Statistic, Units
from workbench.evaluation.words import word_spans, words_within

Judged = Sequence[tuple[GoldText, Guess]]


@dataclass(frozen=True)
class Measure:
    """Hold one measure: of how many texts, and how often the rarest label it hangs on was given."""

    value: Statistic
    texts: int
    rarest: int


@dataclass(frozen=True)
class Rules:
    """Say from where on a text is called biased, and what side a sentiment that people gave is."""

    biased_from: float
    side: Callable[[float], str]


def measures_of(units: Units, judged: Judged, rules: Rules) -> dict[str, Measure]:
    """Give all measures that the texts have labels for, by name."""
    return {
        **_of_words(units, judged),
        **_of_bias(units, judged, rules.biased_from),
        **_of_voice(units, judged),
        **_of_sentiment(units, judged, rules.side),
    }


def measures_by_outlet(
    units: Units, judged: Judged, rules: Rules
) -> Mapping[str, Mapping[str, Measure]]:
    """Give AUC and macro-F1 of bias for each outlet that has texts of both labels."""
    pairs = _bias_pairs(judged)
    found = {}
    for outlet in sorted({text.outlet for text, _ in judged if text.outlet}):
        own = [
            pair if text.outlet == outlet else None
            for pair, (text, _) in zip(pairs, judged, strict=True)
        ]
        truths = [str(pair[0]) for pair in own if pair]
        if len(set(truths)) == 2:
            everyone: list[str | None] = [""] * len(own)
            called = _called(own, rules.biased_from)
            values = {
                "auc": weighing.auc(units, own, everyone),
                "macro_f1": weighing.macro_f1(units, called, BIAS_NAMES),
            }
            found[outlet] = _held(values, truths)
    return found


def _of_words(units: Units, judged: Judged) -> dict[str, Measure]:
    rows = np.zeros((len(judged), 3))
    texts = 0
    for place, (text, guess) in enumerate(judged):
        if text.words is not None:
            texts += 1
            words = word_spans(text.text)
            marked, guessed = marked_places(text, words), words_within(words, guess.words)
            rows[place] = len(marked & guessed), len(guessed), len(marked)
    _, guessed_words, marked_words = rows.sum(axis=0).astype(int).tolist()
    if not marked_words:
        return {}
    precision, recall, f1 = weighing.hits(units, rows)
    return {
        "word_precision": Measure(precision, texts, guessed_words),
        "word_recall": Measure(recall, texts, marked_words),
        "word_f1": Measure(f1, texts, marked_words),
    }


def _of_bias(units: Units, judged: Judged, biased_from: float) -> dict[str, Measure]:
    pairs = _bias_pairs(judged)
    truths = [str(pair[0]) for pair in pairs if pair]
    if not truths:
        return {}
    everyone: list[str | None] = [""] * len(pairs)
    found = _held(
        {
            "bias_macro_f1": weighing.macro_f1(units, _called(pairs, biased_from), BIAS_NAMES),
            "bias_auc": weighing.auc(units, pairs, everyone),
            "bias_calibration": weighing.calibration_error(units, pairs),
        },
        truths,
    )
    outlets = [text.outlet or None for text, _ in judged]
    placed = [
        str(pair[0]) for pair, name in zip(pairs, outlets, strict=True) if pair and name is not None
    ]
    if not placed:
        return found
    over_all, mean = weighing.unseen_macro_f1(units, pairs, outlets)
    return found | _held(
        {
            "bias_within_outlet_auc": weighing.auc(units, pairs, outlets),
            "bias_unseen_macro_f1": over_all,
            "bias_unseen_mean_macro_f1": mean,
            "outlet_only_macro_f1": weighing.outlet_only_macro_f1(units, pairs, outlets),
        },
        placed,
    )


def _of_voice(units: Units, judged: Judged) -> dict[str, Measure]:
    pairs = [(text.voice, guess.voice) if text.voice else None for text, guess in judged]
    value = weighing.macro_f1(units, pairs, VOICE_NAMES)
    return _held({"voice_macro_f1": value}, [pair[0] for pair in pairs if pair])


def _of_sentiment(units: Units, judged: Judged, side: Callable[[float], str]) -> dict[str, Measure]:
    known = [(text.sentiment, guess) for text, guess in judged]
    sides = [
        None if score is None else (side(score), guess.sentiment_label) for score, guess in known
    ]
    scores = [None if score is None else (score, guess.sentiment) for score, guess in known]
    given = [pair[0] for pair in sides if pair]
    value = weighing.macro_f1(units, sides, SENTIMENT_NAMES)
    found = _held({"sentiment_macro_f1": value}, given)
    r = Measure(weighing.correlation(units, scores), len(given), len(given))
    return {"sentiment_r": r} | found if given else {}


def _held(values: Mapping[str, Statistic], labels: Sequence[str]) -> dict[str, Measure]:
    rarest = min(Counter(labels).values(), default=0)
    if not labels:
        return {}
    return {name: Measure(value, len(labels), rarest) for name, value in values.items()}


def _bias_pairs(judged: Judged) -> list[tuple[bool, float] | None]:
    return [
        None if text.is_biased is None else (text.is_biased, guess.bias) for text, guess in judged
    ]


def _called(
    pairs: Iterable[tuple[bool, float] | None], biased_from: float
) -> list[tuple[str, str] | None]:
    return [
        (BIAS_NAMES[pair[0]], BIAS_NAMES[pair[1] >= biased_from]) if pair else None
        for pair in pairs
    ]
