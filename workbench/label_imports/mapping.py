"""How a file of labels is read: which column is what, and which value is which label."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from workbench.codebook.levels import Level


class ReadingError(ValueError):
    """Say what is missing for a file to be read."""


class Repeats(StrEnum):
    """Say what is done where an annotator labelled an item more than once, differently."""

    REFUSE = "refuse"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True)
class Columns:
    """Name the columns by what they hold, "" where there is none.

    `item` names a text, `text` holds it; one of the two is needed. Items with the same `article`
    stand in one article. `key` is the column of the texts' file that holds what `item` does.
    A file with a column for each question lists them in `answers`; one with a row for each answer
    names its `question` and `label` columns instead. With `holds_paragraphs` the items are
    paragraphs of this project, by the numbers of its own exports.
    """

    annotator: str
    item: str = ""
    text: str = ""
    key: str = ""
    article: str = ""
    outlet: str = ""
    time: str = ""
    spans: str = ""
    answers: tuple[str, ...] = ()
    question: str = ""
    label: str = ""
    holds_paragraphs: bool = False

    @property
    def is_long(self) -> bool:
        """Tell whether each answer has a row of its own."""
        return bool(self.question)


@dataclass(frozen=True)
class AskedAs:
    """Say which question of the codebook a question of the file is, and which label each value is.

    `name` is that of the codebook's question. For one that `is_new`, `labels` are its labels in
    their order. In `labels_of` a value with "" is left out: it counts as not annotated.
    """

    source: str
    name: str
    labels_of: Mapping[str, str]
    is_new: bool = False
    title: str = ""
    level: Level = Level.NOMINAL
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Hold all that an import needs beside its file.

    With `replaces_codebook` the project then asks only what the file answers. Words that were
    marked without a category get `category`. Without `keeps_names` the names of annotators are
    forgotten, but for a keyed hash.
    """

    columns: Columns
    questions: tuple[AskedAs, ...] = ()
    category: str = ""
    replaces_codebook: bool = False
    keeps_names: bool = False
    leaves_out_bad: bool = False
    repeats: Repeats = Repeats.REFUSE


@dataclass(frozen=True)
class Found:
    """Hold a question of a file with its values, and how often each stands there."""

    source: str
    values: Mapping[str, int] = field(default_factory=dict)


def to_plain(reading: Reading) -> dict[str, Any]:
    """Give a reading as plain values that `from_plain` reads back."""
    return asdict(reading)


def from_plain(plain: Mapping[str, Any]) -> Reading:
    """Read back what `to_plain` gave."""
    columns = {**plain["columns"], "answers": tuple(plain["columns"]["answers"])}
    questions = tuple(
        AskedAs(**{**one, "level": Level(one["level"]), "labels": tuple(one["labels"])})
        for one in plain["questions"]
    )
    return Reading(
        **{
            **plain,
            "columns": Columns(**columns),
            "questions": questions,
            "repeats": Repeats(plain["repeats"]),
        }
    )
