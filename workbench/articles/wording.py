"""Sentences about articles that several pages, jobs and the command say."""

from workbench.articles.importing import ImportSummary
from workbench.jobs.models import JobState
from workbench.said_later import nlater, sentences
from workbench.words import lazy

IMPORT_STATES = {
    JobState.WAITING: lazy("being imported"),
    JobState.RUNNING: lazy("being imported"),
    JobState.PAUSED: lazy("paused"),
    JobState.CANCELLED: lazy("cancelled"),
    JobState.FAILED: lazy("ended with failures"),
}


def summary_sentence(summary: ImportSummary) -> str:
    """Say what an import stored and what it did not, to be said later."""
    return outcome_sentence(
        stored=summary.stored,
        duplicates=summary.duplicates,
        left_out=summary.left_out,
        bad_rows=len(summary.bad_rows),
    )


def outcome_sentence(
    *, stored: int, duplicates: int, left_out: int, bad_rows: int, failed: int = 0
) -> str:
    """Say how many articles were stored, and what became of the others, to be said later.

    >>> outcome_sentence(stored=5, duplicates=1, left_out=0, bad_rows=0)
    'Imported 5 articles. 1 article was a duplicate.'
    """
    parts = [nlater("Imported %(num)s article.", "Imported %(num)s articles.", stored)]
    if duplicates:
        parts.append(
            nlater(
                "%(num)s article was a duplicate.", "%(num)s articles were duplicates.", duplicates
            )
        )
    if left_out:
        parts.append(
            nlater("%(num)s article was left out.", "%(num)s articles were left out.", left_out)
        )
    if bad_rows:
        parts.append(
            nlater("%(num)s row could not be read.", "%(num)s rows could not be read.", bad_rows)
        )
    if failed:
        parts.append(
            nlater(
                "%(num)s article could not be stored.",
                "%(num)s articles could not be stored.",
                failed,
            )
        )
    return sentences(parts)
