"""Every page of the demonstration: no barrier that axe-core knows, no sideways scrolling."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import EVERY_PAGE
from tests.browser.people import invite, new_page, set_up_administrator
from tests.browser.served import Served, barriers
from tests.paths import SEEDS

pytestmark = pytest.mark.browser


def test_every_page_is_open_to_everybody(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    found: list[str] = []
    link = invite(ada, served, "1", "Ben, from the desk")
    found += barriers(ada)
    for address in EVERY_PAGE:
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
