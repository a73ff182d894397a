"""Compare a model with what suggests now, on articles that neither has seen, and give a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np

from workbench.evaluation.certainties import Certainty
from workbench.evaluation.evaluating import evaluate_guesses
from workbench.evaluation.guessing import Guess, shipped_guess
from workbench.learned.queries import SHIPPED, ModelInUse
from workbench.learning.labelled import Labelled
from workbench.learning.training import as_gold
from workbench.model_pages.gathering import Gathered
from workbench.model_pages.guesses import fair_guesses
from workbench.model_pages.measuring import Measured, measure
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import Prescore
from workbench.scoring.surroundings import prescore_together

SEED = 1
BETTER, WORSE, UNCLEAR, SAME = "better", "worse", "unclear", "same"
# One measure decides for each thing that is learned; the first of them that can be given.
DECIDING = {
    "words": ("word_f1",),
    "bias": ("bias_within_outlet_auc", "bias_auc"),
    "voice": ("voice_macro_f1",),
    "sentiment": ("sentiment_r", "sentiment_macro_f1"),
}


@dataclass(frozen=True)
class Against:
    """Hold a comparison with one other; `other` is its number, 0 for the shipped scores.

    `left_out` counts texts at which the other has no fair guess. `verdicts` say by part whether
    the model is `better`, `worse`, `unclear` (the interval of the difference holds 0) or `same`.
    """

    other: int
    texts: int
    articles: int
    left_out: int
    measures: tuple[Measured, ...]
    verdicts: Mapping[str, str]

    @property
    def beats(self) -> bool:
        """Tell whether the model is better at something and worse at nothing."""
        said = self.verdicts.values()
        return BETTER in said and WORSE not in said


def compared(
    gathered: Gathered,
    guesses: Sequence[Guess | None],
    parts: Sequence[str],
    *,
    in_use: ModelInUse | None,
    lexicon: Lexicon,
    at: datetime,
) -> dict[str, Any]:
    """Compare with what is in use, and with the shipped scores, as plain values."""
    scored = prescore_together([(text.place, text.text) for text in gathered.texts], lexicon)
    shipped: list[Guess | None] = [shipped_guess(each) for each in scored]
    others = {SHIPPED: shipped}
    if in_use is not None:
        others = {in_use.number: _fair(in_use, gathered, scored)} | others
    found = [
        _against(number, gathered.texts, guesses, theirs, parts)
        for number, theirs in others.items()
    ]
    return {
        "at": at.isoformat(),
        "lexicon_version": lexicon.version,
        "against": [_values(each) for each in found],
        "certainty": [asdict(each) for each in _certainties(gathered.texts, guesses)],
    }


def _fair(in_use: ModelInUse, gathered: Gathered, scored: Sequence[Prescore]) -> list[Guess | None]:
    return fair_guesses(in_use, gathered.texts, gathered.paragraph_ids, scored)


def _against(
    number: int,
    texts: Sequence[Labelled],
    ours: Sequence[Guess | None],
    theirs: Sequence[Guess | None],
    parts: Sequence[str],
) -> Against:
    both = [
        (text, one, other)
        for text, one, other in zip(texts, ours, theirs, strict=True)
        if one is not None and other is not None
    ]
    measures: tuple[Measured, ...] = ()
    if both:
        kept, first, second = (list(column) for column in zip(*both, strict=True))
        measures = measure(kept, first, second, random=np.random.default_rng(SEED))
    return Against(
        other=number,
        texts=len(both),
        articles=len({text.article for text, _, _ in both}),
        left_out=len(texts) - len(both),
        measures=measures,
        verdicts={part: _verdict(part, measures) for part in parts},
    )


def deciding_measure(part: str, measures: Sequence[Measured]) -> Measured | None:
    """Find the measure that decides on a part; None where none can be given."""
    by_name = {each.name: each for each in measures}
    named = (by_name[name] for name in DECIDING[part] if name in by_name)
    return next((each for each in named if each.difference.low is not None), None)


def _verdict(part: str, measures: Sequence[Measured]) -> str:
    found = deciding_measure(part, measures)
    if found is None or found.difference.low is None or found.difference.high is None:
        return UNCLEAR
    low, high = found.difference.low, found.difference.high
    if low == high == 0:
        return SAME
    return BETTER if low > 0 else WORSE if high < 0 else UNCLEAR


def _certainties(
    texts: Sequence[Labelled], guesses: Sequence[Guess | None]
) -> tuple[Certainty, ...]:
    judged = [
        (as_gold(text), guess)
        for text, guess in zip(texts, guesses, strict=True)
        if guess is not None
    ]
    return evaluate_guesses(judged, model="", name="").certainty if judged else ()


def _values(found: Against) -> dict[str, Any]:
    return {
        "other": found.other,
        "texts": found.texts,
        "articles": found.articles,
        "left_out": found.left_out,
        "beats": found.beats,
        "verdicts": dict(found.verdicts),
        "measures": [
            {
                "name": each.name,
                "texts": each.texts,
                "first": list(each.first),
                "second": list(each.second),
                "difference": list(each.difference),
                "decides": any(
                    deciding_measure(part, found.measures) is each for part in found.verdicts
                ),
            }
            for each in found.measures
        ],
    }
