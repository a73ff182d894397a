"""Every form works without JavaScript: a lead's whole way, from the first link to the export."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.people import PASSWORD, VIEWPORT, create_project, import_files
from tests.browser.served import Served
from tests.paths import SEEDS

pytestmark = pytest.mark.browser

LABELS = """\
text,annotator,sentiment,bias
The brave crews held the line.,Eve,positive,biased
The brave crews held the line.,Finn,positive,not_biased
Prices rose by two per cent.,Eve,neutral,not_biased
Prices rose by two per cent.,Finn,negative,not_biased
"""
LOADED = SEEDS / "articles" / "harbour-loaded.txt"


def plain_page(browser: Browser) -> Page:
    """Open a browser that runs no script."""
    context = browser.new_context(
        viewport=VIEWPORT,  # type: ignore[arg-type]  # A plain dict is what it takes.
        java_script_enabled=False,
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def annotate(ada: Page, served: Served, project: str) -> None:
    """Answer a paragraph: reject a suggested word, recategorise one, and type another."""
    ada.goto(f"{served.address}/annotations/{project}/next")
    first = ada.url
    ada.get_by_role("radio", name="negative").check()
    ada.get_by_role("radio", name="biased", exact=True).check()
    ada.get_by_role("radio", name="factual").check()
    rows = ada.locator("[data-spans] select")
    rows.nth(0).select_option("")
    rows.nth(1).select_option("glorifying")
    ada.get_by_text("Type the words instead").click()
    ada.get_by_label("Words, row 1").fill("nowhere to be found")
    ada.get_by_label("Category, row 1").select_option("demeaning")
    ada.get_by_role("button", name="Confirm, next").click()
    # What was typed stays, with what is wrong about it.
    expect(ada.get_by_label("Words, row 1")).to_have_value("nowhere to be found")
    expect(ada.get_by_role("alert")).to_be_visible()
    ada.get_by_label("Words, row 1").fill("bosses of Tollmarsh")
    ada.get_by_role("button", name="Confirm, next").click()
    expect(ada.locator("[data-progress]")).to_have_text("1 of 12")
    ada.goto(first)
    expect(rows.nth(0)).to_have_value("")
    expect(rows.nth(1)).to_have_value("glorifying")
    expect(ada.get_by_label("Category of bosses of Tollmarsh")).to_have_value("demeaning")


def import_labels(ada: Page, served: Served, project: str) -> None:
    """Bring in labels that were given elsewhere, and take every guess."""
    ada.goto(f"{served.address}/label-imports/{project}")
    file = FilePayload(name="labels.csv", mimeType="text/csv", buffer=LABELS.encode())
    ada.locator("input[type=file]").first.set_input_files([file])
    ada.get_by_role("button", name="Read the file").click()
    ada.get_by_role("button", name="Go on to the labels").click()
    ada.get_by_role("button", name=re.compile("^Import ")).click()
    expect(ada.get_by_text("4 annotations, 2 annotators")).to_be_visible()


@pytest.mark.slow
def test_a_lead_needs_no_script(served: Served, browser: Browser, tmp_path: Path) -> None:
    ada = plain_page(browser)
    ada.goto(served.link)
    ada.get_by_label("Your name").fill("Ada")
    ada.get_by_label("Email").fill("ada@example.org")
    ada.get_by_label("Password", exact=True).fill(PASSWORD)
    ada.get_by_role("button", name="Set up and sign in").click()
    ada.get_by_role("banner").locator("summary").filter(has_text="Ada").click()
    ada.get_by_role("button", name="Sign out").click()
    ada.goto(f"{served.address}/accounts/sign-in")
    ada.get_by_label("Email").fill("ada@example.org")
    ada.get_by_label("Password", exact=True).fill(PASSWORD)
    ada.get_by_role("button", name="Sign in").click()

    project = create_project(ada, "Without script", overlap=1)
    import_files(ada, served, project, LOADED)
    annotate(ada, served, project)

    ada.goto(f"{served.address}/projects/{project}/design")
    ada.get_by_label("Blind paragraphs, in percent").fill("100")
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_text("Saved as version 1.")).to_be_visible()
    ada.goto(f"{served.address}/articles/{project}")
    ada.get_by_role("link", name=re.compile("Harbour heroes")).first.click()
    ada.get_by_role("link", name="Make it gold").nth(3).click()
    ada.get_by_label("negative").check()
    ada.get_by_label("hidden gold").check()
    ada.get_by_role("button", name="Save as gold").click()
    expect(ada.get_by_text("Saved as gold.")).to_be_visible()

    import_labels(ada, served, project)

    ada.goto(f"{served.address}/adjudication/1/next")
    ada.get_by_role("link", name="Take answer 1").click()
    ada.get_by_role("button", name="Confirm, next").click()
    expect(ada.get_by_text(re.compile(r"^1 of \d+ contested paragraphs decided"))).to_be_visible()

    ada.goto(f"{served.address}/exports/{project}")
    with ada.expect_download() as download:
        ada.get_by_role("button", name=re.compile("^Download")).click()
    target = tmp_path / "labels.csv"
    download.value.save_as(target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["headline"].startswith("Harbour")]
    given = {row["question"]: row["label"] for row in rows}
    assert given == {"sentiment": "negative", "bias": "biased", "voice": "factual"}
