"""How a report names the annotators, to whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.projects.queries import MemberRow


@dataclass(frozen=True)
class Person:
    """Name an annotator: by pseudonym, and by `name` where the reader asked for it ("" else)."""

    pseudonym: str
    name: str


def people(rows: Iterable[MemberRow], *, with_names: bool) -> dict[int, Person]:
    """Name every member by account id; only a lead may be given names."""
    return {
        row.account_id: Person(row.pseudonym, row.display_name if with_names else "")
        for row in rows
    }
