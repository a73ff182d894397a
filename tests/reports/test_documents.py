"""What leaves the house: the one file, the print, the methods paragraph, the datasheet."""

import re

from flask import Flask

from tests.annotations.designs import add_design
from tests.conftest import Cast, SignIn
from tests.reports.reading import numbers, question
from workbench.database import db


def test_the_one_file_needs_nothing_beside_it(cast: Cast, two_weeks: int, sign_in: SignIn) -> None:
    answer = sign_in(cast.ada).get(f"/reports/{two_weeks}/agreement.html")
    assert "agreement.html" in answer.headers["Content-Disposition"]
    for outside in ("<link", "<script", 'href="/', 'src="/', "url("):
        assert outside not in answer.text
    assert answer.text.count("data:image/svg+xml;base64,") >= 6


def test_the_methods_paragraph_holds_this_studys_numbers(
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    report = numbers(browser, two_weeks)
    paragraph = " ".join(report["methods"])
    alpha = question(report, "bias")["statistics"][0]
    assert f"α was {alpha['value']:.2f}".replace("0.", ".") in paragraph
    assert "40 paragraphs, 120 labels, 3 annotators" in paragraph
    assert "the seed was 1" in paragraph
    assert any(source.startswith("Efron, B. (1987)") for source in report["sources"])
    assert "Efron, B. (1987)" in browser.get(f"/reports/{two_weeks}/agreement/print").text


def test_the_methods_paragraph_says_what_was_drawn_by_lot(
    app: Flask, cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    assert "by lot" not in " ".join(numbers(browser, two_weeks)["methods"])
    with app.app_context():
        add_design(two_weeks, number=1, blind_percent=100)
        add_design(two_weeks, number=2, blind_percent=20, outlet="lot", hidden_percent=40)
        add_design(two_weeks, number=3, blind_percent=50)
        db.session.commit()
    paragraph = " ".join(numbers(browser, two_weeks)["methods"])
    assert "before the page was made, for 20% under study design 2 and 50% under" in paragraph
    assert "hidden by such a lot, for 40% of the paragraphs" in paragraph


def test_the_datasheet_tells_what_is_known_and_marks_what_is_not(
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    text = browser.get(f"/reports/{two_weeks}/datasheet.md").text
    for heading in (
        *("Task formulation", "Selecting annotations", "Platform and infrastructure choices"),
        *("Dataset analysis and evaluation", "Dataset release and maintenance"),
    ):
        assert f"## {heading}" in text
        assert heading in browser.get(f"/reports/{two_weeks}/datasheet").text
    assert "40 articles of 1 outlet" in text
    assert "Version 1 of the codebook and guidelines" in text
    assert "*To be written by the authors:*" in text


def test_pages_are_german_and_what_goes_into_papers_and_files_is_english(
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    german = {"Accept-Language": "de"}
    page = ada.get(f"/reports/{two_weeks}/agreement", headers=german).text
    assert "Drei Annotierende erreichen Krippendorffs α = 0," in page
    assert '<p class="prose methods" lang="en">Three annotators made' in page
    assert "Dieser Absatz und seine Quellen sind auf Englisch" in page
    assert "auf Englisch" not in ada.get(f"/reports/{two_weeks}/agreement").text
    for file in ("agreement.json", "agreement.csv", "datasheet.md"):
        address = f"/reports/{two_weeks}/{file}?suggestions=withheld&since=2026-03-01"
        in_german, in_english = (ada.get(address, headers=each).text for each in (german, {}))
        assert moments_left_out(in_german) == moments_left_out(in_english)
        assert "Labels given from 1 Mar 2026 on." in in_german
    sheet = ada.get(f"/reports/{two_weeks}/datasheet", headers=german).text
    assert "Das Datenblatt selbst ist auf Englisch" in sheet
    assert '<section class="section" lang="en">' in sheet
    document = ada.get(f"/reports/{two_weeks}/agreement.html", headers=german).text
    assert document.lstrip().startswith('<!doctype html>\n<html lang="de">')


def moments_left_out(text: str) -> str:
    """Leave out when a report was computed."""
    return re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?|\d\d:\d\d", "", text)


def test_what_can_be_opened_on_a_page_is_open_on_paper(
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    crossed = re.compile(r'<details class="disclosure"( open)?>\s*<summary>Labels of each pair')
    opened = {
        address: crossed.findall(browser.get(f"/reports/{two_weeks}/{address}").text)
        for address in ("agreement", "agreement.html", "agreement/print")
    }
    assert opened == {
        "agreement": [""] * 3,
        "agreement.html": [""] * 3,
        "agreement/print": [" open"] * 3,
    }
