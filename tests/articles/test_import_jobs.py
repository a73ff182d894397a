"""A long import is a job: chunk by chunk, nothing twice, and nothing lost when a chunk fails."""

import re
import threading

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.articles.pages import article_count, row_count, shown, started, store
from tests.articles.texts import csv_of
from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from workbench.articles import import_jobs, importing
from workbench.articles.models import Article, ImportRow, Paragraph, Prescore
from workbench.articles.scorer import Scorer
from workbench.articles.scoring_ahead import ScoredAhead
from workbench.database import db
from workbench.jobs.models import Job, JobChunk
from workbench.text.articles import ArticleText

POISONED = 30


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a job have several chunks without hundreds of articles."""
    monkeypatch.setattr(import_jobs, "ARTICLES_PER_CHUNK", 20)


def is_complete(app: Flask, articles: int) -> bool:
    """Tell whether so many articles are there, each paragraph of them once and scored once."""
    with app.app_context():
        counts = [
            db.session.scalar(select(func.count(model.id)))
            for model in (Article, Paragraph, Prescore)
        ]
        scored = db.session.scalar(select(func.count(Prescore.paragraph_id.distinct())))
    return counts == [articles, 2 * articles, 2 * articles] and scored == 2 * articles


def poison(app: Flask, headline: str) -> None:
    """Make a row of a preview one that cannot be stored."""
    with app.app_context():
        row = db.session.scalars(
            select(ImportRow).where(ImportRow.article["headline"].as_string() == headline)
        ).one()
        row.article = {**row.article, "published_on": "no day"}
        db.session.commit()


def heal(app: Flask) -> None:
    with app.app_context():
        for row in db.session.scalars(select(ImportRow)):
            row.article = {**row.article, "published_on": None}
        db.session.commit()


def test_a_long_import_goes_to_a_job_and_says_what_became_of_it(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    store(ada, started(ada, cast.project, ("first.csv", csv_of(1))))
    address = started(ada, cast.project, ("votes.csv", csv_of(50, bad=2)), ("one.csv", csv_of(2)))
    ids = shown(ada.get(address).text)
    response = ada.post(address, data={"shown": ids, "chosen": ids[:-1], "keep_good": "1"})
    assert response.status_code == 303
    assert re.fullmatch(rf"/jobs/{cast.project}/job/\d+", response.location)
    assert article_count(app) == 1
    page = ada.get(response.location).text
    assert "Import of 48 articles" in page
    assert "0 of 96 paragraphs" in page
    assert "being imported" in ada.get(f"/articles/{cast.project}/import").text
    assert work_off() == 3
    page = ada.get(response.location).text
    assert "96 of 96 paragraphs" in page
    assert (
        "Imported 48 articles. 3 articles were duplicates. 1 article was left out. "
        "2 rows could not be read." in page
    )
    assert is_complete(app, 49)
    assert row_count(app) == 0
    assert "being imported" not in ada.get(f"/articles/{cast.project}/import").text


def test_a_few_long_articles_are_a_job_too(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    files = [(f"{n}.txt", f"Vote {n}\n\nIt was {n}.\n\n".encode() * 150) for n in range(3)]
    response = store(ada, started(ada, cast.project, *files))
    assert "/jobs/" in response.location
    # An article is never cut in two.
    assert work_off() == 3
    assert article_count(app) == 3


def test_a_chunk_with_a_poisoned_row_fails_alone_and_can_be_retried(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(60)))
    job = store(ada, address).location
    poison(app, f"Vote {POISONED}")
    work_off()
    page = ada.get(job).text
    assert "Imported 40 articles. 20 articles could not be stored." in page
    assert "no day" in page
    assert is_complete(app, 40)
    assert row_count(app) == 20
    listed = ada.get(f"/articles/{cast.project}/import").text
    assert "ended with failures" in listed
    assert f"{address}/reopen" in listed
    heal(app)
    ada.post(f"{job}/retry")
    assert work_off() == 1
    assert "<p>Imported 60 articles.</p>" in ada.get(job).text
    assert is_complete(app, 60)
    assert row_count(app) == 0


def test_what_a_cancelled_import_left_becomes_a_preview_again(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(45)))
    job = store(ada, address).location
    assert ada.post(f"{address}/reopen").location == job
    with app.app_context():
        db.session.execute(update(JobChunk).where(JobChunk.position > 0).values(tries=1))
        db.session.commit()
    ada.post(f"{job}/cancel")
    assert work_off() == 0
    assert ada.get(address).location == job
    assert ada.post(f"{address}/reopen").location == address
    assert "45 articles to import" in ada.get(address).text
    again = store(ada, address).location
    assert again != job
    assert work_off() == 3
    assert "Imported 45 articles." in ada.get(again).text
    assert is_complete(app, 45)


def test_a_reopened_import_is_not_stored_behind_the_leads_back(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(45)))
    job = store(ada, address).location
    poison(app, f"Vote {POISONED}")
    work_off()
    heal(app)
    ada.post(f"{address}/reopen")
    assert "20 articles to import" in ada.get(address).text
    ada.post(f"{job}/retry")
    work_off()
    assert "is a preview again" in ada.get(job).text
    assert article_count(app) == 25
    assert "/articles/" in store(ada, address).location
    assert is_complete(app, 45)


def test_a_damaged_row_does_not_keep_the_others_from_being_looked_through(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(45)))
    job = store(ada, address).location
    poison(app, f"Vote {POISONED}")
    work_off()
    assert "is damaged" in ada.get(job).text
    assert ada.post(f"{address}/reopen").location == address
    page = ada.get(address).text
    assert "19 articles to import" in page
    assert "What was kept of this article is damaged" in page
    assert store(ada, address, keep_good="1").status_code == 303
    assert is_complete(app, 44)


def test_a_preview_with_a_damaged_row_is_shown_and_stored_without_it(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(3)))
    with app.app_context():
        row = db.session.scalars(select(ImportRow).order_by(ImportRow.id)).all()[1]
        row.article = {key: value for key, value in row.article.items() if key != "body"}
        db.session.commit()
        damaged = row.id
    page = ada.get(address)
    assert page.status_code == 200
    assert "is damaged" in page.text
    assert ada.get(f"{address}/row/{damaged}").status_code == 404
    assert store(ada, address).status_code == 422
    assert store(ada, address, keep_good="1").status_code == 303
    assert is_complete(app, 2)


def test_two_tabs_start_one_job(app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(45)))
    ids = shown(ada.get(address).text)
    start = threading.Barrier(2)
    answers: list[tuple[int, str]] = []

    def press() -> None:
        browser = sign_in(cast.ada)
        start.wait()
        response = browser.post(address, data={"shown": ids, "chosen": ids})
        answers.append((response.status_code, response.location))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[0] == answers[1]
    with app.app_context():
        assert db.session.scalar(select(func.count(Job.id))) == 1
    work_off()
    assert is_complete(app, 45)


def test_two_long_imports_of_the_same_articles_store_each_once(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    addresses = [started(ada, cast.project, ("votes.csv", csv_of(45))) for _ in range(2)]
    jobs = [store(ada, address).location for address in addresses]
    work_off()
    assert "Imported 45 articles." in ada.get(jobs[0]).text
    assert "Imported 0 articles. 45 articles were duplicates." in ada.get(jobs[1]).text
    assert is_complete(app, 45)


def test_scoring_is_done_before_the_transaction_that_stores(
    app: Flask,
    cast: Cast,
    sign_in: SignIn,
    work_off: WorkOff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada = sign_in(cast.ada)
    store(ada, started(ada, cast.project, ("votes.csv", csv_of(30))))
    looked: list[bool] = []

    def looking(articles: list[ArticleText], scorer: Scorer) -> ScoredAhead:
        # Nobody waits for the scoring: somebody else can write.
        with app.app_context():
            db.session.execute(update(Job).values(title="Renamed"))
            db.session.commit()
        looked.append(True)
        return ScoredAhead(articles, scorer)

    monkeypatch.setattr(importing, "ScoredAhead", looking)
    assert work_off() == len(looked) == 2
    assert is_complete(app, 30)
