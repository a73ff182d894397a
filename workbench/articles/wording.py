"""Sentences about articles that several pages, jobs and the command say."""

from workbench.articles.importing import ImportSummary
from workbench.jobs.models import JobState
from workbench.web.wording import counted

IMPORT_STATES = {
    JobState.WAITING: "being imported",
    JobState.RUNNING: "being imported",
    JobState.PAUSED: "paused",
    JobState.CANCELLED: "cancelled",
    JobState.FAILED: "ended with failures",
}


def summary_sentence(summary: ImportSummary) -> str:
    """Say what an import stored and what it did not."""
    return outcome_sentence(
        stored=summary.stored,
        duplicates=summary.duplicates,
        left_out=summary.left_out,
        bad_rows=len(summary.bad_rows),
    )


def outcome_sentence(
    *, stored: int, duplicates: int, left_out: int, bad_rows: int, failed: int = 0
) -> str:
    """Say how many articles were stored, and what became of the others.

    >>> outcome_sentence(stored=5, duplicates=1, left_out=0, bad_rows=0)
    'Imported 5 articles. 1 article was a duplicate.'
    """
    parts = [f"Imported {counted(stored, 'article')}."]
    if duplicates:
        fate = "was a duplicate" if duplicates == 1 else "were duplicates"
        parts.append(f"{counted(duplicates, 'article')} {fate}.")
    if left_out:
        verb = "was" if left_out == 1 else "were"
        parts.append(f"{counted(left_out, 'article')} {verb} left out.")
    if bad_rows:
        parts.append(f"{counted(bad_rows, 'row')} could not be read.")
    if failed:
        parts.append(f"{counted(failed, 'article')} could not be stored.")
    return " ".join(parts)
