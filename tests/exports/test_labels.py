"""What leaves is what was entered, read back by other programs."""

import json

import pandas as pd
import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.conftest import Cast, SignIn
from tests.exports.odd_texts import ODD_TEXTS
from tests.exports.reading import read, written
from tests.reports.study import MORNING, Study
from workbench.annotations.first_models import FirstSpan
from workbench.annotations.models import Annotation, Answer, Assignment
from workbench.articles.models import Prescore
from workbench.database import db
from workbench.exports import cursors
from workbench.exports.writing import LAYOUTS
from workbench.projects.models import Project, StudyDesign


def exported(project_id: int, layout: str, **options: bool) -> pd.DataFrame:
    """Write a layout into memory and read it back."""
    return read(written(project_id, layout, **options).decode())


def test_labels_have_a_row_for_each_annotation_and_question(app: Flask, study: int) -> None:
    with app.app_context():
        frame = exported(study, "csv")
    answered = frame[frame.outcome == "answered"]
    assert len(answered) == 9 * 3
    assert set(answered.question) == {"sentiment", "bias", "voice"}
    assert set(answered[answered.question == "voice"].level) == {"ordinal"}
    skipped = frame[frame.outcome == "skipped"]
    assert skipped[["question", "label", "paragraph_text"]].to_numpy().tolist() == [
        ["", "", ODD_TEXTS[-1]]
    ]


def test_every_text_comes_back_exactly(app: Flask, study: int) -> None:
    with app.app_context():
        frame = exported(study, "csv")
    assert tuple(dict.fromkeys(frame.paragraph_text)) == ODD_TEXTS
    assert set(frame.headline) == {"=HYPERLINK(1)"}
    assert "-- on second thought" in set(frame.comment)


def test_superseded_revisions_stay_here_unless_asked_for(app: Flask, study: int) -> None:
    with app.app_context():
        current = exported(study, "csv-wide")
        everything = exported(study, "csv-wide", all_revisions=True)
    assert set(current.is_current) == {"true"}
    assert len(everything) == len(current) + 1
    first = everything[everything.comment == "first thought"].iloc[0]
    assert (first.revision, first.is_current, first.label_bias) == ("1", "false", "biased")


def test_prescore_stands_beside_the_label(app: Flask, study: int) -> None:
    with app.app_context():
        frame = exported(study, "csv")
    row = frame[(frame.annotator == "A-CY") & (frame.question == "sentiment")].iloc[0]
    assert (row.label, row.suggestion, row.prescore_compound) == ("neutral", "negative", "-0.6124")
    assert (row.sentiment_version, row.lexicon_version) == ("vader-1", "lexicon-1")
    assert set(frame[frame.annotator == "A-BEN"].prescore_compound) == {""}


def test_each_label_says_what_its_page_showed(app: Flask, cast: Cast, study: int) -> None:
    with app.app_context():
        design = StudyDesign(
            project_id=study,
            number=3,
            seed=1,
            blind_percent=40,
            shows={},
            shows_words="first",
            context="article",
            outlet="unnamed",
            hidden_percent=50,
            created_at=MORNING,
        )
        db.session.add(design)
        db.session.flush()
        given = update(Assignment).where(Assignment.account_id == cast.cy)
        db.session.execute(
            given.values(
                design_id=design.id,
                arm="blind",
                context="article",
                stratum="negative",
                drawn_before=7,
                drawn_as="least_sure",
            )
        )
        of_cy = (
            select(Annotation.id).join(Assignment).where(Assignment.account_id == cast.cy)
        ).scalar_subquery()
        db.session.execute(
            update(Annotation).where(Annotation.id == of_cy).values(shown_ms=2500, active_ms=1250)
        )
        db.session.execute(
            update(Answer)
            .where(Answer.annotation_id == of_cy, Answer.question == "sentiment")
            .values(suggestion="", withheld="negative")
        )
        db.session.commit()
        frame = exported(study, "csv")
        wide = exported(study, "csv-wide")
        spans = exported(study, "spans")
    drawn = [
        "arm",
        "outlet_arm",
        "context",
        "drawn_as",
        "design_version",
        "blind_percent",
        "stratum",
    ]
    rest = ["drawn_before", "shown_seconds", "active_seconds", "suggestion", "withheld"]
    row = frame[(frame.annotator == "A-CY") & (frame.question == "sentiment")].iloc[0]
    assert row[drawn].tolist() == [
        "blind",
        "unnamed",
        "article",
        "least_sure",
        "3",
        "40",
        "negative",
    ]
    assert row[rest].tolist() == ["7", "2.5", "1.25", "", "negative"]
    row = frame[frame.annotator == "A-BEN"].iloc[0]
    assert row[drawn].tolist() == ["assisted", "unnamed", "neighbours", "in_order", "", "", ""]
    assert row[rest].tolist() == ["0", "", "", "", ""]
    assert wide[wide.annotator == "A-CY"].iloc[0].withheld_sentiment == "negative"
    assert set(spans.arm) == {"blind"}


