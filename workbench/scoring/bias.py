"""Score how far the wording of a paragraph leans, and say what the score was made from.

The weights below were chosen by argument, not fitted: docs/scoring.md gives each argument.
"""

import math
from typing import NamedTuple

from workbench.scoring.features import Features
from workbench.words import marked

BIAS_VERSION = "bias-3"
"""Our revision of the weights; it changes with any of them."""

BIASED_FROM = 0.5
MIXED_FROM = 0.4
OPINION_FROM = 0.65

# Evidence in log-odds; where a count is weighed, no more than MOST_COUNTED of a kind count.
START = -0.6
MOST_COUNTED = 3
# Each further loaded word adds less: the fifth no longer changes what a reader thinks.
LOADED_CEILING = 4.0
# About a sentence or two. In a longer paragraph the same words are thinner.
ORDINARY_WORDS = 45
BIAS_WEIGHTS = {
    "loaded": 0.9,
    "first_person": 0.15,
    "second_person": 0.15,
    "emphasis": 0.2,
    "argument": 0.15,
    "obligation": 0.1,
    "report": -0.3,
    "questions": 0.2,
    "exclamations": 0.3,
    "numbers": -0.1,
    "emotion": 1.0,
    "attributed": -0.4,
    "quoted": -0.3,
}
VOICE_START = -0.7
VOICE_WEIGHTS = {
    "loaded": 0.4,
    "first_person": 0.5,
    "second_person": 0.4,
    "emphasis": 0.3,
    "argument": 0.4,
    "obligation": 0.4,
    "report": -0.4,
    "questions": 0.5,
    "exclamations": 0.4,
    "numbers": -0.15,
    "emotion": 0.5,
    "attributed": -0.8,
    "quoted": -0.8,
}
SAID = {
    "loaded": marked("loaded words"),
    "first_person": marked("the writer speaks as I or we"),
    "second_person": marked("the reader is addressed"),
    "emphasis": marked("words of emphasis"),
    "argument": marked("words that argue"),
    "obligation": marked("words such as “should” or “must”"),
    "report": marked("days, sources and figures as a report gives them"),
    "questions": marked("a question"),
    "exclamations": marked("an exclamation mark"),
    "numbers": marked("numbers"),
    "emotion": marked("feeling words"),
    "attributed": marked("sentences that name their source"),
    "quoted": marked("direct quotation"),
}


class Reason(NamedTuple):
    """Hold one thing that moved the scores: up where a weight is above 0, in log-odds.

    `weight` counts for the score of bias, `voice_weight` for that of voice.
    """

    name: str
    said: str
    weight: float
    voice_weight: float


class Bias(NamedTuple):
    """Hold the bias score of a paragraph in [0, 1] and the evidence behind it.

    `label` and `voice` are what is suggested for the questions of bias and voice;
    `voice_score` in [0, 1] grows from report to opinion.
    """

    score: float
    label: str
    voice_score: float
    voice: str
    evidence: tuple[tuple[str, float], ...]

    @property
    def strongest_first(self) -> list[tuple[str, float]]:
        """The evidence, what moved the score most first."""
        return sorted(self.evidence, key=lambda pair: -abs(pair[1]))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What moved the score, the strongest first."""
        return tuple([reason(name, weight) for name, weight in self.strongest_first])


def reason(name: str, weight: float) -> Reason:
    """Say what a piece of evidence adds to either score."""
    voice_weight = weight * VOICE_WEIGHTS[name] / BIAS_WEIGHTS[name]
    return Reason(name, SAID[name], round(weight, 3), round(voice_weight, 3))


def score_bias(found: Features) -> Bias:
    """Score a paragraph from its features."""
    amounts = _amounts(found)
    evidence = [(name, BIAS_WEIGHTS[name] * amount) for name, amount in amounts]
    voice = VOICE_START + sum([VOICE_WEIGHTS[name] * amount for name, amount in amounts])
    score = _probability(START + sum([weight for _, weight in evidence]))
    voice_score = _probability(voice)
    return Bias(
        score=score,
        label="biased" if score >= BIASED_FROM else "not_biased",
        voice_score=voice_score,
        voice=_voice(voice_score),
        evidence=tuple(evidence),
    )


def _amounts(found: Features) -> list[tuple[str, float]]:
    """List what there is of each kind of evidence, leaving out what there is nothing of."""
    listed = [
        ("loaded", _dampened(found) if found.loaded else 0.0),
        ("questions", min(found.questions, MOST_COUNTED)),
        ("exclamations", min(found.exclamations, MOST_COUNTED)),
        ("numbers", min(found.numbers, MOST_COUNTED)),
        ("emotion", found.emotion),
        ("attributed", found.attributed),
        ("quoted", found.quoted),
        *[(name, min(count, MOST_COUNTED)) for name, count in found.cues.items()],
    ]
    return [(name, amount) for name, amount in listed if amount]


def _dampened(found: Features) -> float:
    thinned = found.loaded / math.sqrt(max(1.0, found.words / ORDINARY_WORDS))
    return LOADED_CEILING * -math.expm1(-thinned / LOADED_CEILING)


def _voice(score: float) -> str:
    if score >= OPINION_FROM:
        return "opinion"
    return "mixed" if score >= MIXED_FROM else "factual"


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
