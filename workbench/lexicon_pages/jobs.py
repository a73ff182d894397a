"""The counts of the lexicon report of a very large study, computed by a job."""

from datetime import datetime

from workbench.articles.lexicon import lexicon_in_force
from workbench.jobs.kept import About, KeptReport
from workbench.lexicon_pages.report import LexiconCounts, lexicon_counts
from workbench.words import marked


def _counted(project_id: int, _about: About, at: datetime) -> LexiconCounts:
    return lexicon_counts(project_id, lexicon_in_force(project_id), at=at)


LEXICON_COUNTS = KeptReport(
    name="lexicon_report",
    title=marked("Lexicon report"),
    sentence=marked("The lexicon report shows these counts until they are computed again."),
    record=LexiconCounts,
    compute=_counted,
)
