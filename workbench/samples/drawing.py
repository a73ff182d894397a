"""Draw for a project: what is in it already is left out, and the recipe says all that matters."""

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.archive.errors import ArchiveError
from workbench.archive.recipes import ArchiveFacts, Plan, Recipe
from workbench.text.articles import ArticleText

if TYPE_CHECKING:
    from workbench.archive.drawing import Drawn


@dataclass(frozen=True)
class Draw:
    """Hold a draw that is not stored yet."""

    path: Path
    facts: ArchiveFacts
    plan: Plan
    drawn: "Drawn"

    def recipe(self, *, at: datetime, by: str) -> Recipe:
        """Write down how it was drawn, by somebody's pseudonym."""
        return Recipe(
            archive=self.facts,
            plan=self.plan,
            strata=self.drawn.strata,
            excluded=self.drawn.excluded,
            checksum=self.drawn.checksum,
            software=f"media-bias-workbench {version('media-bias-workbench')}",
            drawn_at=at.isoformat(timespec="seconds"),
            drawn_by=by,
        )

    def articles(self) -> list[ArticleText]:
        """Read what was drawn; raise `ArchiveError`."""
        from workbench.archive.drawn_articles import (  # noqa: PLC0415  (see `draw_from`)
            drawn_articles,
        )

        return drawn_articles(self.path, self.drawn, self.plan.unit)


def draw_from(path: Path, plan: Plan, *, excluded: frozenset[str]) -> Draw:
    """Draw from an archive; raise `ArchiveError`."""
    # Arrow is loaded by those who draw alone: the server's idle memory matters.
    from workbench.archive.drawing import draw  # noqa: PLC0415  (see above)
    from workbench.archive.opened import facts_of_archive  # noqa: PLC0415  (see above)

    facts = facts_of_archive(path)
    return Draw(path, facts, plan, draw(path, plan, excluded=excluded))


def draw_again(path: Path, recipe: Recipe) -> Draw:
    """Draw a recipe's sample once more; raise `ArchiveError` where it would not be the same."""
    from workbench.archive.opened import facts_of_archive  # noqa: PLC0415  (see `draw_from`)

    facts = facts_of_archive(path)
    if facts.sha256 != recipe.archive.sha256:
        raise ArchiveError(
            f"{path.name} is not the archive of this recipe: that one has the SHA-256 "
            f"{recipe.archive.sha256}, this one {facts.sha256}."
        )
    again = draw_from(path, recipe.plan, excluded=frozenset(recipe.excluded))
    if again.drawn.checksum != recipe.checksum:
        raise ArchiveError("This recipe was changed: it does not give the sample that it names.")
    return again
