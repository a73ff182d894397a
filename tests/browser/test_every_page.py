"""Every page of the demonstration: no barrier that axe-core knows, no sideways scrolling."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Served, barriers
from tests.browser.people import invite, new_page, set_up_administrator
from tests.paths import SEEDS

pytestmark = pytest.mark.browser

PAGES = [
    "/projects/",
    "/projects/new",
    "/projects/1",
    "/projects/1/members",
    "/projects/1/guidelines",
    "/projects/1/settings",
    "/projects/1/design",
    "/articles/1",
    "/articles/1/article/1",
    "/articles/1/import",
    "/samples/1",
    "/samples/1/new",
    "/annotations/1",
    "/annotations/1/next",
    "/reports/1/progress",
    "/reports/1/agreement",
    "/reports/1/contested",
    "/influence/1/anchoring",
    "/influence/1/groups",
    "/profiles/",
    "/profiles/1",
    "/profiles/1/questions",
    "/adjudication/1",
    "/adjudication/1/next",
    "/gold/1",
    "/gold/1/paragraph/1",
    "/gold/1/accuracy",
    "/lexicons/1",
    "/lexicons/1/term",
    "/lexicons/1/upload",
    "/lexicons/1/draft",
    "/lexicons/1/versions",
    "/lexicons/1/report",
    "/models/1",
    "/models/1/kept",
    "/exports/1",
    "/jobs/1",
    "/accounts/",
    "/accounts/profile",
    "/nowhere",
]


def test_every_page_is_open_to_everybody(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    found: list[str] = []
    link = invite(ada, served, "1", "Ben, from the desk")
    found += barriers(ada)
    for address in PAGES:
        answer = ada.goto(served.address + address)
        assert answer is not None
        assert answer.status in {200, 404}, f"{address} answers {answer.status}"
        found += barriers(ada)

    ada.goto(f"{served.address}/articles/1/import")
    ada.locator("input[type=file]").set_input_files(
        [  # type: ignore[arg-type]  # These are file payloads, written as plain dicts.
            {"name": "new.txt", "mimeType": "text/plain", "buffer": b"A headline\n\nOne line."},
            {"name": "broken.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"},
            {
                "name": "again.txt",
                "mimeType": "text/plain",
                "buffer": (SEEDS / "articles" / "harbour-loaded.txt").read_bytes(),
            },
        ]
    )
    ada.get_by_role("button", name="Read the files").click()
    expect(ada.get_by_text("here already").first).to_be_visible()
    expect(ada.get_by_text("broken.csv").first).to_be_visible()
    found += barriers(ada)
    ada.get_by_role("button", name="Correct A headline").click()
    found += barriers(ada)

    stranger = new_page(browser)
    for address in (f"{served.address}/accounts/sign-in", link):
        stranger.goto(address)
        found += barriers(stranger)
    assert not found, "\n".join(found)
