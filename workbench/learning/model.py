"""Guess at texts by what was learned; a word that was met before costs a look-up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from workbench.evaluation.gold import VOICE_NAMES
from workbench.evaluation.guessing import Guess
from workbench.learning import paragraphs, words
from workbench.learning.chances import chance_of
from workbench.learning.fitting import Fitted
from workbench.learning.linear import Floats, Linear
from workbench.learning.rules import (
    BIASED,
    SENTIMENT,
    Rules,
    decide_bias,
    decide_sentiment,
    decide_voice,
    spans_of,
)
from workbench.learning.tables import MetWord, WordTable
from workbench.scoring.prescore import Prescore
from workbench.scoring.remembered import Remembered
from workbench.scoring.surroundings import Place, scores_around

# So many different words are remembered at once; a book has fewer.
_MOST_REMEMBERED = 50_000


@dataclass(frozen=True)
class Origin:
    """Say what a model was learned from, when, with what, and how good it was on texts held back.

    `measures` holds the figures cross-validated by article, None where undefined.
    """

    version: str
    trained_at: datetime
    software: str
    lexicon_version: str
    fingerprint: str
    texts: int
    articles: int
    measures: Mapping[str, float | None]


@dataclass(frozen=True)
class Scores:
    """Hold what a model says of one text before anything is decided.

    `words` are log-odds, one for each word, None where the model did not learn words; `heads` are
    by name, the chances in log-odds. `around` is the mean score of sentiment around the text, None
    where nothing stands around it.
    """

    words: Sequence[float] | None
    heads: Mapping[str, float]
    around: float | None = None


class Placed(NamedTuple):
    """Hold a text that was pre-scored, and where it stands."""

    text: str
    scored: Prescore
    place: Place


@dataclass(frozen=True)
class Model:
    """Hold a learned model; `seen` names the texts that it learned from, empty if unknown."""

    origin: Origin
    fitted: Fitted
    rules: Rules
    seen: frozenset[str] = frozenset()

    @cached_property
    def _met(self) -> Remembered[MetWord]:
        table = WordTable(self.fitted.words, self.fitted.paragraphs)
        return Remembered(table.meet, most=_MOST_REMEMBERED)

    @cached_property
    def _added(self) -> dict[words.Description, float]:
        """What each description of a single word adds that came so far."""
        return {}

    @cached_property
    def _count_weights(self) -> Floats:
        """The weights of a paragraph's counts, heads × `COUNTS`."""
        assert self.fitted.paragraphs is not None  # noqa: S101  (asked only where there are heads)
        return _count_weights(self.fitted.paragraphs)

    def guess(self, text: str, scored: Prescore) -> Guess:
        """Guess at a text that was pre-scored; what was not learned is as shipped."""
        seen = words.view(text, scored)
        return guess_from(text, scored, seen, self.scores(scored, seen), self.rules)

    def guess_together(self, texts: Sequence[Placed]) -> list[Guess]:
        """Guess at texts, where those of one article may tell of each other."""
        seen = [words.view(each.text, each.scored) for each in texts]
        scores = [self.scores(each.scored, view) for each, view in zip(texts, seen, strict=True)]
        near: Mapping[Place, float] = {}
        if self.rules.around is not None:
            near = scores_around(
                {
                    each.place: found.heads[SENTIMENT]
                    for each, found in zip(texts, scores, strict=True)
                    if SENTIMENT in found.heads
                }
            )
        return [
            guess_from(
                each.text,
                each.scored,
                view,
                Scores(found.words, found.heads, near.get(each.place)),
                self.rules,
            )
            for each, view, found in zip(texts, seen, scores, strict=True)
        ]

    def scores(self, scored: Prescore, seen: words.WordView) -> Scores:
        """Score a text."""
        met = list(map(self._met.__getitem__, seen.written))
        log_odds = self._score_words(seen, met)
        return Scores(log_odds, self._score_heads(scored, met, log_odds or ()))

    def _score_words(self, seen: words.WordView, met: Sequence[MetWord]) -> list[float] | None:
        linear = self.fitted.words
        if linear is None:
            return None
        if not met:
            return []
        base = linear.intercepts[0] + _sum(linear.weights, seen.shared)
        _, own, before, after, _ = zip(*met, strict=True)
        found = [
            base + one + left + right
            for one, left, right in zip(own, (0.0, *before), (*after[1:], 0.0), strict=False)
        ]
        for name, first, end in seen.runs:
            if row := linear.weights.get(name):
                weight = row[0]
                found[first:end] = [score + weight for score in found[first:end]]
        for place, described in seen.placed:
            found[place] += self._of_description(described)
        return found

    def _of_description(self, described: words.Description) -> float:
        added = self._added.get(described)
        if added is None:
            assert self.fitted.words is not None  # noqa: S101  (asked only where there are words)
            if len(self._added) >= _MOST_REMEMBERED:
                self._added.clear()
            added = self._added[described] = _sum(self.fitted.words.weights, described)
        return added

    def _score_heads(
        self, scored: Prescore, met: Sequence[MetWord], log_odds: Sequence[float]
    ) -> dict[str, float]:
        linear = self.fitted.paragraphs
        if linear is None:
            return {}
        different = {folded: heads for folded, _, _, _, heads in met}
        scale = paragraphs.words_scale(len(different))
        by_words = map(sum, zip(*different.values(), strict=True)) if met else repeat(0.0)
        marks = paragraphs.marks_expected(log_odds)
        amounts = np.array(paragraphs.counts(scored, different, marks))
        by_counts = (self._count_weights @ amounts).tolist()
        return {
            name: start + scale * of_words + of_counts
            for name, start, of_words, of_counts in zip(
                linear.heads, linear.intercepts, by_words, by_counts, strict=False
            )
        }


