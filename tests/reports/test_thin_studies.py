"""Studies with too little in them: no two sentences of their reports contradict each other."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from lxml import html  # type: ignore[import-untyped]  # It ships no types.

from tests.conftest import Cast, SignIn
from tests.reports.reading import numbers, question
from tests.reports.study import Study, span
from workbench.articles.models import Paragraph
from workbench.database import db

LABELS = ("biased", "not_biased")
SENTIMENTS = ("negative", "neutral", "positive")
OF_LIMITS = re.compile(r"intervals (are rough|may be too narrow)")


def paragraphs(study: Study, n: int, *, articles: int) -> list[Paragraph]:
    """Add so many paragraphs in so many articles."""
    each = n // articles
    with study.at_once():
        added = [
            study.article(
                *(f"The ferry number {article}, {place} left." for place in range(each)),
                headline=f"Ferry {article}",
            )
            for article in range(articles)
        ]
    return [paragraph for article in added for paragraph in article]


def label(study: Study, paragraph: Paragraph, who: int, place: int, **options: Any) -> None:
    """Answer a paragraph, differently from the others now and then."""
    turn = place // 2 + (who if place % 5 == 0 else 0)
    study.answer(
        paragraph,
        who,
        *([span(4, 9, "ferry")] if turn % 2 else []),
        bias=LABELS[turn % 2],
        sentiment=SENTIMENTS[turn % 3],
        **options,
    )


def label_each(study: Study, found: list[Paragraph], *people: int) -> None:
    """Let everybody answer all of these."""
    with study.at_once():
        for place, paragraph in enumerate(found):
            for who in people:
                label(study, paragraph, who, place)


def five_paragraphs(study: Study, cast: Cast) -> None:
    label_each(study, paragraphs(study, 5, articles=5), cast.ben, cast.cy)


def one_label(study: Study, cast: Cast) -> None:
    found = paragraphs(study, 40, articles=20)
    with study.at_once():
        for paragraph in found:
            for who in (cast.ada, cast.ben, cast.cy):
                study.answer(paragraph, who)


def one_article(study: Study, cast: Cast) -> None:
    label_each(study, paragraphs(study, 40, articles=1), cast.ada, cast.ben, cast.cy)


def four_shared(study: Study, cast: Cast) -> None:
    """Ada and Ben share forty paragraphs, Ben and Cy four."""
    forty = paragraphs(study, 40, articles=40)
    label_each(study, forty, cast.ada, cast.ben)
    label_each(study, forty[:4], cast.cy)


def all_suggested(study: Study, cast: Cast) -> None:
    for place, paragraph in enumerate(paragraphs(study, 40, articles=40)):
        prescore = study.prescore(paragraph)
        prescore.news_sentiment = "negative"
        for who in (cast.ada, cast.ben):
            shown = {"sentiment": "negative", "bias": "biased"}
            label(study, paragraph, who, place, prescore=prescore, suggestions=shown)


def all_repeated(study: Study, cast: Cast) -> None:
    for place, paragraph in enumerate(paragraphs(study, 8, articles=4)):
        for who in (cast.ada, cast.ben):
            for occasion in ("first", "repeat"):
                label(study, paragraph, who, place, occasion=occasion)


Fill = Callable[[Study, Cast], None]
THIN = (five_paragraphs, one_label, one_article, four_shared, all_suggested, all_repeated)


@pytest.mark.parametrize("filled", THIN)
def test_no_interval_is_judged_that_is_not_given(
    app: Flask, cast: Cast, sign_in: SignIn, filled: Fill
) -> None:
    fill_project(app, cast, filled)
    browser = sign_in(cast.ada)
    report = numbers(browser, cast.project)
    for one in intervals(report):
        if one["low"] is None:
            assert one["sentence"]
            assert not OF_LIMITS.search(" ".join(one["remarks"]))
    for part in report["questions"]:
        is_withheld = all(one["interval"]["low"] is None for one in part["statistics"])
        if is_withheld:
            assert not OF_LIMITS.search(" ".join(part["warnings"]))
        for name in ("agreement", "agreement/print", "agreement.html"):
            page = html.fromstring(browser.get(f"/reports/{cast.project}/{name}").text)
            (above,) = page.xpath(f"//section[@id='question-{part['question']}']")
            said = " ".join("".join(above.xpath("p//text()")).split())
            assert not (is_withheld and OF_LIMITS.search(said)), said
    text = browser.get(f"/reports/{cast.project}/agreement.csv").text
    for row in csv.DictReader(io.StringIO(text, newline="")):
        assert row["low"] or not OF_LIMITS.search(row["interval_remarks"])
        assert not (row["low"] and row["low"] == row["high"]), row


def fill_project(app: Flask, cast: Cast, fill: Fill) -> None:
    """Fill Ada's project."""
    with app.app_context():
        fill(Study.of(cast), cast)
        db.session.commit()


