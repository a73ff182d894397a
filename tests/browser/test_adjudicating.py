"""A contested paragraph is decided by keys alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import set_up_administrator
from tests.browser.served import Served

pytestmark = pytest.mark.browser


def test_a_digit_takes_an_answer_and_enter_confirms_it(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    ada.goto(f"{served.address}/adjudication/1/next")
    first, chosen = ada.url, ada.locator("[data-decide] input[type=radio]:checked")
    ada.keyboard.press("2")
    expect(ada.locator("[data-state]")).to_have_text("answer 2 taken, not saved yet")
    expect(chosen).to_have_count(3)
    ada.reload()
    expect(ada.locator("[data-state]")).to_have_text("draft restored")
    expect(chosen).to_have_count(3)
    ada.keyboard.press("Enter")
    expect(ada.get_by_text(re.compile(r"^1 of \d+ contested paragraphs decided"))).to_be_visible()
    assert ada.url != first

    second = ada.url
    ada.keyboard.press("l")
    expect(ada).not_to_have_url(second)

    state = ada.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=state).new_page()
    plain.goto(second)
    plain.get_by_role("link", name="Take answer 1").click()
    plain.get_by_role("button", name="Confirm, next").click()
    expect(plain.get_by_text(re.compile(r"^2 of \d+ contested paragraphs decided"))).to_be_visible()
    plain.goto(first)
    expect(plain.get_by_text("Revision 1", exact=True)).to_be_visible()
