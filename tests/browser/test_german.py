"""A study in German, from its codebook to the first answers by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.browser.people import PASSWORD, new_page
from tests.browser.served import Served, barriers
from tests.paths import SEEDS

pytestmark = pytest.mark.browser

PLAIN = (SEEDS / "articles" / "harbour-neutral.txt").read_bytes()
LATIN = "Das Café\n\nThe café of the harbour is open again.\n".encode("windows-1252")


def test_a_lead_begins_a_study_and_annotates_in_german(served: Served, browser: Browser) -> None:
    ada = new_page(browser)
    # A stranger chooses the language before there is an account.
    ada.goto(served.link)
    ada.get_by_label("Your name").fill("Ada")
    ada.get_by_label("Password", exact=True).fill(PASSWORD)
    ada.get_by_role("button", name="Show password").click()
    ada.get_by_role("button", name="Deutsch").click()
    # What was typed is still there, but a password is kept nowhere, even one that was shown.
    expect(ada.get_by_label("Ihr Name")).to_have_value("Ada")
    expect(ada.get_by_label("Passwort", exact=True)).to_have_value("")
    assert ada.evaluate("sessionStorage.length") == 0
    ada.get_by_label("E-Mail").fill("ada@example.org")
    ada.get_by_label("Passwort", exact=True).fill(PASSWORD)
    ada.get_by_role("button", name="Einrichten und anmelden").click()

    ada.get_by_role("link", name="Neues Projekt").click()
    expect(ada.get_by_label("Sprache des Kodierbuchs")).to_have_value("de")
    ada.get_by_label("Name").fill("Hafenstreik")
    ada.get_by_role("button", name="Projekt anlegen").click()
    expect(ada.get_by_role("heading", name="Hafenstreik")).to_be_visible()
    ada.set_viewport_size({"width": 1280, "height": 800})
    rooms = ada.get_by_role("navigation", name="Bereiche dieses Projekts").get_by_role("link")
    assert len({room.bounding_box()["y"] for room in rooms.all()}) == 1  # type: ignore[index]  # Seen.
    found = re.search(r"/projects/(\d+)", ada.url)
    assert found is not None
    project = found.group(1)

    ada.goto(f"{served.address}/articles/{project}/import")
    ada.locator("input[type=file]").set_input_files(
        [
            FilePayload(name="hafen.txt", mimeType="text/plain", buffer=PLAIN),
            FilePayload(name="latin.txt", mimeType="text/plain", buffer=LATIN),
        ]
    )
    expect(ada.get_by_text("2 Dateien gewählt, ")).to_be_visible()
    ada.get_by_role("button", name="Dateien lesen").click()
    expect(ada.get_by_text("Der Text wurde als windows-1252 dekodiert.")).to_be_visible()
    assert barriers(ada) == []
    ada.get_by_label("Diesen Artikel importieren").last.uncheck()
    ada.get_by_role("button", name="1 Artikel importieren").click()
    expect(ada.get_by_text("1 Artikel importiert. 1 Artikel wurde ausgelassen.")).to_be_visible()

    ada.goto(f"{served.address}/annotations/{project}/next")
    for place in ("Absatz 1 von 12", "Absatz 2 von 12"):
        expect(ada.get_by_text(place)).to_be_visible()
        expect(ada.get_by_text("Tonalität").first).to_be_visible()
        address = ada.url
        for key in ("2", "n", "4", "Enter"):
            ada.keyboard.press(key)
        expect(ada).not_to_have_url(address)
    banner = ada.get_by_role("banner")
    expect(banner.get_by_text("2 von 12")).to_be_visible()
    expect(banner.get_by_role("status")).to_have_text("gespeichert")
