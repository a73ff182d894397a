"""Points of WCAG 2.2 that neither axe-core nor the text of a page shows: what happens on use."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pages import KINDS_OF_PAGES, visit
from tests.browser.people import set_up_administrator
from tests.browser.served import Served

pytestmark = pytest.mark.browser

MEANT = "main a[href], nav a[href], main button, main summary"
# What a link or button is called, and where a link leads.
NAMED = """
(all) => all.filter((one) => one.checkVisibility()).map((one) => ({
  name: (one.getAttribute("aria-label") || one.innerText || one.title
    || [...one.querySelectorAll("img, svg")].map((each) => each.alt || each.ariaLabel).join(" ")
    ).trim().replace(/\\s+/g, " "),
  place: one.href ? new URL(one.href).pathname + new URL(one.href).search : "",
  around: (one.closest("tr, li, dd, p, section, nav, figure, form, details")?.innerText ?? "")
    .trim().replace(/\\s+/g, " "),
}))
"""
SAYS_NOTHING = {"", "here", "click here", "more", "link", "read more", "this", "…"}
IMAGES = """
() => [...document.images].filter((one) => one.checkVisibility()).map((one) => ({
  source: one.currentSrc, says: one.alt,
  hasTable: !!one.closest("figure, section, details, div")?.querySelector("table")
    || !!one.closest("figure")?.parentElement?.querySelector("table"),
}))
"""


def test_what_floats_stays_and_goes_when_asked(served: Served, browser: Browser) -> None:
    """1.4.13: a reason comes on focus and hover, can be pointed at, and Escape sends it away."""
    ada = set_up_administrator(browser, served, "Ada")
    ada.goto(f"{served.address}/annotations/1/next")
    mark = ada.locator("#paragraph mark").first
    tip = ada.locator("[data-reason-tip], [role=tooltip]").first
    mark.focus()
    expect(tip).to_be_visible()
    ada.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    mark.hover()
    expect(tip).to_be_visible()
    tip.hover()
    ada.wait_for_timeout(400)
    expect(tip).to_be_visible()
    ada.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    # What the pointer rests on once the reason is gone was not pointed at: no other comes up.
    # Browsers say so at a time of their own, with the place of the pointer.
    mark.hover()
    expect(tip).to_be_visible()
    x, y = _middle(tip)
    ada.mouse.move(x, y)
    ada.keyboard.press("Escape")
    beneath = {"bubbles": True, "clientX": x, "clientY": y}
    ada.locator("#paragraph mark").last.dispatch_event("pointerover", beneath)
    expect(tip).to_be_hidden()
    mark.hover()
    expect(tip).to_be_visible()


def _middle(place: Locator) -> tuple[int, int]:
    box = place.bounding_box()
    assert box is not None
    return round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)


def test_single_keys_can_be_switched_off(served: Served, browser: Browser) -> None:
    """2.1.4: no letter or digit acts any more, here or after a reload, until they are on again."""
    ada = set_up_administrator(browser, served, "Ada")
    ada.goto(f"{served.address}/annotations/1/next")
    chosen = ada.locator("form[data-annotate] input[type=radio]:checked")
    before = chosen.evaluate_all("all => all.map((one) => one.name + one.value)")
    ada.get_by_role("button", name="keys").click()
    ada.get_by_label("Single keys are on").uncheck()
    ada.keyboard.press("Escape")
    for _ in range(2):
        # No key is named that does nothing, to the eye or to a screen reader.
        expect(ada.locator("[aria-keyshortcuts]")).to_have_count(0)
        expect(ada.get_by_role("button", name="Confirm, next").locator("kbd")).to_be_hidden()
        for key in "3b6sgx":
            ada.keyboard.press(key)
        expect(ada.get_by_role("dialog")).to_have_count(0)
        assert chosen.evaluate_all("all => all.map((one) => one.name + one.value)") == before
        ada.reload()
    ada.get_by_role("button", name="keys").click()
    ada.get_by_label("Single keys are on").check()
    ada.keyboard.press("Escape")
    ada.keyboard.press("3")
    expect(ada.locator("#answer_sentiment input[value=positive]")).to_be_checked()
    expect(ada.get_by_role("button", name="Confirm, next")).to_have_attribute(
        "aria-keyshortcuts", "Enter"
    )


@pytest.mark.slow
def test_pages_say_where_they_lead_and_show_the_same_held_across(
    served: Served, browser: Browser
) -> None:
    """1.3.2, 1.3.4, 1.4.5, 2.2.2, 2.4.4, 3.2.1: on every kind of page."""
    ada = set_up_administrator(browser, served, "Ada")
    found: list[str] = []
    for address in KINDS_OF_PAGES:
        visit(ada, served, address)
        found += [f"{address}: {fault}" for fault in _unclear(ada) + _bare_images(ada)]
        for run in ada.evaluate("document.getAnimations().map((one) => one.playState)"):
            found.append(f"{address} moves by itself: {run}")
        for width, height in ((640, 360), (360, 640)):
            ada.set_viewport_size({"width": width, "height": height})
            if ada.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{address} is wider than {width} × {height}")
        ada.set_viewport_size({"width": 1280, "height": 800})
        ada.evaluate("document.activeElement?.blur()")
        for _ in range(25):
            ada.keyboard.press("Tab")
        if ada.url.partition("#")[0] != served.address + address and "next" not in address:
            found.append(f"{address} went to {ada.url} when the focus moved")
    assert not found, "\n".join(found)

    ada.set_viewport_size({"width": 360, "height": 640})
    visit(ada, served, "/annotations/1/next")
    text, questions = (
        ada.locator(one).bounding_box() for one in ("#paragraph", "#answer_sentiment")
    )
    assert text is not None
    assert questions is not None
    assert text["y"] + text["height"] <= questions["y"], "On a phone the questions follow the text."


def _unclear(page: Page) -> list[str]:
    named = page.locator(MEANT).evaluate_all(NAMED)
    faults = [
        f"“{one['name']}” does not say where it leads"
        for one in named
        if one["name"].lower() in SAYS_NOTHING
    ]
    # The same name may lead to several places where what stands around it tells them apart.
    places: dict[tuple[str, str], set[str]] = {}
    for one in named:
        if one["place"]:
            places.setdefault((one["name"], one["around"]), set()).add(one["place"])
    faults += [
        f"“{name}” leads to {sorted(leads)} in “{around[:60]}”"
        for (name, around), leads in places.items()
        if len(leads) > 1
    ]
    return faults


def _bare_images(page: Page) -> list[str]:
    return [
        f"{one['source']} has no words or no table beside it"
        for one in page.evaluate(IMAGES)
        if not (one["says"] and one["hasTable"])
    ]
