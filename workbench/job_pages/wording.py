"""How the progress of a job is put into words, in the browser and in the terminal."""

from workbench.jobs.models import JobState
from workbench.jobs.queries import JobProgress

STATES = {
    JobState.WAITING: "waiting for a worker",
    JobState.RUNNING: "running",
    JobState.PAUSED: "paused",
    JobState.CANCELLED: "cancelled",
    JobState.DONE: "done",
    JobState.FAILED: "ended with failures",
}
BADGES = {
    JobState.RUNNING: "accent",
    JobState.CANCELLED: "neutral",
    JobState.DONE: "positive",
    JobState.FAILED: "negative",
}


def amount(job: JobProgress) -> str:
    """Say how much is done, as "1,200 of 10,000 paragraphs"."""
    return f"{job.tally.units_done:,} of {job.total:,} {job.unit}"


def rate(job: JobProgress) -> str:
    """Say how fast it goes, as "640 paragraphs a second"; "" where that is not known."""
    if job.rate is None:
        return ""
    if job.rate >= 10:
        return f"{job.rate:,.0f} {job.unit} a second"
    if job.rate >= 1:
        return f"{job.rate:.1f} {job.unit} a second"
    return f"{60 * job.rate:.1f} {job.unit} a minute"


def time_left(job: JobProgress) -> str:
    """Say how long it still takes, as "about 3 minutes left"; "" where that is not known."""
    seconds = job.seconds_left
    if seconds is None:
        return ""
    if seconds < 5:
        return "a few seconds left"
    if seconds < 90:
        return f"about {seconds} seconds left"
    if seconds < 90 * 60:
        return f"about {round(seconds / 60)} minutes left"
    return f"about {round(seconds / 3600)} hours left"


def status(job: JobProgress) -> str:
    """Say in a sentence how the job stands."""
    failed = f", {job.tally.units_failed:,} failed" if job.tally.units_failed else ""
    return f"{STATES[job.state].capitalize()}: {amount(job)}{failed}."
