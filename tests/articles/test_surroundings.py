"""The paragraphs around one tell of its news score, at import and when it is made again."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.articles.texts import NEWS
from tests.conftest import Cast
from tests.jobs.working import WorkOff
from workbench.articles import rescoring
from workbench.articles.first_guesses import first_guesses
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.articles.operations import store_article
from workbench.articles.queries import PrescoreRow, current_prescores
from workbench.codebook.codebook import Source
from workbench.database import db, now
from workbench.scoring.surroundings import prescore_article

BAD = "The council squandered the grants through shameful cronyism."
PLAIN = "The hall was opened on Monday."
ARABIC = "وقال الرئيس إن الحكومة لن تقبل بهذا القرار"
PARTS = (PLAIN, BAD, PLAIN, PLAIN, PLAIN)


def stored(project_id: int, parts: tuple[str, ...] = PARTS) -> list[PrescoreRow]:
    article = store_article(
        project_id,
        replace(NEWS, body="\n\n".join(parts)),
        at=now(),
        lexicon=lexicon_in_force(),
    )
    assert isinstance(article, Article)
    db.session.commit()
    return current(project_id)


def current(project_id: int) -> list[PrescoreRow]:
    places = (
        select(Paragraph.id)
        .join(Article)
        .where(Article.project_id == project_id)
        .order_by(Paragraph.position)
    )
    ids = list(db.session.scalars(places))
    found = current_prescores(ids)
    return [found[each] for each in ids if each in found]


def test_an_import_and_a_later_job_give_the_same_scores(
    app: Flask, cast: Cast, work_off: WorkOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Parts of the job end in the middle of the article.
    monkeypatch.setattr(rescoring, "PARAGRAPHS_PER_CHUNK", 2)
    expected = prescore_article(dict(enumerate(PARTS)), lexicon_in_force())
    scores = [expected[place].news.score for place in range(len(PARTS))]
    assert scores[1] < scores[0] < scores[2] < scores[3] < scores[4] == 0
    with app.app_context():
        rows = stored(cast.project)
        assert [row.news_score for row in rows] == scores
        assert [row.news_score_alone for row in rows] == [0, expected[1].news.alone, 0, 0, 0]
        db.session.execute(
            update(Prescore).values(news_version="news-4", news_score=0.5, news_score_alone=None)
        )
        rescoring.start_job(cast.project, account_id=cast.ada, at=now())
        db.session.commit()
    work_off()
    with app.app_context():
        assert [row.news_score for row in current(cast.project)] == scores


def test_a_paragraph_that_is_not_scored_tells_nothing_and_keeps_others_apart(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        rows = stored(cast.project, (PLAIN, ARABIC, ARABIC, BAD))
        assert [row.news_score for row in rows] == [row.news_score_alone for row in rows]


def test_the_reasons_say_what_stands_around_adds(app: Flask, cast: Cast) -> None:
    with app.app_context():
        first, bad, *_, last = (first_guesses(row)[Source.NEWS] for row in stored(cast.project))
    told = "By itself this paragraph has a news score of 0.00; the paragraphs around"
    (said,) = [reason for reason in first.reasons if reason.startswith(told)]
    assert said.endswith(f"add −{abs(first.score):.2f}.")
    # Nothing stands near the last one that judges, and the paragraph itself is all that does.
    for guess in (bad, last):
        assert not any("By itself" in reason for reason in guess.reasons)


def test_a_pre_score_from_before_says_nothing_of_what_stands_around(app: Flask, cast: Cast) -> None:
    with app.app_context():
        first, *_ = stored(cast.project)
    older = first_guesses(replace(first, news_score_alone=None))[Source.NEWS]
    assert not any("By itself" in reason for reason in older.reasons)
