"""Fit the words, then the paragraphs, on some of the texts, and score the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.evaluation.gold import VOICE_NAMES
from workbench.evaluation.words import words_within
from workbench.learning import paragraphs, words
from workbench.learning.labelled import Labelled, folds
from workbench.learning.linear import (
    Design,
    Flags,
    Floats,
    Linear,
    fit_chance,
    fit_number,
    joined,
)
from workbench.learning.paragraphs import marks_expected
from workbench.learning.rules import BIASED, HEADS, SENTIMENT
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import Prescore
from workbench.scoring.surroundings import prescore_together

WORD_STRENGTH = 0.5
PARAGRAPH_STRENGTH = 0.1
SENTIMENT_PENALTY = 30.0
INNER_FOLDS = 3
FEWEST_TEXTS = 20
"""A question with fewer answers, or fewer than two of a side, is not learned."""


@dataclass(frozen=True)
class Fitted:
    """Hold what was fitted: None where there was nothing to learn from."""

    words: Linear | None
    paragraphs: Linear | None


class Material:
    """Hold texts as they are described once, for all the fits."""

    def __init__(self, texts: Sequence[Labelled], lexicon: Lexicon) -> None:
        self.texts = texts
        self.scored: list[Prescore] = prescore_together(
            [(text.place, text.text) for text in texts], lexicon
        )
        self.views = [
            words.view(text.text, scored) for text, scored in zip(texts, self.scored, strict=True)
        ]
        self.weights = np.array([text.weight for text in texts])
        sizes = [len(view.words) for view in self.views]
        self.text_of_word = np.repeat(np.arange(len(texts)), sizes)
        self._edges = np.cumsum([0, *sizes])
        self._marked = np.array(
            [
                place in marked
                for view, text in zip(self.views, texts, strict=True)
                for marked in [words_within(view.spans, text.marked or ())]
                for place in range(len(view.words))
            ],
            dtype=bool,
        )
        self.has_words = _can_learn(
            [bool(text.marked) for text in texts if text.marked is not None]
        )
        self._design = Design([row for view in self.views for row in words.describe(view)])
        self._labels = {head: _labels(texts, head) for head in HEADS}
        self.heads = tuple(head for head in HEADS if self._is_learnable(head))

    def fit_words(self, rows: Flags) -> tuple[Floats, float]:
        """Fit which words are marked, on the texts of `rows` that have marks or none on purpose."""
        shown = rows & np.array([text.marked is not None for text in self.texts])
        return fit_chance(
            self._design,
            shown[self.text_of_word],
            self._marked,
            self.weights[self.text_of_word],
            strength=WORD_STRENGTH,
            is_balanced=False,
        )

    def score_words(self, fit: tuple[Floats, float], rows: Flags) -> dict[int, list[float]]:
        """Give the log-odds of each word, by the place of its text."""
        scores = np.zeros(len(self.text_of_word))
        chosen = rows[self.text_of_word]
        scores[chosen] = self._design.scores(*fit, chosen)
        edges = self._edges
        return {
            int(place): scores[edges[place] : edges[place + 1]].tolist()
            for place in np.flatnonzero(rows)
        }

    def marks(self, place: int) -> list[bool]:
        """Tell of each word of a text whether people marked it."""
        found: list[bool] = self._marked[self._edges[place] : self._edges[place + 1]].tolist()
        return found

    def joined_words(self, fit: tuple[Floats, float]) -> Linear:
        """Name the weights of fitted words."""
        return joined(self._design.names, {"marked": fit})

    def paragraph_design(self, log_odds: dict[int, list[float]]) -> Design:
        """Describe the paragraphs, with what is known of their words."""
        return Design(
            [
                paragraphs.describe(scored, view.words, marks_expected(log_odds.get(place, ())))
                for place, (scored, view) in enumerate(zip(self.scored, self.views, strict=True))
            ]
        )

    def fit_head(self, head: str, design: Design, rows: Flags) -> tuple[Floats, float]:
        """Fit one head on those texts of `rows` that have its label."""
        has_label, labels = self._labels[head]
        chosen = rows & has_label
        if head == SENTIMENT:
            if not chosen.any():
                return np.zeros(len(design.names)), 0.0
            spread = np.array([paragraphs.sentiment_spread(name) for name in design.names])
            return fit_number(
                design, chosen, labels, self.weights, spread=spread, penalty=SENTIMENT_PENALTY
            )
        return fit_chance(
            design,
            chosen,
            labels > 0.5,
            self.weights,
            strength=PARAGRAPH_STRENGTH,
            is_balanced=True,
        )

    def label(self, head: str, place: int) -> float | None:
        """Give a text's label for a head, or None."""
        has_label, labels = self._labels[head]
        return float(labels[place]) if has_label[place] else None

    def _is_learnable(self, head: str) -> bool:
        has_label, labels = self._labels[head]
        if head == SENTIMENT:
            return int(has_label.sum()) >= FEWEST_TEXTS and len(set(labels[has_label])) > 1
        return _can_learn([bool(label > 0.5) for label in labels[has_label]])