def intervals(part: Any) -> list[Any]:
    """Find the intervals anywhere in a report's JSON."""
    if isinstance(part, list):
        return [one for each in part for one in intervals(each)]
    if not isinstance(part, dict):
        return []
    own = [part["interval"]] if "interval" in part else []
    return [*own, *(one for each in part.values() for one in intervals(each))]


def test_a_pair_that_shares_four_paragraphs_has_no_interval_and_says_why(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    fill_project(app, cast, four_shared)
    bias = question(numbers(sign_in(cast.ada), cast.project), "bias")
    found = {
        one["n_paragraphs"]: one["interval"]
        for one in bias["pairs"]
        if one["weights"] == "unweighted"
    }
    assert found[40]["low"] < found[40]["high"]
    assert found[4]["withheld"] == "rare_label"
    page = sign_in(cast.ada).get(f"/reports/{cast.project}/agreement").text
    (table,) = html.fromstring(page).xpath("//*[@aria-label='Cohen’s κ by pair, Bias']//table")
    rows = [one.text_content() for one in table.xpath(".//tbody/tr") if one.xpath("td[text()='4']")]
    assert len(rows) == 2
    assert all("withheld" in row and "an interval needs at least 10" in row for row in rows)


def test_nothing_is_estimated_of_an_annotator_with_few_labels(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    fill_project(app, cast, four_shared)
    bias = question(numbers(sign_in(cast.ada), cast.project), "bias")
    found = {
        person["n_labels"]: number
        for person in bias["annotators"]
        for number in person["numbers"]
        if number["statistic"] == "dawid_skene_accuracy"
    }
    assert found[40]["value"] is not None
    assert (found[4]["value"], found[4]["sentence"]) == (
        None,
        "Fewer than 10 labels of this annotator.",
    )


def test_labels_that_are_all_the_same_tell_nobodys_accuracy(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    fill_project(app, cast, one_label)
    browser = sign_in(cast.ada)
    report = numbers(browser, cast.project)
    for part in report["questions"]:
        found = [one for person in part["annotators"] for one in person["numbers"]]
        accuracies = [one for one in found if one["statistic"] == "dawid_skene_accuracy"]
        assert all(one["value"] is None for one in accuracies)
        assert all("All labels are the same" in one["sentence"] for one in accuracies)
    page = browser.get(f"/reports/{cast.project}/agreement").text
    assert "all are withheld; the reasons stand below" in page
    assert "Intervals of pairs are rough" not in page


def test_of_one_article_no_interval_is_drawn_of_spans_either(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    fill_project(app, cast, one_article)
    report = numbers(sign_in(cast.ada), cast.project)
    withheld = {one["interval"]["withheld"] for one in report["spans"]["statistics"]}
    assert withheld == {"few_units"}


def test_a_datasheet_of_nothing_counts_nothing(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context():
        paragraphs(Study.of(cast), 5, articles=1)
        db.session.commit()
    page = sign_in(cast.ada).get(f"/reports/{cast.project}/datasheet").text
    assert "No article has annotations yet." in page
    assert "No annotation has been counted yet." in page
    assert "0 articles" not in page
    assert "0 of 0" not in page
