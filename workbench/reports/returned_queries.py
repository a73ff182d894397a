"""How many paragraphs came back to the people who had answered them, and what became of them."""

from dataclasses import dataclass

from sqlalchemy import func, select

from workbench.annotations.models import Assignment
from workbench.database import db
from workbench.occasions import Occasion


@dataclass(frozen=True)
class Returned:
    """Count paragraphs that came back on one occasion: given, answered again, and skipped then."""

    n_given: int = 0
    n_answered: int = 0
    n_skipped: int = 0

    def __add__(self, other: "Returned") -> "Returned":
        """Add the counts of two people."""
        return Returned(
            self.n_given + other.n_given,
            self.n_answered + other.n_answered,
            self.n_skipped + other.n_skipped,
        )


@dataclass(frozen=True)
class ReturnedCounts:
    """Hold the counts of each person by account id: of hidden repeats and of the second pass."""

    repeats: dict[int, Returned]
    named: dict[int, Returned]

    @property
    def all_repeats(self) -> Returned:
        """Add the repeats of everybody."""
        return sum(self.repeats.values(), Returned())

    @property
    def all_named(self) -> Returned:
        """Add the second passes of everybody."""
        return sum(self.named.values(), Returned())


def returned_counts(project_id: int) -> ReturnedCounts:
    """Count what came back in a project."""
    rows = db.session.execute(
        select(
            Assignment.occasion,
            Assignment.account_id,
            func.count(),
            func.count().filter(Assignment.state == "submitted"),
            func.count().filter(Assignment.state == "skipped"),
        )
        .where(
            Assignment.project_id == project_id,
            # Named one by one, so that the index of occasions is searched by them.
            Assignment.occasion.in_([Occasion.REPEAT, Occasion.NAMED]),
        )
        .group_by(Assignment.occasion, Assignment.account_id)
    )
    found: dict[str, dict[int, Returned]] = {Occasion.REPEAT: {}, Occasion.NAMED: {}}
    for occasion, account_id, *counts in rows:
        found[occasion][account_id] = Returned(*counts)
    return ReturnedCounts(found[Occasion.REPEAT], found[Occasion.NAMED])
