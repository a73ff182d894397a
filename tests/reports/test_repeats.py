"""Self-consistency on hidden repeats, from the tables to page, JSON, CSV and documents."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from krippendorff import alpha as other_alpha
from lxml import html  # type: ignore[import-untyped]  # It ships no types.
from sqlalchemy import select
from statsmodels.stats.proportion import proportion_confint

from tests.conftest import Cast, SignIn
from tests.reports.reading import numbers
from tests.reports.study import MORNING, Study, span
from workbench.annotations.models import Assignment
from workbench.database import db

LATER = MORNING + timedelta(hours=5)
N = 36


def changes_mind(n: int, who: int) -> bool:
    return n % (4 if who else 9) == 0


@pytest.fixture
def study(app: Flask, cast: Cast) -> int:
    """Let Ben and Cy answer 36 articles twice; Cy changes a quarter of the answers."""
    with app.app_context():
        study = Study.of(cast)
        with study.at_once():
            articles = [
                study.article(f"The ferry number {n} left.", headline=f"Ferry {n}")
                for n in range(N)
            ]
        with study.at_once():
            for n, (paragraph,) in enumerate(articles):
                for place, who in enumerate((cast.ben, cast.cy)):
                    first = "biased" if (n + place) % 2 else "not_biased"
                    other = "not_biased" if first == "biased" else "biased"
                    marks = [span(4, 9, "ferry")] if n % 3 else []
                    study.answer(paragraph, who, *marks, bias=first)
                    again = [span(4, 16, "ferry number")] if n % 3 == 1 else marks
                    study.answer(
                        paragraph,
                        who,
                        *[span(one.start, one.end, one.text) for one in again],
                        bias=other if changes_mind(n, place) else first,
                        at=LATER,
                        occasion="repeat",
                    )
        db.session.commit()
    return cast.project


def repeats(report: Any, name: str = "bias") -> Any:
    return next(one["repeats"] for one in report["questions"] if one["question"] == name)


def test_the_numbers_are_those_of_other_programs(cast: Cast, study: int, sign_in: SignIn) -> None:
    report = numbers(sign_in(cast.ada), study)
    found = repeats(report)
    first = [[(n + place) % 2 for n in range(N)] for place in (0, 1)]
    again = [[(first[place][n] + changes_mind(n, place)) % 2 for n in range(N)] for place in (0, 1)]
    same = [
        sum(a == b for a, b in zip(*pair, strict=True)) for pair in zip(first, again, strict=True)
    ]
    assert (found["n_repeats"], found["n_same_label"]) == (2 * N, sum(same))
    assert (found["low"], found["high"]) == pytest.approx(
        proportion_confint(sum(same), 2 * N, method="wilson")
    )
    pooled = [[*first[0], *first[1]], [*again[0], *again[1]]]
    other = other_alpha(pooled, level_of_measurement="nominal")
    assert found["krippendorff_alpha"]["value"] == pytest.approx(other)
    interval = found["krippendorff_alpha"]["interval"]
    assert interval["low"] < other < interval["high"]
    assert (interval["drawn"], interval["n_drawn"]) == ("articles", N)
    ben, cy = found["annotators"]
    assert (ben["annotator"], cy["annotator"]) == ("A-BEN", "A-CY")
    assert [ben["n_same_label"], cy["n_same_label"]] == same
    for one, place in ((ben, 0), (cy, 1)):
        mine = other_alpha([first[place], again[place]], level_of_measurement="nominal")
        assert one["krippendorff_alpha"]["value"] == pytest.approx(mine)
        assert one["low"] < one["share"] < one["high"]
    assert ben["shrunken"] <= ben["share"]
    assert cy["shrunken"] >= cy["share"]
    assert report["n_hidden_repeats"] == 2 * N


def test_a_clock_that_went_back_in_between_takes_no_pair_away(
    app: Flask, cast: Cast, study: int, sign_in: SignIn
) -> None:
    before = repeats(numbers(sign_in(cast.ada), study))
    with app.app_context():
        for again in db.session.scalars(select(Assignment).where(Assignment.occasion == "repeat")):
            again.leased_at = MORNING - timedelta(hours=1)
        db.session.commit()
    assert repeats(numbers(sign_in(cast.ada), study)) == before


def test_spans_are_compared_between_occasions_and_empty_ones_counted_apart(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    found = numbers(sign_in(cast.ada), study)["spans"]["repeats"]
    by_name = {one["statistic"]: one["value"] for one in found["statistics"]}
    # A third marks nothing, a third the same word, a third more words than before.
    assert by_name["span_f1_exact_typed"] == pytest.approx(0.5)
    assert by_name["span_f1_overlap_untyped"] == 1
    shared, marked = 5 * 2 * 24, (5 + 12) * 24 + (5 + 5) * 24
    assert by_name["char_f1_typed"] == pytest.approx(2 * shared / marked)
    assert (found["n_repeats"], found["n_both_empty"]) == (72, 24)
    assert (found["n_submissions"], found["n_submissions_without_spans"]) == (144, 48)
    assert [one["n_repeats"] for one in found["annotators"]] == [N, N]
    assert found["annotators"][0]["statistics"][0]["n_annotators"] == 1


def test_repeats_change_nothing_in_the_agreement_itself(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    before = numbers(browser, study)
    with browser.application.app_context():
        for one in db.session.query(Assignment).filter_by(occasion="repeat"):
            db.session.delete(one)
        db.session.commit()
    after = numbers(browser, study)
    for name in ("statistics", "pairs", "by_label", "contest", "sufficiency"):
        assert [one[name] for one in before["questions"]] == [
            one[name] for one in after["questions"]
        ]
    assert repeats(after) is None
    assert after["spans"]["repeats"] is None
    page = browser.get(f"/reports/{study}/agreement").text
    assert "asked again" not in page


def test_page_documents_csv_and_json_say_the_same(cast: Cast, study: int, sign_in: SignIn) -> None:
    browser = sign_in(cast.ada)
    found = repeats(numbers(browser, study))
    rows = [
        row
        for row in csv.DictReader(io.StringIO(browser.get(f"/reports/{study}/agreement.csv").text))
        if row["part"] == "repeat" and row["question"] == "bias"
    ]
    pooled, alpha, *people = [row for row in rows if row["statistic"] != "labels_crossed"]
    crossed = [int(row["value"]) for row in rows if row["statistic"] == "labels_crossed"]
    assert crossed == [cell for row in found["table"] for cell in row]
    assert (pooled["statistic"], float(pooled["value"])) == ("same_label_again", found["share"])
    assert (float(pooled["low"]), pooled["n_paragraphs"]) == (found["low"], "72")
    assert float(alpha["value"]) == found["krippendorff_alpha"]["value"]
    assert [row["first_annotator"] for row in people] == ["A-BEN", "A-BEN", "A-CY", "A-CY"]
    assert [float(row["p_value"]) for row in people[::2]] == [
        one["p_value"] for one in found["annotators"]
    ]
    sentence = "annotators gave the same label on bias in 59 of 72 repeats: 81.9%"
    for address in ("agreement", "agreement.html", "agreement/print"):
        page = browser.get(f"/reports/{study}/{address}").text
        assert sentence in page
        assert "Loaded words, asked again" in page
    assert "72 paragraphs came back" in browser.get(f"/reports/{study}/datasheet").text


def test_a_remark_stands_beneath_its_row_on_paper_and_beside_it_on_the_page(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        study = Study.of(cast)
        for n in range(4):
            (paragraph,) = study.article(f"The ferry number {n} left.")
            for who in (cast.ben, cast.cy):
                study.answer(paragraph, who, bias="biased")
                label = "biased" if n else "not_biased"
                study.answer(paragraph, who, bias=label, at=LATER, occasion="repeat")
        db.session.commit()
    browser = sign_in(cast.ada)
    said = "Only 4 paragraphs were answered again: a coefficient needs at least 10."
    box = "//*[@aria-label='Self-consistency, Bias']"
    page, paper = (
        html.fromstring(browser.get(f"/reports/{cast.project}/{one}").text).xpath(box)[0]
        for one in ("agreement", "agreement/print")
    )
    beside = page.xpath(".//tbody//td[@class='note']")
    assert [said in one.text_content() for one in beside] == [True, True]
    beneath = paper.xpath(".//tr[@class='report__remark']/td")
    assert not paper.xpath(".//*[contains(@class, 'note')]")
    assert [said in one.text_content() for one in beneath[:2]] == [True, True]
    assert {one.get("colspan") for one in beneath} == {str(len(paper.xpath(".//thead//th")))}


@pytest.mark.parametrize(
    ("at", "counts"), [(LATER - timedelta(hours=1), False), (LATER + timedelta(hours=1), True)]
)
def test_the_first_answer_is_the_newest_one_when_the_paragraph_came_back(
    app: Flask, cast: Cast, sign_in: SignIn, at: datetime, *, counts: bool
) -> None:
    """What was revised after the second look may owe something to it."""
    with app.app_context():
        study = Study.of(cast)
        (paragraph,) = study.article("The ferry left.")
        study.answer(paragraph, cast.ben, bias="biased")
        study.answer(paragraph, cast.cy, bias="biased")
        study.answer(paragraph, cast.ben, bias="biased", at=LATER, occasion="repeat")
        study.answer(paragraph, cast.ben, bias="not_biased", at=at)
        study.answer(paragraph, cast.ben, bias="not_biased", at=LATER, occasion="repeat")
        db.session.commit()
    found = repeats(numbers(sign_in(cast.ada), cast.project))
    assert (found["n_repeats"], found["n_same_label"]) == (1, int(counts))
    alpha = found["krippendorff_alpha"]
    assert (alpha["value"], alpha["reason"]) == (None, "few_repeats")
    assert alpha["sentence"] in sign_in(cast.ada).get(f"/reports/{cast.project}/agreement").text


def test_what_was_skipped_on_either_occasion_is_no_repeat(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        study = Study.of(cast)
        one, two = study.article("The ferry left.", "It came back.")
        for paragraph in (one, two):
            study.answer(paragraph, cast.ben)
            study.answer(paragraph, cast.cy)
        study.skip(one, cast.ben)
        study.answer(one, cast.ben, at=LATER, occasion="repeat")
        study.assign(two, cast.ben, "skipped", occasion="repeat", at=LATER)
        db.session.commit()
    report = numbers(sign_in(cast.ada), cast.project)
    assert report["n_hidden_repeats"] == 0
    assert repeats(report) is None


def test_progress_tells_what_came_back_and_what_became_of_it(
    app: Flask, cast: Cast, study: int, sign_in: SignIn
) -> None:
    with app.app_context():
        more = Study.of(cast)
        more.n_articles = N
        one, two = more.article("The ferry left.", "It came back.")
        more.assign(one, cast.ben, "skipped", occasion="repeat", at=LATER)
        more.assign(two, cast.ben, occasion="repeat", at=LATER)
        more.assign(one, cast.cy, "submitted", occasion="named", at=LATER)
        db.session.commit()
    page = sign_in(cast.ada).get(f"/reports/{study}/progress").text
    assert "74 paragraphs came back to the annotators who had answered them" in page
    assert "72 answered again, 1 skipped." in page
    assert "1 paragraph that had been answered with the outlet hidden came back" in page
    assert "36 of 38" in page
    assert "1 of 1" in page


def test_without_anything_that_came_back_progress_has_no_such_column(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        study = Study.of(cast)
        (paragraph,) = study.article("The ferry left.")
        study.answer(paragraph, cast.ben)
        db.session.commit()
    page = sign_in(cast.ada).get(f"/reports/{cast.project}/progress").text
    assert "came back" not in page
    assert "Repeats answered" not in page
    assert "Second pass answered" not in page


@pytest.mark.parametrize(
    ("query", "n"),
    [("?annotator=A-CY", N), (f"?until={MORNING:%Y-%m-%d}", 2 * N), ("?since=2026-03-03", 0)],
)
def test_filters_choose_repeats_by_their_second_look(
    cast: Cast, study: int, sign_in: SignIn, query: str, n: int
) -> None:
    assert numbers(sign_in(cast.ada), study, query)["n_hidden_repeats"] == n
