"""Imported, the raw labels of published studies give their known agreement: page, JSON and CSV."""

import csv
import io
import json
from typing import Any

import pytest
from flask import Flask

from tests.conftest import Cast, SignIn
from tests.label_imports.files import import_by_pages
from tests.paths import SHARED

EVAL = SHARED / "eval"
IRRCAC = 1e-4
TEXTS = {"raw_sg1": "mbic_items.csv", "raw_sg2": "babe.jsonl", "raw_mbic": "mbic_items.csv"}
# What the workbench calls the measures of the file of published values.
MEASURES = {
    "bias": {"krippendorff_alpha_nominal": "krippendorff_alpha"},
    "opinion": {"krippendorff_alpha_ordinal": "krippendorff_alpha", "gwet_ac2_ordinal": "gwet_ac2"},
}
SHARED_MEASURES = {
    "percent_agreement": "percent_agreement",
    "fleiss_kappa_irrcac": "fleiss_kappa",
    "gwet_ac1": "gwet_ac1",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not EVAL.exists(), reason="the published labels are not here"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.mark.parametrize("study", list(TEXTS))
def test_a_published_study_is_reproduced_in_page_json_and_csv(
    app: Flask, cast: Cast, sign_in: SignIn, study: str
) -> None:
    published = json.loads((EVAL / "expected_agreement.json").read_text(encoding="utf-8"))
    browser = sign_in(cast.ada)
    import_by_pages(browser, cast.project, EVAL / f"{study}.csv", EVAL / TEXTS[study])
    report: Any = browser.get(f"/reports/{cast.project}/agreement.json").get_json()
    text = browser.get(f"/reports/{cast.project}/agreement.csv").text
    lines_of = list(csv.DictReader(io.StringIO(text, newline="")))
    page = browser.get(f"/reports/{cast.project}/agreement").text
    assert report["n_imported_annotations"] == report["n_annotations"] > 3_000
    assert [part["question"] for part in report["questions"]] == ["bias", "opinion"]
    for part in report["questions"]:
        expected = published[f"{study}.{part['question']}"]
        found = {one["statistic"]: one for one in part["statistics"]}
        for key, name in (SHARED_MEASURES | MEASURES[part["question"]]).items():
            tolerance = IRRCAC if "irrcac" in key or "gwet" in key else 1e-6
            one = found[name]
            assert one["value"] == pytest.approx(expected[key], abs=tolerance)
            assert one["interval"]["low"] < one["value"] < one["interval"]["high"]
            (row,) = [
                line
                for line in lines_of
                if (line["question"], line["part"], line["statistic"])
                == (part["question"], "headline", name)
            ]
            assert float(row["value"]) == one["value"]
            assert float(row["low"]) == one["interval"]["low"]
        alpha = found["krippendorff_alpha"]
        assert alpha["n_paragraphs"] == expected["items_2plus"]
        assert f"α = {alpha['value']:.2f}".replace("0.", ".") in page
