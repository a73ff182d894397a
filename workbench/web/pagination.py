"""Rows by the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

Row = TypeVar("Row")
ROWS_PER_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Hold one page of rows; `number` counts from 1."""

    rows: Sequence[Row]
    number: int
    total: int
    rows_per_page: int = ROWS_PER_PAGE

    @property
    def pages(self) -> int:
        """Count the pages; an empty table still has one."""
        return max(1, -(-self.total // self.rows_per_page))

    @property
    def has_previous(self) -> bool:
        """Tell whether a page stands before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Tell whether a page stands after this one."""
        return self.number < self.pages


def page_number() -> int:
    """Read `?page=` from the address; anything but a sensible number is page 1."""
    raw = request.args.get("page", "1")
    is_sensible = raw.isascii() and raw.isdigit() and len(raw) < 7
    return max(1, int(raw)) if is_sensible else 1
