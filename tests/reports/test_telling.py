"""Of a crowd a page shows the rows that tell most, and says by what they were chosen."""

from typing import Any

import numpy as np
import pytest
from flask import Flask

from tests.conftest import Cast, SignIn
from tests.reports.columns import study_of
from tests.reports.lived import add_annotators
from tests.reports.study import Study
from tests.shipped import default_codebook
from workbench.database import db
from workbench.reports import agreement_views
from workbench.reports.agreement import agreement_on
from workbench.reports.telling import telling_pairs

BIAS = default_codebook().question("bias")
PEOPLE, ROWS = 12, 5


@pytest.fixture
def crowd(app: Flask, cast: Cast) -> int:
    """Let twelve people answer twelve paragraphs and again; the last is contrary, and in haste."""
    rng = np.random.default_rng(1)
    with app.app_context():
        study = Study.of(cast)
        accounts = add_annotators(cast.project, PEOPLE)
        articles = [study.article(f"The ferry number {n} left at noon.") for n in range(12)]
        with study.at_once():
            for number, (paragraph,) in enumerate(articles):
                for one, account in enumerate(accounts):
                    _answer(study, rng, paragraph, account, number, is_last=one == PEOPLE - 1)
        db.session.commit()
    return cast.project


def _answer(
    study: Study, rng: Any, paragraph: Any, account_id: int, number: int, *, is_last: bool
) -> None:
    is_biased = (number % 2 == 0) != (is_last or rng.random() < 0.1)
    for occasion in ("first", "repeat") if number < 10 else ("first",):
        # Who is contrary contradicts even themselves.
        is_now = is_biased != (is_last and occasion == "repeat")
        annotation = study.answer(
            paragraph, account_id, bias="biased" if is_now else "not_biased", occasion=occasion
        )
        annotation.shown_ms, annotation.active_ms = 9000, 100 if is_last else 3000


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_crowd_s_page_shows_who_departs_most_and_says_so(
    crowd: int, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreement_views, "ROWS_SHOWN", ROWS)
    page = sign_in(cast.ada).get(f"/reports/{crowd}/agreement").text
    for sentence in (
        "These are the 5 of 66 pairs whose share of same labels lies furthest",
        "These are the 5 of 12 annotators whose share lies furthest from that of all",
        "These are the 5 of 12 annotators who were in haste most often",
        "These are the 5 of 12 annotators without whom α moves furthest",
    ):
        assert sentence in page
    for table in ("Cohen’s κ by pair, Bias", "Self-consistency, Bias", "Time by annotator"):
        _, _, after = page.partition(table)
        first_row = after.partition("<tbody>")[2].partition("</tr>")[0]
        assert f"A-P{PEOPLE - 1}" in first_row, table
        assert after.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr>") == ROWS, table


def test_few_pairs_stay_in_their_order_and_of_many_those_who_share_much_come_first() -> None:
    # On all four paragraphs two differ, and two others agree; who differ on a single one tell less.
    labels = [
        (paragraph, person, "biased" if (paragraph + place) % 2 else "not_biased")
        for paragraph, people in ((0, (1, 2)), (1, (1, 2)), (2, (1, 2)), (3, (1, 2)), (4, (3, 4)))
        for place, person in enumerate(people)
    ]
    same = [(paragraph, person, "biased") for paragraph in range(5, 9) for person in (5, 6)]
    found = agreement_on(BIAS, study_of(BIAS, [*labels, *same]), seed=1)
    assert telling_pairs(found, 3) == (0, 1, 2)
    assert telling_pairs(found, 2) == (2, 0)
