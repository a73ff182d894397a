"""What people do in the workbench, as a browser does it."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.served import Served

PASSWORD = "a quiet harbour at dawn"
VIEWPORT = {"width": 1280, "height": 800}


def is_fault(said: ConsoleMessage) -> bool:
    """Tell whether the console names a fault; what a test brings about on purpose is none."""
    on_purpose = ("the server responded with a status of 4", "net::ERR_")
    return said.type == "error" and not any(each in said.text for each in on_purpose)


def new_page(browser: Browser) -> Page:
    """Open a browser of its own for one person; anything it complains of fails the test."""
    page = browser.new_context(viewport=VIEWPORT, accept_downloads=True).new_page()  # type: ignore[arg-type]  # A plain dict is what it takes.
    page.set_default_timeout(20_000)

    def complain(message: str) -> None:
        raise AssertionError(f"The browser complained on {page.url}: {message}")

    page.on("pageerror", lambda error: complain(str(error)))
    page.on("console", lambda said: complain(said.text) if is_fault(said) else None)
    return page


def set_up_administrator(browser: Browser, served: Served, name: str) -> Page:
    """Use the one-time link that the start printed."""
    page = new_page(browser)
    page.goto(served.link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(f"{name.lower()}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Set up and sign in").click()
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    return page


def create_project(page: Page, name: str, *, overlap: int) -> str:
    """Create a project and give its number."""
    page.get_by_role("link", name="New project").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Annotators for each paragraph").fill(str(overlap))
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    found = re.search(r"/projects/(\d+)", page.url)
    assert found is not None
    return found.group(1)


def invite(page: Page, served: Served, project: str, note: str, *, role: str = "annotator") -> str:
    """Make an invitation link and read it off the page."""
    page.goto(f"{served.address}/projects/{project}/members")
    page.get_by_label("Role").last.select_option(role)
    page.get_by_label("For whom").fill(note)
    page.get_by_role("button", name="Make an invitation link").click()
    return page.locator("#one-time-address").input_value()


def accept(browser: Browser, link: str, name: str) -> Page:
    """Follow an invitation as somebody who has no account yet."""
    page = new_page(browser)
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(f"{name.lower()}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make the account and join").click()
    rooms = page.get_by_role("navigation", name="Rooms of this project")
    expect(rooms.get_by_role("link", name="Guidelines", exact=True)).to_be_visible()
    return page


def import_files(page: Page, served: Served, project: str, *paths: Path) -> None:
    """Upload files, look through the preview and store them."""
    page.goto(f"{served.address}/articles/{project}/import")
    page.locator("input[type=file]").set_input_files([str(path) for path in paths])
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_role("heading", name="Look through the import")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Import \d+ article")).click()
    expect(page.get_by_role("heading", name="Articles", exact=True)).to_be_visible()


@dataclass
class Typed:
    """Remember what a person typed for a paragraph, to hold it against what was stored."""

    answers: dict[str, str]
    rejected: str = ""
    added: tuple[str, str] | None = None


# What was typed, by headline and number of the paragraph.
Answers = dict[tuple[str, int], Typed]


@dataclass(frozen=True)
class Habit:
    """Say how a person answers: a key for each question by the paragraph's number."""

    sentiment: str
    bias: str
    voice: str
    rejects_first_word: bool = False
    # A word, the key of its category, and the category: marked wherever the word stands.
    adds: tuple[str, str, str] = ("", "", "")


LABELS = {
    "1": "negative",
    "2": "neutral",
    "3": "positive",
    "b": "biased",
    "n": "not_biased",
    "4": "factual",
    "5": "mixed",
    "6": "opinion",
}


def annotate(page: Page, served: Served, project: str, habit: Habit) -> Answers:
    """Work through the whole queue by keyboard; give what was typed by headline and number."""
    typed: Answers = {}
    page.goto(f"{served.address}/annotations/{project}/next")
    while page.locator("form[data-annotate]").count():
        headline = page.locator(".annotate__headline").inner_text()
        place = re.search(r"paragraph (\d+) of", page.locator(".annotate__byline").inner_text())
        assert place is not None
        number = int(place.group(1))
        assert (headline, number) not in typed, "A paragraph came twice to one person."
        typed[headline, number] = _answer(page, habit, number)
        address = page.url
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(address)
    expect(page.get_by_role("heading", name="All done")).to_be_visible()
    return typed


def _answer(page: Page, habit: Habit, number: int) -> Typed:
    keys = {
        "sentiment": habit.sentiment[number % len(habit.sentiment)],
        "bias": habit.bias[number % len(habit.bias)],
        "voice": habit.voice[number % len(habit.voice)],
    }
    for key in keys.values():
        page.keyboard.press(key)
    typed = Typed(answers={question: LABELS[key] for question, key in keys.items()})
    suggested = page.locator("#paragraph mark")
    if habit.rejects_first_word and suggested.count():
        suggested.first.focus()
        typed.rejected = suggested.first.inner_text()
        page.keyboard.press("x")
    word, key, category = habit.adds
    if word and word in page.locator("#paragraph").inner_text():
        select_word(page, word)
        page.keyboard.press(key)
        typed.added = (word, category)
    return typed


def select_word(page: Page, word: str) -> None:
    """Select a word of the paragraph as dragging the mouse over it does."""
    box = page.evaluate(
        """word => {
          const walker = document.createTreeWalker(
            document.querySelector('#paragraph'), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(word);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            const {left, right, top, height} = range.getBoundingClientRect();
            return {left, right, middle: top + height / 2};
          }
          return null;
        }""",
        word,
    )
    assert box is not None, f"“{word}” is not in the paragraph."
    page.mouse.move(box["left"] + 1, box["middle"])
    page.mouse.down()
    page.mouse.move(box["right"] - 1, box["middle"], steps=4)
    page.mouse.up()
