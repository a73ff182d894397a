"""The counts of the lexicon report of a very large study, computed by a job."""

from datetime import datetime

from workbench.articles.lexicon import lexicon_in_force
from workbench.jobs.kept import About, KeptReport
from workbench.jobs.plain_rows import OutdatedError
from workbench.lexicon_pages.report import LexiconCounts, lexicon_counts
from workbench.queue_order import DrawnAs
from workbench.words import marked


def about(drawn: str) -> About:
    """Describe the report of all paragraphs, or with "random" of those given out by lot."""
    return {"drawn": drawn} if drawn else {}


def _counted(project_id: int, asked: About, at: datetime) -> LexiconCounts:
    drawn = asked.get("drawn", "")
    if asked != about(drawn) or drawn not in ("", DrawnAs.RANDOM):
        raise OutdatedError("What is asked for is described otherwise now.")
    return lexicon_counts(project_id, lexicon_in_force(project_id), at=at, drawn=drawn)


LEXICON_COUNTS = KeptReport(
    name="lexicon_report",
    title=marked("Lexicon report"),
    sentence=marked("The lexicon report shows these counts until they are computed again."),
    record=LexiconCounts,
    compute=_counted,
)
