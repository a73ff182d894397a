"""Nothing entered is lost: without a network, over a restart, in two tabs, after the session."""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.people import PASSWORD, accept, invite, set_up_administrator
from tests.browser.served import Served, start_workbench, stop_workbench

pytestmark = pytest.mark.browser


def begin(page: Page, served: Served) -> str:
    """Open the next paragraph of the demonstration and give its address."""
    page.goto(f"{served.address}/annotations/1/next")
    expect(page.get_by_role("button", name="keys")).to_be_visible()
    # The paragraph's own address, and not the one that led there.
    page.wait_for_url(re.compile(r"/annotations/1/assignment/\d+$"))
    return page.url


def answer(page: Page, keys: str = "2n4") -> None:
    """Answer the three questions."""
    for key in keys:
        page.keyboard.press(key)


def stored(served: Served) -> list[tuple[int, str, str]]:
    """Read what Ada stored: assignment, question and label, over all revisions."""
    with sqlite3.connect(served.instance / "workbench.db") as database:
        return database.execute(
            "SELECT annotation.assignment_id, question, label FROM answer"
            " JOIN annotation ON annotation.id = annotation_id"
            " JOIN assignment ON assignment.id = assignment_id"
            " JOIN account ON account.id = account_id"
            " WHERE email = 'ada@example.org' ORDER BY answer.id"
        ).fetchall()


def mark_two_words(page: Page) -> str:
    """Mark the fifth and the sixth word by keys, and give them."""
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    selected: str = page.evaluate("document.getSelection().toString()")
    page.keyboard.press("e")
    return selected


def added_words(served: Served) -> list[str]:
    """Read what was marked that nobody had suggested."""
    with sqlite3.connect(served.instance / "workbench.db") as database:
        rows = database.execute("SELECT text FROM span WHERE decision = 'added'").fetchall()
    return [text for (text,) in rows]


def sign_in(page: Page) -> None:
    """Sign Ada in on the page that asks for it."""
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def state(page: Page) -> str:
    """Read what the bar says of the answer."""
    return page.locator("[data-state]").inner_text()


