"""Where the queue goes by certainty, whatever changes certainties or paragraphs orders it anew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from tests.annotations.designs import add_design
from tests.articles.pages import started, store
from tests.articles.texts import csv_of
from tests.cli.terminal import Workbench
from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.label_imports.files import import_by_pages
from tests.model_pages.stage import add_study, annotate
from workbench.articles import import_jobs, rescoring
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.articles.queue_models import QueueRound
from workbench.database import db
from workbench.jobs.models import Job, JobChunk
from workbench.jobs.running import Runner
from workbench.queue_order import QueueOrder


@pytest.fixture
def ada(app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff) -> FlaskClient:
    """Give the lead of a study whose queue goes by the certainty of its first model."""
    lead = sign_in(cast.ada)
    with app.app_context():
        annotate(cast.project, cast.ben, add_study(cast.project))
        add_design(
            cast.project,
            number=1,
            seed=7,
            queue_order=QueueOrder.UNSURE_PARAGRAPHS.value,
            random_percent=20,
        )
        db.session.commit()
    lead.post(f"/models/{cast.project}/train")
    work_off()
    lead.post(f"/models/{cast.project}/1/use", data={"seen": "0"})
    return lead


@pytest.fixture
def ordered(app: Flask, cast: Cast, work_off: WorkOff) -> Callable[[], None]:
    """Give a function that asserts that a new round, of all paragraphs, came in force."""
    before = [0]

    def check() -> None:
        work_off()
        with app.app_context():
            newest = db.session.scalars(select(QueueRound).order_by(QueueRound.id.desc())).first()
            count = db.session.scalar(
                select(func.count(Paragraph.id))
                .join(Article)
                .where(Article.project_id == cast.project)
            )
            assert newest is not None
            assert newest.id > before[0], "nobody asked for a new order"
            assert (newest.state, newest.paragraphs) == ("in_force", count)
            before[0] = newest.id

    return check


def jobs(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.max(Job.id))) or 0


def test_every_way_that_scores_or_paragraphs_change_orders_the_queue_anew(
    app: Flask,
    cast: Cast,
    workbench: Workbench,
    tmp_path: Path,
    ada: FlaskClient,
    ordered: Callable[[], None],
) -> None:
    ordered()
    store(ada, started(ada, cast.project, ("few.csv", csv_of(2))))
    ordered()
    news = tmp_path / "news.txt"
    news.write_text("Late news\n\nA quiet day at the harbour, they said.", encoding="utf-8")
    told = workbench("import", "--project", cast.project, news)
    assert told.exit_code == 0, told.output
    ordered()
    labels = tmp_path / "labels.csv"
    for way, sentence in (("page", "The old mill stood still."), ("command", "Rain fell on it.")):
        labels.write_text(f"item,text,annotator,bias\n{way},{sentence},One,biased\n")
        if way == "page":
            import_by_pages(ada, cast.project, labels)
        else:
            told = workbench("import-labels", labels, "--project", cast.project)
            assert told.exit_code == 0, told.output
        ordered()
    # A lexicon that was applied: its scores come by pre-scoring again.
    with app.app_context():
        db.session.execute(
            update(Prescore).where(Prescore.is_current).values(lexicon_version="older")
        )
        db.session.commit()
    ada.post(f"/articles/{cast.project}/prescores")
    ordered()
    ada.post(f"/models/{cast.project}/0/use", data={"seen": "1"})
    ada.post(f"/models/{cast.project}/1/use", data={"seen": "0"})
    ordered()


def test_what_a_cancelled_job_had_done_is_put_in_order(
    app: Flask,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    ada: FlaskClient,
    ordered: Callable[[], None],
    runner: Runner,
) -> None:
    ordered()
    monkeypatch.setattr(rescoring, "PARAGRAPHS_PER_CHUNK", 20)
    monkeypatch.setattr(import_jobs, "ARTICLES_PER_CHUNK", 20)
    with app.app_context():
        db.session.execute(
            update(Prescore).where(Prescore.is_current).values(lexicon_version="older")
        )
        db.session.commit()
    for what in ("scores", "articles"):
        if what == "scores":
            job = ada.post(f"/articles/{cast.project}/prescores").location
        else:
            job = store(ada, started(ada, cast.project, ("votes.csv", csv_of(45)))).location
        before = jobs(app)
        assert runner.run_next()
        ada.post(f"{job}/cancel")
        assert jobs(app) == before + 1
        ordered()
    # Where nothing was done nothing has changed.
    job = ada.post(f"/articles/{cast.project}/prescores").location
    with app.app_context():
        waiting = select(func.count(JobChunk.id)).where(JobChunk.state == "waiting")
        assert db.session.scalar(waiting)
    before = jobs(app)
    ada.post(f"{job}/cancel")
    assert jobs(app) == before
