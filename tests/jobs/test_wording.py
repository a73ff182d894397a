"""Progress in words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workbench.job_commands import line
from workbench.job_pages import wording
from workbench.jobs.models import JobState
from workbench.jobs.queries import JobProgress, Tally

JOB = JobProgress(
    id=1,
    kind="import",
    unit="paragraphs",
    title="Import harbour.csv",
    project_id=1,
    state=JobState.RUNNING,
    total=10_000,
    tally=Tally(units_done=2_500),
    rate=640.4,
    is_quiet=False,
    error="",
    sentence="",
    counts={},
    created_at=datetime(2026, 5, 1, tzinfo=UTC),
    started_at=datetime(2026, 5, 1, tzinfo=UTC),
    finished_at=None,
)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (None, ""),
        (1234.5, "1,234 paragraphs a second"),
        (1.26, "1.3 paragraphs a second"),
        (0.05, "3.0 paragraphs a minute"),
    ],
)
def test_the_rate_is_said_in_a_unit_that_fits(rate: float | None, words: str) -> None:
    assert wording.rate(replace(JOB, rate=rate)) == words


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (5000, "a few seconds left"),
        (500, "about 15 seconds left"),
        (10, "about 12 minutes left"),
        (1, "about 2 hours left"),
        (None, ""),
    ],
)
def test_the_time_left_is_rounded(rate: float | None, words: str) -> None:
    assert wording.time_left(replace(JOB, rate=rate)) == words


def test_a_paused_job_promises_no_time() -> None:
    assert wording.time_left(replace(JOB, state=JobState.PAUSED)) == ""


def test_the_terminal_draws_a_bar() -> None:
    drawn = line(replace(JOB, tally=Tally(units_done=2_500, units_failed=100)))
    assert drawn.startswith("[#######.......................]  26 %")
    assert "Running: 2,500 of 10,000 paragraphs, 100 failed." in drawn
