"""Learn a model from labelled texts, and say how good it is on articles that it never saw."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from workbench.evaluation.evaluating import Evaluation, evaluate_guesses
from workbench.evaluation.gold import GoldText
from workbench.evaluation.guessing import Guess
from workbench.learning.choosing import choose_rules, means_around
from workbench.learning.fitting import Held, Material, fit_everything, score_held
from workbench.learning.labelled import Labelled, TrainingError, fingerprint, folds, seen_as
from workbench.learning.linear import Flags
from workbench.learning.model import Model, Origin, Scores, guess_from
from workbench.learning.rules import Rules
from workbench.said_later import later
from workbench.scoring.lexicon import Lexicon

FOLDS = 5


@dataclass(frozen=True)
class Trained:
    """Hold a model and its cross-validation: by article, and by outlet if it was asked for.

    `held_out` holds a guess for each text, in their order, by what was learned from other articles
    alone, `left_out` by what was learned from other outlets alone, and `by_shipped` by the shipped
    scores, whose measures are `shipped`. `alone` holds what `held_out` would be without what stands
    around each text, and is empty where nothing was learned of that.
    """

    model: Model
    held_out: tuple[Guess, ...]
    by_shipped: tuple[Guess, ...]
    shipped: dict[str, float | None]
    by_article: Evaluation
    left_out: tuple[Guess, ...]
    by_outlet: Evaluation | None
    alone: tuple[Guess, ...] = ()


def train(
    texts: Sequence[Labelled],
    lexicon: Lexicon,
    *,
    at: datetime,
    software: str,
    with_outlets: bool = False,
) -> Trained:
    """Learn from all texts; raise `TrainingError` where there is too little to learn from.

    Every figure is measured on texts whose article the model had not seen: the articles are dealt
    into five parts, and each part is guessed by what was learned from the others, the rules for
    suggesting included. `with_outlets` does the same with each outlet left out in turn.
    """
    if len({text.article for text in texts}) < 2:
        raise TrainingError(
            later("Learning needs texts of at least two articles, to check itself.")
        )
    material = Material(texts, lexicon)
    if not (material.has_words or material.heads):
        raise TrainingError(
            later(
                "There is too little to learn from: no question has 20 answers with at least two "
                "of each side. Nothing was written."
            )
        )
    parts = folds(texts, min(FOLDS, len({text.article for text in texts})))
    held = _crossed(material, parts)
    guesses = _guesses(material, held, parts, means_around(material, held))
    by_article = _evaluation(material, guesses, "learned, cross-validated by article")
    fitted = fit_everything(material, held)
    rules = choose_rules(material, held, range(len(texts)))
    learned_from = fingerprint(texts)
    stamp = hashlib.sha256(
        f"{learned_from} {lexicon.version} {software} {fitted!r} {rules!r}".encode()
    )
    origin = Origin(
        version=f"model-{stamp.hexdigest()[:12]}",
        trained_at=at,
        software=software,
        lexicon_version=lexicon.version,
        fingerprint=learned_from,
        texts=len(texts),
        articles=by_article.articles,
        measures=measures(by_article),
    )
    by_shipped = _by_shipped(material, rules)
    left_out = _without_each_outlet(material) if with_outlets else ()
    by_outlet = "learned, each outlet left out in turn"
    return Trained(
        Model(origin, fitted, rules, frozenset(seen_as(text.text) for text in texts)),
        held_out=guesses,
        by_shipped=by_shipped,
        shipped=measures(_evaluation(material, by_shipped, "shipped")),
        by_article=by_article,
        left_out=left_out,
        by_outlet=_evaluation(material, left_out, by_outlet) if left_out else None,
        alone=_guesses(material, held, parts, {}) if rules.around else (),
    )


def measures(found: Evaluation) -> dict[str, float | None]:
    """Take from an evaluation the figures that models are compared by."""
    words, bias = found.words, found.bias
    voice, sentiment = found.voice, found.sentiment
    return {
        "word_f1": words.hits.f1 if words else None,
        "bias_auc": bias.auc if bias else None,
        "bias_within_outlet_auc": bias.outlets.within_auc if bias else None,
        "bias_macro_f1": bias.labels.macro_f1 if bias else None,
        "voice_macro_f1": voice.macro_f1 if voice else None,
        "sentiment_r": sentiment.r if sentiment else None,
        "sentiment_macro_f1": sentiment.labels.macro_f1 if sentiment else None,
    }


def as_gold(text: Labelled) -> GoldText:
    """Give a text as an evaluation takes it."""
    marked = text.marked
    return GoldText(
        text=text.text,
        article=text.article,
        outlet=text.outlet,
        is_biased=text.is_biased,
        voice=text.voice,
        words=None if marked is None else tuple(text.text[start:end] for start, end in marked),
        spans=marked,
        sentiment=text.sentiment,
    )


def _crossed(material: Material, parts: Sequence[int]) -> Held:
    found = Held({}, {})
    for part in sorted(set(parts)):
        held = score_held(material, _flags(parts, part))
        found = Held(found.words | held.words, found.heads | held.heads)
    return found


def _guesses(
    material: Material, held: Held, parts: Sequence[int], near: Mapping[int, float]
) -> tuple[Guess, ...]:
    """Guess each text by the rules that are best for the other parts."""
    found: dict[int, Guess] = {}
    for part in sorted(set(parts)):
        others = [place for place, number in enumerate(parts) if number != part]
        rules = choose_rules(material, held, others)
        for place in np.flatnonzero(_flags(parts, part)).tolist():
            found[place] = guess_from(
                material.texts[place].text,
                material.scored[place],
                material.views[place],
                Scores(held.words.get(place), held.heads[place], near.get(place)),
                rules,
            )
    return tuple(found[place] for place in range(len(parts)))


def _evaluation(material: Material, guesses: Sequence[Guess], name: str) -> Evaluation:
    judged = [(as_gold(text), each) for text, each in zip(material.texts, guesses, strict=True)]
    return evaluate_guesses(judged, model=name, name="the texts learned from")


def _by_shipped(material: Material, rules: Rules) -> tuple[Guess, ...]:
    nothing = Scores(None, {})
    return tuple(
        guess_from(text.text, scored, view, nothing, rules)
        for text, scored, view in zip(material.texts, material.scored, material.views, strict=True)
    )


def _without_each_outlet(material: Material) -> tuple[Guess, ...]:
    """Guess each text by what was learned from other outlets; nothing where there are no others."""
    names = [text.outlet for text in material.texts]
    known = sorted({name for name in names if name})
    if len(known) < 2:
        return ()
    numbers = {name: number for number, name in enumerate(known)}
    # Texts of no named outlet are held back together.
    parts = [numbers.get(name, len(known)) for name in names]
    held = _crossed(material, parts)
    return _guesses(material, held, parts, means_around(material, held))


def _flags(parts: Sequence[int], part: int) -> Flags:
    return np.array([number == part for number in parts], dtype=bool)
