"""Count in a paragraph what speaks for a writer's opinion and what speaks for a report.

`features` is where every score of bias begins, the shipped one and one that is learned.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbench.scoring.attribution import Span
from workbench.scoring.cues import CUES, NUMBER
from workbench.scoring.loaded_words import LoadedWord
from workbench.scoring.sentiment import ScoredWords, Sentiment
from workbench.scoring.unquoted import counted, cues_outside, times_outside

_CUE_COLUMNS = [(f"cue_{name}", name) for name in CUES]


class Features(NamedTuple):
    """Hold the counts of one paragraph.

    `cues` counts words by the kinds of `CUES` outside quotations; `loaded` the loaded words by
    strength, weighed by where they stand (see `weighed`); `quoted` and `attributed` are shares of
    the characters; `emotion` is VADER's share of words with a feeling.
    """

    words: int
    cues: Mapping[str, int]
    loaded: float
    categories: Mapping[str, int]
    quoted: float
    attributed: float
    emotion: float
    questions: int
    exclamations: int
    numbers: int

    def as_row(self) -> dict[str, float]:
        """Give one number a name, in a fixed order, for a model to learn from."""
        return {
            "log_words": math.log1p(self.words),
            "loaded": self.loaded,
            "quoted": self.quoted,
            "attributed": self.attributed,
            "emotion": self.emotion,
            "questions": float(self.questions),
            "exclamations": float(self.exclamations),
            "numbers": float(self.numbers),
            **{column: float(self.cues.get(name, 0)) for column, name in _CUE_COLUMNS},
        }


STRENGTH_WEIGHTS = {1: 0.3, 2: 1.0, 3: 1.6}
QUOTED_WEIGHT = 0.4
EUPHEMISM_WEIGHT = 0.5


def weighed(word: LoadedWord) -> float:
    """Weigh a loaded word by its strength, and by whether it is the writer's own.

    What is quoted is chosen by the writer, and still said by another. A euphemism hides more
    often out of habit than to take a side.
    """
    weight = STRENGTH_WEIGHTS[word.strength]
    if word.category == "euphemism":
        weight *= EUPHEMISM_WEIGHT
    return weight * QUOTED_WEIGHT if word.in_quotation else weight


def features(
    text: str,
    *,
    loaded_words: Sequence[LoadedWord],
    sentiment: Sentiment,
    scored: ScoredWords,
    quoted: Sequence[Span] = (),
    attributed: Sequence[Span] = (),
) -> Features:
    """Count the features of one paragraph from what was found in it already."""
    if quoted:
        count, cues = cues_outside(text, quoted, scored)
    else:
        count = len(scored.valences)
        cues = counted([word.cue for word in scored.noted.values() if word.cue])
    numbers = cues.pop(NUMBER, 0)
    length = len(text) or 1
    return Features(
        words=count,
        cues=cues,
        loaded=sum([weighed(word) for word in loaded_words]),
        categories=counted([word.category for word in loaded_words]),
        quoted=sum([end - start for start, end in quoted]) / length,
        attributed=sum([end - start for start, end in attributed]) / length,
        emotion=sentiment.positive + sentiment.negative,
        questions=times_outside(text, "?", quoted),
        exclamations=times_outside(text, "!", quoted),
        numbers=numbers,
    )
