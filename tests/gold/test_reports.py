"""Reports say how many answers are of gold, and can leave them out."""

from flask import Flask

from tests.annotations.stage import add_article
from tests.annotations.worker import Worker, add_returning_design
from tests.conftest import Cast, SignIn
from tests.gold.stage import NOON, make_gold
from workbench.database import db
from workbench.gold_pages.accuracy import LEAST
from workbench.projects.models import Project
from workbench.reports.computing import agreement_report
from workbench.reports.datasheet_queries import study_facts
from workbench.reports.methods import methods_sentences
from workbench.reports.selection import Selection

HIDDEN_GOLD = 12


def fill(cast: Cast) -> list[int]:
    """Let Ben and Cy answer twelve hidden gold paragraphs among 24 others, and a training item."""
    ids = add_article(cast.project, tuple(f"Part {n}." for n in range(24 + HIDDEN_GOLD + 1)))
    for number, each in enumerate(ids[:HIDDEN_GOLD]):
        # Everybody answers “biased”: three of the twelve are expected to be otherwise.
        label = "not_biased" if number < 3 else "biased"
        make_gold(cast.project, each, cast.ada, use="hidden", answers={"bias": label})
    make_gold(cast.project, ids[-1], cast.ada)
    add_returning_design(cast.project, gold_percent=50)
    db.session.commit()
    for person in (cast.ben, cast.cy):
        Worker(cast, person).answer_all()
    return ids


def test_the_methods_and_the_datasheet_tell_of_gold_and_training(app: Flask, cast: Cast) -> None:
    with app.app_context():
        fill(cast)
        everything = agreement_report(cast.project, Selection(), at=NOON)
        without = agreement_report(cast.project, Selection(drawn="not_gold"), at=NOON)
        facts = study_facts(db.session.get_one(Project, cast.project))
    assert everything.origin.n_annotations == 2 * (24 + HIDDEN_GOLD)
    assert (everything.origin.n_gold, without.origin.n_gold) == (2 * HIDDEN_GOLD, 0)
    assert without.origin.n_annotations == 2 * 24
    assert "24 annotations were of gold paragraphs" in " ".join(methods_sentences(everything))
    said = " ".join(methods_sentences(without))
    assert "Labels of gold paragraphs are left out." in said
    assert "of which a lead says what is expected" not in said
    told = " ".join(facts.gold)
    assert "1 paragraph was a training item" in told
    assert "12 paragraphs were hidden gold" in told


def test_accuracy_stands_on_the_page_in_json_and_in_csv(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        fill(cast)
    ada, here = sign_in(cast.ada), f"/gold/{cast.project}/accuracy"
    page = ada.get(here).text
    assert "75% of 24 answers are as expected" in page
    assert "2 answers so far: too few for a share, which is given from 10 on." in page
    assert page.index("A-BEN") < page.index("A-CY")
    found = ada.get(f"{here}.json").get_json()
    assert (found["withheld_below"], found["gold_paragraphs"]) == (
        LEAST,
        {"hidden": HIDDEN_GOLD, "training": 1},
    )
    hidden = [row for row in found["annotators"] if row["use"] == "hidden"]
    assert [(row["annotator"], row["n"], row["as_expected"]) for row in hidden] == [
        ("A-BEN", 12, 9),
        ("A-CY", 12, 9),
    ]
    assert round(hidden[0]["low"], 3) == 0.468  # Wilson, 9 of 12.
    training = [row for row in found["annotators"] if row["use"] == "training"]
    assert {(row["n"], row["share"]) for row in training} == {(1, None)}
    assert [one["as_expected"] for one in found["paragraphs"][:3]] == [0, 0, 0]
    lines = ada.get(f"{here}.csv").text.splitlines()
    assert lines[0].startswith("use,question,annotator,n,as_expected,share")
    assert lines[1].startswith("hidden,bias,A-BEN,12,9,0.75")
    assert "training,sentiment,A-BEN,1,,,," in "\n".join(lines)
    assert "ben@example.org" not in "\n".join(lines)
