"""How a sample was drawn, so that it can be drawn again."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from workbench.archive.errors import ArchiveError
from workbench.archive.strata import BANDS, Allocation, Dimension, DrawnUnit
from workbench.web.wording import counted

FORMAT = 1
METHOD = (
    "In each stratum the units with the smallest SHA-256 of “SEED:KEY” are drawn, so that the "
    "order of rows and files does not matter."
)


@dataclass(frozen=True)
class Plan:
    """Say what sample is wanted."""

    size: int
    seed: int
    dimensions: tuple[Dimension, ...] = ()
    allocation: Allocation = Allocation.PROPORTIONAL
    unit: DrawnUnit = DrawnUnit.ARTICLE


@dataclass(frozen=True)
class StratumCount:
    """Count a stratum: units to draw from, those that the project had already, and those drawn."""

    values: tuple[str, ...]
    available: int
    excluded: int
    drawn: int


@dataclass(frozen=True)
class ArchiveFacts:
    """Say which archive a sample is from, and what it holds."""

    name: str
    sha256: str
    articles: int
    paragraphs: int
    versions: dict[str, str]
    inputs: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Recipe:
    """Hold all that is needed to draw a sample again, and to see that it is the same.

    `excluded` are the keys that were in the archive and in the project already. `checksum` is the
    SHA-256 of the sorted keys that were drawn. `drawn_by` is a pseudonym.
    """

    archive: ArchiveFacts
    plan: Plan
    strata: tuple[StratumCount, ...]
    excluded: tuple[str, ...]
    checksum: str
    software: str
    drawn_at: str
    drawn_by: str

    @property
    def drawn(self) -> int:
        """Count the units that were drawn."""
        return sum(stratum.drawn for stratum in self.strata)

    @property
    def available(self) -> int:
        """Count the units that could have been drawn."""
        return sum(stratum.available for stratum in self.strata)

    def to_values(self) -> dict[str, Any]:
        """Give the recipe as plain values."""
        return {"format": FORMAT, "method": METHOD, "score_bands": BANDS, **asdict(self)}

    def to_json(self) -> str:
        """Give the recipe as the text of a file."""
        return json.dumps(self.to_values(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_values(cls, values: Any) -> Self:
        """Read what `to_values` gave; raise `ArchiveError` for anything else."""
        try:
            if values["format"] != FORMAT:
                raise ArchiveError("This recipe is from another version of the workbench.")
            plan = values["plan"]
            return cls(
                archive=ArchiveFacts(
                    **{**values["archive"], "inputs": tuple(values["archive"]["inputs"])}
                ),
                plan=Plan(
                    size=int(plan["size"]),
                    seed=int(plan["seed"]),
                    dimensions=tuple(Dimension(name) for name in plan["dimensions"]),
                    allocation=Allocation(plan["allocation"]),
                    unit=DrawnUnit(plan["unit"]),
                ),
                strata=tuple(
                    StratumCount(**{**row, "values": tuple(row["values"])})
                    for row in values["strata"]
                ),
                excluded=tuple(str(key) for key in values["excluded"]),
                checksum=str(values["checksum"]),
                software=str(values["software"]),
                drawn_at=str(values["drawn_at"]),
                drawn_by=str(values["drawn_by"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, ArchiveError):
                raise
            raise ArchiveError("This file is no recipe of a sample.") from error

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read the text of a recipe's file; raise `ArchiveError` for anything else."""
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ArchiveError("This file is no recipe of a sample.") from error
        return cls.from_values(values)


def recipe_lines(recipe: Recipe) -> list[str]:
    """Tell in sentences how a sample was drawn, for a datasheet."""
    plan, archive = recipe.plan, recipe.archive
    return [
        f"{counted(recipe.drawn, plan.unit.value)} of {recipe.available:,} were drawn from the "
        f"archive {archive.name} ({counted(archive.articles, 'article')}, "
        f"{counted(archive.paragraphs, 'paragraph')}; SHA-256 {archive.sha256}).",
        strata_sentence(plan),
        f"The seed is {plan.seed}. {METHOD}",
        excluded_sentence(recipe),
        f"The archive was scored with {archive.versions['sentiment']} and "
        f"{archive.versions['lexicon']}.",
        f"Drawn at {recipe.drawn_at} by {recipe.drawn_by} with {recipe.software}. The SHA-256 of "
        f"the sorted keys that were drawn is {recipe.checksum}.",
    ]


def excluded_sentence(recipe: Recipe) -> str:
    """Say how much of the archive could not be drawn, because the project had it."""
    unit = recipe.plan.unit.value
    if not recipe.excluded:
        return f"No {unit} of the archive had been in the project before."
    return (
        f"{counted(len(recipe.excluded), unit)} of the archive had been in the project before and "
        "could not be drawn."
    )


def strata_sentence(plan: Plan) -> str:
    """Say by what the strata were told apart, and how the size was shared."""
    if not plan.dimensions:
        return f"{plan.size:,} were asked for, without strata."
    named = listed([dimension.replace("_", " ") for dimension in plan.dimensions])
    shared = {
        Allocation.PROPORTIONAL: "in proportion to what each stratum holds",
        Allocation.EQUAL: "equally among the strata, as far as each reaches",
    }[plan.allocation]
    return f"{plan.size:,} were asked for, in strata by {named}, shared {shared}."


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence.

    >>> listed(["outlet", "month", "score band"])
    'outlet, month and score band'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