def test_turning_loads_no_page(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    address = begin(ada, served)
    ada.evaluate("globalThis.isSamePage = true")
    ada.wait_for_load_state("networkidle")
    asked: list[str] = []
    ada.on("request", lambda request: asked.append(request.url.removeprefix(served.address)))
    for _ in range(3):
        answer(ada)
        ada.keyboard.press("Enter")
        expect(ada).not_to_have_url(address)
        expect(ada.locator("[data-state]")).to_have_text("saved")
        expect(ada.locator("#paragraph")).to_be_focused()
        address = ada.url
    assert ada.evaluate("globalThis.isSamePage")
    # One request for each: its answer brought what the one after it showed.
    assert len([place for place in asked if place.startswith("/annotations/")]) == 3, asked
    assert len(stored(served)) == 9

    # Back goes to the paragraph before, by one request more, and says what was left and where
    # one is.
    ada.keyboard.press("f")
    ada.keyboard.press("u")
    expect(ada.locator("[data-standing]")).to_contain_text("kept as revision 2")
    expect(ada.locator("[data-state]")).to_have_text("back; your draft is kept")
    said = ada.locator("[data-status]")
    back = (
        r"^Back from paragraph \d+ of \d+\. What you entered there is kept in this browser\. "
        r"Paragraph \d+ of \d+\. You answered .*revision 2\.$"
    )
    expect(said).to_have_text(re.compile(back))
    assert ada.evaluate("globalThis.isSamePage")
    ada.go_back()
    # The page is fetched anew for it by itself; a reload in the midst of that would be cut off.
    ada.wait_for_function("globalThis.isSamePage === undefined")
    ada.wait_for_load_state()
    expect(ada).to_have_url(address)
    ada.reload()
    expect(ada).to_have_url(address)


def test_a_submission_waits_for_the_network_and_is_stored_once(
    served: Served, browser: Browser
) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    address = begin(ada, served)
    answer(ada)
    ada.context.set_offline(True)
    ada.keyboard.press("Enter")
    expect(ada.locator("[data-state]")).to_have_text("waiting for the network")
    ada.keyboard.press("3")  # On its way, it does not change any more.
    assert ada.url == address
    ada.context.set_offline(False)
    expect(ada).not_to_have_url(address)
    assert [label for _, _, label in stored(served)] == ["neutral", "not_biased", "factual"]


def test_without_a_network_back_and_guidelines_leave_the_page_as_it_is(
    served: Served, browser: Browser
) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    address = begin(ada, served)
    answer(ada)
    ada.keyboard.press("Enter")
    expect(ada).not_to_have_url(address)
    ada.wait_for_load_state("networkidle")
    answer(ada, "3b6")
    address = ada.url
    ada.context.set_offline(True)
    for key in "ug":
        ada.keyboard.press(key)
        expect(ada.locator("[data-state]")).to_have_text("not reached")
        ada.keyboard.press("f")
    assert (ada.url, len(ada.context.pages)) == (address, 1)
    ada.context.set_offline(False)
    ada.keyboard.press("g")
    expect(ada.get_by_role("dialog")).to_contain_text("How to read a paragraph")
    ada.keyboard.press("Escape")
    # What was read once can be read again without a network.
    ada.context.set_offline(True)
    ada.keyboard.press("g")
    expect(ada.get_by_role("dialog")).to_contain_text("How to read a paragraph")
    ada.keyboard.press("Escape")
    ada.context.set_offline(False)
    ada.keyboard.press("Enter")
    expect(ada).not_to_have_url(address)
    assert [label for _, _, label in stored(served)][3:] == ["positive", "biased", "opinion"]


def test_an_answer_whose_acknowledgement_was_lost_is_stored_once(
    served: Served, browser: Browser
) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    lost: list[int] = []

    def lose_once(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)  # It reached the server.
            route.abort()  # The answer did not reach the browser.
        else:
            route.continue_()

    # Chromium may let a request pass by a route that is laid while the page is open already.
    ada.route(re.compile(r"/assignment/\d+$"), lose_once)
    address = begin(ada, served)
    answer(ada)
    ada.keyboard.press("Enter")
    expect(ada).not_to_have_url(address)
    assert lost == [200]
    assert len(stored(served)) == 3


def test_a_database_that_stores_nothing_is_not_called_a_network(
    served: Served, browser: Browser
) -> None:
    session = set_up_administrator(browser, served, "Ada").context.storage_state()
    # A page of its own: that the console names the refusal is what is meant to happen here.
    ada = browser.new_context(storage_state=session).new_page()
    refusing = [True]

    def refuse(route: Route) -> None:
        if route.request.method == "POST" and refusing:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    ada.route(re.compile(r"/assignment/\d+$"), refuse)
    address = begin(ada, served)
    answer(ada)
    ada.keyboard.press("Enter")
    expect(ada.locator("[data-state]")).to_have_text("waiting to be stored")
    expect(ada.get_by_text("cannot store anything at the moment")).to_be_attached()
    refusing.clear()
    ada.keyboard.press("Enter")
    expect(ada).not_to_have_url(address)
    assert len(stored(served)) == 3


def test_the_server_restarts_while_somebody_works(tmp_path: Path, browser: Browser) -> None:
    served = start_workbench(tmp_path / "instance")
    try:
        ada = set_up_administrator(browser, served, "Ada")
        address = begin(ada, served)
        answer(ada)
        stop_workbench(served)
        ada.keyboard.press("Enter")
        expect(ada.locator("[data-state]")).to_have_text("waiting for the network")
        served = start_workbench(tmp_path / "instance", port=int(served.address.rpartition(":")[2]))
        ada.keyboard.press("Enter")
        expect(ada).not_to_have_url(address)
        assert len(stored(served)) == 3
    finally:
        stop_workbench(served)


def test_a_session_that_ends_comes_back_to_the_draft(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    address = begin(ada, served)
    answer(ada, "3b6")
    marked = mark_two_words(ada)
    # The answer to a request under way would bring the cookie back.
    ada.wait_for_load_state("networkidle")
    ada.context.clear_cookies()
    ada.keyboard.press("Enter")
    expect(ada.get_by_text("is kept in this browser")).to_be_visible()
    sign_in(ada)
    expect(ada).to_have_url(address)
    expect(ada.locator("[data-state]")).to_have_text("draft restored")
    expect(ada.locator("#paragraph mark", has_text=marked)).to_have_class(re.compile("sensational"))
    ada.keyboard.press("Enter")
    expect(ada).not_to_have_url(address)
    assert [label for _, _, label in stored(served)] == ["positive", "biased", "opinion"]
    assert marked in added_words(served)


def test_a_session_begun_anew_in_another_tab_stores_the_answer_all_the_same(
    served: Served, browser: Browser
) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    address = begin(ada, served)
    answer(ada, "3b6")
    other = ada.context.new_page()
    other.goto(f"{served.address}/projects/")
    other.get_by_role("banner").locator("summary").click()
    other.get_by_role("button", name="Sign out").click()
    sign_in(other)
    expect(other.get_by_role("heading", name="Projects")).to_be_visible()
    ada.keyboard.press("Enter")
    expect(ada).not_to_have_url(address)
    expect(ada.locator("[data-state]")).to_have_text("saved")
    assert [label for _, _, label in stored(served)] == ["positive", "biased", "opinion"]


def test_a_second_tab_hears_that_its_paragraph_is_done(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    address = begin(ada, served)
    second = ada.context.new_page()
    second.goto(address)
    answer(ada)
    ada.keyboard.press("Enter")
    expect(ada).not_to_have_url(address)
    expect(second.locator("[data-state]")).to_have_text("stored in another tab")
    answer(second, "1b6")
    second.keyboard.press("Enter")
    expect(second.get_by_role("alert")).to_contain_text("in another window meanwhile")
    assert len(stored(served)) == 3, "The first answer stays until the person says otherwise."


def test_a_refused_form_comes_back_with_what_was_typed(served: Served, browser: Browser) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    begin(ada, served)
    answer(ada)
    ada.get_by_text("Type the words instead").click()
    ada.get_by_role("textbox", name="Words, row 1").fill("words that stand nowhere here")
    ada.get_by_role("combobox", name="Category, row 1").select_option(index=1)
    ada.get_by_role("button", name="Confirm, next").click()
    expect(ada.get_by_role("textbox", name="Words, row 1")).to_have_value(
        "words that stand nowhere here"
    )
    expect(ada.locator("[data-state]")).to_have_text("not saved")
    ada.get_by_role("textbox", name="Words, row 1").fill("")
    ada.get_by_role("combobox", name="Category, row 1").select_option(index=0)
    ada.get_by_role("button", name="Confirm, next").click()
    expect(ada.locator("[data-state]")).to_have_text("saved")


def test_the_time_at_a_paragraph_is_stored_with_its_answer(
    served: Served, browser: Browser
) -> None:
    ada = set_up_administrator(browser, served, "Ada")
    first = begin(ada, served)
    answer(ada)
    ada.wait_for_timeout(300)
    # A reload takes nothing from it.
    ada.reload()
    expect(ada.get_by_role("button", name="keys")).to_be_visible()
    answer(ada)
    ada.keyboard.press("Enter")
    expect(ada.locator("[data-state]")).to_have_text("saved")
    # What is stored is kept no longer.
    mine = first.rpartition("/")[2]
    kept = ada.evaluate("Object.keys(localStorage)")
    assert f"times.{mine}.0" not in kept
    assert f"draft.{mine}.0" not in kept
    with sqlite3.connect(served.instance / "workbench.db") as database:
        [(shown, active)] = database.execute(
            "SELECT shown_ms, active_ms FROM annotation WHERE shown_ms IS NOT NULL"
        ).fetchall()
    assert 300 <= active <= shown < 60_000


def test_new_guidelines_are_told_with_the_first_paragraph_after_them(
    served: Served, browser: Browser
) -> None:
    # Whoever writes guidelines has read them: so one writes, and another annotates.
    ada = set_up_administrator(browser, served, "Ada")
    ben = accept(browser, invite(ada, served, "1", "Ben"), "Ben")
    begin(ben, served)
    # The paragraph after this one is here then, as it was before the guidelines changed.
    ben.wait_for_load_state("networkidle")
    ben.get_by_role("link", name="Read the guidelines").click()
    ben.get_by_role("dialog").get_by_role("button", name="I have read version").click()
    note = ben.locator("[data-guidelines-news]")
    expect(note).to_have_count(0)
    ada.goto(f"{served.address}/projects/1/settings")
    ada.get_by_role("textbox", name="Guidelines").fill("Read the whole paragraph twice.")
    ada.get_by_role("button", name="Save").last.click()
    expect(ada.get_by_role("status")).to_contain_text("version 2")
    address = ben.url
    answer(ben)
    ben.keyboard.press("Enter")
    expect(ben).not_to_have_url(address)
    expect(note).to_contain_text("have changed since you read them")
    ben.get_by_role("link", name="See what changed").click()
    dialog = ben.get_by_role("dialog", name="Guidelines")
    expect(dialog).to_contain_text("twice")
    dialog.get_by_role("button", name="I have read version 2").click()
    expect(note).to_have_count(0)
