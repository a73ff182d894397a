"""What a person says of files, in the place of what would be guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.text.dates import NumberOrder


@dataclass(frozen=True)
class Given:
    """Hold what is known of files beforehand; what is empty is guessed.

    ``encoding`` is the only one that is tried. ``columns`` maps fields of an article, by the names
    of `workbench.text.records`, to the columns that hold them; a file without such a column is
    read as if nothing were said. ``order`` is that of dates in numbers.
    """

    encoding: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    order: NumberOrder | None = None


NOTHING_GIVEN = Given()
