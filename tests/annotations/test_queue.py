"""Each paragraph goes to as many people as the project asks for, and to nobody twice."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask

from tests.annotations.stage import add_article, all_assignments, submit
from tests.conftest import Cast, add_member
from workbench.accounts.models import Account
from workbench.annotations.operations import draw_assignment
from workbench.annotations.queries import own_progress
from workbench.annotations.submission import Outcome
from workbench.database import db, now, transaction_mode
from workbench.projects.models import Project, Role

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEASE = timedelta(minutes=30)


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Iterator[list[int]]:
    """Put an article with three paragraphs into the project, of which each needs two people."""
    with app.app_context():
        ids = add_article(cast.project)
        db.session.commit()
        yield ids


def draw(cast: Cast, account_id: int, at: datetime = NOON) -> int | None:
    """Give the paragraph that this person gets."""
    assignment = draw_assignment(cast.project, account_id, at=at, lease=LEASE)
    db.session.commit()
    return None if assignment is None else assignment.paragraph_id


def finish(paragraph_id: int, account_id: int, outcome: Outcome = "answered") -> None:
    """Finish what this person has of this paragraph."""
    for assignment in all_assignments():
        if (assignment.paragraph_id, assignment.account_id) == (paragraph_id, account_id):
            submit(assignment, at=NOON, outcome=outcome)
    db.session.commit()


def test_paragraphs_come_in_the_order_of_the_article(stage: list[int], cast: Cast) -> None:
    for paragraph_id in stage:
        assert draw(cast, cast.ben) == paragraph_id
        finish(paragraph_id, cast.ben)
    assert draw(cast, cast.ben) is None


def test_asking_again_gives_the_same_paragraph_for_longer(stage: list[int], cast: Cast) -> None:
    assert draw(cast, cast.ben) == draw(cast, cast.ben, NOON + timedelta(minutes=20)) == stage[0]
    (assignment,) = all_assignments()
    assert assignment.leased_at == NOON
    assert assignment.lease_expires_at == NOON + timedelta(minutes=50)


def test_a_full_paragraph_is_passed_over(stage: list[int], cast: Cast) -> None:
    assert [draw(cast, person) for person in (cast.ben, cast.cy, cast.ada)] == [
        stage[0],
        stage[0],
        stage[1],
    ]


def test_a_skipped_paragraph_leaves_its_place_but_does_not_come_back(
    stage: list[int], cast: Cast
) -> None:
    draw(cast, cast.ben)
    finish(stage[0], cast.ben, "skipped")
    assert draw(cast, cast.ben) == stage[1]
    assert draw(cast, cast.cy) == draw(cast, cast.ada) == stage[0]


def test_a_lease_that_ran_out_frees_the_place(stage: list[int], cast: Cast) -> None:
    draw(cast, cast.ben)
    draw(cast, cast.cy)
    assert draw(cast, cast.ada, NOON + LEASE) == stage[0]


def test_a_lease_of_before_the_clock_went_back_keeps_no_place(stage: list[int], cast: Cast) -> None:
    ahead = NOON + timedelta(days=400)
    draw(cast, cast.ben, ahead)
    draw(cast, cast.cy, ahead)
    assert draw(cast, cast.ada) == stage[0]
    assert own_progress(cast.project, cast.ada, at=NOON).open == len(stage)
    # Who held it goes on with it, and it is timed by the clock of now.
    assert draw(cast, cast.ben) == stage[0]
    assert all_assignments()[0].lease_expires_at == NOON + LEASE


def test_an_own_lease_that_ran_out_is_renewed_on_the_same_row(stage: list[int], cast: Cast) -> None:
    draw(cast, cast.ben)
    later = NOON + timedelta(hours=2)
    assert draw(cast, cast.ben, later) == stage[0]
    (assignment,) = all_assignments()
    assert (assignment.leased_at, assignment.lease_expires_at) == (later, later + LEASE)


def test_an_own_lease_that_ran_out_is_not_renewed_when_others_took_the_places(
    stage: list[int], cast: Cast
) -> None:
    draw(cast, cast.ben)
    later = NOON + LEASE
    draw(cast, cast.cy, later)
    draw(cast, cast.ada, later)
    assert draw(cast, cast.ben, later) == stage[1]


def test_every_place_is_free_again_when_a_crowd_leaves_and_taken_again_by_the_next(
    app: Flask, cast: Cast
) -> None:
    people = _add_people(app, cast, 40)
    with app.app_context():
        ids = add_article(cast.project, tuple(f"Paragraph {n}." for n in range(10)), words={})
        db.session.commit()
        first, second = people[:20], people[20:]
        given = Counter(draw(cast, person) for person in first)
        assert given == Counter(dict.fromkeys(ids, 2))
        assert {draw(cast, person, NOON + LEASE / 2) for person in second} == {None}
        # Those who ask again while they read keep their places for longer, the others lose them.
        staying = {person: draw(cast, person, NOON + LEASE / 2) for person in first[:6]}
        taken = Counter(draw(cast, person, NOON + LEASE) for person in second)
        assert taken == Counter([*ids[3:], *ids[3:], None, None, None, None, None, None])
        assert set(staying.values()) == set(ids[:3])


def test_another_project_gives_nothing(stage: list[int], cast: Cast) -> None:
    assert draw_assignment(cast.other_project, cast.dee, at=NOON, lease=LEASE) is None


def test_sixteen_people_at_once_never_get_more_places_than_there_are(
    app: Flask, cast: Cast
) -> None:
    people = _add_people(app, cast, 16)
    with app.app_context():
        ids = add_article(cast.project, tuple(f"Paragraph {n}." for n in range(6)), words={})
        project = db.session.get(Project, cast.project)
        assert project is not None
        project.annotators_per_paragraph = 2
        db.session.commit()
    together = Barrier(len(people))

    def ask(account_id: int) -> int | None:
        together.wait()
        transaction_mode.set("IMMEDIATE")
        with app.app_context():
            assignment = draw_assignment(cast.project, account_id, at=now(), lease=LEASE)
            db.session.commit()
            return None if assignment is None else assignment.paragraph_id

    with ThreadPoolExecutor(len(people)) as pool:
        given = list(pool.map(ask, people))
    # Twelve places: each is taken, none twice, and four people are told that there is none.
    assert Counter(given) == Counter([*ids, *ids, None, None, None, None])


def test_one_person_in_eight_tabs_gets_one_paragraph(app: Flask, cast: Cast) -> None:
    with app.app_context():
        add_article(cast.project)
        db.session.commit()
    together = Barrier(8)

    def ask(_tab: int) -> int | None:
        together.wait()
        transaction_mode.set("IMMEDIATE")
        with app.app_context():
            return draw(cast, cast.ben)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1


def _add_people(app: Flask, cast: Cast, count: int) -> list[int]:
    with app.app_context():
        project = db.session.get(Project, cast.project)
        assert project is not None
        accounts = [
            Account(email=f"p{n}@example.org", display_name=f"P{n}", created_at=now())
            for n in range(count)
        ]
        db.session.add_all(accounts)
        db.session.flush()
        for account in accounts:
            add_member(project, account, Role.ANNOTATOR, f"A-P{account.id}")
        db.session.commit()
        return [account.id for account in accounts]
