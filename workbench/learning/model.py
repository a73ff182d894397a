"""Guess at texts by what was learned; a word that was met before costs a look-up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from workbench.evaluation.gold import VOICE_NAMES
from workbench.evaluation.guessing import Guess
from workbench.learning import paragraphs, words
from workbench.learning.fitting import Fitted, chance_of, chances_of
from workbench.learning.rules import (
    BIASED,
    SENTIMENT,
    Rules,
    decide_bias,
    decide_sentiment,
    decide_voice,
    spans_of,
)
from workbench.learning.tables import BagTable, WordTable
from workbench.scoring.prescore import Prescore
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
    """Hold a learned model."""

    origin: Origin
    fitted: Fitted
    rules: Rules
    _known_words: dict[str, tuple[float, float, float]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _known_bags: dict[str, tuple[float, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def _word_table(self) -> WordTable:
        assert self.fitted.words is not None  # noqa: S101  (asked only where there are words)
        return WordTable(self.fitted.words.weights)

    @cached_property
    def _bag_table(self) -> BagTable:
        assert self.fitted.paragraphs is not None  # noqa: S101  (likewise)
        return BagTable(self.fitted.paragraphs)

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
        log_odds = self._score_words(seen)
        return Scores(log_odds, self._score_heads(scored, seen, log_odds or ()))

    def _score_words(self, seen: words.WordView) -> list[float] | None:
        linear = self.fitted.words
        if linear is None:
            return None
        weights = linear.weights
        base = linear.intercepts[0] + _sum(weights, seen.shared)
        known, table = self._known_words, self._word_table
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        for word in seen.words:
            if word not in known:
                known[word] = table.sums(word)
        if not seen.words:
            return []
        own, before, after = zip(*[known[word] for word in seen.words], strict=True)
        found = [
            base + one + left + right
            for one, left, right in zip(own, (0.0, *before), (*after[1:], 0.0), strict=False)
        ]
        for name, first, end in seen.runs:
            if row := weights.get(name):
                for place in range(first, end):
                    found[place] += row[0]
        for place, described in seen.placed.items():
            found[place] += _sum(weights, described)
        return found

    def _score_heads(
        self, scored: Prescore, seen: words.WordView, log_odds: Sequence[float]
    ) -> dict[str, float]:
        linear = self.fitted.paragraphs
        if linear is None:
            return {}
        different = frozenset(seen.words)
        scale = paragraphs.words_scale(len(different))
        chances = chances_of(log_odds) if log_odds else []
        weights = linear.weights
        described = [
            (amount, weights[name])
            for name, amount in paragraphs.counts(scored, different, chances)
            if amount and name in weights
        ]
        bags = zip(*self._bags(different), strict=True)
        return {
            name: start
            + scale * sum(next(bags, ()))
            + sum([amount * row[head] for amount, row in described])
            for head, (name, start) in enumerate(zip(linear.heads, linear.intercepts, strict=True))
        }

    def _bags(self, different: Iterable[str]) -> list[tuple[float, ...]]:
        known, table = self._known_bags, self._bag_table
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        for word in different:
            if word not in known:
                known[word] = table.row(word)
        return [known[word] for word in different]


def guess_from(
    text: str, scored: Prescore, seen: words.WordView, scores: Scores, rules: Rules
) -> Guess:
    """Decide from scores; what was not learned is as shipped, with no certainty."""
    shipped = scored.bias
    certainties: dict[str, float] = {}
    found: dict[str, Any] = {
        "words": tuple((word.start, word.end) for word in scored.loaded_words),
        "bias": shipped.score,
        "voice": shipped.voice,
        "sentiment": scored.news.score,
        "sentiment_label": scored.news.label,
    }
    if scores.words is not None:
        pieces = spans_of(text, seen.spans, scores.words, rules)
        found["words"] = tuple(span for span, _ in pieces)
        found["word_certainties"] = tuple(certainty for _, certainty in pieces)
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
    return {name: chance / sum(chances) for name, chance in zip(VOICE_NAMES, chances, strict=True)}


def _sum(weights: Mapping[str, tuple[float, ...]], described: Iterable[tuple[str, float]]) -> float:
    return sum([amount * weights[name][0] for name, amount in described if name in weights])