def test_a_first_answer_stands_beside_the_one_after_the_reveal(
    app: Flask, cast: Cast, study: int
) -> None:
    with app.app_context():
        of_cy = db.session.scalars(
            select(Annotation).join(Assignment).where(Assignment.account_id == cast.cy)
        ).one()
        prescore = db.session.get_one(Prescore, of_cy.prescore_id)
        alone = FirstSpan(start=9, end=15, text="heroes", category="demeaning", decision="added")
        gone = FirstSpan(start=0, end=3, text="The", category="euphemism", decision="added")
        first = Study.of(cast).first_answer(of_cy, prescore, alone, gone, sentiment="positive")
        first.shown_ms, first.active_ms = 3_000, 1_500
        db.session.commit()
        frame, wide, spans = (exported(study, layout) for layout in ("csv", "csv-wide", "spans"))
    rows = frame[frame.annotator == "A-CY"].set_index("question")
    names = ["label", "suggestion", "first_label", "suggested_when", "first_active_seconds"]
    assert rows.loc["sentiment", names].tolist() == [
        "neutral",
        "negative",
        "positive",
        "after",
        "1.5",
    ]
    assert rows.loc["bias", names].tolist() == ["not_biased", "", "not_biased", "", "1.5"]
    others = frame[frame.annotator == "A-BEN"]
    assert set(others.first_label) == set(others.suggested_when) == {""}
    row = wide[wide.annotator == "A-CY"].iloc[0]
    assert row.first_label_sentiment == "positive"
    assert [one["text"] for one in json.loads(row.first_spans)] == ["The", "heroes"]
    assert wide[wide.annotator == "A-BEN"].iloc[0].first_spans == ""
    found = spans[spans.annotator == "A-CY"].set_index("text")
    assert found.loc["heroes", ["category", "first_category"]].tolist() == [
        "glorifying",
        "demeaning",
    ]
    assert found.loc["hailed", "first_category"] == ""


def test_wide_rows_hold_spans_as_json(app: Flask, study: int) -> None:
    with app.app_context():
        frame = exported(study, "csv-wide")
    row = frame[frame.annotator == "A-CY"].iloc[0]
    spans = json.loads(row.spans)
    assert [row.paragraph_text[one["start"] : one["end"]] for one in spans] == ["heroes", "hailed"]
    assert [one["decision"] for one in spans] == ["kept", "added"]
    assert (row.label_sentiment, row.suggestion_sentiment) == ("neutral", "negative")


def test_spans_keep_their_offsets_and_reasons(app: Flask, study: int) -> None:
    with app.app_context():
        frame = exported(study, "spans")
    columns = ["start", "end", "text", "decision", "suggested_category", "reason", "in_quotation"]
    assert frame[columns].to_numpy().tolist() == [
        ["9", "15", "heroes", "kept", "glorifying", "Praises one side.", "false"],
        ["18", "24", "hailed", "added", "", "", ""],
    ]


