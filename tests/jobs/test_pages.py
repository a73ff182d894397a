"""The pages of jobs: for leads of the project, and for nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn
from tests.jobs.kinds import add_job
from tests.jobs.working import LookAt, WorkOff

READ = ["", "/job/{job}", "/job/{job}/progress.json"]
STEER = ["pause", "resume", "cancel", "retry"]


@pytest.fixture
def job_id(app: Flask, cast: Cast) -> int:
    """Give a job of Ada's project, whose second chunk is refused."""
    return add_job(app, 3, project_id=cast.project, trouble={1: {"refuse": "Row 3 has no <text>."}})


@pytest.mark.parametrize("path", READ)
def test_only_leads_of_the_project_read(
    client: FlaskClient, sign_in: SignIn, cast: Cast, job_id: int, path: str
) -> None:
    address = f"/jobs/{cast.project}" + path.format(job=job_id)
    assert sign_in(cast.ada).get(address).status_code == 200
    assert sign_in(cast.ben).get(address).status_code == 403
    assert sign_in(cast.dee).get(address).status_code == 404
    answer = client.get(address)
    assert (answer.status_code, "/accounts/sign-in" in answer.location) == (303, True)


@pytest.mark.parametrize("verb", STEER)
def test_only_leads_of_the_project_steer(
    client: FlaskClient, sign_in: SignIn, cast: Cast, job_id: int, look_at: LookAt, verb: str
) -> None:
    address = f"/jobs/{cast.project}/job/{job_id}/{verb}"
    assert sign_in(cast.ben).post(address).status_code == 403
    assert sign_in(cast.dee).post(address).status_code == 404
    assert "/accounts/sign-in" in client.post(address).location
    assert sign_in(cast.ada).get(address).status_code == 405
    assert look_at(job_id).state == "waiting"


def test_a_job_of_another_project_is_not_there(sign_in: SignIn, cast: Cast, job_id: int) -> None:
    dee = sign_in(cast.dee)
    address = f"/jobs/{cast.other_project}/job/{job_id}"
    assert dee.get(address).status_code == 404
    assert dee.post(f"{address}/cancel").status_code == 404


def test_a_project_without_jobs_says_what_will_stand_here(sign_in: SignIn, cast: Cast) -> None:
    assert "No jobs yet" in sign_in(cast.ada).get(f"/jobs/{cast.project}").text


def test_a_lead_pauses_resumes_and_cancels(
    sign_in: SignIn, cast: Cast, job_id: int, look_at: LookAt
) -> None:
    ada, address = sign_in(cast.ada), f"/jobs/{cast.project}/job/{job_id}"
    assert "Go on" not in ada.get(address).text
    answer = ada.post(f"{address}/pause")
    assert (answer.status_code, answer.location) == (303, address)
    assert look_at(job_id).state == "paused"
    assert "Go on" in ada.get(address).text
    ada.post(f"{address}/resume")
    assert look_at(job_id).state == "waiting"
    ada.post(f"{address}/cancel")
    assert look_at(job_id).state == "cancelled"
    page = ada.get(address).text
    assert "Cancelled: 0 of 6 rows." in page
    details, _, _ = page.split("data-job-details")[1].partition("</main>")
    assert "<form" not in details


def test_a_button_pressed_too_late_says_so(
    sign_in: SignIn, cast: Cast, app: Flask, work_off: WorkOff
) -> None:
    done = add_job(app, 1, project_id=cast.project)
    work_off()
    ada, address = sign_in(cast.ada), f"/jobs/{cast.project}/job/{done}"
    assert ada.post(f"{address}/pause").status_code == 303
    assert "This job cannot be paused: it stands at “done”." in ada.get(address).text


def test_failures_stand_with_their_reasons_and_can_be_tried_again(
    sign_in: SignIn, cast: Cast, job_id: int, work_off: WorkOff, look_at: LookAt
) -> None:
    work_off()
    ada, address = sign_in(cast.ada), f"/jobs/{cast.project}/job/{job_id}"
    page = ada.get(address).text
    assert "Ended with failures: 4 of 6 rows, 2 failed." in page
    assert "Row 3 has no &lt;text&gt;." in page
    assert "Left 4 rows." in page
    ada.post(f"{address}/retry")
    assert look_at(job_id).state == "running"
    again = ada.get(address).text
    assert "tried again" in again
    # How it ended is old by now.
    assert "Left 4 rows." not in again
    ada.post(f"{address}/cancel")
    cancelled = ada.get(address).text
    assert "left undone" in cancelled
    assert "tried again" not in cancelled


def test_the_figures_come_as_json(
    sign_in: SignIn, cast: Cast, job_id: int, work_off: WorkOff
) -> None:
    work_off()
    figures = sign_in(cast.ada).get(f"/jobs/{cast.project}/job/{job_id}/progress.json").json
    assert figures is not None
    assert figures["status"] == "Ended with failures: 4 of 6 rows, 2 failed."
    assert (figures["state"], figures["is_open"]) == ("failed", False)
    assert (figures["done"], figures["total"], figures["percent"]) == (6, 6, 100)
    assert figures["failed_chunks"] == 1


def test_the_list_shows_the_newest_first(
    sign_in: SignIn, cast: Cast, app: Flask, job_id: int, work_off: WorkOff
) -> None:
    work_off()
    younger = add_job(app, 1, project_id=cast.project)
    page = sign_in(cast.ada).get(f"/jobs/{cast.project}").text
    assert page.index(f"/job/{younger}") < page.index(f"/job/{job_id}")
    assert "4 of 6 rows" in page
