"""Decide from scores what is suggested, and how certain each suggestion is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workbench.evaluation.gold import VOICE_NAMES
from workbench.evaluation.words import Span
from workbench.learning.around import Around
from workbench.learning.certainty import Curve
from workbench.learning.words import WordView

BIASED = "biased"
SENTIMENT = "sentiment"
HEADS = (BIASED, *VOICE_NAMES, SENTIMENT)
NEUTRAL_UNTIL = 0.125
"""An eighth of half the scale, as `workbench evaluate` counts."""

_JOINING = re.compile(r"[\s\-‐‑]*\Z")


class Decided(NamedTuple):
    """Hold the answer suggested for one question, and the amount by which it won."""

    label: str
    margin: float


@dataclass(frozen=True)
class Rules:
    """Hold what turns scores into suggestions.

    A word is suggested from `word_from` on, in log-odds; `word_curve` gives its certainty.
    `stretch` widens predicted sentiment, which is drawn to the middle, to the width of people's.
    `curves` gives the certainty of a question's answer by question and label. `around` says how
    much the paragraphs around tell of sentiment; None if nothing.
    """

    word_from: float
    word_curve: Curve
    stretch: float
    curves: Mapping[tuple[str, str], Curve]
    around: Around | None = None

    def sentiment(self, own: float, around: float | None) -> float:
        """Give the sentiment in [-1, 1] from a predicted score and the mean of those around it."""
        joint = self.around.joint(own, around) if self.around else own
        return max(-1.0, min(1.0, joint * self.stretch))

    def certainty(self, question: str, decided: Decided) -> float:
        """Give the chance that people would answer the same."""
        curve = self.curves.get((question, decided.label))
        return curve.at(decided.margin) if curve else 0.5


def decide_bias(log_odds: float) -> Decided:
    """Call a paragraph biased from one half on."""
    return Decided("biased" if log_odds >= 0 else "not_biased", abs(log_odds))


def decide_voice(shares: Mapping[str, float]) -> Decided:
    """Choose the likeliest voice."""
    first, second = sorted(shares.values(), reverse=True)[:2]
    return Decided(max(shares, key=lambda name: shares[name]), first - second)


def decide_sentiment(score: float) -> Decided:
    """Choose a side of neutral."""
    if abs(score) < NEUTRAL_UNTIL:
        return Decided("neutral", NEUTRAL_UNTIL - abs(score))
    return Decided("positive" if score > 0 else "negative", abs(score) - NEUTRAL_UNTIL)


def spans_of(
    text: str, seen: WordView, log_odds: Sequence[float], rules: Rules
) -> list[tuple[Span, float]]:
    """List the suggested pieces of text with their certainty; neighbouring words are joined.

    The certainty of a piece is that of its most certain word.
    """
    found: list[tuple[Span, float]] = []
    before = -2
    # Most words are turned down, which has to be quick.
    word_from = rules.word_from
    for place in [place for place, score in enumerate(log_odds) if score >= word_from]:
        start, end = seen.starts[place], seen.ends[place]
        certainty = rules.word_curve.at(log_odds[place])
        if before == place - 1 and _JOINING.match(text, found[-1][0][1], start):
            (first, _), earlier = found[-1]
            found[-1] = (first, end), max(earlier, certainty)
        else:
            found.append(((start, end), certainty))
        before = place
    return found
