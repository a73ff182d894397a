"""The annotate page under the fingers: what a key brings can be seen, and nothing jumps."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.browser.people import set_up_administrator

pytestmark = pytest.mark.browser


def _stands_above(page: Page, what: str, other: str) -> bool:
    upper, lower = (page.locator(selector).bounding_box() for selector in (what, other))
    assert upper is not None
    assert lower is not None
    return upper["y"] + upper["height"] <= lower["y"]


def test_keys_show_what_they_bring(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    ada.goto(f"{served.address}/annotations/1/next")
    expect(ada.get_by_role("button", name="keys")).to_be_visible()
    assert ada.evaluate("document.documentElement.scrollHeight <= innerHeight")

    ada.keyboard.press("Tab")
    expect(ada.locator("#paragraph mark").first).to_be_focused()

    ada.keyboard.press("c")
    comment = ada.get_by_role("textbox", name="Comment")
    expect(comment).to_be_focused()
    assert _stands_above(ada, "#comment", ".annotate__hand"), "the button hides the comment"
    assert ada.evaluate("scrollY") == 0
    ada.keyboard.press("Escape")

    ada.keyboard.press("g")
    dialog = ada.get_by_role("dialog", name="Guidelines")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("element => element.scrollTop") == 0
