"""A paragraph comes back to the person who answered it, hidden or with its outlet shown."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.annotations.recount import assert_counts_hold
from tests.annotations.stage import add_article, all_assignments, submit
from tests.annotations.worker import LEASE, NOON, Worker, add_returning_design
from tests.conftest import Cast
from workbench.annotations.history_queries import own_history
from workbench.annotations.models import Assignment
from workbench.annotations.operations import draw_assignment
from workbench.annotations.queries import own_progress
from workbench.articles.models import Paragraph
from workbench.database import db


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Iterator[list[int]]:
    with app.app_context():
        ids = []
        for article in range(8):
            texts = tuple(f"Article {article}, paragraph {n}." for n in range(5))
            ids += add_article(cast.project, texts, words={}, headline=f"Article {article}")
        db.session.commit()
        yield ids


def test_repeats_keep_within_the_share_and_come_late_enough(stage: list[int], cast: Cast) -> None:
    add_returning_design(cast.project, repeat_percent=20, repeat_after=7)
    given = Worker(cast, cast.ben).answer_all()
    firsts = [each.paragraph_id for each in given if each.occasion == "first"]
    assert firsts == stage
    repeats = [place for place, each in enumerate(given) if each.occasion == "repeat"]
    assert len(repeats) == 8
    for place in repeats:
        before = [each.paragraph_id for each in given[:place]]
        assert len(before) - 1 - before.index(given[place].paragraph_id) >= 7
        asked = Counter(each.occasion for each in given[: place + 1])
        assert asked["repeat"] <= asked["first"] / 5
    assert len({given[place].paragraph_id for place in repeats}) == 8
    assert_counts_hold(cast.project, [], at=NOON)


def test_a_repeat_shows_what_the_first_showed_and_counts_for_nobody_else(
    stage: list[int], cast: Cast
) -> None:
    add_returning_design(cast.project, repeat_percent=20, repeat_after=7, outlet="lot")
    Worker(cast, cast.ben).answer_all()
    rows = all_assignments()
    firsts = {row.paragraph_id: row for row in rows if row.occasion == "first"}
    repeats = [row for row in rows if row.occasion == "repeat"]
    for row in repeats:
        first = firsts[row.paragraph_id]
        assert (row.arm, row.outlet_arm, row.context, row.design_id, row.lot, row.stratum) == (
            *(first.arm, first.outlet_arm, first.context, first.design_id, first.lot),
            first.stratum,
        )
        assert (first.is_open, row.is_open) == (True, False)
    assert {row.answers for row in db.session.scalars(select(Paragraph))} == {1}
    assert {(row.arm, row.outlet_arm) for row in firsts.values()} == {
        (arm, outlet) for arm in ("assisted", "blind") for outlet in ("shown", "hidden")
    }


def test_the_same_seed_repeats_the_same_paragraphs_and_people_differ(
    stage: list[int], cast: Cast
) -> None:
    add_returning_design(cast.project, repeat_percent=20, repeat_after=7)
    ben, cy = (
        [(place, each.paragraph_id) for place, each in enumerate(given) if each.occasion != "first"]
        for given in (Worker(cast, person).answer_all() for person in (cast.ben, cast.cy))
    )
    assert ben != cy
    db.session.query(Assignment).filter(Assignment.occasion != "first").update({"state": "skipped"})
    lots = {row.paragraph_id: row.lot for row in all_assignments() if row.account_id == cast.ben}
    assert len(set(lots.values())) == len(stage)


def test_repeats_are_spread_and_mostly_between_articles(stage: list[int], cast: Cast) -> None:
    add_returning_design(cast.project, repeat_percent=20, repeat_after=7)
    given = Worker(cast, cast.ben).answer_all()
    article_of = {row.id: row.article_id for row in db.session.scalars(select(Paragraph))}
    inside = 0
    for before, each, after in zip(given, given[1:], given[2:], strict=False):
        if each.occasion == "repeat":
            inside += article_of[before.paragraph_id] == article_of[after.paragraph_id]
    assert inside <= 2


def test_no_number_on_the_page_moves_when_a_repeat_comes(stage: list[int], cast: Cast) -> None:
    add_returning_design(cast.project, repeat_percent=20, repeat_after=7)
    worker, seen = Worker(cast, cast.ben), []
    while (drawn := worker.read()) is not None:
        seen.append(worker.sentence)
        submit(drawn, at=worker.at)
        db.session.commit()
    assert seen == [f"{n} of 48" for n in range(48)]
    assert worker.sentence == "48 of 48"


def test_a_repeat_takes_no_place_from_others_and_waits_beyond_its_lease(
    stage: list[int], cast: Cast
) -> None:
    add_returning_design(cast.project, repeat_percent=50, repeat_after=1)
    worker = Worker(cast, cast.ben)
    while (drawn := worker.read()) is not None and drawn.occasion == "first":
        submit(drawn, at=worker.at)
        db.session.commit()
    assert drawn is not None
    # Both places of the paragraph are free to others, though Ben answered it and reads it again.
    db.session.query(Paragraph).filter(Paragraph.id != drawn.paragraph_id).update({"is_full": True})
    db.session.commit()
    others = Worker(cast, cast.cy).read()
    assert others is not None
    assert others.paragraph_id == drawn.paragraph_id
    later = worker.at + timedelta(days=1)
    again = draw_assignment(cast.project, cast.ben, at=later, lease=LEASE)
    assert again is not None
    assert (again.id, again.leased_at, again.lease_expires_at) == (drawn.id, later, later + LEASE)


def test_history_and_the_way_back_tell_of_a_repeated_paragraph_once(
    stage: list[int], cast: Cast
) -> None:
    add_returning_design(cast.project, repeat_percent=20, repeat_after=7)
    given = Worker(cast, cast.ben).answer_all()
    pages = [own_history(cast.project, cast.ben, page=number) for number in (1, 2, 3)]
    told = [row.paragraph_id for page in pages for row in page.rows]
    assert (len(told), pages[0].total) == (40, 40)
    assert sorted(told) == stage
    newest = {row.paragraph_id: row.annotation.assignment_id for page in pages for row in page.rows}
    for each in given:
        if each.occasion == "repeat":
            assert newest[each.paragraph_id] == each.id


def test_the_second_pass_comes_last_and_shows_the_outlet(stage: list[int], cast: Cast) -> None:
    add_returning_design(cast.project, outlet="lot", named_percent=100, repeat_percent=10)
    worker = Worker(cast, cast.ben)
    given = worker.answer_all()
    named = [each for each in given if each.occasion == "named"]
    assert named == given[-len(named) :]
    rows = all_assignments()
    repeated = {row.paragraph_id for row in rows if row.occasion == "repeat"}
    hidden = [
        each.paragraph_id
        for each in given
        if each.occasion == "first" and each.outlet_arm == "hidden"
    ]
    assert [each.paragraph_id for each in named] == [p for p in hidden if p not in repeated]
    assert {each.outlet_arm for each in named} == {"shown"}
    firsts = {row.paragraph_id: row for row in rows if row.occasion == "first"}
    assert all(each.arm == firsts[each.paragraph_id].arm for each in named)
    assert {row.answers for row in db.session.scalars(select(Paragraph))} == {1}
    assert_counts_hold(cast.project, [], at=NOON)


def test_a_second_pass_of_a_share_asks_about_that_share_and_says_how_many(
    stage: list[int], cast: Cast
) -> None:
    add_returning_design(cast.project, named_percent=50)
    worker, sentences = Worker(cast, cast.ben), []
    while (drawn := worker.read()) is not None:
        if drawn.occasion == "named":
            sentences.append(worker.sentence)
        submit(drawn, at=worker.at)
        db.session.commit()
    count = len(sentences)
    assert 10 <= count <= 30
    assert sentences == [f"Second pass: {n} of {count}" for n in range(count)]
    assert own_progress(cast.project, cast.ben, at=worker.at).submitted == 40


def test_without_a_share_nothing_comes_back(stage: list[int], cast: Cast) -> None:
    add_returning_design(cast.project)
    assert {each.occasion for each in Worker(cast, cast.ben).answer_all()} == {"first"}
