"""Read the words whose feeling in news differs from their feeling in everyday writing."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from workbench.config import resource
from workbench.scoring.inflections import dictionary_forms, inflections

COLUMNS = ["word", "part_of_speech", "kind", "valence"]
TOPIC, STANCE, ABSENCE = "topic", "stance", "absence"
_AUXILIARIES = "is are was were do does did have has had ca wo would should could must might need"
_DENIALS = "not no never without nor neither cannot hardly"
ABSENCES = frozenset(
    [
        *_DENIALS.split(),
        *(auxiliary + "n't" for auxiliary in _AUXILIARIES.split()),
    ]
)
"""Words that say what is not so."""


class NewsWordsError(ValueError):
    """Name the line and what is wrong with it."""


@dataclass(frozen=True)
class NewsWords:
    """Hold topic words, and stance words with a valence from -3 to 3, in all their forms."""

    topics: frozenset[str]
    stances: Mapping[str, float]

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Topic, stance or absence by word, for one look at each word of a text."""
        return {
            **dict.fromkeys(self.topics, TOPIC),
            **dict.fromkeys(self.stances, STANCE),
            **dict.fromkeys(ABSENCES, ABSENCE),
        }


def read_news_words(path: Path) -> NewsWords:
    """Read a CSV file; a form that two words share belongs to the first stance word."""
    topics: set[str] = set()
    stances: dict[str, float] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise NewsWordsError(f"{path.name}: the first line is not {','.join(COLUMNS)}.")
        for row in reader:
            forms = _forms(row["word"], row["part_of_speech"])
            if row["kind"] == TOPIC:
                topics.update(forms)
                continue
            valence = _valence(row, f"{path.name}, line {reader.line_num}")
            for form in forms:
                stances.setdefault(form, valence)
    return NewsWords(frozenset(topics - stances.keys()), stances)


@cache
def shipped_news_words() -> NewsWords:
    """Give the words of `seeds/`, read once by each process."""
    return read_news_words(resource("seeds") / "news_sentiment.csv")


def _forms(word: str, part_of_speech: str) -> tuple[str, ...]:
    manner = (word + "ly",) if part_of_speech == "adjective" else ()
    return (
        word,
        *inflections(word, part_of_speech),
        *dictionary_forms(word, part_of_speech),
        *manner,
    )


def _valence(row: Mapping[str, str], place: str) -> float:
    try:
        valence = float(row["valence"])
    except ValueError:
        valence = 0.0
    if row["kind"] != STANCE or not 0 < abs(valence) <= 3:
        raise NewsWordsError(f"{place}: “{row['word']}” is no topic and has no valence.")
    return valence
