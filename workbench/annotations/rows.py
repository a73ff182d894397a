"""Rows of a form of which each sends one value for every column: `<field>_<column>` repeated."""

from collections.abc import Sequence
from typing import Any, Protocol

from wtforms import Field
from wtforms.utils import unset_value

# A page offers three rows to type in, and a paragraph has room for so many marks; more rows than
# these come from no browser and would only keep the server busy, which looks for each word.
MOST_TYPED = 20
MOST_ADDED = 2_000
ADDED = ("start", "end", "text", "category")
TYPED = ("words", "category")

Row = dict[str, str]


class MalformedFormError(ValueError):
    """Say that a form holds what no page of ours sends."""


class Sent(Protocol):
    """Be a form as it was sent, in which a name may have several values."""

    def get(self, key: str, /) -> str | None:
        """Give the first value of a name; None where there is none."""

    def getlist(self, key: str, /) -> list[str]:
        """Give all values of a name."""


def newlines(value: str | None) -> str:
    """Give line ends back as they were before the browser sent them."""
    return (value or "").replace("\r\n", "\n")


def rows_in(sent: Sent, field: str, columns: Sequence[str], *, most: int) -> list[Row]:
    """Read the rows of a field; raise `MalformedFormError` for ragged ones, or too many."""
    values = [sent.getlist(f"{field}_{column}") for column in columns]
    if len({len(column) for column in values}) > 1 or len(values[0]) > most:
        raise MalformedFormError
    return [
        dict(zip(columns, map(newlines, row), strict=True)) for row in zip(*values, strict=True)
    ]


class TypedField(Field):
    """Hold words that the person typed instead of marking them, in a form of the form library."""

    def process(
        self, formdata: Any, data: Any = unset_value, extra_filters: Sequence[Any] | None = None
    ) -> None:
        """Read the rows from a sent form, or take them from the page's data."""
        self.row_errors: dict[int, str] = {}
        self.errors = []
        self.rows: list[Row] = []
        if formdata:
            self.rows = rows_in(formdata, self.name, TYPED, most=MOST_TYPED)
        elif data is not unset_value:
            self.rows = list(data or ())
        self.data = self.rows
