"""Sentences on what made the suggestions that were drawn by lot."""

from collections import defaultdict
from collections.abc import Iterator

from workbench.codebook.codebook import Source
from workbench.influence.report import InfluenceReport, SuggestedBy
from workbench.influence.sources import LEXICON, MODEL
from workbench.projects.forms import SOURCE_TITLES
from workbench.words import gettext, joined, number


def sources_by_question(report: InfluenceReport) -> Iterator[tuple[str, str]]:
    """Say where the suggestions for each question, and loaded words, came from: title, sources."""
    by_question: defaultdict[str, list[SuggestedBy]] = defaultdict(list)
    for one in report.sources:
        by_question[one.question].append(one)
    for question, rows in by_question.items():
        title = rows[0].title if question else gettext("Loaded words")
        yield title, joined([_counted(row) for row in rows])


def _counted(row: SuggestedBy) -> str:
    return gettext(
        "%(source)s (%(shown)s shown, %(withheld)s withheld)",
        source=_name(row),
        shown=number(row.n_shown),
        withheld=number(row.n_withheld),
    )


def _name(row: SuggestedBy) -> str:
    if row.source == MODEL:
        return gettext("learned model %(number)s", number=row.model)
    if row.source == LEXICON:
        return gettext("the lexicon")
    return str(SOURCE_TITLES[Source(row.source)])
