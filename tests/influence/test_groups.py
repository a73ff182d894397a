"""Groups of annotators: compared where five people belong to them, and silent where fewer do."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.conftest import Cast, SignIn
from tests.influence.simulated import Simulated
from tests.paths import SEEDS
from workbench.agreement import LabelMatrix
from workbench.annotations.models import Assignment
from workbench.codebook.codebook import read_codebook
from workbench.codebook.levels import Level
from workbench.database import db, now
from workbench.influence.groups import shown_groups
from workbench.profiles.operations import ask, store_profile
from workbench.profiles.queries import AskedQuestion
from workbench.profiles.wording import OFFERED
from workbench.queue_order import DrawnAs

BIAS = read_codebook(SEEDS / "codebook.toml").question("bias")
LEANING = OFFERED[0]
PAGES = ("groups", "groups.json", "groups.csv")


def study_of(app: Flask, cast: Cast, leanings: Sequence[str]) -> None:
    """Let one person for each leaning answer; the right calls the first half biased, too."""
    with app.app_context():
        simulated = Simulated(cast)
        options = [str(option) for option in LEANING.options]
        question = ask(cast.project, str(LEANING.title), options, at=now())
        paragraphs = simulated.study.article(*["A paragraph."] * 6)
        annotators = simulated.annotators(len(leanings))
        with simulated.study.at_once():
            for account_id, leaning in zip(annotators, leanings, strict=True):
                for place, paragraph in enumerate(paragraphs):
                    is_biased = place < (3 if leaning == "right" else 1)
                    label = "biased" if is_biased else "not_biased"
                    simulated.study.answer(paragraph, account_id, bias=label)
        for account_id, leaning in zip(annotators, leanings, strict=True):
            if leaning:
                store_profile(
                    cast.project, account_id, {question: leaning}, may_export=False, at=now()
                )
        db.session.commit()


def bias_of(browser: FlaskClient, cast: Cast) -> Any:
    """Read the groups of the first profile question on bias."""
    text = browser.get(f"/influence/{cast.project}/groups.json").get_data(as_text=True)
    questions = json.loads(text)["groups"][0]["questions"]
    return next(one for one in questions if one["question"] == "bias")


def test_without_a_question_the_page_leads_to_what_can_be_asked(
    cast: Cast, sign_in: SignIn
) -> None:
    page = sign_in(cast.ada).get(f"/influence/{cast.project}/groups").get_data(as_text=True)
    assert "The study asks nothing about its annotators" in page
    assert f'href="/profiles/{cast.project}/questions"' in page


def test_two_groups_of_five_are_compared(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    study_of(app, cast, ["left"] * 5 + ["right"] * 5 + ["", ""])
    browser = sign_in(cast.ada)
    found = bias_of(browser, cast)
    assert {one["group"]: one["value"] for one in found["within"]} == {"left": 1, "right": 1}
    assert [one["n_annotators"] for one in found["within"]] == [5, 5]
    # d_o = 2/6; d_e = 1/6 · 1/2 + 5/6 · 1/2 = 1/2.
    assert found["between"][0]["cross_alpha"]["value"] == 0.33
    assert found["between"][0]["normalised_cross_alpha"]["value"] == 0.33
    page = browser.get(f"/influence/{cast.project}/groups").get_data(as_text=True)
    assert "“left” (α = 1.00 within) and “right” (α = 1.00) reach κ = .33 with each other" in page


@pytest.mark.parametrize("page", PAGES)
def test_a_group_of_four_looks_like_a_group_of_none(
    app: Flask, cast: Cast, sign_in: SignIn, page: str
) -> None:
    study_of(app, cast, ["left"] * 5 + ["right"] * 4)
    text = sign_in(cast.ada).get(f"/influence/{cast.project}/{page}").get_data(as_text=True)
    hidden = [text.count(option) for option in ("centre-left", "centre-right")]
    # The right occurs where it is listed among all that are not shown, and in “centre-right”.
    assert text.count("right") == 2 * hidden[1]
    assert hidden[0] == hidden[1]


def test_of_the_random_share_only_what_was_given_out_by_lot_is_compared(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    """The two paragraphs on which left and right differ came first, as the least sure ones."""
    study_of(app, cast, ["left"] * 5 + ["right"] * 5)
    with app.app_context():
        by_paragraph = list(
            db.session.scalars(
                select(Assignment.paragraph_id).distinct().order_by(Assignment.paragraph_id)
            )
        )
        for place, paragraph_id in enumerate(by_paragraph):
            why = DrawnAs.LEAST_SURE if place in (1, 2) else DrawnAs.RANDOM
            db.session.execute(
                update(Assignment)
                .where(Assignment.paragraph_id == paragraph_id)
                .values(drawn_as=why.value)
            )
        db.session.commit()
    browser, address = sign_in(cast.ada), f"/influence/{cast.project}/groups"
    assert bias_of(browser, cast)["between"][0]["cross_alpha"]["value"] == 0.33
    page = browser.get(address).get_data(as_text=True)
    assert "given out because the model was least sure of them" in page
    assert f'href="{address}?drawn=random"' in page
    share = browser.get(f"{address}?drawn=random").get_data(as_text=True)
    assert "Only paragraphs that were given out by lot are counted" in share
    assert "“left” (α = 1.00 within) and “right” (α = 1.00) reach κ = 1.00 with each other" in share
    for file in (".csv", ".json"):
        assert f'href="{address}{file}?drawn=random"' in share
    report = json.loads(browser.get(f"{address}.json?drawn=random").get_data(as_text=True))
    assert (report["drawn_as"], report["of_the_least_sure_too"]) == ("random", False)
    rows = browser.get(f"{address}.csv?drawn=random").get_data(as_text=True).splitlines()
    assert {len(row.split(",")) for row in rows[:2]} == {rows[0].count(",") + 1}
    assert browser.get(f"{address}?drawn=least_sure").status_code == 400


def test_numbers_of_groups_are_rounded() -> None:
    """Exact ones would tell who belongs to a group: few choices of five people give them."""
    rng = np.random.default_rng(1)
    m = LabelMatrix(rng.integers(0, 2, (37, 6)), ("no", "yes"), Level.NOMINAL)
    asked = AskedQuestion(1, "Leaning", ("left", "right"))
    found = shown_groups(BIAS, m, asked, dict.fromkeys(range(5), "left"))
    alpha = found.within[0].alpha
    assert alpha.value is not None
    assert alpha.value == round(alpha.value, 2)
    assert (alpha.n_items, alpha.n_labels) == (40, 180)
    assert found.not_shown == ("right",)


def test_people_stay_unnamed(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    study_of(app, cast, ["left"] * 5 + ["right"] * 5)
    for page in PAGES:
        text = sign_in(cast.ada).get(f"/influence/{cast.project}/{page}").get_data(as_text=True)
        assert "Person" not in text
        assert "A-00" not in text