def guess_from(
    text: str, scored: Prescore, seen: words.WordView, scores: Scores, rules: Rules
) -> Guess:
    """Decide from scores; what was not learned is as shipped, with no certainty."""
    shipped = scored.bias
    certainties: dict[str, float] = {}
    found: dict[str, Any] = {
        "bias": shipped.score,
        "voice": shipped.voice,
        "sentiment": scored.news.score,
        "sentiment_label": scored.news.label,
    }
    if scores.words is None:
        found["words"] = tuple((word.start, word.end) for word in scored.loaded_words)
    else:
        pieces = spans_of(text, seen, scores.words, rules)
        found["words"] = tuple([span for span, _ in pieces])
        found["word_certainties"] = tuple([certainty for _, certainty in pieces])
    if BIASED in scores.heads:
        log_odds = scores.heads[BIASED]
        found["bias"] = chance_of(log_odds)
        certainties["bias"] = rules.certainty("bias", decide_bias(log_odds))
    if all(name in scores.heads for name in VOICE_NAMES):
        voice = decide_voice(voice_shares(scores.heads))
        found["voice"] = voice.label
        certainties["voice"] = rules.certainty("voice", voice)
    if SENTIMENT in scores.heads:
        score = rules.sentiment(scores.heads[SENTIMENT], scores.around)
        side = decide_sentiment(score)
        found |= {"sentiment": score, "sentiment_label": side.label}
        certainties["sentiment"] = rules.certainty("sentiment", side)
    return Guess(**found, certainties=certainties)


def voice_shares(heads: Mapping[str, float]) -> dict[str, float]:
    """Bring the chances of the voices to a sum of 1."""
    chances = [chance_of(heads[name]) for name in VOICE_NAMES]
    together = sum(chances)
    return {name: chance / together for name, chance in zip(VOICE_NAMES, chances, strict=True)}


def _sum(weights: Mapping[str, tuple[float, ...]], described: Iterable[tuple[str, float]]) -> float:
    return sum([amount * weights[name][0] for name, amount in described if name in weights])


def _count_weights(linear: Linear) -> Floats:
    nothing = (0.0,) * len(linear.heads)
    rows = [linear.weights.get(name, nothing) for name in paragraphs.COUNTS]
    return np.ascontiguousarray(np.array(rows).T)
