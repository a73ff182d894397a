"""Count in a paragraph what speaks for a writer's opinion and what speaks for a report.

`features` is where every score of bias begins, the shipped one and one that is learned.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from workbench.scoring.attribution import Span
from workbench.scoring.loaded_words import LoadedWord
from workbench.scoring.remembered import Remembered
from workbench.scoring.sentiment import ScoredWords, Sentiment

_AROUND = "“”\"‘’'.,;:!?()[]…—–-"

CUES = {
    "first_person": "we us our ours ourselves i my me myself let's we're we've i'm i've i'd we'll",
    "second_person": "you your yours yourself you're you've you'll",
    "obligation": "should must ought shouldn't mustn't needs need cannot can't won't",
    "emphasis": (
        "very so really truly just even only ever never always nothing everything everyone nobody "
        "entire entirely simply indeed certainly surely actually mere merely all every any too "
        "least most worst best"
    ),
    "argument": (
        "because why how if but instead rather yet though although despite however meanwhile "
        "therefore thus course perhaps maybe apparently supposedly clearly obviously"
    ),
    "report": (
        "said says told according announced reported monday tuesday wednesday thursday friday "
        "saturday sunday january february march april june july august september october november "
        "december percent survey poll spokesman spokeswoman spokesperson statement published "
        "released data interview"
    ),
}
_CUE = {word: name for name, words in CUES.items() for word in words.split()}
_NUMBER = "number"


class Features(NamedTuple):
    """Hold the counts of one paragraph.

    `cues` counts words by the kinds of `CUES` outside quotations; `loaded` the loaded words by
    strength, weighed by where they stand (see `weighed`); `quoted` and `attributed` are shares of
    the characters; `emotion` is VADER's share of words with a feeling.
    """

    words: int
    cues: Counter[str]
    loaded: float
    categories: Counter[str]
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
            **{f"cue_{name}": float(self.cues[name]) for name in CUES},
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
        own = _without(text, quoted)
        words = own.split()
        kinds = map(_kind_as_written.__getitem__, words)
    else:
        own, words = text, scored.words
        kinds = map(_kind.__getitem__, words)
    cues = Counter(filter(None, kinds))
    numbers = cues.pop(_NUMBER, 0)
    length = len(text) or 1
    return Features(
        words=len(words),
        cues=cues,
        loaded=sum([weighed(word) for word in loaded_words]),
        categories=Counter([word.category for word in loaded_words]),
        quoted=sum([end - start for start, end in quoted]) / length,
        attributed=sum([end - start for start, end in attributed]) / length,
        emotion=sentiment.positive + sentiment.negative,
        questions=own.count("?"),
        exclamations=own.count("!"),
        numbers=numbers,
    )


def _kind_of(word: str) -> str | None:
    return _NUMBER if word[:1].isdigit() else _CUE.get(word)


def _kind_of_written(token: str) -> str | None:
    return _kind_of(token.lower().replace("’", "'").strip(_AROUND))


_kind = Remembered(_kind_of)
_kind_as_written = Remembered(_kind_of_written)


def _without(text: str, spans: Sequence[Span]) -> str:
    pieces, before = [], 0
    for start, end in spans:
        pieces.append(text[before:start])
        before = end
    return " ".join([*pieces, text[before:]])
