"""The depth of the report: intervals, filters, figures, documents and the datasheet."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import case, update

from tests.annotations.test_blind import add_design
from tests.conftest import Cast
from tests.reports.study import MORNING, Study, span
from workbench.annotations.models import Assignment
from workbench.database import db

SignIn = Callable[[int], FlaskClient]
MEASURED = ("value", "low", "high", "share_below_667", "share_below_800", "shrunken", "p_value")


@pytest.fixture
def study(app: Flask, cast: Cast) -> int:
    """Let three people answer forty articles in two weeks, the machine's word on some pages."""
    with app.app_context():
        study = Study.of(cast)
        for n in range(40):
            (paragraph,) = study.article(f"The ferry number {n} left.", headline=f"Ferry {n}")
            prescore = study.prescore(paragraph)
            prescore.news_sentiment = "negative"
            at = MORNING + timedelta(days=7 * (n % 2))
            for place, who in enumerate((cast.ada, cast.ben, cast.cy)):
                is_biased = (n + (place if n % 5 == 0 else 0)) % 2 == 0
                is_shown = who == cast.cy
                annotation = study.answer(
                    paragraph,
                    who,
                    *([span(4, 9, "ferry")] if n % 2 or place else []),
                    bias="biased" if is_biased else "not_biased",
                    sentiment=("negative", "neutral", "positive")[(n + place * (n % 3 == 0)) % 3],
                    suggestions={"sentiment": "negative"} if is_shown else {},
                    prescore=prescore if is_shown else None,
                    at=at,
                )
                annotation.shown_ms, annotation.active_ms = 9000, 4000 + 100 * n
        db.session.commit()
    return cast.project


def numbers(browser: FlaskClient, project_id: int, query: str = "") -> Any:
    return browser.get(f"/reports/{project_id}/agreement.json{query}").get_json()


def question(report: Any, name: str) -> Any:
    return next(one for one in report["questions"] if one["question"] == name)


