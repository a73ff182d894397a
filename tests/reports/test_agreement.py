"""The agreement report: right numbers, from the right labels, for the right people."""

import csv
import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn, add_member
from tests.reports.reading import numbers, question
from tests.reports.study import Study, span
from tests.statements import statements_of
from workbench.accounts.models import Account
from workbench.database import db
from workbench.projects.models import CodebookVersion, Project, Role

# Ben, but neither A-BEN nor Benjamini.
BY_NAME = re.compile(r"\bBen\b")
PAGES = (
    *("agreement", "agreement.json", "agreement.csv", "agreement.html", "agreement/print"),
    *("agreement/figures/spans.svg", "datasheet", "datasheet.md", "contested"),
)
TEXTS = ("Heroes came at dawn.", "The bridge is closed.", "They fled.", "Rain fell.")


@pytest.fixture
def study(app: Flask, cast: Cast) -> int:
    """Let Ben and Cy agree on bias in three paragraphs of four, Ada answer one of them.

    Ben's first thoughts and Cy's skip of a fifth must not count. Bias, by hand:

        Ada: not     Ben: biased biased not not     Cy: biased not not not
    """
    with app.app_context():
        study = Study.of(cast)
        first, second, third, fourth, fifth = study.article(*TEXTS, "The fifth.")
        study.answer(first, cast.ben, bias="not_biased")
        study.answer(first, cast.ben, span(0, 6, "Heroes"), bias="biased", sentiment="positive")
        study.answer(second, cast.ben, bias="biased")
        study.answer(third, cast.ben, span(0, 4, "They", "demeaning"))
        study.answer(fourth, cast.ben)
        study.answer(
            first,
            cast.cy,
            span(0, 6, "Heroes", decision="kept"),
            span(7, 11, "came", decision="rejected"),
            bias="biased",
            suggestions={"sentiment": "neutral"},
        )
        study.answer(second, cast.cy, suggestions={"sentiment": "negative"})
        study.answer(third, cast.cy, span(0, 9, "They fled"))
        study.answer(fourth, cast.cy)
        study.answer(third, cast.ada)
        study.answer(fifth, cast.ben)
        study.skip(fifth, cast.cy)
        adjudicator = db.session.get_one(Account, cast.root)
        add_member(
            db.session.get_one(Project, cast.project), adjudicator, Role.ADJUDICATOR, "A-ROOT"
        )
        db.session.commit()
    return cast.project


def statistic(part: Any, name: str) -> Any:
    """Find one statistic of a part."""
    return next(one for one in part["statistics"] if one["statistic"] == name)


@pytest.mark.parametrize("page", PAGES)
def test_leads_and_adjudicators_alone_read_it(
    cast: Cast, study: int, client: FlaskClient, sign_in: SignIn, page: str
) -> None:
    address = f"/reports/{study}/{page}"
    assert client.get(address).status_code == 303
    assert sign_in(cast.dee).get(address).status_code == 404
    assert sign_in(cast.ben).get(address).status_code == 403
    assert sign_in(cast.root).get(address).status_code == 200
    assert sign_in(cast.ada).get(address).status_code == 200


def test_numbers_are_those_computed_by_hand(cast: Cast, study: int, sign_in: SignIn) -> None:
    bias = question(numbers(sign_in(cast.ada), study), "bias")
    alpha = statistic(bias, "krippendorff_alpha")
    # Coincidences: 2 biased-biased; 1 each way biased-not; 3 + 2 = 5 not-not. N = 9, n = (3, 6).
    assert alpha["value"] == pytest.approx(1 - 8 * 2 / (2 * 3 * 6))
    assert (alpha["n_paragraphs"], alpha["n_labels"], alpha["n_annotators"]) == (4, 9, 3)
    assert statistic(bias, "percent_agreement")["value"] == 0.75
    assert bias["n_paragraphs_with_one_label"] == 1
    assert bias["labels_by_annotator"] == {
        "A-BEN": {"biased": 2, "not_biased": 3},
        "A-CY": {"biased": 1, "not_biased": 3},
        "A-LEAD": {"biased": 0, "not_biased": 1},
    }


