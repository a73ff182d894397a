"""How a sample was drawn, so that it can be drawn again."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from workbench.archive.errors import ArchiveError
from workbench.archive.strata import BANDS, Allocation, Dimension, DrawnUnit
from workbench.words import gettext, joined, marked, ngettext, number

FORMAT = 1
METHOD = marked(
    "In each stratum the units with the smallest SHA-256 of “SEED:KEY” are drawn, so that the "
    "order of rows and files does not matter."
)

# Who drew a sample where nobody was signed in.
NO_PERSON = marked("the command line")
IN_A_SENTENCE = {
    Dimension.OUTLET: marked("outlet"),
    Dimension.MONTH: marked("month"),
    Dimension.SCORE_BAND: marked("score band"),
}


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
        gettext(
            "%(drawn)s of %(available)s were drawn from the archive %(name)s (%(articles)s, "
            "%(paragraphs)s; SHA-256 %(sha256)s).",
            drawn=counted_units(recipe.drawn, plan.unit),
            available=number(recipe.available),
            name=archive.name,
            articles=counted_units(archive.articles, DrawnUnit.ARTICLE),
            paragraphs=counted_units(archive.paragraphs, DrawnUnit.PARAGRAPH),
            sha256=archive.sha256,
        ),
        strata_sentence(plan),
        gettext("The seed is %(seed)s. %(method)s", seed=plan.seed, method=gettext(METHOD)),
        excluded_sentence(recipe),
        gettext(
            "The archive was scored with %(sentiment)s and %(lexicon)s.",
            sentiment=archive.versions["sentiment"],
            lexicon=archive.versions["lexicon"],
        ),
        gettext(
            "Drawn at %(when)s by %(who)s with %(software)s. The SHA-256 of the sorted keys that "
            "were drawn is %(checksum)s.",
            when=recipe.drawn_at,
            who=gettext(recipe.drawn_by) if recipe.drawn_by == NO_PERSON else recipe.drawn_by,
            software=recipe.software,
            checksum=recipe.checksum,
        ),
    ]


def counted_units(count: int, unit: DrawnUnit) -> str:
    """Count articles or paragraphs in words.

    >>> counted_units(1_200, DrawnUnit.ARTICLE)
    '1,200 articles'
    """
    if unit is DrawnUnit.ARTICLE:
        return ngettext("%(num)s article", "%(num)s articles", count)
    return ngettext("%(num)s paragraph", "%(num)s paragraphs", count)


def excluded_sentence(recipe: Recipe) -> str:
    """Say how much of the archive could not be drawn, because the project had it."""
    is_article = recipe.plan.unit is DrawnUnit.ARTICLE
    if not recipe.excluded:
        if is_article:
            return gettext("No article of the archive had been in the project before.")
        return gettext("No paragraph of the archive had been in the project before.")
    return gettext(
        "%(excluded)s of the archive had been in the project before and could not be drawn.",
        excluded=counted_units(len(recipe.excluded), recipe.plan.unit),
    )


def strata_sentence(plan: Plan) -> str:
    """Say by what the strata were told apart, and how the size was shared."""
    size = number(plan.size)
    if not plan.dimensions:
        return gettext("%(size)s were asked for, without strata.", size=size)
    named = joined([gettext(IN_A_SENTENCE[dimension]) for dimension in plan.dimensions])
    if plan.allocation is Allocation.EQUAL:
        return gettext(
            "%(size)s were asked for, in strata by %(dimensions)s, shared equally among the "
            "strata, as far as each reaches.",
            size=size,
            dimensions=named,
        )
    return gettext(
        "%(size)s were asked for, in strata by %(dimensions)s, shared in proportion to what each "
        "stratum holds.",
        size=size,
        dimensions=named,
    )
