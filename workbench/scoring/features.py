"""Count in a paragraph what speaks for a writer's opinion and what speaks for a report.

`features` is where every score of bias begins, the shipped one and one that is learned.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from workbench.scoring.attribution import Span
from workbench.scoring.cues import CUES, NUMBER, cue
from workbench.scoring.loaded_words import LoadedWord
from workbench.scoring.matching import is_evenly_spaced
from workbench.scoring.remembered import Remembered
from workbench.scoring.sentiment import ScoredWords, Sentiment

_CUE_COLUMNS = [(f"cue_{name}", name) for name in CUES]
_AROUND = "“”\"‘’'.,;:!?()[]…—–-"


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
        words = words_outside(text, quoted, scored.tokens)
        count = len(words)
        cues = Counter(filter(None, map(_cue_as_written.__getitem__, words)))
    else:
        count = len(scored.valences)
        cues = Counter([word.cue for word in scored.noted.values() if word.cue])
    numbers = cues.pop(NUMBER, 0)
    length = len(text) or 1
    return Features(
        words=count,
        cues=cues,
        loaded=sum([weighed(word) for word in loaded_words]),
        categories=Counter([word.category for word in loaded_words]),
        quoted=sum([end - start for start, end in quoted]) / length,
        attributed=sum([end - start for start, end in attributed]) / length,
        emotion=sentiment.positive + sentiment.negative,
        questions=_outside(text, "?", quoted),
        exclamations=_outside(text, "!", quoted),
        numbers=numbers,
    )


def _cue_of_written(token: str) -> str | None:
    return cue(token.lower().replace("’", "'").strip(_AROUND))


_cue_as_written = Remembered(_cue_of_written)


def words_outside(text: str, spans: Sequence[Span], tokens: Sequence[str] = ()) -> list[str]:
    """List the words of `text`, parted by white space, outside of `spans`; those cut are in parts.

    Who has the words of the whole text gives them as `tokens`, so that few are made anew.

    >>> words_outside("She said “no” and left.", [(9, 13)])
    ['She', 'said', 'and', 'left.']
    """
    if not tokens or not is_evenly_spaced(text):
        return _without(text, spans).split()
    found: list[str] = []
    # Where a piece begins, and which word stands there, or ends before it.
    before = place = 0
    for start, end in (*spans, (len(text), len(text))):
        if spaces := text.count(" ", before, start):
            found.append(text[before : text.find(" ", before)])
            found += tokens[place + 1 : place + spaces]
            found.append(text[text.rfind(" ", before, start) + 1 : start])
        else:
            found.append(text[before:start])
        place += spaces + text.count(" ", start, end)
        before = end
    return list(filter(None, found))


def _without(text: str, spans: Sequence[Span]) -> str:
    pieces, before = [], 0
    for start, end in spans:
        pieces.append(text[before:start])
        before = end
    return " ".join([*pieces, text[before:]])


def _outside(text: str, mark: str, spans: Sequence[Span]) -> int:
    # To see that there is none takes much less time than to count.
    if mark not in text:
        return 0
    return text.count(mark) - sum([text.count(mark, start, end) for start, end in spans])
