"""A lead changes the lexicon in a browser, on the demonstration: no barrier on any page."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import set_up_administrator
from tests.browser.served import Served, barriers

pytestmark = pytest.mark.browser

FAULTY = b"term,category,polarity,strength,reason\na,b,1,1,R.\nc,demeaning,-1,9,Mocks.\n"


@pytest.fixture
def ada(browser: Browser, served: Served) -> Page:
    """Let Ada set the installation up."""
    return set_up_administrator(browser, served, "Ada")


def test_a_lexicon_is_changed_tried_and_applied(ada: Page, served: Served) -> None:
    lexicon = f"{served.address}/lexicons/1"
    found: list[str] = []
    ada.goto(f"{lexicon}?q=hero")
    ada.get_by_role("button", name="Switch off hero", exact=True).click()
    expect(ada.get_by_text("A draft changes 1 term.")).to_be_visible()
    found += barriers(ada)
    ada.get_by_role("link", name="Add a term").click()
    ada.get_by_label("Term").fill("the harbour")
    ada.get_by_label("Category").select_option("sensational")
    ada.get_by_label("That depends").check()
    ada.get_by_role("button", name="Put into the draft").click()
    expect(ada.get_by_text("Say in one sentence why it is loaded.").first).to_be_visible()
    found += barriers(ada)
    ada.get_by_label("Reason").fill("Is everywhere in this study.")
    ada.get_by_role("button", name="Put into the draft").click()
    ada.get_by_role("button", name="Try it").click()
    expect(ada.locator("ins.trial").nth(1)).to_have_text("the harbour")
    found += barriers(ada)
    ada.goto(f"{lexicon}/upload")
    ada.locator("input[type=file]").set_input_files(
        [{"name": "mine.csv", "mimeType": "text/csv", "buffer": FAULTY}]  # type: ignore[arg-type]  # A file payload, written as a plain dict.
    )
    ada.get_by_role("button", name="Read the file").click()
    expect(ada.get_by_text("Line 3 (“c”)")).to_be_visible()
    found += barriers(ada)
    ada.goto(f"{lexicon}/draft")
    ada.get_by_role("button", name="Apply as version 1").click()
    expect(ada.get_by_text("Version 1 of the lexicon is in force.")).to_be_visible()
    found += barriers(ada)
    ada.goto(f"{lexicon}/report?sort=precision")
    expect(ada.get_by_role("heading", name="To retire")).to_be_visible()
    found += barriers(ada)
    assert not found, "\n".join(found)
