"""A page of a large study takes no more statements, and no more work, than one of a small study."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.annotations.designs import add_design
from tests.annotations.growing import LARGE, SMALL, STEPS_A_CALL, fill, label_once, sqlite_steps
from tests.conftest import Cast, SignIn
from tests.statements import statements_of


def test_a_submission_sends_as_many_statements_in_a_large_study(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ben)
    counts = []
    for articles in (SMALL, LARGE // 4):
        with app.app_context():
            fill(cast.project, articles, (cast.ben, cast.cy))
        label_once(browser, cast.project)
        with statements_of(app) as sent:
            label_once(browser, cast.project)
        counts.append(len(sent))
    assert counts[0] == counts[1], counts


def test_a_draw_by_lot_costs_two_statements_however_much_was_drawn(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.ben)
    with app.app_context():
        fill(cast.project, 1, (cast.ben, cast.cy))
    label_once(browser, cast.project)
    with statements_of(app) as undrawn:
        label_once(browser, cast.project)
    with app.app_context():
        add_design(cast.project, blind_percent=50)
        fill(cast.project, SMALL, ())
    counts = []
    for more in (0, LARGE // 4):
        with app.app_context():
            fill(cast.project, more, (cast.ben,))
        label_once(browser, cast.project)
        with statements_of(app) as sent:
            label_once(browser, cast.project)
        counts.append(len(sent))
    assert counts == [len(undrawn) + 2] * 2, (len(undrawn), counts)


def steps_of(
    app: Flask, browser: FlaskClient, project_id: int, people: tuple[int, ...]
) -> list[int]:
    """Count the work of a submission in a small study, and in it when it is twenty times larger."""
    steps = []
    for articles in (SMALL, LARGE - SMALL):
        with app.app_context():
            fill(project_id, articles, people)
        label_once(browser, project_id)
        with sqlite_steps(app) as calls:
            label_once(browser, project_id)
        steps.append(calls[0] * STEPS_A_CALL)
    return steps


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_submission_takes_as_much_work_of_the_database_in_a_large_study(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    small, large = steps_of(app, sign_in(cast.ben), cast.project, (cast.ben, cast.cy))
    # Trees are deeper; to go through the paragraphs but once would more than double it.
    assert large < 1.5 * small, (small, large)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_being_far_ahead_of_others_costs_a_step_of_an_index_for_each_paragraph(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    small, large = steps_of(app, sign_in(cast.ben), cast.project, (cast.ben,))
    pages, ahead = 2, 5 * (LARGE - SMALL)
    assert (large - small) / (pages * ahead) < 10, (small, large)