def test_pairs_carry_their_kappa_and_paragraphs(cast: Cast, study: int, sign_in: SignIn) -> None:
    pairs = question(numbers(sign_in(cast.ada), study), "bias")["pairs"]
    found = {(one["first_annotator"], one["second_annotator"]): one for one in pairs}
    # Ben and Cy: p = 3/4, e = 1/2 · 1/4 + 1/2 · 3/4 = 1/2.
    assert found["A-BEN", "A-CY"]["value"] == pytest.approx(0.5)
    assert found["A-BEN", "A-CY"]["n_paragraphs"] == 4
    alone = found["A-CY", "A-LEAD"]
    assert (alone["value"], alone["status"]) == (None, "undefined")
    assert "reliability cannot be shown" in alone["sentence"]


def test_spans_are_compared_without_rejected_suggestions(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    spans = numbers(sign_in(cast.ada), study)["spans"]
    # Ben 2 spans, Cy 2, Ada none on the third: 1 exact pair; comparisons on it sum 2 + 2 + 1 + 1.
    assert statistic(spans, "span_f1_exact_typed")["value"] == pytest.approx(2 / 6)
    assert statistic(spans, "span_f1_overlap_untyped")["value"] == pytest.approx(4 / 6)
    assert statistic(spans, "span_f1_exact_typed")["n_labels"] == 4
    assert (spans["n_comparisons"], spans["n_both_empty"]) == (6, 2)


def test_suggestions_seen_and_followed_are_counted(cast: Cast, study: int, sign_in: SignIn) -> None:
    browser = sign_in(cast.ada)
    sentiment = question(numbers(browser, study), "sentiment")
    assert sentiment["n_labels_with_suggestion"] == 2
    assert sentiment["n_labels_like_suggestion"] == 1
    page = browser.get(f"/reports/{study}/agreement").get_data(as_text=True)
    assert "2 labels of 10 were given with the machine’s suggestion on the page" in page


def test_an_undefined_statistic_says_why(cast: Cast, study: int, sign_in: SignIn) -> None:
    browser = sign_in(cast.ada)
    voice = statistic(question(numbers(browser, study), "voice"), "krippendorff_alpha")
    assert (voice["value"], voice["reason"]) == (None, "no_variation")
    page = browser.get(f"/reports/{study}/agreement").get_data(as_text=True)
    assert (
        "Agreement on voice cannot be given. All 9 labels that can be compared are “factual”"
        in page
    )
    assert "n/a" in page
    words = re.sub(r'src="data:[^"]*"', "", page)
    assert not re.search(r"\b(nan|none)\b", words, re.IGNORECASE)


def test_page_prints_numbers_as_papers_do(cast: Cast, study: int, sign_in: SignIn) -> None:
    page = sign_in(cast.ada).get(f"/reports/{study}/agreement").get_data(as_text=True)
    assert (
        "Three annotators reach Krippendorff’s α = .56 on bias, over 4 paragraphs and 9 labels: "
        "below what is usually required even for tentative conclusions (.667)." in page
    )
    assert "1 paragraph with a single label is not among those counted here" in page
    assert "still use its label to estimate chance" in page


def test_csv_holds_the_same_numbers(cast: Cast, study: int, sign_in: SignIn) -> None:
    browser = sign_in(cast.ada)
    text = browser.get(f"/reports/{study}/agreement.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    report = numbers(browser, study)
    for part in report["questions"]:
        for one in part["statistics"]:
            row = next(
                row
                for row in rows
                if (row["question"], row["statistic"]) == (part["question"], one["statistic"])
            )
            assert row["value"] == ("" if one["value"] is None else repr(one["value"]))
            assert (row["status"], row["sentence"]) == (one["status"], one["sentence"])
    assert {row["software_version"] for row in rows} == {report["software_version"]}
    assert {row["codebook_version"] for row in rows} == {"1"}


@pytest.mark.parametrize("page", PAGES)
def test_adjudicators_read_pseudonyms_only(
    cast: Cast, study: int, sign_in: SignIn, page: str
) -> None:
    text = sign_in(cast.root).get(f"/reports/{study}/{page}?names=1").get_data(as_text=True)
    assert not BY_NAME.search(text)
    assert "ben@example.org" not in text


def test_leads_read_names_where_they_ask_but_numbers_hold_pseudonyms(
    cast: Cast, study: int, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ada)
    assert not BY_NAME.search(browser.get(f"/reports/{study}/agreement").text)
    for page in ("agreement", "agreement.html", "agreement/print"):
        assert "Ben <small" in browser.get(f"/reports/{study}/{page}?names=1").text
    for file in ("agreement.json", "agreement.csv", "datasheet.md"):
        assert not BY_NAME.search(browser.get(f"/reports/{study}/{file}?names=1").text)


def test_labels_that_the_codebook_dropped_are_left_out_and_counted(
    app: Flask, cast: Cast, study: int, sign_in: SignIn
) -> None:
    with app.app_context():
        version = db.session.query(CodebookVersion).filter_by(project_id=study).one()
        definition = json.loads(json.dumps(version.definition))
        definition["questions"][0]["labels"].pop()
        db.session.add(
            CodebookVersion(
                project_id=study,
                number=2,
                definition=definition,
                guidelines="",
                created_at=version.created_at,
            )
        )
        db.session.commit()
    report = numbers(sign_in(cast.ada), study)
    assert report["codebook_version"] == 2
    assert report["annotations_by_codebook_version"] == {"1": 10}
    assert question(report, "sentiment")["n_labels_left_out"] == 1


def test_without_two_answers_it_says_what_will_stand_here(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        study = Study.of(cast)
        study.answer(study.article("One.")[0], cast.ben)
        db.session.commit()
    browser = sign_in(cast.ada)
    page = browser.get(f"/reports/{cast.project}/agreement").get_data(as_text=True)
    assert "No agreement to show yet" in page
    assert f"/reports/{cast.project}/progress" in page
    alpha = statistic(question(numbers(browser, cast.project), "bias"), "krippendorff_alpha")
    assert alpha["reason"] == "no_pairable_units"


def test_demonstration_says_that_annotations_are_invented(
    app: Flask, cast: Cast, study: int, sign_in: SignIn
) -> None:
    with app.app_context():
        db.session.get_one(Project, study).is_demonstration = True
        db.session.commit()
    browser = sign_in(cast.ada)
    page = browser.get(f"/reports/{study}/agreement").get_data(as_text=True)
    assert "<h1>Agreement, on annotations invented for demonstration</h1>" in page
    answer = browser.get(f"/reports/{study}/agreement.json")
    assert "demonstration-agreement.json" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "page", ["agreement", "datasheet", "progress", "contested", "progress/remarks"]
)
def test_more_labels_need_no_more_queries(
    app: Flask, cast: Cast, study: int, sign_in: SignIn, page: str
) -> None:
    browser = sign_in(cast.ada)
    # The first page of a process also reads what is kept from then on.
    browser.get(f"/reports/{study}/{page}")
    few = _queries(app, browser, f"/reports/{study}/{page}")
    with app.app_context():
        more = Study(study, n_articles=1)
        for paragraph in more.article(*(f"Paragraph {n}." for n in range(12))):
            study_bias = "biased" if paragraph.position % 2 else "not_biased"
            more.answer(paragraph, cast.ben, comment="Hm.", bias=study_bias)
            more.answer(paragraph, cast.cy, span(0, 4, "Para"), is_flagged=True)
        db.session.commit()
    assert _queries(app, browser, f"/reports/{study}/{page}") == few


def _queries(app: Flask, browser: FlaskClient, address: str) -> int:
    with statements_of(app) as statements:
        assert browser.get(address).status_code == 200
    return len(statements)
