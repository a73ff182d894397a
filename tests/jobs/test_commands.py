"""Jobs in the terminal."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.jobs.kinds import add_job
from tests.jobs.working import LookAt, WorkOff
from workbench.config import Settings
from workbench.job_commands import jobs

Workbench = Callable[..., Result]


@pytest.fixture
def workbench_jobs(settings: Settings) -> Workbench:
    """Give a function that runs `workbench jobs …`."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(jobs, arguments, obj=settings)

    return run


def test_the_list_says_when_there_is_nothing(app: Flask, workbench_jobs: Workbench) -> None:
    assert workbench_jobs("list").output == "There are no jobs yet.\n"


def test_jobs_are_listed_with_a_bar(app: Flask, workbench_jobs: Workbench) -> None:
    add_job(app, 2)
    printed = workbench_jobs("list").output
    assert "Leave rows" in printed
    assert "[..............................]   0 %" in printed


def test_a_job_is_shown_with_what_failed(
    app: Flask, workbench_jobs: Workbench, work_off: WorkOff
) -> None:
    job_id = add_job(app, 2, trouble={1: {"refuse": "Row 3 has no text."}})
    work_off()
    printed = workbench_jobs("show", str(job_id)).output
    assert "[##############################] 100 %" in printed
    assert "chunk 2 failed: Row 3 has no text." in printed
    workbench_jobs("retry", str(job_id))
    assert (
        "chunk 2 is tried again: Row 3 has" in workbench_jobs("show", str(job_id), "--once").output
    )
    workbench_jobs("cancel", str(job_id))
    printed = workbench_jobs("show", str(job_id)).output
    assert "chunk 2 failed and was left undone: Row 3 has no text." in printed


def test_a_job_is_steered(app: Flask, workbench_jobs: Workbench, look_at: LookAt) -> None:
    job_id = str(add_job(app, 2))
    for verb, state in [("pause", "paused"), ("resume", "waiting"), ("cancel", "cancelled")]:
        assert workbench_jobs(verb, job_id).exit_code == 0
        assert look_at(int(job_id)).state == state
    refused = workbench_jobs("retry", job_id)
    assert (refused.exit_code, "was cancelled" in refused.output) == (1, True)


def test_a_job_that_is_not_there_says_where_to_look(app: Flask, workbench_jobs: Workbench) -> None:
    answer = workbench_jobs("show", "7")
    assert answer.exit_code == 1
    assert "There is no job 7; see: workbench jobs list" in answer.output
