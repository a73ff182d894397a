"""The annotate page under the fingers: what a key brings can be seen, and nothing jumps."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import accept, invite, set_up_administrator
from tests.browser.served import Served

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

    # What a key needs first is shown where it stands, not only said aloud.
    hint = ada.locator("[data-hint=go]")
    ada.keyboard.press("x")
    expect(hint).to_have_class(re.compile("state--problem"))
    ada.keyboard.press("Tab")
    first = ada.locator("#paragraph mark").first
    expect(first).to_be_focused()
    # What a screen reader says of it, though its reason is folded away in the rail.
    expect(first).to_have_accessible_description(re.compile(r"^suggested as [a-z ]+\. [A-Z]"))
    ada.keyboard.press("x")
    expect(first).to_have_accessible_description(re.compile(r"^rejected\. [A-Z]"))
    ada.keyboard.press("x")
    # The focus stays in the text while answers are given by keys: so they are said.
    said = ada.locator("[data-status]")
    for key, sentence in (("3", "Sentiment: positive"), ("f", "flagged"), ("f", "not flagged")):
        ada.keyboard.press(key)
        expect(said).to_have_text(sentence)
    reject = ada.locator("[data-reject]").first
    expect(reject).to_have_accessible_name(re.compile("^Reject [a-z]+"))

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

    expect(ada.locator("[data-guidelines-news]")).to_contain_text("not confirmed yet")
    dialog.get_by_role("button", name="I have read version 1").click()
    expect(dialog).to_be_hidden()
    expect(ada.locator("[data-guidelines-news]")).to_have_count(0)
    # The next paragraph was fetched before that, and says nothing of it either.
    address = ada.url
    ada.keyboard.press("4")
    ada.keyboard.press("n")
    ada.keyboard.press("Enter")
    expect(ada).not_to_have_url(address)
    expect(ada.locator("#paragraph")).to_be_focused()
    expect(ada.locator("[data-guidelines-news]")).to_have_count(0)


def test_the_keys_of_categories_stay_in_view(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    for width, height in ((1280, 720), (900, 600), (1920, 1080)):
        ada.set_viewport_size({"width": width, "height": height})
        ada.goto(f"{served.address}/annotations/1/next")
        keys = ada.locator(".category-keys button")
        expect(keys.first).to_be_in_viewport(ratio=1)
        expect(keys.last).to_be_in_viewport(ratio=1)
        ada.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        assert _stands_above(ada, ".paragraph:last-child", ".words__legend")


def test_a_question_without_an_answer_is_named_in_the_reader_s_language(
    served: Served, browser: Browser
) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    ada.goto(served.address)
    ada.get_by_role("button", name="Deutsch").click()
    ada.goto(f"{served.address}/annotations/1/next")
    expect(ada.locator("[data-keys-open]")).to_be_visible()
    ada.evaluate(
        """() => {
          for (const input of document.querySelectorAll('.question :checked'))
            input.checked = false;
        }"""
    )
    ada.keyboard.press("Enter")
    said = "element => getComputedStyle(element, '::after').content"
    label = ada.locator(".question.has-error .question__label")
    assert "bitte wählen" in label.evaluate(said)


def test_a_break_is_suggested_after_a_long_stretch(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    ada.goto(f"{served.address}/annotations/1/next")
    expect(ada.locator("[data-pause]")).to_be_hidden()
    ada.evaluate(
        """() => {
          const since = Date.now() - 51 * 60_000;
          localStorage.setItem('stretch',
            JSON.stringify({since, hinted: since, last: Date.now() - 60_000}));
        }"""
    )
    ada.reload()
    expect(ada.locator("[data-pause]")).to_contain_text("at this for 51 minutes")
    ada.reload()
    expect(ada.locator("[data-pause]")).to_be_hidden()
    ada.keyboard.press("?")
    ada.get_by_label("Suggest a break after").select_option("never")
    assert ada.evaluate("localStorage.getItem('pause')") == "never"


def test_who_is_removed_meanwhile_reads_so_on_a_whole_page(
    served: Served, browser: Browser
) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    ben = accept(browser, invite(ada, served, "1", "Ben"), "Ben")
    ben.goto(f"{served.address}/annotations/1/next")
    ben.keyboard.press("1")
    ada.goto(f"{served.address}/projects/1/members")
    row = ada.get_by_role("row", name="ben@example.org")
    row.locator("summary").click()
    row.get_by_role("button", name="End membership").click()
    expect(ada.get_by_text("Ben is no longer a member.").first).to_be_visible()
    for key in ("1", "b", "4", "Enter"):
        ben.keyboard.press(key)
    expect(ben.get_by_role("heading", name="No such page")).to_be_visible()
    expect(ben.get_by_role("status")).to_have_text(
        "Your answer was not stored. What you entered is kept in this browser for two weeks, "
        "in case this page can be opened again."
    )
    # It is laid out as any other page, with a way to the projects.
    expect(ben.get_by_role("link", name="Media-bias workbench")).to_be_visible()
    expect(ben.locator("body")).not_to_have_class("is-annotating")
    assert ben.evaluate("Object.keys(localStorage).some(each => each.startsWith('draft.'))")


def test_a_finger_that_selects_words_is_offered_the_categories(
    served: Served, browser: Browser
) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    phone = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        storage_state=ada.context.storage_state(),
    ).new_page()
    phone.goto(f"{served.address}/annotations/1/next")
    expect(phone.get_by_role("button", name="comment")).to_be_visible()
    # Key caps, and what is said of keys, are for keyboards.
    expect(phone.locator(".words__keys")).to_be_hidden()
    phone.locator(".annotate__headline").tap()
    # The handles of a selection move it without a pointer that the page would hear.
    phone.evaluate("""() => {
      const text = document.querySelector("#paragraph").firstChild;
      getSelection().setBaseAndExtent(text, 0, text, text.length);
    }""")
    chooser = phone.get_by_role("group", name="Category of the selected words")
    chooser.get_by_role("button").first.tap()
    expect(chooser).to_be_hidden()
    expect(phone.locator("[name=added_text]")).to_have_count(1)
