"""The second pass by keys alone: the outlet is hidden on the first look and shown on the second."""

import csv
import io

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import create_project, set_up_administrator
from tests.browser.served import Served, barriers

pytestmark = pytest.mark.browser

OUTLET = "The Valley Courier"
VALUES = "radios => radios.map(one => `${one.name}=${one.value}`)"
TEXTS = ("The bridge was closed at noon.", "The office will publish a report.")


def test_the_outlet_comes_with_the_second_look(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    project = create_project(ada, "Bridges", overlap=1)
    ada.goto(f"{served.address}/articles/{project}/import")
    article = f"Headline: The bridge\nOutlet: {OUTLET}\n\n" + "\n\n".join(TEXTS)
    ada.locator("input[type=file]").set_input_files(
        {"name": "bridge.txt", "mimeType": "text/plain", "buffer": article.encode()}
    )
    ada.get_by_role("button", name="Read the files").click()
    ada.get_by_role("button", name="Import 1 article").click()
    expect(ada.get_by_role("heading", name="Articles", exact=True)).to_be_visible()
    ada.goto(f"{served.address}/projects/{project}/design")
    ada.get_by_label("hidden in the text, too").check()
    ada.get_by_label("Second pass with the outlet shown, in percent").fill("100")
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_text("Saved as version 1.")).to_be_visible()

    ada.goto(f"{served.address}/annotations/{project}/next")
    filled: list[list[str]] = []
    for place in range(2 * len(TEXTS)):
        expect(ada.locator("#paragraph")).to_have_text(TEXTS[place % 2])
        address, is_second = ada.url, place >= len(TEXTS)
        named = ada.get_by_text(OUTLET)
        if is_second:
            expect(named.first).to_be_visible()
            expect(ada.get_by_text("second pass").first).to_be_visible()
        else:
            expect(named).to_have_count(0)
            assert OUTLET not in ada.content()
        # Only what is suggested is filled in again: a first answer would be confirmed, not judged.
        filled.append(ada.locator("input[type=radio]:checked").evaluate_all(VALUES))
        assert not is_second or filled[-1] == filled[place - len(TEXTS)]
        if place in (0, len(TEXTS)):
            assert barriers(ada) == []
        for key in ("1", "n" if is_second else "b", "4", "Enter"):
            ada.keyboard.press(key)
        expect(ada).not_to_have_url(address)

    text = ada.request.get(f"{served.address}/exports/{project}/labels.csv").text()
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["question"] == "bias"]
    told = {(row["occasion"], row["outlet_arm"], row["label"]) for row in rows}
    assert told == {("first", "hidden", "biased"), ("named", "shown", "not_biased")}
    assert len(rows) == 2 * len(TEXTS)
    ada.goto(f"{served.address}/reports/{project}/progress")
    expect(ada.get_by_text("2 of 2", exact=True).last).to_be_visible()
