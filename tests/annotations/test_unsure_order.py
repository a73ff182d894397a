"""Paragraphs are given out in the order of the round in force, and each says how it was drawn."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.annotations.designs import add_design
from tests.annotations.growing import LARGE, SMALL, STEPS_A_CALL, fill, label_once, sqlite_steps
from tests.annotations.stage import add_article, add_model, all_assignments, submit
from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.statements import statements_of
from workbench.annotations.models import Assignment
from workbench.annotations.operations import draw_assignment
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.articles.ordering import follow_scores
from workbench.articles.queue_models import QueueRound
from workbench.database import Base, db, now, transaction_mode
from workbench.jobs.models import Job
from workbench.learned.models import ModelChoice
from workbench.projects import ordering
from workbench.queue_order import QueueOrder, Share, drawn_as

LEASE = timedelta(minutes=30)
SEED = 77
SHARE = Share(seed=SEED, percent=20)
ARTICLES, PARAGRAPHS = QueueOrder.UNSURE_ARTICLES, QueueOrder.UNSURE_PARAGRAPHS


def be_sure(certainties: dict[int, float]) -> None:
    for paragraph_id, certainty in certainties.items():
        db.session.execute(
            update(Prescore)
            .where(Prescore.paragraph_id == paragraph_id)
            .values(certainty=certainty)
        )


def doubt(project_id: int, *, turned: bool = False) -> dict[int, float]:
    """Let the model be the surer of a paragraph the earlier (or the later) it was imported."""
    ids = db.session.scalars(
        select(Paragraph.id).join(Article).where(Article.project_id == project_id)
    ).all()
    ranked = sorted(ids, reverse=not turned)
    return {each: rank / len(ids) for rank, each in enumerate(ranked)}


def order_queue(app: Flask, project_id: int, work_off: WorkOff, *, turned: bool = False) -> None:
    with app.app_context():
        be_sure(doubt(project_id, turned=turned))
        follow_scores(project_id, account_id=None, at=now())
        db.session.commit()
    work_off()


@pytest.fixture
def study(app: Flask, cast: Cast) -> Cast:
    with app.app_context():
        for number in range(4):
            add_article(cast.project, tuple(f"Item {number}, {n}." for n in range(3)), words={})
        add_model(cast.project)
        db.session.commit()
    return cast


def choose(app: Flask, project_id: int, order: QueueOrder, *, number: int = 1) -> None:
    with app.app_context():
        add_design(project_id, number=number, seed=SEED, queue_order=order.value, random_percent=20)
        db.session.commit()


def read_all(app: Flask, cast: Cast, account_id: int, most: int = 99) -> list[Assignment]:
    """Let a person annotate until nothing is left; give what they got in its order."""
    with app.app_context():
        for _ in range(most):
            given = draw_assignment(cast.project, account_id, at=now(), lease=LEASE)
            if given is None:
                break
            submit(given, at=now())
            db.session.commit()
        return [each for each in all_assignments() if each.account_id == account_id]


@pytest.mark.parametrize("order", [ARTICLES, PARAGRAPHS])
def test_a_person_is_given_the_order_of_the_round(
    app: Flask, study: Cast, work_off: WorkOff, order: QueueOrder
) -> None:
    choose(app, study.project, order)
    order_queue(app, study.project, work_off)
    with app.app_context():
        placed = db.session.execute(
            select(Paragraph.id, Paragraph.article_id).order_by(Paragraph.queue_place)
        ).all()
    given = read_all(app, study, study.ben)
    assert [each.paragraph_id for each in given] == [row.id for row in placed]
    for each, row in zip(given, placed, strict=True):
        why = drawn_as(order, SHARE, article=row.article_id, paragraph=row.id)
        assert each.drawn_as == why
        assert each.queue_round_id is not None
    assert {each.drawn_as for each in given} <= {"random", "least_sure"}


def test_without_a_model_the_order_is_that_of_the_articles(
    app: Flask, study: Cast, work_off: WorkOff
) -> None:
    choose(app, study.project, ARTICLES)
    with app.app_context():
        db.session.add(
            ModelChoice(project_id=study.project, number=2, learned_model_id=None, created_at=now())
        )
        db.session.commit()
    order_queue(app, study.project, work_off)
    given = read_all(app, study, study.ben)
    assert [each.paragraph_id for each in given] == sorted(each.paragraph_id for each in given)
    assert {each.drawn_as for each in given} == {"in_order"}
    with app.app_context():
        result = db.session.scalars(select(Job.result)).one()
        assert result is not None
        assert "no model is in use" in result["sentence"]


def test_an_article_is_read_to_its_end_when_the_order_changes(
    app: Flask, study: Cast, work_off: WorkOff
) -> None:
    choose(app, study.project, ARTICLES)
    (first,) = read_all(app, study, study.ben, most=1)
    order_queue(app, study.project, work_off)
    given = read_all(app, study, study.ben, most=5)
    with app.app_context():
        article_of = {
            row[0]: row[1] for row in db.session.execute(select(Paragraph.id, Paragraph.article_id))
        }
        newest = db.session.scalars(
            select(Paragraph.article_id).order_by(Paragraph.queue_place).limit(1)
        ).one()
    articles = [article_of[each.paragraph_id] for each in given]
    begun = article_of[first.paragraph_id]
    assert articles == [begun] * 3 + [newest] * 3
    # What was begun in the order of the articles is no part of what was chosen by certainty.
    assert [each.drawn_as for each in given[:3]] == ["in_order"] * 3


def test_what_is_imported_later_comes_when_it_is_placed_and_last_until_then(
    app: Flask, study: Cast, work_off: WorkOff
) -> None:
    choose(app, study.project, PARAGRAPHS)
    order_queue(app, study.project, work_off)
    with app.app_context():
        (late,) = add_article(study.project, ("Late news.",), words={})
        db.session.commit()
    given = read_all(app, study, study.ben)
    assert (given[-1].paragraph_id, given[-1].drawn_as) == (late, "in_order")
    order_queue(app, study.project, work_off)
    read = [each.paragraph_id for each in read_all(app, study, study.cy)]
    with app.app_context():
        placed = db.session.scalars(select(Paragraph.id).order_by(Paragraph.queue_place)).all()
    assert read == list(placed)


def test_a_slower_job_of_an_older_round_changes_nothing(
    app: Flask, study: Cast, work_off: WorkOff
) -> None:
    choose(app, study.project, PARAGRAPHS)
    order_queue(app, study.project, work_off)
    with app.app_context():
        older = db.session.scalars(select(QueueRound.id)).one()
        places = {
            row[0]: row[1]
            for row in db.session.execute(select(Paragraph.id, Paragraph.queue_place))
        }
    order_queue(app, study.project, work_off, turned=True)
    with app.app_context():
        rounds = db.session.execute(
            select(QueueRound.id, QueueRound.state).order_by(QueueRound.id)
        ).all()
        assert [state for _, state in rounds] == ["past", "in_force"]
        kind = app.extensions["workbench_job_kinds"]["queue-order"]
        kind.run_chunk({"round": older, "first": 0, "ids": sorted(places)}, at=now())
        db.session.commit()
        assert set(db.session.scalars(select(Paragraph.queue_round))) == {rounds[1].id}


def test_a_new_round_is_begun_from_its_first_place(
    app: Flask, study: Cast, work_off: WorkOff
) -> None:
    choose(app, study.project, PARAGRAPHS)
    order_queue(app, study.project, work_off)
    before = read_all(app, study, study.ben, most=4)
    order_queue(app, study.project, work_off, turned=True)
    with app.app_context():
        placed = db.session.scalars(select(Paragraph.id).order_by(Paragraph.queue_place)).all()
    done = {each.paragraph_id for each in before}
    rest = [each.paragraph_id for each in read_all(app, study, study.ben)][4:]
    assert rest == [each for each in placed if each not in done]


def test_people_who_ask_at_once_are_given_no_more_places_than_there_are(
    app: Flask, study: Cast, work_off: WorkOff
) -> None:
    choose(app, study.project, PARAGRAPHS)
    order_queue(app, study.project, work_off)

    def ask(account_id: int) -> int | None:
        transaction_mode.set("IMMEDIATE")
        with app.app_context():
            given = draw_assignment(study.project, account_id, at=now(), lease=LEASE)
            db.session.commit()
            return None if given is None else given.paragraph_id

    with ThreadPoolExecutor(3) as pool:
        given = list(pool.map(ask, (study.ben, study.cy, study.ada)))
    with app.app_context():
        foremost = db.session.scalars(
            select(Paragraph.id).order_by(Paragraph.queue_place).limit(3)
        ).all()
    # Two people a paragraph; one who finds rows locked by others is given the one after them.
    assert None not in given
    assert set(given) <= set(foremost)
    assert max(given.count(each) for each in foremost) <= 2


def test_the_share_and_its_unit_are_fixed_once_they_were_drawn_by(
    app: Flask, study: Cast, work_off: WorkOff, sign_in: SignIn
) -> None:
    choose(app, study.project, PARAGRAPHS)
    order_queue(app, study.project, work_off)
    with app.app_context():
        ordering.check_order(study.project, "unsure_articles", random_percent=50)
    read_all(app, study, study.ben, most=2)
    with app.app_context():
        for order, percent in (("unsure_articles", 20), ("unsure_paragraphs", 21)):
            with pytest.raises(ordering.OrderFixedError):
                ordering.check_order(study.project, order, random_percent=percent)
        for order, percent in (("articles", 50), ("unsure_paragraphs", 10)):
            ordering.check_order(study.project, order, random_percent=percent)


def test_the_tables_named_for_the_design_are_those_that_there_are() -> None:
    for named in (ordering.QUEUE_ROUND, ordering.ASSIGNMENT, ordering.MODEL):
        actual = Base.metadata.tables[named.name]
        assert {column.name for column in named.columns} <= set(actual.columns.keys())


def test_a_draw_in_a_round_sends_as_many_statements_in_a_large_study(
    app: Flask, study: Cast, work_off: WorkOff, sign_in: SignIn
) -> None:
    browser, counts = sign_in(study.ben), []
    choose(app, study.project, PARAGRAPHS)
    for articles in (SMALL, LARGE // 4):
        with app.app_context():
            fill(study.project, articles, ())
        order_queue(app, study.project, work_off)
        with app.app_context():
            for _ in range(3):
                fill_one(study)
        label_once(browser, study.project)
        with statements_of(app) as sent:
            label_once(browser, study.project)
        counts.append(len(sent))
    assert counts[0] == counts[1], counts


def fill_one(study: Cast) -> None:
    given = draw_assignment(study.project, study.ben, at=now(), lease=LEASE)
    assert given is not None
    submit(given, at=now())
    db.session.commit()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_draw_in_a_round_takes_as_much_work_in_a_large_study(
    app: Flask, study: Cast, work_off: WorkOff, sign_in: SignIn
) -> None:
    browser, steps = sign_in(study.ben), []
    choose(app, study.project, PARAGRAPHS)
    for articles in (SMALL, LARGE - SMALL):
        with app.app_context():
            fill(study.project, articles, ())
        order_queue(app, study.project, work_off)
        with app.app_context():
            # Two people have done the first half of it, so that these are full.
            for person in (study.ben, study.cy):
                for _ in range(articles * 5):
                    given = draw_assignment(study.project, person, at=now(), lease=LEASE)
                    assert given is not None
                    submit(given, at=now())
            db.session.commit()
        label_once(browser, study.project)
        with sqlite_steps(app) as calls:
            label_once(browser, study.project)
        steps.append(calls[0] * STEPS_A_CALL)
    assert steps[1] < 1.5 * steps[0], steps
