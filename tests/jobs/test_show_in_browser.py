"""A lead follows a job in a real browser, while a real worker works it off."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import new_page
from tests.browser.served import barriers
from tests.conftest import Cast
from tests.jobs.kinds import add_job
from tests.jobs.processes import started, until
from tests.running import free_port, listens
from workbench.config import Settings

pytestmark = pytest.mark.browser
SLOW: dict[int, dict[str, object]] = {i: {"sleep": 0.2} for i in range(40)}


@pytest.fixture
def address(app: Flask, settings: Settings) -> Iterator[str]:
    """Serve the test's database, with a worker beside."""
    port = free_port()
    with started("run", settings, WORKBENCH_PORT=str(port)):
        until(lambda: listens(port))
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def ada(browser: Browser, app: Flask, cast: Cast, address: str) -> Iterator[Page]:
    """Open a browser in which Ada is signed in."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own interface has it.
    cookie = signer.dumps({"_user_id": f"{cast.ada}.0", "_fresh": True})
    page = new_page(browser)
    page.context.add_cookies(
        [
            {
                "name": "workbench",
                "value": cookie,
                "domain": str(urlsplit(address).hostname),
                "path": "/",
            }
        ]
    )
    yield page
    page.context.close()


def test_the_bar_moves_and_failures_appear_without_a_reload(
    app: Flask, cast: Cast, ada: Page, address: str
) -> None:
    job_id = add_job(app, 40, project_id=cast.project, trouble={**SLOW, 3: {"refuse": "No text."}})
    ada.goto(f"{address}/jobs/{cast.project}/job/{job_id}")
    ada.evaluate("window.sameDocument = true")
    status = ada.locator("[data-job-status]")
    expect(status).to_contain_text("Running")
    expect(ada.locator("[data-job-rate]")).to_contain_text("rows a second", timeout=30_000)
    assert barriers(ada) == []
    expect(ada.get_by_text("No text.")).to_be_visible(timeout=30_000)
    expect(status).to_have_text("Ended with failures: 78 of 80 rows, 2 failed.", timeout=60_000)
    expect(ada.locator("[data-job-announcement]")).to_contain_text("Ended with failures")
    expect(ada.get_by_role("button", name="Try again what failed")).to_be_visible()
    expect(ada.get_by_role("button", name="Pause")).to_be_hidden()
    assert ada.evaluate("window.sameDocument")
    assert barriers(ada) == []


def test_a_lead_pauses_and_goes_on(app: Flask, cast: Cast, ada: Page, address: str) -> None:
    # Minutes long, so that it is still running when a busy machine gets to the last button.
    endless: dict[int, dict[str, object]] = {i: {"sleep": 0.2} for i in range(600)}
    job_id = add_job(app, 600, project_id=cast.project, trouble=endless)
    ada.goto(f"{address}/jobs/{cast.project}/job/{job_id}")
    ada.get_by_role("button", name="Pause").click()
    status = ada.locator("[data-job-status]")
    expect(status).to_contain_text("Paused")
    ada.get_by_role("button", name="Go on").click()
    expect(status).to_contain_text("Running")
    ada.get_by_role("button", name="Cancel for good").click()
    expect(status).to_contain_text("Cancelled")
    ada.goto(f"{address}/jobs/{cast.project}")
    expect(ada.get_by_role("link", name="Leave rows")).to_be_visible()
    assert barriers(ada) == []
