"""Exported files tell gold apart, say what is expected, and leave training out unless asked."""

import csv
import io
import json

import pytest
from flask import Flask

from tests.annotations.stage import HEROES, add_article
from tests.annotations.worker import Worker, add_returning_design
from tests.conftest import Cast, SignIn
from tests.gold.stage import make_gold
from workbench.database import db
from workbench.exports.expected import expected_in
from workbench.exports.layouts import Layout
from workbench.exports.planning import cut_now
from workbench.exports.selection import Selection
from workbench.exports.writing import write_labels
from workbench.gold.grading import ExpectedSpan

WORDS = frozenset({ExpectedSpan(4, 10, "glorifying")})


@pytest.fixture
def stage(app: Flask, cast: Cast) -> list[int]:
    with app.app_context():
        ids = add_article(cast.project, (HEROES, *(f"Part {n}." for n in range(4))))
        make_gold(cast.project, ids[0], cast.ada, spans=WORDS)
        make_gold(cast.project, ids[1], cast.ada, use="hidden", answers={"bias": "not_biased"})
        make_gold(cast.project, ids[2], cast.ada, use="hidden")
        make_gold(cast.project, ids[2], cast.ada, use="withdrawn", base_revision=1)
        add_returning_design(cast.project, gold_percent=50)
        db.session.commit()
        Worker(cast, cast.ben).answer_all()
        return ids


def rows_of(project_id: int, layout: str, *, training: bool = False) -> list[dict[str, str]]:
    file = io.BytesIO()
    write_labels(project_id, layout, file, training=training)
    return list(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))


def test_labels_say_what_is_expected_and_training_is_left_out(
    app: Flask, cast: Cast, stage: list[int]
) -> None:
    with app.app_context():
        usual = rows_of(cast.project, "csv")
        everything = rows_of(cast.project, "csv", training=True)
        wide = rows_of(cast.project, "csv-wide")
        spans = rows_of(cast.project, "spans")
    assert {row["occasion"] for row in usual} == {"first"}
    assert len(everything) == len(usual) + 3
    trained = [row for row in everything if row["occasion"] == "training"]
    assert {row["paragraph_id"] for row in trained} == {str(stage[0])}
    assert {row["gold"] for row in trained} == {"training"}
    found = {
        (row["gold"], row["question"], row["expected_label"])
        for row in usual
        if row["paragraph_id"] == str(stage[1])
    }
    assert found == {
        ("hidden", "sentiment", ""),
        ("hidden", "bias", "not_biased"),
        ("hidden", "voice", ""),
    }
    rest = [row for row in usual if row["paragraph_id"] != str(stage[1])]
    assert {(row["gold"], row["expected_label"]) for row in rest} == {("", "")}
    assert {row["expected_bias"] for row in wide} == {"", "not_biased"}
    assert all("gold" in row for row in spans)


def test_paragraphs_hold_all_that_is_expected(app: Flask, cast: Cast, stage: list[int]) -> None:
    with app.app_context():
        rows = {row["paragraph_id"]: row for row in rows_of(cast.project, "paragraphs")}
    training, hidden, withdrawn = (rows[str(each)] for each in stage[:3])
    assert json.loads(training["expected_words"]) == [
        {"start": 4, "end": 10, "text": "heroes", "category": "glorifying"}
    ]
    assert json.loads(hidden["expected_labels"]) == [{"question": "bias", "label": "not_biased"}]
    assert (hidden["expected_words"], hidden["gold"]) == ("", "hidden")
    assert (withdrawn["expected_labels"], withdrawn["gold"], withdrawn["gold_note"]) == ("", "", "")


def test_a_file_of_a_job_shows_what_was_expected_when_it_was_asked_for(
    app: Flask, cast: Cast, stage: list[int]
) -> None:
    with app.app_context():
        cut = cut_now()
        db.session.commit()
        make_gold(cast.project, stage[1], cast.ada, use="withdrawn", base_revision=1)
        db.session.commit()
        now_there = Selection(project_id=cast.project, layout=Layout.LABELS)
        before = Selection(project_id=cast.project, layout=Layout.LABELS, cut=cut)
        assert set(expected_in(now_there)) == {stage[0]}
        assert expected_in(before)[stage[1]].labels == {"bias": "not_biased"}


def test_the_page_sends_training_when_asked(cast: Cast, sign_in: SignIn, stage: list[int]) -> None:
    ada = sign_in(cast.ada)
    chosen = {"layout": "csv", "file_type": "csv", "training": "y", "at_once": "yes"}
    sent = ada.post(f"/exports/{cast.project}", data=chosen)
    assert sent.headers["Location"].endswith("?training=with")
    file = ada.get(sent.headers["Location"])
    assert "labels-with-training.csv" in file.headers["Content-Disposition"]
    assert "training" in {row["occasion"] for row in csv.DictReader(io.StringIO(file.text))}
