"""How a report names the annotators, to whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.projects.models import Role
from workbench.projects.queries import MemberRow


@dataclass(frozen=True)
class Person:
    """Name an annotator: by pseudonym, and by `name` where the reader may know it ("" else)."""

    pseudonym: str
    name: str


def people(rows: Iterable[MemberRow], reader: Role) -> dict[int, Person]:
    """Name every member by account id: a lead reads names, an adjudicator pseudonyms alone."""
    return {
        row.account_id: Person(row.pseudonym, row.display_name if reader is Role.LEAD else "")
        for row in rows
    }
