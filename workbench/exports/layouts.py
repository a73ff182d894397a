"""What can be had: each layout with its columns in order."""

from enum import StrEnum
from itertools import chain

from workbench.exports.columns import (
    ANNOTATOR,
    ANSWER,
    ARTICLE,
    BIAS_REASONS,
    DRAWN,
    EXPECTED,
    EXTENT,
    LOADED_WORDS,
    ORIGIN,
    PARAGRAPH_TEXT,
    PLACE,
    PRESCORE,
    PROJECT,
    REVISION,
    SPAN,
    SPANS_CELL,
    SUBMITTED,
    SUGGESTED_BY,
    Column,
    question_columns,
)


class Layout(StrEnum):
    """Name what can be had; the value is what the command line calls it."""

    LABELS = "csv"
    WIDE = "csv-wide"
    SPANS = "spans"
    PARAGRAPHS = "paragraphs"

    @property
    def stem(self) -> str:
        """Give the name of the file without its type, which is also its place in addresses."""
        return _STEMS[self]

    @property
    def file(self) -> str:
        """Give the last part of the name of the CSV file."""
        return f"{self.stem}.csv"


_STEMS = {
    Layout.LABELS: "labels",
    Layout.WIDE: "labels-wide",
    Layout.SPANS: "spans",
    Layout.PARAGRAPHS: "paragraphs",
}


def groups_of(
    layout: Layout, questions: tuple[str, ...], *, identities: bool
) -> tuple[tuple[Column, ...], ...]:
    """List the columns of a layout in order, the identifying ones only if asked for.

    The columns of a group have their values from one place, a paragraph or an annotation: rows
    that follow each other often share a group, and a writer then formats it once.
    """
    paragraph = (*PROJECT, *ARTICLE, *PLACE, *PARAGRAPH_TEXT)
    annotation = (*ANNOTATOR, *REVISION, *SUBMITTED, *DRAWN, *ORIGIN)
    wide = tuple(column for question in questions for column in question_columns(question))
    groups: dict[Layout, tuple[tuple[Column, ...], ...]] = {
        Layout.LABELS: (paragraph, annotation, ANSWER, PRESCORE),
        Layout.WIDE: (paragraph, annotation, (*wide, *SPANS_CELL), PRESCORE),
        Layout.SPANS: (
            (*PROJECT, *ARTICLE[:1], *PLACE),
            (*ANNOTATOR, *REVISION, *SUBMITTED[:3], *DRAWN[:4], *ORIGIN),
            SPAN,
            SUGGESTED_BY,
        ),
        Layout.PARAGRAPHS: (
            (*PROJECT, *ARTICLE, *PLACE, *EXTENT, *PARAGRAPH_TEXT),
            (*PRESCORE, *BIAS_REASONS, *LOADED_WORDS, *EXPECTED),
        ),
    }
    return tuple(
        tuple(column for column in group if identities or not column.is_identifying)
        for group in groups[layout]
    )


def columns_of(
    layout: Layout, questions: tuple[str, ...], *, identities: bool
) -> tuple[Column, ...]:
    """List the columns of a layout in order, the identifying ones only if asked for."""
    return tuple(chain.from_iterable(groups_of(layout, questions, identities=identities)))
