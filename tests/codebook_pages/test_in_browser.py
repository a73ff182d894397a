"""A lead writes a question and a category in a browser, and an annotator is asked it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import set_up_administrator
from tests.browser.served import Served, barriers

pytestmark = pytest.mark.browser


def test_a_question_is_written_and_then_asked(browser: Browser, served: Served) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    ada.goto(f"{served.address}/codebooks/1")
    ada.get_by_role("button", name="Add a question").click()
    # Whoever adds a row goes on typing in it.
    expect(ada.get_by_label("Title of question 4")).to_be_focused()
    ada.keyboard.type("Frame")
    ada.get_by_label("Label 1 of question 4").fill("conflict")
    ada.get_by_label("Label 2 of question 4").fill("human interest")
    ada.get_by_role("button", name="Add a category").click()
    expect(ada.get_by_label("Category 9", exact=True)).to_be_focused()
    ada.keyboard.type("dehumanising")
    # Enter looks at what changes. It neither saves nor moves nor removes anything.
    ada.keyboard.press("Enter")
    changes = ada.get_by_role("region", name="What this changes")
    expect(changes).to_be_focused()
    expect(changes).to_contain_text("The question “Frame” is new.")
    expect(changes).to_contain_text("158 annotations have no answer to “Frame”.")
    assert barriers(ada) == []
    ada.get_by_label("Title of question 4").press("Enter")
    expect(changes).to_contain_text("The question “Frame” is new.")
    ada.get_by_role("button", name="Save as version 2").click()
    expect(ada.get_by_text("Codebook and guidelines are now version 2.")).to_be_visible()
    ada.goto(f"{served.address}/annotations/1/next")
    for key in "2n47":
        ada.keyboard.press(key)
    frame = ada.get_by_role("group", name="Frame")
    expect(frame.get_by_role("radio", name="conflict")).to_be_checked()
    shown = ada.locator("mark").filter(has_text="dehumanising", visible=True)
    expect(shown.first).to_be_visible()
