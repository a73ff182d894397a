"""The published labels of real studies give their known agreement, from the tables to the files."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from tests.conftest import Cast, add_member
from tests.paths import SHARED
from tests.reports.study import MORNING
from workbench.accounts.models import Account
from workbench.annotations.models import Annotation, Answer, Assignment
from workbench.articles.models import Article, Paragraph
from workbench.codebook.codebook import Codebook, Label, Question
from workbench.codebook.levels import Level
from workbench.database import db
from workbench.projects.models import CodebookVersion, Project, Role

EVAL = SHARED / "eval"
IRRCAC = 1e-4
QUESTIONS = {"bias": (Level.NOMINAL, ("0", "1")), "opinion": (Level.ORDINAL, ("0", "1", "2"))}
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


def store(cast: Cast, rows: list[dict[str, str]]) -> None:
    """Store the labels of a study: an article a sentence, an annotation a row."""
    project = db.session.get_one(Project, cast.project)
    version = db.session.query(CodebookVersion).filter_by(project_id=project.id).one()
    version.definition = Codebook(
        questions=tuple(
            Question(name, name.title(), "", level, tuple(_label(name, one) for one in labels))
            for name, (level, labels) in QUESTIONS.items()
        ),
        span_categories=(),
    ).to_definition()
    accounts = {}
    for number, name in enumerate(dict.fromkeys(row["annotator"] for row in rows)):
        account = Account(email=f"p{number}@example.org", display_name=name, created_at=MORNING)
        db.session.add(account)
        db.session.flush()
        add_member(project, account, Role.ANNOTATOR, f"P-{number}")
        accounts[name] = account
    db.session.flush()
    items = list(dict.fromkeys(row["item_id"] for row in rows))
    texts = {"headline": "", "outlet": "", "byline": "", "url": "", "source_line": ""}
    db.session.execute(
        insert(Article),
        [
            {
                **texts,
                "id": n,
                "project_id": project.id,
                "source_name": item,
                "language": "en",
                "body": "A text.",
                "fingerprint": item,
                "created_at": MORNING,
            }
            for n, item in enumerate(items, start=1)
        ],
    )
    db.session.execute(
        insert(Paragraph),
        [
            {"id": n, "article_id": n, "position": 0, "start": 0, "end": 7, "text": "A text."}
            for n in range(1, len(items) + 1)
        ],
    )
    place = {item: n for n, item in enumerate(items, start=1)}
    people = [accounts[row["annotator"]].id for row in rows]
    db.session.execute(
        insert(Assignment),
        [
            {
                "id": n,
                "project_id": project.id,
                "paragraph_id": place[row["item_id"]],
                "account_id": account,
                "state": "submitted",
                "leased_at": MORNING,
                "lease_expires_at": MORNING + timedelta(minutes=30),
            }
            for n, (row, account) in enumerate(zip(rows, people, strict=True), start=1)
        ],
    )
    db.session.execute(
        insert(Annotation),
        [
            {
                "id": n,
                "assignment_id": n,
                "revision": 1,
                "outcome": "answered",
                "codebook_version_id": version.id,
                "submission_key": str(n),
                "submitted_at": MORNING,
            }
            for n in range(1, len(rows) + 1)
        ],
    )
    db.session.execute(
        insert(Answer),
        [
            {"annotation_id": n, "question": name, "label": row[name].removesuffix(".0")}
            for n, row in enumerate(rows, start=1)
            for name in QUESTIONS
            if row[name] != ""
        ],
    )
    db.session.commit()


def _label(question: str, name: str) -> Label:
    return Label(name, f"{question} {name}", f"{question[0]}{name}")


@pytest.mark.parametrize("study", ["raw_sg1", "raw_sg2"])
def test_a_published_study_is_reproduced_in_page_json_and_csv(
    app: Flask, cast: Cast, sign_in: Callable[[int], FlaskClient], study: str
) -> None:
    with (EVAL / f"{study}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    published = json.loads((EVAL / "expected_agreement.json").read_text(encoding="utf-8"))
    with app.app_context():
        store(cast, rows)
    browser = sign_in(cast.ada)
    report: Any = browser.get(f"/reports/{cast.project}/agreement.json").get_json()
    text = browser.get(f"/reports/{cast.project}/agreement.csv").text
    lines_of = list(csv.DictReader(io.StringIO(text, newline="")))
    page = browser.get(f"/reports/{cast.project}/agreement").text
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
