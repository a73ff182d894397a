"""No page mixes languages.

Every message is put into brackets, as a translator who only does that would; every page that a
lead reads is drawn with the demonstration; and whatever then stands outside of brackets, and is no
content of the study, would reach a reader of any other language in English.
"""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Cast, SignIn
from tests.web.brackets import BRACKETED, CLOSED, OPEN, Content, said_outside
from workbench.annotations.models import Annotation, Assignment
from workbench.articles.models import Article
from workbench.database import db, now
from workbench.demonstration import add_demonstration
from workbench.jobs.models import ChunkState, Job, JobChunk, JobState
from workbench.projects.models import Membership, Role
from workbench.said_later import later, nlater, written
from workbench.words import speaking

# One engine shows all pages: what they say is the same on the other.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def shown(app: Flask, cast: Cast) -> dict[str, int]:
    """Add the demonstration with Ada as its lead, and jobs of all fates; give ids of all things."""
    with app.app_context():
        project = add_demonstration(at=now())
        db.session.flush()
        db.session.add(
            Membership(
                project_id=project.id,
                account_id=cast.ada,
                role=Role.LEAD,
                pseudonym="A-7QK2",
                created_at=now(),
            )
        )
        jobs = [a_job(project.id, state) for state in JobState]
        db.session.add_all(jobs)
        db.session.flush()
        failed = next(job for job in jobs if job.state == JobState.FAILED)
        db.session.add(a_failure(failed.id))
        article = db.session.scalars(
            select(Article).where(Article.project_id == project.id).order_by(Article.id)
        ).first()
        answered = db.session.scalars(
            select(Assignment.paragraph_id)
            .join(Annotation, Annotation.assignment_id == Assignment.id)
            .where(Assignment.project_id == project.id)
        ).first()
        db.session.commit()
        assert article is not None
        assert answered is not None
        return {
            "project_id": project.id,
            "article_id": article.id,
            "paragraph_id": answered,
            "job_id": failed.id,
            "number": 1,
        }


def a_job(project_id: int, state: JobState) -> Job:
    return Job(
        kind="export",
        title=written(later("Export of %(file)s", file="labels.csv")),
        project_id=project_id,
        state=state,
        total_units=3,
        payload={
            "asked": {
                "layout": "csv",
                "file_type": "csv",
                "identities": False,
                "all_revisions": False,
            },
            "cut": {"annotation_id": 0, "paragraph_id": 0},
            "parts": 1,
            "name": "labels.csv",
        },
        result={
            "sentence": written(
                nlater(
                    "%(name)s holds %(num)s row.", "%(name)s holds %(num)s rows.", 3, name="x.csv"
                )
            )
        },
        error=written(later("The project of this file was removed."))
        if state == JobState.FAILED
        else "",
        created_at=now(),
        started_at=now(),
    )


def a_failure(job_id: int) -> JobChunk:
    return JobChunk(
        job_id=job_id,
        position=0,
        payload={},
        units=3,
        state=ChunkState.FAILED,
        tries=3,
        error=written(later("It needed more memory than a worker may use.")),
        finished_at=now(),
    )


def pages(app: Flask, ids: dict[str, int]) -> list[str]:
    """List the addresses of all pages that these ids lead to."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return [
            adapter.build(rule.endpoint, {name: ids[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            and rule.endpoint != "static"
            and rule.arguments <= ids.keys()
        ]


def test_no_page_mixes_languages(
    app: Flask,
    cast: Cast,
    shown: dict[str, int],
    sign_in: SignIn,
) -> None:
    ada = sign_in(cast.ada)
    with app.app_context():
        content = Content.stored()
    found, drawn = [], set()
    for address in pages(app, shown):
        with speaking(BRACKETED):
            answer = ada.get(address)
            # A file is written while it is read, and its request lasts until it is.
            answer.get_data()
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        drawn.add(address)
        found += [f"{address}: {part}" for part in content.foreign_in(answer.text)]
    project = shown["project_id"]
    assert drawn >= {
        f"/adjudication/{project}",
        f"/adjudication/{project}/paragraph/{shown['paragraph_id']}",
        f"/exports/{project}",
        f"/influence/{project}/anchoring",
        f"/influence/{project}/groups",
        f"/jobs/{project}",
        f"/jobs/{project}/job/{shown['job_id']}",
        f"/reports/{project}/agreement",
        f"/reports/{project}/contested",
        f"/reports/{project}/progress",
    }
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("app")
def test_a_word_outside_of_brackets_is_found() -> None:
    page = f"<p title='Spoken'>{OPEN}one <b>two</b>{CLOSED} three</p><p lang='en'>English</p>"
    assert said_outside(page) == ["Spoken", "three"]
