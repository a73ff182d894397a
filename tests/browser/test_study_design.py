"""A lead designs a blind study, and the page that follows is answered by keys alone."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import set_up_administrator
from tests.browser.served import Served, barriers

pytestmark = pytest.mark.browser


def test_a_blind_page_is_answered_by_keys_alone(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    ada.goto(f"{served.address}/projects/1/settings")
    ada.get_by_role("link", name="Study design").click()
    # The demonstration has a design of its own, which draws by lot.
    expect(ada.get_by_text("50% of the paragraphs are blind").first).to_be_visible()
    ada.get_by_label("Blind paragraphs, in percent").fill("100")
    ada.get_by_label("hidden in the text, too").check()
    ada.get_by_label("the whole article").check()
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_text("Saved as version 2.")).to_be_visible()
    assert barriers(ada) == []

    ada.goto(f"{served.address}/annotations/1/next")
    expect(ada.get_by_text("No suggestions here")).to_be_visible()
    expect(ada.locator("#paragraph mark")).to_have_count(0)
    expect(ada.locator("[data-spans] .span-item")).to_have_count(0)
    expect(ada.locator("input[type=radio]:checked")).to_have_count(0)
    assert ada.locator(".paragraph--neighbour").count() > 2
    assert barriers(ada) == []
    first = ada.url
    for key in ("1", "b", "6", "Enter"):
        ada.keyboard.press(key)
    expect(ada).not_to_have_url(first)
    # The next page was drawn and fetched ahead, and is blind as well.
    expect(ada.get_by_text("No suggestions here")).to_be_visible()
    expect(ada.locator("#paragraph mark")).to_have_count(0)
    for _ in range(3):
        third = ada.url
        for key in ("1", "b", "6", "Enter"):
            ada.keyboard.press(key)
        expect(ada).not_to_have_url(third)
    # In a whole article the paragraph in question is brought into sight.
    expect(ada.locator("#paragraph")).to_be_in_viewport()
    expect(ada.get_by_role("link", name="paragraph 5")).to_have_attribute("href", "#paragraph")
    for _ in range(4):
        fourth = ada.url
        ada.keyboard.press("u")
        expect(ada).not_to_have_url(fourth)
    expect(ada).to_have_url(first)
    expect(ada.locator("[data-standing]")).to_contain_text("is kept as revision 2.")
    expect(ada.get_by_text("No suggestions here")).to_be_visible()


def test_the_machine_speaks_after_the_person_by_keys_alone(
    served: Served, browser: Browser
) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    ada.goto(f"{served.address}/projects/1/design")
    for group in ("Suggestion for sentiment", "Suggestion for bias", "Suggested loaded words"):
        ada.get_by_role("group", name=group).get_by_label("after a first answer").check()
    ada.get_by_label("Blind paragraphs, in percent").fill("0")
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_text("Suggested after a first answer: sentiment, bias").first).to_be_visible()

    ada.goto(f"{served.address}/annotations/1/next")
    ada.evaluate("globalThis.isSamePage = true")
    seen, told = 0, ""
    said = ada.get_by_text(re.compile("^you said positive; the machine"))
    for _ in range(4):
        address = ada.url
        expect(ada.locator("#paragraph mark")).to_have_count(0)
        for key in ("3", "b", "6"):
            ada.keyboard.press(key)
        ada.context.set_offline(True)
        ada.keyboard.press("Enter")
        expect(ada.locator("[data-state]")).to_have_text("waiting for the network")
        ada.context.set_offline(False)
        expect(ada.locator("[data-state]")).to_have_text(re.compile("saved"))
        if ada.url != address:
            continue  # The machine had nothing to say of this one.
        expect(ada.locator("[data-state]")).to_have_text("first answer saved")
        expect(ada.locator("[data-standing]")).to_contain_text("Your first answer is stored.")
        # Where praise and blame are about even, it has nothing to say of the sentiment.
        told = address if said.count() else told
        assert ada.evaluate("globalThis.isSamePage")
        assert barriers(ada) == []
        unmarked = ada.locator("#paragraph mark.is-revealed")
        if unmarked.count():
            seen += 1
            ada.keyboard.press("Tab")
            ada.keyboard.press("x")
            expect(ada.locator("#paragraph mark.is-suggested")).to_have_count(1)
            ada.locator("#paragraph").focus()
        ada.keyboard.press("1")
        ada.reload()
        expect(ada.locator("[data-state]")).to_have_text("draft restored")
        ada.evaluate("globalThis.isSamePage = true")
        ada.keyboard.press("Enter")
        expect(ada).not_to_have_url(address)
    assert seen > 0
    assert told
    ada.goto(told)
    expect(said).to_be_visible()