def test_alpha_comes_with_its_interval_its_seed_and_its_probabilities(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    report = numbers(browser, study)
    alpha = question(report, "bias")["statistics"][0]
    interval = alpha["interval"]
    assert interval["low"] < alpha["value"] < interval["high"]
    assert (interval["drawn"], interval["n_drawn"], report["seed"]) == ("articles", 40, 1)
    page = browser.get(f"/reports/{study}/agreement").text
    assert "95% interval" in page
    assert "P(α &lt; .667)" in page
    assert "seed 1" in page
    assert numbers(browser, study)["questions"] == report["questions"]
    other = question(numbers(browser, study, "?seed=2"), "bias")["statistics"][0]
    assert other["value"] == alpha["value"]
    assert other["interval"] != interval


def test_every_number_of_the_json_file_stands_in_the_csv_file(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    text = browser.get(f"/reports/{study}/agreement.csv").text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    report = numbers(browser, study)
    for part in report["questions"]:
        mine = [row for row in rows if row["question"] == part["question"]]
        headline = {row["statistic"]: row for row in mine if row["part"] == "headline"}
        for one in part["statistics"]:
            row = headline[one["statistic"]]
            assert row["value"] == _cell(one["value"])
            assert row["low"] == _cell(one["interval"]["low"])
            assert row["high"] == _cell(one["interval"]["high"])
            assert row["interval_sentence"] == one["interval"]["sentence"]
        alphas = [
            row["value"]
            for row in mine
            if (row["part"], row["statistic"]) == ("label", "krippendorff_alpha")
        ]
        assert alphas == [_cell(one["krippendorff_alpha"]["value"]) for one in part["by_label"]]
        of_people = [row for row in mine if row["part"] == "annotator"]
        for person in part["annotators"]:
            for number in person["numbers"]:
                (row,) = [
                    row
                    for row in of_people
                    if (row["first_annotator"], row["statistic"])
                    == (person["annotator"], number["statistic"])
                ]
                assert row["value"] == _cell(number["value"])
                assert (row["low"], row["high"]) == (_cell(number["low"]), _cell(number["high"]))
                assert (row["status"], row["sentence"]) == (number["status"], number["sentence"])


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)


def test_the_csv_file_holds_all_that_the_json_file_measures(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    text = browser.get(f"/reports/{study}/agreement.csv").text
    table = pd.read_csv(io.StringIO(text), keep_default_na=False)
    numbers_of = {column: pd.to_numeric(table[column]) for column in MEASURED}
    written = {round(value, 12) for found in numbers_of.values() for value in found.dropna()}
    report = numbers(browser, study)
    # How an interval was made is said of each in the methods, and is the same everywhere.
    measured = {round(value, 12) for value in _floats(report) if value not in {0.95, 0.0}}
    assert measured <= written
    for part in report["questions"]:
        mine = table[table["question"] == part["question"]]
        crossed = mine[(mine["part"] == "pair") & (mine["statistic"] == "labels_crossed")]
        cells = [cell for one in part["confusions"] for row in one["table"] for cell in row]
        assert pd.to_numeric(crossed["value"]).tolist() == cells


def _floats(found: Any) -> Iterator[float]:
    if isinstance(found, dict):
        for value in found.values():
            yield from _floats(value)
    elif isinstance(found, list):
        for value in found:
            yield from _floats(value)
    elif isinstance(found, float):
        yield found


def test_an_undefined_number_says_the_same_in_page_json_and_csv(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    voice = question(numbers(browser, study), "voice")["statistics"][0]
    assert voice["value"] is None
    assert voice["interval"]["low"] is None
    assert voice["sentence"] in browser.get(f"/reports/{study}/agreement").text
    assert voice["sentence"] in browser.get(f"/reports/{study}/agreement.html").text
    rows = csv.DictReader(io.StringIO(browser.get(f"/reports/{study}/agreement.csv").text))
    (row,) = [
        row
        for row in rows
        if (row["question"], row["part"], row["statistic"])
        == ("voice", "headline", "krippendorff_alpha")
    ]
    assert (row["value"], row["status"], row["sentence"]) == ("", "undefined", voice["sentence"])


@pytest.mark.parametrize(
    ("query", "annotations"),
    [
        ("?since=2026-03-09", 60),
        ("?until=2026-03-08", 60),
        ("?since=2026-03-03&until=2026-03-08", 0),
        ("?annotator=A-BEN&annotator=A-CY", 80),
        ("?suggestions=shown", 40),
        ("?suggestions=withheld", 80),
        ("?version=1", 120),
    ],
)
def test_a_filter_chooses_labels_and_is_named(
    cast: Cast, study: int, sign_in: SignIn, query: str, annotations: int
) -> None:
    browser = sign_in(cast.ada)
    report = numbers(browser, study, query)
    assert sum(report["annotations_by_codebook_version"].values()) == annotations
    assert len(report["filters"]) == 1
    page = browser.get(f"/reports/{study}/agreement{query}")
    assert page.status_code == 200
    if question(report, "bias")["statistics"][0]["n_paragraphs"]:
        assert report["filters"][0] in page.text
    else:
        assert "Nothing to compare among these labels" in page.text


def test_the_random_share_stands_by_itself_where_others_were_chosen_by_certainty(
    app: Flask, cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser, harder = sign_in(cast.ada), "harder than others"
    assert harder not in browser.get(f"/reports/{study}/agreement").text
    with app.app_context():
        by_lot = Assignment.paragraph_id % 4 == 0
        db.session.execute(
            update(Assignment).values(drawn_as=case((by_lot, "random"), else_="least_sure"))
        )
        db.session.commit()
    everything, share = numbers(browser, study), numbers(browser, study, "?drawn=random")
    assert everything["n_annotations_of_the_least_sure"] == 90
    assert share["n_annotations_of_the_least_sure"] == 0
    assert share["n_annotations"] == 30
    assert len(share["filters"]) == 1
    page = browser.get(f"/reports/{study}/agreement").text
    assert harder in page
    assert "90 annotations were of paragraphs that were given out early" in page
    assert harder in browser.get(f"/reports/{study}/agreement.html").text
    assert "least sure of them" in browser.get(f"/reports/{study}/datasheet").text
    assert harder not in browser.get(f"/reports/{study}/agreement?drawn=random").text


@pytest.mark.parametrize(
    "query",
    [
        *("?since=yesterday", "?since=2026-03-09&until=2026-03-01", "?version=9", "?version=x"),
        *(
            "?annotator=A-DEE",
            "?suggestions=maybe",
            "?drawn=least_sure",
            "?seed=-1",
            "?since=0001-01-01",
        ),
    ],
)
def test_a_filter_that_cannot_be_used_is_named_and_kept(
    cast: Cast, study: int, sign_in: SignIn, query: str
) -> None:
    browser = sign_in(cast.ada)
    page = browser.get(f"/reports/{study}/agreement{query}")
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert browser.get(f"/reports/{study}/agreement.json{query}").status_code == 400


def test_annotators_are_described_beside_each_other(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    report = numbers(sign_in(cast.ada), study)
    people = question(report, "bias")["annotators"]
    assert [one["annotator"] for one in people] == ["A-BEN", "A-CY", "A-LEAD"]
    found = {one["statistic"]: one for one in people[0]["numbers"]}
    assert found["agreement_with_others"]["low"] is not None
    assert found["dawid_skene_accuracy"]["status"] == "ok"
    assert "severity" not in found
    sentiment = question(report, "sentiment")["annotators"][0]["numbers"]
    assert {one["statistic"] for one in sentiment} >= {"severity", "alpha_shift_without"}
    assert [one["n_paragraphs"] for one in report["pace"]] == [40, 40, 40]
    # The paragraph has five words: 4.0 to 7.9 seconds.
    assert report["pace"][0]["seconds_per_word"] == pytest.approx(5.95 / 5)


def test_weeks_are_compared(cast: Cast, study: int, sign_in: SignIn) -> None:
    periods = question(numbers(sign_in(cast.ada), study), "bias")["periods"]
    assert [one["stretch"] for one in periods] == ["2026-W10", "2026-W11"]
    assert [one["n_labels"] for one in periods] == [60, 60]


def test_people_are_compared_with_the_machine_on_labels_given_without_it(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    sentiment = question(numbers(browser, study), "sentiment")
    assert sentiment["suggestions"]["n_shown"] == 40
    assert sentiment["suggestions"]["n_blind"] == 80
    machine = sentiment["machine"]
    # Cy's labels were given with the suggestion: of Ada's and Ben's, a third differ (n % 3 == 0).
    assert machine["n_tied"] == 14
    assert sum(map(sum, machine["table"])) == 26
    bias = question(numbers(browser, study), "bias")["machine"]
    assert bias["statistics"] == []
    assert "The machine says nothing of these paragraphs" in bias["sentence"]
    shown = numbers(browser, study, "?suggestions=shown")
    sentence = question(shown, "sentiment")["machine"]["sentence"]
    assert "Every label was given with the machine’s opinion" in sentence


@pytest.mark.parametrize(
    ("name", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
@pytest.mark.parametrize("figure", ["forest", "labels", "periods", "spans"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_figure_can_be_taken_away(
    cast: Cast, study: int, sign_in: SignIn, figure: str, name: str, start: bytes
) -> None:
    browser = sign_in(cast.ada)
    address = f"/reports/{study}/agreement/figures/{figure}.{name}?question=bias"
    answer = browser.get(address)
    assert answer.data.startswith(start)
    assert f"{figure}.{name}" in answer.headers["Content-Disposition"]
    assert browser.get(address).data == answer.data


def test_a_figure_that_is_not_there_is_not_found(cast: Cast, study: int, sign_in: SignIn) -> None:
    browser = sign_in(cast.ada)
    for name in ("forest.svg?question=x", "cake.svg?question=bias", "spans.exe"):
        assert browser.get(f"/reports/{study}/agreement/figures/{name}").status_code == 404


def test_the_one_file_needs_nothing_beside_it(cast: Cast, study: int, sign_in: SignIn) -> None:
    answer = sign_in(cast.ada).get(f"/reports/{study}/agreement.html")
    assert "agreement.html" in answer.headers["Content-Disposition"]
    for outside in ("<link", "<script", 'href="/', 'src="/', "url("):
        assert outside not in answer.text
    assert answer.text.count("data:image/svg+xml;base64,") >= 6


def test_the_methods_paragraph_holds_this_studys_numbers(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    report = numbers(browser, study)
    paragraph = " ".join(report["methods"])
    alpha = question(report, "bias")["statistics"][0]
    assert f"α was {alpha['value']:.2f}".replace("0.", ".") in paragraph
    assert "40 paragraphs, 120 labels, 3 annotators" in paragraph
    assert "the seed was 1" in paragraph
    assert any(source.startswith("Efron, B. (1987)") for source in report["sources"])
    assert "Efron, B. (1987)" in browser.get(f"/reports/{study}/agreement/print").text


def test_the_methods_paragraph_says_what_was_drawn_by_lot(
    app: Flask, cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    assert "by lot" not in " ".join(numbers(browser, study)["methods"])
    with app.app_context():
        add_design(study, number=1, blind_percent=100)
        add_design(study, number=2, blind_percent=20, outlet="lot", hidden_percent=40)
        add_design(study, number=3, blind_percent=50)
        db.session.commit()
    paragraph = " ".join(numbers(browser, study)["methods"])
    assert "before the page was made, for 20% under study design 2 and 50% under" in paragraph
    assert "hidden by such a lot, for 40% of the paragraphs" in paragraph


def test_the_datasheet_tells_what_is_known_and_marks_what_is_not(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    text = browser.get(f"/reports/{study}/datasheet.md").text
    for heading in (
        *("Task formulation", "Selecting annotations", "Platform and infrastructure choices"),
        *("Dataset analysis and evaluation", "Dataset release and maintenance"),
    ):
        assert f"## {heading}" in text
        assert heading in browser.get(f"/reports/{study}/datasheet").text
    assert "40 articles of 1 outlet" in text
    assert "Version 1 of the codebook and guidelines" in text
    assert "*To be written by the authors:*" in text


def test_a_label_that_looks_like_markup_or_a_formula_stays_a_label(
    app: Flask, cast: Cast, study: int, sign_in: SignIn
) -> None:
    from workbench.projects.models import CodebookVersion  # noqa: PLC0415  (this test alone)

    with app.app_context():
        version = db.session.query(CodebookVersion).filter_by(project_id=study).one()
        definition = json.loads(json.dumps(version.definition))
        for asked in definition["questions"]:
            asked["labels"][0]["title"] = "$\\frac{1}$ <b>🙂"
        version_two = CodebookVersion(
            project_id=study,
            number=2,
            definition=definition,
            guidelines="",
            created_at=version.created_at,
        )
        db.session.add(version_two)
        db.session.commit()
    browser = sign_in(cast.ada)
    page = browser.get(f"/reports/{study}/agreement")
    assert page.status_code == 200
    assert "<b>🙂" not in page.text
    for kind in ("svg", "pdf", "png"):
        address = f"/reports/{study}/agreement/figures/labels.{kind}?question=bias"
        assert browser.get(address).status_code == 200


def test_pages_are_german_and_what_goes_into_papers_and_files_is_english(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    german = {"Accept-Language": "de"}
    page = ada.get(f"/reports/{study}/agreement", headers=german).text
    assert "Drei Annotierende erreichen Krippendorffs α = 0," in page
    assert '<p class="prose methods" lang="en">Three annotators made' in page
    assert "Dieser Absatz und seine Quellen sind auf Englisch" in page
    assert "auf Englisch" not in ada.get(f"/reports/{study}/agreement").text
    for file in ("agreement.json", "agreement.csv", "datasheet.md"):
        address = f"/reports/{study}/{file}?suggestions=withheld&since=2026-03-01"
        in_german, in_english = (ada.get(address, headers=each).text for each in (german, {}))
        assert moments_left_out(in_german) == moments_left_out(in_english)
        assert "Labels given from 1 Mar 2026 on." in in_german
    sheet = ada.get(f"/reports/{study}/datasheet", headers=german).text
    assert "Das Datenblatt selbst ist auf Englisch" in sheet
    assert '<section class="section" lang="en">' in sheet
    document = ada.get(f"/reports/{study}/agreement.html", headers=german).text
    assert document.lstrip().startswith('<!doctype html>\n<html lang="de">')


def moments_left_out(text: str) -> str:
    """Leave out when a report was computed."""
    return re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?|\d\d:\d\d", "", text)


def test_what_can_be_opened_on_a_page_is_open_on_paper(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    crossed = re.compile(r'<details class="disclosure"( open)?>\s*<summary>Labels of each pair')
    opened = {
        address: crossed.findall(browser.get(f"/reports/{study}/{address}").text)
        for address in ("agreement", "agreement.html", "agreement/print")
    }
    assert opened == {
        "agreement": [""] * 3,
        "agreement.html": [""] * 3,
        "agreement/print": [" open"] * 3,
    }


def test_a_figure_speaks_the_language_of_its_page(cast: Cast, study: int, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    address = f"/reports/{study}/agreement/figures/spans.svg"
    english = ada.get(address).text
    german = ada.get(address, headers={"Accept-Language": "de"}).text
    assert "Exact, same category" in english
    assert "Exakt, gleiche Kategorie" in german
    assert ada.get(address).text == english