def test_each_span_names_the_lexicon_and_the_model_behind_its_page(app: Flask, study: int) -> None:
    with app.app_context():
        db.session.execute(update(Prescore).values(model_version="model-7"))
        db.session.commit()
        frame = exported(study, "spans")
    named = frame[["text", "lexicon_version", "model_version"]].to_numpy().tolist()
    assert named == [["heroes", "lexicon-1", "model-7"], ["hailed", "lexicon-1", "model-7"]]


def test_paragraphs_leave_annotated_or_not(app: Flask, study: int) -> None:
    with app.app_context():
        frame = exported(study, "paragraphs")
    assert tuple(frame.paragraph_text) == ODD_TEXTS
    assert frame.loaded_words[1] == ""
    assert json.loads(frame.loaded_words[2])[0]["term"] == "hero"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_names_and_times_stay_here_unless_asked_for(app: Flask, study: int, layout: str) -> None:
    with app.app_context():
        plain = written(study, layout).decode()
        named = written(study, layout, identities=True).decode()
    moment = MORNING.isoformat().replace("+00:00", "Z")
    for secret in ("ben@example.org", "Ben", moment, "09:30"):
        assert secret not in plain
    if layout == "paragraphs":
        assert named == plain
    else:
        assert set(read(named).annotator_email) <= {"ben@example.org", "cy@example.org"}
        assert set(read(named).submitted_at) == {moment}


def test_other_projects_do_not_leave_with_it(app: Flask, cast: Cast, study: int) -> None:
    with app.app_context():
        for layout in LAYOUTS:
            assert exported(cast.other_project, layout).empty


def test_unknown_layout_is_refused(app: Flask, study: int) -> None:
    with app.app_context(), pytest.raises(ValueError, match="xlsx"):
        written(study, "xlsx")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_small_batches_make_the_same_file(
    app: Flask, study: int, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        whole = written(study, layout)
        monkeypatch.setattr(cursors, "BATCH", 2)
        assert written(study, layout) == whole


def test_lines_end_as_rfc_4180_says(app: Flask, study: int) -> None:
    with app.app_context():
        assert written(study, "spans").count(b"\r\n") == 3


def test_file_is_streamed_with_a_safe_name(cast: Cast, study: int, sign_in: SignIn) -> None:
    response = sign_in(cast.ada).get(f"/exports/{study}/labels.csv")
    assert response.status_code == 200
    assert response.is_streamed
    assert response.content_type == "text/csv; charset=utf-8"
    name = 'attachment; filename="two-tellings-labels.csv"'
    assert response.headers["Content-Disposition"] == name
    assert len(read(response.get_data(as_text=True))) == 28


def test_demonstration_is_named_in_file_and_row(
    app: Flask, cast: Cast, study: int, sign_in: SignIn
) -> None:
    with app.app_context():
        project = db.session.get_one(Project, study)
        project.is_demonstration = True
        db.session.commit()
    response = sign_in(cast.ada).get(f"/exports/{study}/spans.csv")
    assert "two-tellings-demonstration-spans.csv" in response.headers["Content-Disposition"]
    assert set(read(response.get_data(as_text=True)).demonstration) == {"true"}


def test_lead_can_ask_for_names_and_all_revisions(cast: Cast, study: int, sign_in: SignIn) -> None:
    address = f"/exports/{study}/labels-wide.csv?identities=names&revisions=all"
    response = sign_in(cast.ada).get(address)
    name = "two-tellings-labels-wide-all-revisions-with-names.csv"
    assert name in response.headers["Content-Disposition"]
    frame = read(response.get_data(as_text=True))
    assert set(frame.annotator_name) == {"Ben", "Cy"}
    assert set(frame.is_current) == {"true", "false"}


@pytest.mark.parametrize("query", ["identities=yes", "revisions=1", "identities="])
def test_an_option_that_is_not_known_is_refused(
    cast: Cast, study: int, sign_in: SignIn, query: str
) -> None:
    response = sign_in(cast.ada).get(f"/exports/{study}/labels.csv?{query}")
    assert response.status_code == 400
