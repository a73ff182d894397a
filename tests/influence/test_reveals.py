"""What became of first answers after the reveal: towards, away, by right and wrong suggestions."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from tests.annotations.designs import add_design
from tests.conftest import Cast, SignIn
from tests.reports.study import MORNING, Study, span
from workbench.adjudication.models import Adjudication, FinalLabel
from workbench.annotations.first_models import FirstSpan
from workbench.annotations.models import Assignment
from workbench.database import db
from workbench.influence.computing import influence_report
from workbench.influence.reveals import Changes
from workbench.projects.models import CodebookVersion
from workbench.reports.computing import agreement_report
from workbench.reports.selection import Selection

# First and final sentiment of Ben and of Cy, paragraph by paragraph; "negative" was suggested.
PAIRS = [
    (("neutral", "negative"), ("neutral", "negative")),
    (("neutral", "neutral"), ("positive", "negative")),
    (("negative", "neutral"), ("negative", "negative")),
    (("positive", "neutral"), ("positive", "positive")),
]
# What adjudication decided of the first three.
FINALS = ["negative", "neutral", "negative"]


@pytest.fixture
def study(app: Flask, cast: Cast) -> Cast:
    with app.app_context():
        design_id = add_design(
            cast.project, shows={"sentiment": "after", "bias": "after"}, shows_words="after"
        )
        study = Study.of(cast)
        paragraphs = study.article(*(f"Item {n} praised the heroes." for n in range(len(PAIRS))))
        for number, (paragraph, pairs) in enumerate(zip(paragraphs, PAIRS, strict=True)):
            prescore = study.prescore(paragraph)
            for account_id, (first, final) in zip((cast.ben, cast.cy), pairs, strict=True):
                decision = "kept" if account_id == cast.ben else "rejected"
                annotation = study.answer(
                    paragraph,
                    account_id,
                    span(19, 25, "heroes", decision=decision),
                    prescore=prescore,
                    suggestions={"sentiment": "negative"},
                    sentiment=final,
                )
                place = {"start": 19, "end": 25, "text": "heroes"}
                word = FirstSpan(**place, category="glorifying", decision="added")
                alone = [word] if number == 0 else []
                study.first_answer(annotation, prescore, *alone, sentiment=first)
        for assignment in db.session.scalars(select(Assignment)):
            assignment.design_id = design_id
        version_id = db.session.scalars(select(CodebookVersion.id)).first()
        for paragraph, label in zip(paragraphs, FINALS, strict=False):
            decided = Adjudication(
                project_id=cast.project,
                paragraph_id=paragraph.id,
                codebook_version_id=version_id,
                revision=1,
                is_current=True,
                source="afresh",
                note="",
                seen=[],
                submission_key=f"key-{paragraph.id}",
                decided_at=MORNING,
            )
            db.session.add(decided)
            db.session.flush()
            db.session.add(
                FinalLabel(adjudication_id=decided.id, question="sentiment", label=label)
            )
        db.session.commit()
    return cast


def counts(found: Changes) -> tuple[int, int, int, int, int]:
    return (
        *(found.towards.hits, found.towards.cases),
        *(found.away.hits, found.away.cases),
        found.n_elsewhere,
    )


def test_changes_are_counted_by_where_they_lead(app: Flask, study: Cast) -> None:
    with app.app_context():
        report = influence_report(study.project, at=MORNING)
    found = {(one.question, one.which): counts(one) for one in report.changes}
    assert found == {
        ("sentiment", "all"): (3, 6, 1, 2, 1),
        ("sentiment", "right"): (2, 2, 1, 2, 0),
        ("sentiment", "wrong"): (1, 2, 0, 0, 0),
        # Ben kept the word in all four, of which he had marked one; Cy rejected it in all.
        ("", "all"): (3, 6, 1, 2, 0),
    }
    (all_of_them, *_) = report.changes
    # Ben took over one of three, Cy two of three.
    assert all_of_them.towards.statistic.value == pytest.approx(0.5)
    assert all_of_them.towards.statistic.n_annotators == 2


def test_the_page_and_its_files_tell_of_the_reveal(study: Cast, sign_in: SignIn) -> None:
    ada = sign_in(study.ada)
    page = ada.get(f"/influence/{study.project}/anchoring").text
    assert "Sentiment: 5 of 8 first answers changed after the reveal" in page
    assert "3 towards the suggestion, 1 away from it, 1 to another label" in page
    assert "Nothing has been drawn by lot yet" not in page
    numbers = json.loads(ada.get(f"/influence/{study.project}/anchoring.json").text)
    sentiment, *_ = numbers["changes_after_reveals"]
    assert (sentiment["n_first_answers"], sentiment["n_changed"]) == (8, 5)
    assert sentiment["towards"]["value"] == pytest.approx(0.5)
    lines = ada.get(f"/influence/{study.project}/anchoring.csv").text.splitlines()
    assert sum("changed_towards_suggestion" in line for line in lines) == 4


def test_the_first_answer_counts_in_agreement_unless_the_final_one_is_asked_for(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    def agreed(answers: str) -> tuple[int, bool, int]:
        report = agreement_report(study.project, Selection(answers=answers), at=MORNING)
        sentiment = next(one for one in report.questions if one.question.name == "sentiment")
        # Whoever answered alone had seen no suggestion that could be followed.
        has_seen = sentiment.suggested is not None
        return sentiment.contest.n_contested, has_seen, report.origin.n_revealed

    def blind(answers: str) -> int:
        selection = Selection(suggestions="withheld", answers=answers)
        return agreement_report(study.project, selection, at=MORNING).origin.n_annotations

    with app.app_context():
        # Alone they agree on all but the second paragraph; after the reveal on the first alone.
        assert agreed("") == (1, False, 8)
        assert agreed("final") == (3, True, 8)
        assert (blind(""), blind("final")) == (8, 0)
    page = sign_in(study.ada).get(f"/reports/{study.project}/agreement").text
    assert "of 8 annotations made after a reveal the first answer, given before it" in page
    asked = f"/reports/{study.project}/agreement?answers=final"
    assert "Answers after a reveal count" in sign_in(study.ada).get(asked).text
    assert sign_in(study.ada).get(asked + "ly").status_code == 422
