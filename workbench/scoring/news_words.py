"""Read the words whose feeling in news differs from their feeling in everyday writing."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from string import punctuation
from typing import NamedTuple

from workbench.config import resource
from workbench.scoring.inflections import dictionary_forms, inflections
from workbench.scoring.vader import has_valence

COLUMNS = ["word", "part_of_speech", "kind", "valence"]
TOPIC, STANCE, REMEDY, LOSS = "topic", "stance", "remedy", "loss"
CONCESSION, CONNOTATION, PHRASE = "concession", "connotation", "phrase"
_WITHOUT_VALENCE = (TOPIC, REMEDY, LOSS, CONCESSION)
_AUXILIARIES = "is are was were do does did have has had ca wo would should could must might need"
_DENIALS = "not no never without nor neither cannot hardly"
ABSENCES = frozenset(
    [
        *_DENIALS.split(),
        *(auxiliary + "n't" for auxiliary in _AUXILIARIES.split()),
    ]
)
"""Words that say what is not so."""

NOT_DENIED = frozenset(["only", "just", "merely", "simply", "doubt", "wonder", "matter"])
"""What takes a word of `ABSENCES` its meaning: "not only", "no doubt"."""


class NewsWordsError(ValueError):
    """Name the line and what is wrong with it."""


class Phrase(NamedTuple):
    """Hold a phrase that judges as a whole: its words in lower case, and `valence` from -3 to 3.

    It is sought where its longest word stands, which is at `place` among its `size` words. `beside`
    is the word before that one, or the one after it where it is the first.
    """

    text: str
    size: int
    place: int
    valence: float
    beside: str


@dataclass(frozen=True, slots=True)
class NewsWord:
    """Say what one word does to the sentiment of news.

    A topic is what news is about; `valence`, from -3 to 3, is how it judges, 0 if it does not. A
    remedy undoes the bad that follows it ("reduced the risk"), a loss takes away the good ("lacks
    support"); a word can be both, and judge besides. A concession grants what follows it ("despite
    the scandal"). `connotation` is how it sounds without judging, 0 for most. `phrases` are those
    that are sought where it stands, the longest first: the word `before` it or the word `after` it
    is then one of those, bare of punctuation. Where a word `turns` others it is an absence, a
    remedy, a loss or a concession.
    """

    is_topic: bool
    valence: float
    is_absence: bool
    is_remedy: bool
    is_loss: bool
    is_concession: bool
    connotation: float
    phrases: tuple[Phrase, ...] = ()
    turns: bool = field(init=False)
    before: frozenset[str] = field(init=False)
    after: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Note once what is asked of each such word in a text."""
        turns = self.is_absence or self.is_remedy or self.is_loss or self.is_concession
        before = [phrase.beside for phrase in self.phrases if phrase.place]
        after = [phrase.beside for phrase in self.phrases if not phrase.place]
        object.__setattr__(self, "turns", turns)
        object.__setattr__(self, "before", frozenset(map(without_punctuation, before)))
        object.__setattr__(self, "after", frozenset(map(without_punctuation, after)))


@dataclass(frozen=True)
class NewsWords:
    """Hold what words do to the sentiment of news, in all their forms.

    `connotations` are of words that don't judge, and still sound pleasant or unpleasant to most
    readers ("garden", "bullet"); they are 0.5 or 1 on either side, where stances go to 3. `phrases`
    judge by several words together ("falls short", "turned a blind eye").
    """

    topics: frozenset[str]
    stances: Mapping[str, float]
    remedies: frozenset[str] = frozenset()
    losses: frozenset[str] = frozenset()
    concessions: frozenset[str] = frozenset()
    connotations: Mapping[str, float] = field(default_factory=dict)
    phrases: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def phrases_by_word(self) -> Mapping[str, tuple[Phrase, ...]]:
        """The phrases by their longest words, the longest phrases first."""
        found: defaultdict[str, list[Phrase]] = defaultdict(list)
        for text, valence in self.phrases.items():
            words = text.split(" ")
            # Of words of one length the last one is the rarer: "in the red".
            place = max(range(len(words)), key=lambda each: (len(words[each]), each))
            beside = words[place - 1 if place else 1]
            found[words[place]].append(Phrase(text, len(words), place, valence, beside))
        return {
            word: tuple(sorted(phrases, key=lambda phrase: -phrase.size))
            for word, phrases in found.items()
        }

    @cached_property
    def known(self) -> Mapping[str, NewsWord]:
        """What each word does, for one look at each word of a text."""
        return {
            word: NewsWord(
                is_topic=word in self.topics,
                valence=self.stances.get(word, 0.0),
                is_absence=word in ABSENCES,
                is_remedy=word in self.remedies,
                is_loss=word in self.losses,
                is_concession=word in self.concessions,
                connotation=self.connotations.get(word, 0.0),
                phrases=self.phrases_by_word.get(word, ()),
            )
            for word in {
                *(*self.topics, *self.stances, *self.remedies, *self.losses),
                *(*self.concessions, *self.connotations, *self.phrases_by_word, *ABSENCES),
            }
        }


def read_news_words(path: Path) -> NewsWords:
    """Read a CSV file; a form that two words share belongs to the first stance word."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    valences: dict[str, dict[str, float]] = {STANCE: {}, CONNOTATION: {}, PHRASE: {}}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise NewsWordsError(f"{path.name}: the first line is not {','.join(COLUMNS)}.")
        for row in reader:
            if (" " in row["word"]) != (row["kind"] == PHRASE):
                place = f"{path.name}, line {reader.line_num}"
                raise NewsWordsError(f"{place}: a phrase has several words, anything else one.")
            forms = _forms(row["word"], row["part_of_speech"])
            if row["kind"] in _WITHOUT_VALENCE:
                found[row["kind"]].update(forms)
                continue
            valence = _valence(row, f"{path.name}, line {reader.line_num}")
            for form in forms:
                valences[row["kind"]].setdefault(form, valence)
    stances = valences[STANCE]
    judging = found[TOPIC] | stances.keys()
    return NewsWords(
        topics=frozenset(found[TOPIC] - stances.keys()),
        stances=stances,
        remedies=frozenset(found[REMEDY]),
        losses=frozenset(found[LOSS]),
        concessions=frozenset(found[CONCESSION]),
        connotations={
            word: valence
            for word, valence in valences[CONNOTATION].items()
            if word not in judging and not has_valence(word)
        },
        phrases=valences[PHRASE],
    )


def without_punctuation(token: str) -> str:
    """Give a word in lower case, without the punctuation around it."""
    return token.lower().strip(punctuation)


@cache
def shipped_news_words() -> NewsWords:
    """Give the words of `seeds/`, read once by each process."""
    return read_news_words(resource("seeds") / "news_sentiment.csv")


def _forms(word: str, part_of_speech: str) -> tuple[str, ...]:
    manner = (_manner(word),) if part_of_speech == "adjective" else ()
    return (
        word,
        *inflections(word, part_of_speech),
        *dictionary_forms(word, part_of_speech),
        *manner,
    )


def _manner(adjective: str) -> str:
    if adjective.endswith("y"):
        return adjective[:-1] + "ily"
    if adjective.endswith("ic"):
        return adjective + "ally"
    return adjective[:-1] + "y" if adjective.endswith("ble") else adjective + "ly"


def _valence(row: Mapping[str, str], place: str) -> float:
    most = {STANCE: 3, PHRASE: 3, CONNOTATION: 1}.get(row["kind"], 0)
    try:
        valence = float(row["valence"])
    except ValueError:
        valence = 0.0
    if not 0 < abs(valence) <= most:
        raise NewsWordsError(
            f"{place}: “{row['word']}” is no topic, remedy, loss or concession, and has no valence."
        )
    return valence
