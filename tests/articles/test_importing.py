"""What an import stores, and imports that run at the same time."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from benchmarks.studies import import_paragraphs
from tests.articles.pages import article_count, row_count, shown, started
from tests.articles.texts import NEWS, a_lexicon, csv_of
from tests.conftest import Cast, SignIn
from tests.paths import SEEDS
from tests.work import lines_run
from workbench.articles import importing
from workbench.articles.models import Article, ArticleImport, Paragraph, Prescore, StoredLoadedWord
from workbench.articles.operations import store_article
from workbench.articles.scoring_ahead import ScoredAhead
from workbench.database import db, now, transaction_mode

TELLINGS = sorted((SEEDS / "articles").glob("harbour-*.txt"))


def test_the_two_tellings_differ_in_their_loaded_words(app: Flask, cast: Cast) -> None:
    with app.app_context():
        for telling in TELLINGS:
            import_paragraphs(cast.project, telling)
        categories: dict[str, list[str]] = {"Lantern": [], "Courier": []}
        rows = db.session.execute(
            select(Article.outlet, StoredLoadedWord.category)
            .join(Paragraph, Paragraph.article_id == Article.id)
            .join(Prescore, Prescore.paragraph_id == Paragraph.id)
            .join(StoredLoadedWord, StoredLoadedWord.prescore_id == Prescore.id)
        )
        for outlet, category in rows:
            categories[outlet.split()[-1]].append(category)
        assert len(categories["Lantern"]) >= 20
        assert len(set(categories["Lantern"])) >= 6
        assert len(categories["Courier"]) <= 3


def test_two_imports_of_the_same_articles_at_once_store_each_once(app: Flask, cast: Cast) -> None:
    start = threading.Barrier(2)
    stored: list[int] = []

    def run() -> None:
        transaction_mode.set("IMMEDIATE")
        with app.app_context():
            start.wait()
            stored.extend(import_paragraphs(cast.project, telling) for telling in TELLINGS)

    at_once(run, run)
    assert sum(stored) == 2
    assert article_count(app) == 2


def test_two_tabs_that_store_one_preview_at_once_store_it_once(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(5)))
    ids = shown(ada.get(address).text)
    start = threading.Barrier(2)
    statuses: list[int] = []

    def press() -> None:
        browser = sign_in(cast.ada)
        start.wait()
        statuses.append(browser.post(address, data={"shown": ids, "chosen": ids}).status_code)

    at_once(press, press)
    assert statuses == [303, 303]
    assert article_count(app) == 5
    assert row_count(app) == 0


def test_a_preview_discarded_while_it_is_scored_is_gone(
    app: Flask, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(2)))
    score_ahead = importing.score_ahead

    def slowly(article_import: ArticleImport) -> ScoredAhead:
        scored = score_ahead(article_import)
        at_once(lambda: statuses.append(other_tab.post(f"{address}/discard").status_code))
        return scored

    statuses: list[int] = []
    other_tab = sign_in(cast.ada)
    monkeypatch.setattr(importing, "score_ahead", slowly)
    statuses.append(ada.post(address).status_code)
    assert statuses == [303, 303]
    assert "stored or discarded before" in ada.get(f"/articles/{cast.project}").text
    assert article_count(app) == 0


def test_a_paragraph_of_a_hundred_thousand_characters_is_stored_and_scored(
    app: Flask, cast: Cast
) -> None:
    def store(characters: int) -> Article | None:
        sentences = "The heroes of the town were not good and the mob was bad. " * 2_000
        return store_article(
            cast.project,
            replace(NEWS, body=sentences[:characters].strip()),
            at=now(),
            lexicon=a_lexicon(),
        )

    with app.app_context():
        article = store(100_000)
        db.session.commit()
        assert article is not None
        assert len(article.paragraphs) == 1
        assert (db.session.scalar(select(func.count(StoredLoadedWord.id))) or 0) > 1_000
        # A little more than twice the work for twice the text; quadratic would be four times.
        assert lines_run(lambda: store(16_000)) < 2.2 * lines_run(lambda: store(8_000))


def at_once(*runs: Callable[[], None]) -> None:
    """Run functions in threads of their own and wait for all of them."""
    threads = [threading.Thread(target=run) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
