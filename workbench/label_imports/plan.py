"""What an import of labels would store: items, what was given for them, and what to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Spans = tuple[tuple[int, int, str], ...]
"""Start, end and category of each, in code points, half-open, in the order of the text."""


@dataclass(frozen=True)
class Item:
    """Hold a text that was labelled; `text` is "" where the file has none.

    `written` is the text as it stands in the file, in which marks have their places. Items with
    the same `article` belong together, "" stands alone; `paragraph_id` is a paragraph of the
    project, by its number.
    """

    name: str
    text: str
    written: str
    article: str
    outlet: str
    paragraph_id: int | None = None


@dataclass(frozen=True)
class Given:
    """Hold what one annotator gave for one item.

    `answers` maps questions of the codebook to labels; `spans` is None where the file tells
    nothing of spans, and () for an annotator who marked nothing. `at` is None where unknown.
    """

    item: str
    annotator: str
    answers: Mapping[str, str]
    spans: Spans | None
    at: datetime | None


@dataclass(frozen=True)
class Problem:
    """Say what is wrong with a row, by its line."""

    line: int
    sentence: str


@dataclass
class Notes:
    """Count what a reader of the preview must know."""

    bad: list[Problem] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)
    n_doubles: int = 0
    n_spans: int = 0
    n_unplaced: int = 0
    n_bad_times: int = 0
    n_left_out_values: int = 0


@dataclass(frozen=True)
class Plan:
    """Hold what would be stored, in the order of the file."""

    items: Mapping[str, Item]
    given: tuple[Given, ...]
    annotators: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]
    notes: Notes

    @property
    def n_labels(self) -> int:
        """Count the labels."""
        return sum(sum(count.values()) for count in self.counts.values())

    @property
    def n_without_text(self) -> int:
        """Count the items of which the file holds no text."""
        return sum(not item.text and item.paragraph_id is None for item in self.items.values())

    @property
    def n_articles(self) -> int:
        """Count the articles that the items make."""
        alone = sum(not item.article for item in self.items.values())
        return alone + len({item.article for item in self.items.values() if item.article})
