"""A page of a large study runs as many statements as that of a small one, and no template any."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask, before_render_template, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from sqlalchemy import select

from tests.articles.pages import started
from tests.articles.texts import csv_of
from tests.conftest import Cast, SignIn
from tests.reports.study import Study, span
from tests.statements import statements_of
from workbench.articles.models import Article
from workbench.database import db, now
from workbench.jobs.models import Job, JobState

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

# Drawing a paragraph is held by its own tests; the others are no pages of a study.
ELSEWHERE = ("annotations.", "static", "web.", "health", "metrics")
SMALL, LARGE = 3, 27


@dataclass(frozen=True)
class Visit:
    """Hold what a page answered, and how many statements it took."""

    status: int
    statements: int


@pytest.fixture
def grown(app: Flask, cast: Cast) -> Callable[[int], None]:
    """Give a function that adds articles, each with labels of two people, and jobs."""
    study = Study.of(cast)

    def grow(articles: int) -> None:
        with app.app_context():
            for number in range(articles):
                (paragraph,) = study.article(f"The ferry left at {number}.")
                study.prescore(paragraph)
                study.answer(paragraph, cast.ben, span(4, 9, "ferry"), comment="Hm.")
                study.answer(paragraph, cast.cy, is_flagged=True, bias="biased")
                db.session.add(a_job(cast.project))
            db.session.commit()

    return grow


def a_job(project_id: int) -> Job:
    return Job(
        kind="import",
        title="Import",
        project_id=project_id,
        state=JobState.DONE,
        total_units=0,
        payload={"import_id": 0},
        created_at=now(),
    )


def addresses(app: Flask, cast: Cast, preview: str) -> list[str]:
    """List every page that a lead or an administrator reads, of these ids."""
    with app.app_context():
        ids = {
            "project_id": cast.project,
            "article_id": db.session.scalar(select(Article.id).order_by(Article.id)),
            "job_id": db.session.scalar(select(Job.id).order_by(Job.id)),
            "import_id": int(preview.rsplit("/", 1)[1]),
        }
    with app.test_request_context():
        return [
            app.url_map.bind("localhost").build(
                rule.endpoint, {name: ids[name] for name in rule.arguments}
            )
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            and not rule.endpoint.startswith(ELSEWHERE)
            and rule.arguments <= ids.keys()
        ]


def visit(app: Flask, browser: FlaskClient, address: str) -> Visit:
    # The first page of a process also reads what is kept from then on.
    browser.get(address)
    with statements_of(app) as noted:
        response = browser.get(address)
        response.get_data()
    return Visit(response.status_code, len(noted))


def test_no_page_runs_more_statements_for_more_rows(
    app: Flask,
    cast: Cast,
    sign_in: SignIn,
    grown: Callable[[int], None],
) -> None:
    ada = sign_in(cast.ada)
    grown(SMALL)
    preview = started(ada, cast.project, ("votes.csv", csv_of(2)))
    pages = addresses(app, cast, preview)
    few = {address: visit(app, ada, address) for address in pages}
    grown(LARGE)
    many = {address: visit(app, ada, address) for address in pages}
    assert {address for address, seen in few.items() if seen.status == 200} > {
        f"/articles/{cast.project}",
        f"/reports/{cast.project}/agreement",
        f"/reports/{cast.project}/progress",
        preview,
    }
    assert many == few


def test_no_template_asks_the_database(
    app: Flask,
    cast: Cast,
    sign_in: SignIn,
    grown: Callable[[int], None],
) -> None:
    ada = sign_in(cast.ada)
    grown(SMALL)
    preview = started(ada, cast.project, ("votes.csv", csv_of(2)))
    asked: dict[str, list[str]] = {}
    with statements_of(app) as noted:

        def begin(_app: Flask, **_: object) -> None:
            noted.clear()

        def end(_app: Flask, template: Template, **_: object) -> None:
            if noted:
                asked.setdefault(template.name or "", []).extend(noted)

        drawn = []
        with before_render_template.connected_to(begin), template_rendered.connected_to(end):
            for address in addresses(app, cast, preview):
                drawn.append(ada.get(address).status_code)
    assert drawn.count(200) > 20
    assert asked == {}
