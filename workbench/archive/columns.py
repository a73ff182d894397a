"""Which column of an input holds which field of an article."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from workbench.archive.errors import ArchiveError
from workbench.text.records import ALIASES, field_names, key

# The fields under the names that people type, and under those that the readers use.
FIELDS = {
    "text": "body",
    "headline": "headline",
    "outlet": "outlet",
    "byline": "byline",
    "date": "published",
    "url": "url",
    "source_line": "source_line",
    "language": "language",
}


@dataclass(frozen=True)
class ColumnNames:
    """Name the columns of an input that the readers would not recognise, by field of `FIELDS`."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def renamed(self, names: Iterable[str]) -> dict[str, str]:
        """Map each name to the one under which the readers recognise it.

        >>> ColumnNames({"text": "story"}).renamed(["story", "text", "outlet"])
        {'story': 'text', 'text': 'other text', 'outlet': 'outlet'}
        """
        known = {name: ALIASES[FIELDS[field]][0] for field, name in self.chosen.items()}
        taken = {key(name) for name in known.values()}
        return {
            name: known.get(name) or (f"other {name}" if key(name) in taken else name)
            for name in names
        }

    def check(self, names: Collection[str], *, source: str) -> None:
        """Raise `ArchiveError` where a chosen column, or any column with a text, is missing."""
        listed = ", ".join(f"“{name[:40]}”" for name in list(names)[:20]) or "none"
        for name in self.chosen.values():
            if name not in names:
                raise ArchiveError(f"{source} has no column “{name}”. Its columns are {listed}.")
        if "body" not in field_names(self.renamed(names).values()):
            raise ArchiveError(
                f"{source} has no column with texts: name it with --column text=NAME. "
                f"Its columns are {listed}."
            )


def chosen_columns(pairs: Iterable[str]) -> ColumnNames:
    """Read choices such as ``text=story``; raise `ArchiveError` for what is none."""
    chosen = {}
    for pair in pairs:
        field_name, sign, column = pair.partition("=")
        if not sign or field_name not in FIELDS or not column:
            raise ArchiveError(
                f"“{pair}” names no column: write FIELD=NAME, where FIELD is one of "
                f"{', '.join(FIELDS)}."
            )
        chosen[field_name] = column
    return ColumnNames(chosen)
