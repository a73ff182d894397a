"""A whole study in real browsers: from an article to agreement and a CSV that pandas reads."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.exported import assert_export_holds_what_was_typed
from tests.browser.people import (
    Answers,
    Habit,
    accept,
    annotate,
    create_project,
    import_files,
    invite,
    set_up_administrator,
)
from tests.browser.served import Served
from tests.paths import SEEDS, SHARED

pytestmark = pytest.mark.browser

REAL_ARTICLE = SHARED / "real" / "000_b3657abad30e4f87.txt"
HABITS = {
    "Ben": Habit("112", "bbn", "456", rejects_first_word=True),
    # Marked by the mouse, in a paragraph where the lexicon finds something else.
    "Cy": Habit("123", "bnb", "455", adds=("thunderous", "e", "sensational")),
    "Dee": Habit("1", "b", "6"),
}


@pytest.mark.slow
def test_two_tellings_of_one_event(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    files = [SEEDS / "articles" / name for name in ("harbour-loaded.txt", "harbour-neutral.txt")]
    project, typed = _run_study(ada, browser, served, files)

    agreement = ada.goto(f"{served.address}/reports/{project}/agreement")
    assert agreement is not None
    assert agreement.ok
    for question in ("Sentiment", "Bias", "Voice"):
        expect(ada.get_by_role("heading", name=question, exact=True)).to_be_visible()
    expect(ada.get_by_text("Krippendorff’s α").first).to_be_visible()

    assert_export_holds_what_was_typed(ada, served, project, typed, paragraphs=24)


@pytest.mark.slow
@pytest.mark.skipif(not REAL_ARTICLE.exists(), reason="the real article lies beside some checkouts")
def test_a_real_article(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    project, typed = _run_study(ada, browser, served, [REAL_ARTICLE])
    ada.goto(f"{served.address}/articles/{project}")
    ada.locator("table a").first.click()
    for word in ("humiliation", "heroes", "humiliating"):
        expect(ada.locator("mark", has_text=word).first).to_be_visible()
    assert_export_holds_what_was_typed(ada, served, project, typed, paragraphs=34)


def _run_study(
    ada: Page, browser: Browser, served: Served, files: list[Path]
) -> tuple[str, dict[str, Answers]]:
    project = create_project(ada, "How the harbour was told", overlap=len(HABITS))
    import_files(ada, served, project, *files)
    typed = {}
    for name, habit in HABITS.items():
        person = accept(browser, invite(ada, served, project, name), name)
        typed[name] = annotate(person, served, project, habit)
        person.context.close()
    return project, typed
