"""An application on either database, and the cast that plays in every test.

Ada leads the project, Ben and Cy annotate, Dee leads another project, Root administers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from tests.shipped import default_codebook
from workbench.accounts.models import Account
from workbench.app import create_app
from workbench.config import Settings
from workbench.database import db, now
from workbench.projects.models import CodebookVersion, Membership, Project, Role

# Whatever another one imports comes before it, or its assertions would not be told in full.
pytest_plugins = [
    "tests.databases",
    "tests.browser.served",
    "tests.cli.terminal",
    "tests.compiled_once",
    "tests.jobs.working",
]

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Build the application without CSRF checks; `strict_app` has them."""
    yield from _application(settings, compiled_templates, csrf=False)


@pytest.fixture
def strict_app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Build the application exactly as it is served."""
    yield from _application(settings, compiled_templates, csrf=True)


@dataclass(frozen=True)
class Cast:
    """Hold the ids of the people and projects that every test can use."""

    ada: int
    ben: int
    cy: int
    dee: int
    root: int
    project: int
    other_project: int


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Put the cast on stage: two projects with their members, no articles yet."""
    with app.app_context():
        people = {
            name: Account(
                email=f"{name}@example.org",
                display_name=name.title(),
                is_administrator=name == "root",
                created_at=now(),
            )
            for name in ("ada", "ben", "cy", "dee", "root")
        }
        db.session.add_all(people.values())
        study = add_project("Two tellings", overlap=2)
        other = add_project("Another study", overlap=1)
        db.session.flush()
        add_member(study, people["ada"], Role.LEAD, "A-LEAD")
        add_member(study, people["ben"], Role.ANNOTATOR, "A-BEN")
        add_member(study, people["cy"], Role.ANNOTATOR, "A-CY")
        add_member(other, people["dee"], Role.LEAD, "A-DEE")
        db.session.commit()
        return Cast(
            **{name: person.id for name, person in people.items()},
            project=study.id,
            other_project=other.id,
        )


def add_project(name: str, *, overlap: int) -> Project:
    """Add a project with the default codebook; flushes."""
    project = Project(name=name, annotators_per_paragraph=overlap, created_at=now())
    db.session.add(project)
    db.session.flush()
    db.session.add(
        CodebookVersion(
            project_id=project.id,
            number=1,
            definition=default_codebook().to_definition(),
            guidelines="Read the whole paragraph first.",
            created_at=now(),
        )
    )
    return project


def add_member(project: Project, account: Account, role: Role, pseudonym: str) -> Membership:
    """Add a member to a project."""
    membership = Membership(
        project_id=project.id,
        account_id=account.id,
        role=role,
        pseudonym=pseudonym,
        created_at=now(),
    )
    db.session.add(membership)
    return membership


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Give a function that opens a browser in which this account is signed in."""

    def open_browser(account_id: int) -> FlaskClient:
        with app.app_context():
            account = db.session.get(Account, account_id)
            assert account is not None
            version = account.session_version
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"] = f"{account_id}.{version}"
            session["_fresh"] = True
        return browser

    return open_browser


def _application(
    settings: Settings, compiled_templates: FileSystemBytecodeCache, *, csrf: bool
) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = csrf
    app.jinja_env.bytecode_cache = compiled_templates
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
