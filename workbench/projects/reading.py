"""Whether a member has read the guidelines as they stand, and what changed since."""

from dataclasses import dataclass
from datetime import datetime

from workbench.codebook.changes import codebook_changes
from workbench.projects.queries import CodebookInForce, ProjectHeader, codebook_version
from workbench.text.changes import Passage, changes


@dataclass(frozen=True)
class GuidelinesNews:
    """Say that a member has not read version `number`, but version `read`; 0 for none."""

    number: int
    read: int


@dataclass(frozen=True)
class GuidelinesChanges:
    """Hold what changed from version `old` to version `new` of the codebook and guidelines."""

    old: int
    new: int
    made_at: datetime
    passages: tuple[Passage, ...]
    codebook: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether both read the same and ask the same."""
        return not self.codebook and not any(passage.is_changed for passage in self.passages)


def guidelines_news(project: ProjectHeader, in_force: CodebookInForce) -> GuidelinesNews | None:
    """Say what the member should read before going on; None where they have read all of it.

    A version that only suggests otherwise is nothing to read.
    """
    read = project.guidelines_read
    if read >= in_force.number:
        return None
    known = codebook_version(project.id, read) if read else None
    if known is not None and _reads_the_same(known, in_force):
        return None
    return GuidelinesNews(number=in_force.number, read=read)


def changes_between(
    old: CodebookInForce, new: CodebookInForce, *, made_at: datetime
) -> GuidelinesChanges:
    """Compare two versions; `made_at` is when the newer one was made."""
    return GuidelinesChanges(
        old=old.number,
        new=new.number,
        made_at=made_at,
        passages=changes(old.guidelines, new.guidelines),
        codebook=codebook_changes(old.codebook, new.codebook),
    )


def _reads_the_same(one: CodebookInForce, other: CodebookInForce) -> bool:
    return one.guidelines == other.guidelines and one.codebook.asks_the_same(other.codebook)
