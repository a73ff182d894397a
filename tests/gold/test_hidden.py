"""Hidden gold comes by lot among the others, early and evenly, and leaves no trace."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests.annotations.answering import ANSWERS, pages_of, plain
from tests.annotations.recount import assert_counts_hold
from tests.annotations.stage import add_article, all_assignments, form_on, submit
from tests.annotations.worker import Worker, add_returning_design
from tests.conftest import Cast, SignIn
from tests.gold.stage import NOON, make_gold
from tests.statements import statements_of
from workbench.articles.models import Paragraph
from workbench.database import db
from workbench.projects.queries import codebook_in_force
from workbench.reports.queries import given_labels

ARTICLES, LONG = 8, 5


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Iterator[list[int]]:
    """Give 40 paragraphs in eight articles, of which the last of each article is hidden gold."""
    with app.app_context():
        ids = []
        for article in range(ARTICLES):
            texts = tuple(f"The heroes of part {article}, {n} of them." for n in range(LONG))
            ids += add_article(cast.project, texts, headline=f"Article {article}")
        for each in ids[LONG - 1 :: LONG]:
            make_gold(cast.project, each, cast.ada, use="hidden")
        db.session.commit()
        yield ids


def gold_of(ids: list[int]) -> list[int]:
    return ids[LONG - 1 :: LONG]


def test_gold_comes_early_evenly_and_at_its_share(stage: list[int], cast: Cast) -> None:
    add_returning_design(cast.project, gold_percent=10)
    given = [each.paragraph_id for each in Worker(cast, cast.ben).answer_all()]
    gold = [place for place, each in enumerate(given) if each in gold_of(stage)]
    # 32 others bring four of the eight with them: one in each stretch of ten.
    assert len(gold) == 4
    assert len(given) == 36
    for number, place in enumerate(gold):
        before = place - number
        assert 10 * number < before <= 10 * (number + 1) + LONG
    assert_counts_hold(cast.project, [], at=NOON)
    ordinary = [each for each in given if each not in gold_of(stage)]
    assert ordinary == [each for each in stage if each not in gold_of(stage)]


def test_people_get_different_ones_beyond_the_overlap_and_the_seed_draws_them_again(
    stage: list[int], cast: Cast
) -> None:
    add_returning_design(cast.project, gold_percent=20)
    drawn = {}
    for person in (cast.ben, cast.cy):
        given = [each.paragraph_id for each in Worker(cast, person).answer_all()]
        drawn[person] = [each for each in given if each in gold_of(stage)]
        assert len(drawn[person]) == 7
    assert drawn[cast.ben] != drawn[cast.cy]
    rows = [row for row in all_assignments() if row.paragraph_id in gold_of(stage)]
    assert {row.occasion for row in rows} == {"first"}
    assert {row.lot is None for row in rows} == {False}


def test_a_lead_gets_none_and_without_a_share_nobody_does(stage: list[int], cast: Cast) -> None:
    given = Worker(cast, cast.ben).answer_all()
    assert not {each.paragraph_id for each in given} & set(gold_of(stage))
    add_returning_design(cast.project, gold_percent=50)
    given = Worker(cast, cast.ada).answer_all()
    assert not {each.paragraph_id for each in given} & set(gold_of(stage))


def test_no_number_on_the_page_moves_when_gold_or_a_repeat_comes(
    stage: list[int], cast: Cast
) -> None:
    add_returning_design(cast.project, gold_percent=10, repeat_percent=10, repeat_after=7)
    worker, seen = Worker(cast, cast.ben), []
    while (drawn := worker.read()) is not None:
        seen.append(worker.sentence)
        submit(drawn, at=worker.at)
        db.session.commit()
    # 32 others, 4 gold ones, and 3 repeats of these 36.
    assert seen == [f"{n} of 39" for n in range(39)]
    assert worker.sentence == "39 of 39"


def test_more_gold_than_there_is_moves_no_number_either(stage: list[int], cast: Cast) -> None:
    add_returning_design(cast.project, gold_percent=50)
    worker, seen = Worker(cast, cast.ben), []
    while (drawn := worker.read()) is not None:
        seen.append(worker.sentence)
        submit(drawn, at=worker.at)
        db.session.commit()
    assert seen == [f"{n} of 40" for n in range(40)]


def test_its_answers_are_ordinary_ones_and_count_in_the_agreement(
    stage: list[int], cast: Cast
) -> None:
    add_returning_design(cast.project, gold_percent=50)
    for person in (cast.ben, cast.cy):
        Worker(cast, person).answer_all()
    question = codebook_in_force(cast.project).codebook.questions[0]
    assert set(given_labels(cast.project, question).paragraphs) == set(stage)
    answers = dict(db.session.execute(select(Paragraph.id, Paragraph.answers)).all())
    assert set(answers.values()) == {2}


def test_page_source_leaf_and_history_are_those_of_any_paragraph(
    app: Flask, cast: Cast, sign_in: SignIn, stage: list[int]
) -> None:
    add_returning_design(cast.project, gold_percent=50, outlet="unnamed", blind_percent=0)
    db.session.commit()
    pages = pages_of(sign_in(cast.ben), cast.project)
    rows = {row.id: row for row in all_assignments()}
    positions = dict(db.session.execute(select(Paragraph.id, Paragraph.position)).all())
    alike: dict[str, set[str]] = {"gold": set(), "others": set()}
    for each, page in pages.items():
        kind = "gold" if rows[each].paragraph_id in gold_of(stage) else "others"
        source = plain(page, each)
        for word in ("gold", "expected", "occasion", "training", "aside", "hidden paragraph"):
            assert word not in source.lower(), word
        # All that is left to differ is which text of which article it is, and its pre-score.
        source = re.sub(r'(name="prescore_id" value=)"\d+"', r"\1", source)
        number = positions[rows[each].paragraph_id]
        source = source.replace(f"aragraph {number + 1} of", "aragraph N of")
        for article in range(ARTICLES):
            for n in range(LONG):
                source = source.replace(f"The heroes of part {article}, {n} of them.", "TEXT")
            source = source.replace(f"Article {article}", "HEADLINE")
        alike[kind].add(source)
    assert alike["gold"] <= alike["others"]
    assert len(alike["gold"]) >= 1
    db.session.rollback()
    history = sign_in(cast.ben).get(f"/annotations/{cast.project}").text
    assert "gold" not in history.lower()


def test_an_answer_to_gold_sends_the_statements_of_any_other(
    app: Flask, cast: Cast, sign_in: SignIn, stage: list[int]
) -> None:
    add_returning_design(cast.project, gold_percent=50, outlet="unnamed", blind_percent=0)
    db.session.commit()
    ben, kinds = sign_in(cast.ben), {True: set[int](), False: set[int]()}
    while (response := ben.get(f"/annotations/{cast.project}/next")).status_code == 303:
        address = response.headers["Location"]
        with statements_of(app) as sent:
            page = ben.get(address).text
        seen = len(sent)
        assert page
        row = next(one for one in all_assignments() if one.id == int(address.rsplit("/", 1)[1]))
        db.session.rollback()
        kinds[row.paragraph_id in gold_of(stage)].add(seen)
        stored = ben.post(address, data=form_on(page) | ANSWERS | {"act": ["confirm"]})
        assert stored.status_code == 303
    assert kinds[True] <= kinds[False]
