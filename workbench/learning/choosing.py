"""Choose the rules of a model by what came true on texts that it never saw."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from workbench.evaluation.gold import VOICE_NAMES
from workbench.learning.around import Around, fit_around
from workbench.learning.certainty import Curve, fit_curve
from workbench.learning.fitting import Held, Material
from workbench.learning.model import voice_shares
from workbench.learning.rules import (
    BIASED,
    SENTIMENT,
    Decided,
    Rules,
    decide_bias,
    decide_sentiment,
    decide_voice,
)
from workbench.scoring.surroundings import scores_around

# More than any score: nothing is suggested where nothing was ever right.
_NEVER = 1e9
# People's scores spread so much wider than predicted ones at most.
_WIDEST = 3.0


def choose_rules(material: Material, held: Held, places: Sequence[int]) -> Rules:
    """Choose the rules from the held-back scores of some texts."""
    log_odds, truths, weights = _words(material, held, places)
    near = means_around(material, held)
    around = _around(material, held, places, near)
    joint = {
        place: around.joint(own, near.get(place)) if around else own
        for place in places
        if (own := held.heads[place].get(SENTIMENT)) is not None
    }
    stretch = _stretch(material, joint)
    return Rules(
        word_from=best_from(log_odds, truths, weights),
        word_curve=fit_curve(log_odds, truths, weights),
        stretch=stretch,
        curves=_curves(
            material, held, places, {place: score * stretch for place, score in joint.items()}
        ),
        around=around,
    )


def means_around(material: Material, held: Held) -> dict[int, float]:
    """Give the mean held-back score of sentiment around each text that has any around it."""
    places = {text.place: number for number, text in enumerate(material.texts)}
    scores = {
        place: held.heads[number][SENTIMENT]
        for place, number in places.items()
        if SENTIMENT in held.heads[number]
    }
    return {places[place]: mean for place, mean in scores_around(scores).items()}


def best_from(scores: Sequence[float], truths: Sequence[bool], weights: Sequence[float]) -> float:
    """Find the score from which calling it true gives the best F1.

    >>> best_from([1.0, 2.0, 3.0], [False, True, True], [1.0, 1.0, 1.0])
    2.0
    """
    if not any(truths):
        return _NEVER
    order = np.argsort(-np.asarray(scores), kind="stable")
    ordered, counts = np.asarray(scores)[order], np.asarray(weights)[order]
    right = np.cumsum(counts * np.asarray(truths)[order])
    called = np.cumsum(counts)
    f1 = 2 * right / (called + right[-1])
    # Equal scores are called together, so that only the last of them can be where to cut.
    is_last = np.append(ordered[1:] != ordered[:-1], True)
    return float(ordered[int(np.argmax(np.where(is_last, f1, -1.0)))])


def _words(
    material: Material, held: Held, places: Sequence[int]
) -> tuple[list[float], list[bool], list[float]]:
    scores: list[float] = []
    truths: list[bool] = []
    weights: list[float] = []
    for place in places:
        if place in held.words and material.texts[place].marked is not None:
            scores += held.words[place]
            truths += material.marks(place)
            weights += [material.texts[place].weight] * len(held.words[place])
    return scores, truths, weights


def _around(
    material: Material, held: Held, places: Sequence[int], near: Mapping[int, float]
) -> Around | None:
    rows = [
        (held.heads[place][SENTIMENT], near[place], label, material.texts[place].weight)
        for place in places
        if place in near and (label := material.label(SENTIMENT, place)) is not None
    ]
    return fit_around(*zip(*rows, strict=True)) if rows else None


def _stretch(material: Material, joint: Mapping[int, float]) -> float:
    pairs = [
        (label, score)
        for place, score in joint.items()
        if (label := material.label(SENTIMENT, place)) is not None
    ]
    if len(pairs) < 2:
        return 1.0
    people, predicted = (float(np.std(side)) for side in zip(*pairs, strict=True))
    return max(1.0, min(_WIDEST, people / predicted)) if predicted else 1.0


def _curves(
    material: Material, held: Held, places: Sequence[int], sentiments: Mapping[int, float]
) -> dict[tuple[str, str], Curve]:
    found: defaultdict[tuple[str, str], list[tuple[float, bool, float]]] = defaultdict(list)
    for place in places:
        for question, decided, label in _decided(material, held, place, sentiments.get(place)):
            found[question, decided.label].append(
                (decided.margin, decided.label == label, material.texts[place].weight)
            )
    return {
        key: fit_curve(
            [margin for margin, _, _ in rows],
            [is_right for _, is_right, _ in rows],
            [weight for _, _, weight in rows],
        )
        for key, rows in found.items()
    }


def _decided(
    material: Material, held: Held, place: int, sentiment: float | None
) -> list[tuple[str, Decided, str]]:
    text, heads = material.texts[place], held.heads[place]
    found = []
    if BIASED in heads and text.is_biased is not None:
        label = "biased" if text.is_biased else "not_biased"
        found.append(("bias", decide_bias(heads[BIASED]), label))
    if text.voice is not None and all(name in heads for name in VOICE_NAMES):
        found.append(("voice", decide_voice(voice_shares(heads)), text.voice))
    if sentiment is not None and text.sentiment is not None:
        decided = decide_sentiment(sentiment)
        found.append(("sentiment", decided, decide_sentiment(text.sentiment).label))
    return found
