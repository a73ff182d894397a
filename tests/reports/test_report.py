"""The numbers of a report, which page, JSON and CSV say alike."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from tests.conftest import Cast, SignIn
from tests.reports.reading import numbers, question

MEASURED = ("value", "low", "high", "share_below_667", "share_below_800", "shrunken", "p_value")


def test_alpha_comes_with_its_interval_its_seed_and_its_probabilities(
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    report = numbers(browser, two_weeks)
    alpha = question(report, "bias")["statistics"][0]
    interval = alpha["interval"]
    assert interval["low"] < alpha["value"] < interval["high"]
    assert (interval["drawn"], interval["n_drawn"], report["seed"]) == ("articles", 40, 1)
    page = browser.get(f"/reports/{two_weeks}/agreement").text
    assert "95% interval" in page
    assert "P(α &lt; .667)" in page
    assert "seed 1" in page
    assert numbers(browser, two_weeks)["questions"] == report["questions"]
    other = question(numbers(browser, two_weeks, "?seed=2"), "bias")["statistics"][0]
    assert other["value"] == alpha["value"]
    assert other["interval"] != interval


def test_every_number_of_the_json_file_stands_in_the_csv_file(
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    text = browser.get(f"/reports/{two_weeks}/agreement.csv").text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    report = numbers(browser, two_weeks)
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
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    text = browser.get(f"/reports/{two_weeks}/agreement.csv").text
    table = pd.read_csv(io.StringIO(text), keep_default_na=False)
    numbers_of = {column: pd.to_numeric(table[column]) for column in MEASURED}
    written = {round(value, 12) for found in numbers_of.values() for value in found.dropna()}
    report = numbers(browser, two_weeks)
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
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    voice = question(numbers(browser, two_weeks), "voice")["statistics"][0]
    assert voice["value"] is None
    assert voice["interval"]["low"] is None
    assert voice["sentence"] in browser.get(f"/reports/{two_weeks}/agreement").text
    assert voice["sentence"] in browser.get(f"/reports/{two_weeks}/agreement.html").text
    rows = csv.DictReader(io.StringIO(browser.get(f"/reports/{two_weeks}/agreement.csv").text))
    (row,) = [
        row
        for row in rows
        if (row["question"], row["part"], row["statistic"])
        == ("voice", "headline", "krippendorff_alpha")
    ]
    assert (row["value"], row["status"], row["sentence"]) == ("", "undefined", voice["sentence"])


def test_annotators_are_described_beside_each_other(
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    report = numbers(sign_in(cast.ada), two_weeks)
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


def test_weeks_are_compared(cast: Cast, two_weeks: int, sign_in: SignIn) -> None:
    periods = question(numbers(sign_in(cast.ada), two_weeks), "bias")["periods"]
    assert [one["stretch"] for one in periods] == ["2026-W10", "2026-W11"]
    assert [one["n_labels"] for one in periods] == [60, 60]


def test_people_are_compared_with_the_machine_on_labels_given_without_it(
    cast: Cast, two_weeks: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    sentiment = question(numbers(browser, two_weeks), "sentiment")
    assert sentiment["suggestions"]["n_shown"] == 40
    assert sentiment["suggestions"]["n_blind"] == 80
    machine = sentiment["machine"]
    # Cy's labels were given with the suggestion: of Ada's and Ben's, a third differ (n % 3 == 0).
    assert machine["n_tied"] == 14
    assert sum(map(sum, machine["table"])) == 26
    bias = question(numbers(browser, two_weeks), "bias")["machine"]
    assert bias["statistics"] == []
    assert "The machine says nothing of these paragraphs" in bias["sentence"]
    shown = numbers(browser, two_weeks, "?suggestions=shown")
    sentence = question(shown, "sentiment")["machine"]["sentence"]
    assert "Every label was given with the machine’s opinion" in sentence