def out_of_fold_words(material: Material, rows: Flags, count: int) -> dict[int, list[float]]:
    """Score the words of each text of `rows` by a model that never saw its article."""
    if not material.has_words:
        return {}
    places = np.flatnonzero(rows)
    fold_of = np.full(len(rows), -1)
    fold_of[places] = folds([material.texts[place] for place in places.tolist()], count)
    found: dict[int, list[float]] = {}
    for fold in range(count):
        held = fold_of == fold
        if held.any():
            fit = material.fit_words(rows & ~held)
            found |= material.score_words(fit, held)
    return found


@dataclass(frozen=True)
class Held:
    """Hold the scores of texts by models that never saw their articles, by place."""

    words: dict[int, list[float]]
    heads: dict[int, dict[str, float]]


def score_held(material: Material, held: Flags) -> Held:
    """Learn from all texts but `held`, and score those."""
    seen = ~held
    log_odds = out_of_fold_words(material, seen, INNER_FOLDS)
    scored: dict[int, list[float]] = {}
    if material.has_words:
        scored = material.score_words(material.fit_words(seen), held)
    design = material.paragraph_design(log_odds | scored)
    heads: dict[int, dict[str, float]] = {int(place): {} for place in np.flatnonzero(held)}
    for head in material.heads:
        weights, intercept = material.fit_head(head, design, seen)
        found = design.scores(weights, intercept, held)
        for place, score in zip(heads, found.tolist(), strict=True):
            heads[place][head] = score
    return Held(scored, heads)


def fit_everything(material: Material, held: Held) -> Fitted:
    """Fit the words and the paragraphs on all texts.

    The paragraphs learn from words scored by models that never saw them, since it is such words
    that they will be given.
    """
    everything = np.ones(len(material.texts), dtype=bool)
    fitted_words = None
    if material.has_words:
        fitted_words = material.joined_words(material.fit_words(everything))
    fitted_paragraphs = None
    if material.heads:
        design = material.paragraph_design(held.words)
        fits = {head: material.fit_head(head, design, everything) for head in material.heads}
        fitted_paragraphs = joined(design.names, fits)
    return Fitted(fitted_words, fitted_paragraphs)


def _can_learn(answers: Sequence[bool]) -> bool:
    return len(answers) >= FEWEST_TEXTS and 2 <= sum(answers) <= len(answers) - 2


def _labels(texts: Sequence[Labelled], head: str) -> tuple[Flags, Floats]:
    found = [_label(text, head) for text in texts]
    return (
        np.array([label is not None for label in found], dtype=bool),
        np.array([label or 0.0 for label in found]),
    )


def _label(text: Labelled, head: str) -> float | None:
    if head == SENTIMENT:
        return text.sentiment
    if head == BIASED:
        return None if text.is_biased is None else float(text.is_biased)
    assert head in VOICE_NAMES  # noqa: S101  # There are no other heads.
    return None if text.voice is None else float(text.voice == head)
