"""How the progress of a job is put into words, in the browser and in the terminal."""

from collections.abc import Mapping

from workbench.jobs.models import STATES, JobState
from workbench.jobs.queries import JobProgress
from workbench.words import gettext, lazy_pgettext, ngettext, number

__all__ = ["BADGES", "STATES", "amount", "counted_as", "rate", "status", "time_left"]

BADGES = {
    JobState.RUNNING: "accent",
    JobState.CANCELLED: "neutral",
    JobState.DONE: "positive",
    JobState.FAILED: "negative",
}
# What jobs count, as it stands alone and as it stands after "1,200 of 10,000": in other languages
# these are two forms.
UNITS: Mapping[str, tuple[str, str]] = {
    "paragraphs": (
        lazy_pgettext("what a job counts", "paragraphs"),
        lazy_pgettext("of so many", "paragraphs"),
    ),
    "annotations": (
        lazy_pgettext("what a job counts", "annotations"),
        lazy_pgettext("of so many", "annotations"),
    ),
    "reports": (
        lazy_pgettext("what a job counts", "reports"),
        lazy_pgettext("of so many", "reports"),
    ),
    "models": (
        lazy_pgettext("what a job counts", "models"),
        lazy_pgettext("of so many", "models"),
    ),
    "units": (
        lazy_pgettext("what a job counts", "units"),
        lazy_pgettext("of so many", "units"),
    ),
}


def counted_as(job: JobProgress) -> str:
    """Say what a job counts, as the head of a column."""
    unit = str(UNITS.get(job.unit, (job.unit,))[0])
    return unit[:1].upper() + unit[1:]


def amount(job: JobProgress) -> str:
    """Say how much is done, as "1,200 of 10,000 paragraphs"."""
    return gettext(
        "%(done)s of %(total)s %(unit)s",
        done=number(job.tally.units_done),
        total=number(job.total),
        unit=UNITS.get(job.unit, ("", job.unit))[1],
    )


def rate(job: JobProgress) -> str:
    """Say how fast it goes, as "640 paragraphs a second"; "" where that is not known."""
    if job.rate is None:
        return ""
    unit = UNITS.get(job.unit, (job.unit,))[0]
    if job.rate >= 1:
        n = number(job.rate, 0 if job.rate >= 10 else 1)
        return gettext("%(n)s %(unit)s a second", n=n, unit=unit)
    return gettext("%(n)s %(unit)s a minute", n=number(60 * job.rate, 1), unit=unit)


def time_left(job: JobProgress) -> str:
    """Say how long it still takes, as "about 3 minutes left"; "" where that is not known."""
    seconds = job.seconds_left
    if seconds is None:
        return ""
    if seconds < 5:
        return gettext("a few seconds left")
    if seconds < 90:
        return ngettext("about %(num)s second left", "about %(num)s seconds left", seconds)
    if seconds < 90 * 60:
        minutes = round(seconds / 60)
        return ngettext("about %(num)s minute left", "about %(num)s minutes left", minutes)
    hours = round(seconds / 3600)
    return ngettext("about %(num)s hour left", "about %(num)s hours left", hours)


def status(job: JobProgress) -> str:
    """Say in a sentence how the job stands."""
    state = str(STATES[job.state])
    state = state[:1].upper() + state[1:]
    if job.tally.units_failed:
        return gettext(
            "%(state)s: %(amount)s, %(failed)s failed.",
            state=state,
            amount=amount(job),
            failed=number(job.tally.units_failed),
        )
    return gettext("%(state)s: %(amount)s.", state=state, amount=amount(job))
