"""A lead trains an annotator, who works by keys alone, feedback and waiting included."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import accept, invite, set_up_administrator
from tests.browser.served import Served, barriers

pytestmark = pytest.mark.browser

NOTE = "The verb reports, and takes no side."


def make_gold(ada: Page, served: Served, paragraph: int, use: str) -> None:
    ada.goto(f"{served.address}/articles/1/article/1")
    ada.get_by_role("link", name="Make it gold").nth(paragraph).click()
    ada.get_by_label("negative").check()
    ada.get_by_role("radio", name="biased", exact=True).check()
    ada.get_by_label(use).check()
    ada.get_by_label("Why").fill(NOTE)
    ada.get_by_role("button", name="Save as gold").click()
    expect(ada.get_by_text("Saved as gold.")).to_be_visible()


def answer(ben: Page, *keys: str) -> None:
    before = ben.url
    for key in (*keys, "Enter"):
        ben.keyboard.press(key)
    expect(ben).not_to_have_url(before)


@pytest.mark.slow
def test_training_by_keys_alone_until_a_lead_lets_go_on(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    make_gold(ada, served, 0, "training, with feedback")
    make_gold(ada, served, 0, "training, with feedback")
    make_gold(ada, served, 0, "hidden gold")
    found = barriers(ada)
    ada.get_by_role("button", name="Later item 1").focus()
    ada.keyboard.press("Enter")
    expect(ada).to_have_url(f"{served.address}/gold/1#training")
    ada.goto(f"{served.address}/projects/1/design")
    ada.get_by_label("Pass mark of the training, in percent").fill("100")
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_text("Saved as version 2.")).to_be_visible()

    ben = accept(browser, invite(ada, served, "1", "Ben"), "Ben")
    ben.goto(f"{served.address}/annotations/1/next")
    expect(ben.get_by_text("Training: 0 of 2")).to_be_visible()
    found += barriers(ben)
    answer(ben, "1", "b", "4")
    expect(ben.get_by_text("Your answer is the expected one.")).to_be_visible()
    expect(ben.get_by_text(NOTE)).to_be_visible()
    found += barriers(ben)
    # What goes on has the focus, and its description says how the answer was.
    going_on = ben.get_by_role("link", name="Next training item").first
    expect(going_on).to_be_focused()
    expect(going_on).to_have_accessible_description("Your answer is the expected one.")
    ben.keyboard.press("Enter")
    expect(ben.get_by_text("Training: 1 of 2")).to_be_visible()
    answer(ben, "1", "n", "4")
    expect(ben.get_by_text("Your answer differs from the expected one.")).to_be_visible()
    expect(ben.get_by_role("link", name="Go on to the study").first).to_be_focused()
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("heading", name="Thank you for the training")).to_be_visible()
    found += barriers(ben)

    ada.goto(f"{served.address}/gold/1")
    found += barriers(ada)
    ada.get_by_role("button", name="Let go on Ben").click()
    expect(ada.get_by_text("Ben can go on to the study.")).to_be_visible()
    ada.get_by_role("link", name="Accuracy").click()
    expect(ada.get_by_text("A share of fewer than 10 answers is withheld.").first).to_be_visible()
    found += barriers(ada)

    ben.get_by_role("link", name="Ask again").click()
    expect(ben.locator("form[data-annotate]")).to_be_visible()
    expect(ben.get_by_text("Training")).to_have_count(0)
    assert not found, "\n".join(found)
