"""Three people, three browsers and 36 paragraphs by keyboard alone, through two faults.

The network of one is cut for a while, and the server stops and starts again under all
of them. What is stored at the end, and exported, is what they typed.
"""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.exported import assert_export_holds_what_was_typed
from tests.browser.people import (
    LABELS,
    Answers,
    Typed,
    accept,
    create_project,
    import_files,
    invite,
    set_up_administrator,
)
from tests.browser.served import CHROMIUM, FLAGS, Served, start_workbench, stop_workbench

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PARAGRAPHS = 36
HEADLINE = "What the harbour council decided"
NETWORK_CUT, NETWORK_BACK, SERVER_AWAY = 11, 14, 24
# A key for each question by the paragraph's number, of different periods, so that an answer that
# went to another paragraph or another person shows.
HABITS = {
    "Ben": ("1223", "bn", "45655"),
    "Cy": ("321", "bbnnb", "6454"),
    "Dee": ("23112", "nbn", "56"),
}


def telling(number: int) -> str:
    """Write one paragraph; every fourth holds a word that the lexicon knows, others odd signs."""
    tail = (
        "The harbour master called the plan a disgraceful betrayal of the town.",
        "“It’s slow”, the clerk wrote 🙂, and nobody asked her why.",
        "The café on the quay stayed open while the votes were counted.",
        "The minutes name eleven speakers and the hour at which each began.",
    )[number % 4]
    return f"Item {number} of the agenda was read aloud on the old quay. {tail}"


class Person:
    """Be an annotator who has no mouse; remember what was typed."""

    def __init__(self, name: str, page: Page) -> None:
        self.name, self.page = name, page
        self.typed: Answers = {}

    def answer(self) -> None:
        """Answer the paragraph that is shown, and mark or reject a word by keys."""
        byline = self.page.locator(".annotate__byline").inner_text()
        place = re.search(r"paragraph (\d+) of", byline)
        assert place is not None
        number = int(place.group(1))
        assert (HEADLINE, number) not in self.typed, "A paragraph came twice to one person."
        keys = [habit[number % len(habit)] for habit in HABITS[self.name]]
        for key in keys:
            self.page.keyboard.press(key)
        labels = [LABELS[key] for key in keys]
        typed = Typed(dict(zip(("sentiment", "bias", "voice"), labels, strict=True)))
        if number % 4 == 0:
            typed.rejected = self._reject_first()
        elif number % 5 == len(self.name) % 5:
            typed.added = self._mark(number)
        self.typed[HEADLINE, number] = typed

    def go_on(self) -> None:
        """Confirm, and see the next paragraph."""
        address = self.page.url
        self.page.keyboard.press("Enter")
        expect(self.page).not_to_have_url(address)

    def wait_in_vain(self) -> None:
        """Confirm, and be told that the answer waits."""
        self.page.keyboard.press("Enter")
        expect(self.page.locator("[data-state]")).to_have_text("waiting for the network")

    def _reject_first(self) -> str:
        for _ in range(12):
            if self.page.evaluate("document.activeElement.matches('#paragraph mark')"):
                word = self.page.evaluate("document.activeElement.textContent")
                self.page.keyboard.press("x")
                return str(word)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"No suggested word was reached by Tab on {self.page.url}")

    def _mark(self, number: int) -> tuple[str, str]:
        # To the fifth word, and over the three after it.
        for _ in range(5):
            self.page.keyboard.press("ArrowRight")
        for _ in range(3):
            self.page.keyboard.press("Shift+ArrowRight")
        self.page.keyboard.press("e")
        return " ".join(telling(number).split()[4:8]), "sensational"


def test_what_is_stored_is_what_was_typed(tmp_path: Path, browser: Browser) -> None:
    served = start_workbench(tmp_path / "instance")
    others = [
        browser.browser_type.launch(executable_path=CHROMIUM, args=FLAGS)
        for _ in range(len(HABITS) - 1)
    ]
    try:
        ada = set_up_administrator(browser, served, "Ada")
        project = create_project(ada, "Through faults", overlap=len(HABITS))
        article = tmp_path / "council.txt"
        told = "\n\n".join(telling(number) for number in range(1, PARAGRAPHS + 1))
        article.write_text(f"{HEADLINE}\n\n{told}\n", encoding="utf-8")
        import_files(ada, served, project, article)
        people = [
            Person(name, accept(one, invite(ada, served, project, name), name))
            for name, one in zip(HABITS, [browser, *others], strict=True)
        ]
        for person in people:
            person.page.goto(f"{served.address}/annotations/{project}/next")

        for step in range(1, PARAGRAPHS + 1):
            if step == SERVER_AWAY:
                served = _answer_while_the_server_is_away(people, served)
                continue
            for person in people:
                if person is people[0] and NETWORK_CUT < step < NETWORK_BACK:
                    continue
                person.answer()
                if person is people[0] and step == NETWORK_CUT:
                    person.page.context.set_offline(True)
                    person.wait_in_vain()
                else:
                    person.go_on()
            if step == NETWORK_BACK - 1:
                _come_back(people[0], missed=NETWORK_BACK - NETWORK_CUT - 1)

        for person in people:
            expect(person.page.get_by_role("heading", name="All done")).to_be_visible()
        for person in people:
            assert len(person.typed) == PARAGRAPHS
            assert sum(bool(one.rejected) for one in person.typed.values()) == PARAGRAPHS // 4
            assert sum(one.added is not None for one in person.typed.values()) >= 5
        assert _stored(served) == PARAGRAPHS * len(people), "Each answer is stored once."
        typed = {person.name: person.typed for person in people}
        assert_export_holds_what_was_typed(ada, served, project, typed, paragraphs=PARAGRAPHS)
    finally:
        for one in others:
            one.close()
        stop_workbench(served)


def _come_back(person: Person, *, missed: int) -> None:
    address = person.page.url
    person.page.context.set_offline(False)
    expect(person.page).not_to_have_url(address)
    for _ in range(missed):
        person.answer()
        person.go_on()


def _answer_while_the_server_is_away(people: list[Person], served: Served) -> Served:
    for person in people:
        person.answer()
    addresses = [person.page.url for person in people]
    stop_workbench(served)
    for person in people:
        person.wait_in_vain()
    served = start_workbench(served.instance, port=int(served.address.rpartition(":")[2]))
    for person, address in zip(people, addresses, strict=True):
        # It is sent again by itself; nobody presses anything.
        expect(person.page).not_to_have_url(address, timeout=60_000)
    return served


def _stored(served: Served) -> int:
    with sqlite3.connect(served.instance / "workbench.db") as database:
        [(number,)] = database.execute(
            "SELECT count(*) FROM annotation JOIN assignment ON assignment.id = assignment_id"
            " JOIN account ON account.id = account_id"
            " WHERE email IN ('ben@example.org', 'cy@example.org', 'dee@example.org')"
        ).fetchall()
    return int(number)
