"""A move takes everything to the other engine, proves it, or changes nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, func, select, text, update
from sqlalchemy.engine import make_url

from tests.conftest import Cast
from tests.operation.conftest import MakeDatabase, close_everything
from tests.operation.proofs import ENGINES, proofs_of
from workbench.accounts.models import Account
from workbench.annotations.models import Annotation
from workbench.app import create_app
from workbench.articles.models import Prescore
from workbench.cli import main
from workbench.config import Settings
from workbench.database import Base, db, now
from workbench.operation import databases
from workbench.operation.backups import restore_backup, write_backup
from workbench.operation.copying import copy_everything, prove
from workbench.operation.databases import (
    OperationError,
    bring_up_to_date,
    filled_tables,
    holding_writers,
    opened,
    reading,
    revision_of,
)
from workbench.operation.moving import move_installation


def counts_of(url: str) -> dict[str, int]:
    """Count in plain SQL, without the code under test."""
    engine = create_engine(url)
    with engine.connect() as connection:
        counts = {
            name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0  # noqa: S608  (our own names)
            for name in Base.metadata.tables
        }
    engine.dispose()
    return counts


@pytest.mark.parametrize("engine", ENGINES)
def test_everything_arrives_on_the_other_engine_and_works(
    full: Flask, settings: Settings, cast: Cast, engine: str, empty_database: MakeDatabase
) -> None:
    target = empty_database(engine)
    moved = move_installation(settings.database_url, target)

    assert counts_of(target) == counts_of(settings.database_url)
    assert {proof.name: proof.rows for proof in moved} == counts_of(target)
    assert sum(proof.rows for proof in moved) > 100
    assert proofs_of(target) == proofs_of(settings.database_url) == moved

    with full.app_context():
        compound = db.session.scalars(select(Prescore.compound).order_by(Prescore.id)).all()
        created = db.session.scalars(select(Account.created_at).order_by(Account.id)).all()
    other = create_app(replace(settings, database_url=target))
    with other.app_context():
        assert db.session.scalars(select(Prescore.compound).order_by(Prescore.id)).all() == compound
        assert db.session.scalars(select(Account.created_at).order_by(Account.id)).all() == created
        # New rows are numbered after those that came.
        eve = Account(email="eve@example.org", display_name="Eve", created_at=now())
        db.session.add(eve)
        db.session.commit()
        assert eve.id == (db.session.scalar(select(func.max(Account.id))) or 0) > cast.root
        db.session.remove()
        db.engine.dispose()


def test_a_move_there_and_back_changes_nothing(
    full: Flask, settings: Settings, empty_database: MakeDatabase
) -> None:
    there, back = empty_database("postgresql"), empty_database("sqlite")
    move_installation(settings.database_url, there)
    move_installation(there, back)
    assert proofs_of(back) == proofs_of(settings.database_url)


def test_a_target_that_holds_something_is_refused_and_kept(
    full: Flask, settings: Settings, empty_database: MakeDatabase
) -> None:
    target = empty_database("sqlite")
    move_installation(settings.database_url, target)
    before = proofs_of(target)
    with pytest.raises(OperationError, match="not empty: it has rows in account"):
        move_installation(settings.database_url, target)
    assert proofs_of(target) == before


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_filled_target_of_an_older_version_is_refused_before_it_is_migrated(
    full: Flask, settings: Settings, engine: str, empty_database: MakeDatabase
) -> None:
    target, file = empty_database(engine), settings.instance / "copy.db"
    older = create_app(replace(settings, database_url=target))
    with older.app_context():
        upgrade(revision="0020")
        db.session.execute(
            text(
                "INSERT INTO sign_in_attempt (email_hash, address, attempted_at) "
                "VALUES ('x', 'y', CURRENT_TIMESTAMP)"
            )
        )
        db.session.commit()
        close_everything()
    write_backup(settings.database_url, file)
    with pytest.raises(OperationError, match="not empty: it has rows in sign_in_attempt"):
        move_installation(settings.database_url, target)
    with pytest.raises(OperationError, match="not empty: it has rows in sign_in_attempt"):
        restore_backup(file, target, replace=False)
    with opened(target) as place, reading(place) as connection:
        assert revision_of(connection) == "0020"


def test_a_source_that_a_workbench_uses_is_refused_unless_one_says_so(
    full: Flask, settings: Settings, empty_database: MakeDatabase
) -> None:
    target = empty_database("postgresql")
    with full.app_context():
        db.session.scalars(select(Account)).all()
        # Between two requests nothing is read, and the connection waits in its pool.
        db.session.remove()
        with pytest.raises(OperationError, match="A workbench uses"):
            move_installation(settings.database_url, target)
        assert move_installation(settings.database_url, target, while_running=True)
        close_everything()
    assert move_installation(settings.database_url, empty_database("postgresql"))


def test_the_same_database_by_another_name_is_refused(
    full: Flask, settings: Settings, tmp_path: Path
) -> None:
    url = settings.database_url
    if url.startswith("sqlite"):
        link = tmp_path / "linked.db"
        link.symlink_to(url.removeprefix("sqlite:///"))
        other = f"sqlite:///{link}"
    else:
        address = make_url(url).update_query_dict({"options": "-c work_mem=4MB"})
        other = address.render_as_string(hide_password=False)
    with pytest.raises(OperationError, match="same database"):
        move_installation(url, other)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_table_that_somebody_keeps_is_not_waited_for_without_end(
    full: Flask,
    settings: Settings,
    empty_database: MakeDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(databases, "LOCK_SECONDS", 1)
    target = empty_database("postgresql")
    bring_up_to_date(target)
    with psycopg.connect(target.replace("+psycopg", "")) as forgotten:
        forgotten.execute("LOCK TABLE account IN ROW EXCLUSIVE MODE")
        with pytest.raises(OperationError, match="lock timeout"):
            move_installation(settings.database_url, target)


@pytest.fixture
def reader_without_rights(empty_database: MakeDatabase) -> Iterator[str]:
    """Give the address of an empty database for a role that may not make tables in it."""
    url = make_url(empty_database("postgresql"))
    name = f"reader_{uuid4().hex[:8]}"
    server = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'reader'")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        yield url.set(username=name, password="reader").render_as_string(hide_password=False)
        connection.execute(f"DROP ROLE {name}")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_role_without_rights_is_told_how_it_gets_them(
    full: Flask,
    settings: Settings,
    reader_without_rights: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORKBENCH_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    moved = CliRunner().invoke(main, ["db", "move", "--to", reader_without_rights])
    monkeypatch.setenv("DATABASE_URL", reader_without_rights)
    for result in (moved, *(CliRunner().invoke(main, [each]) for each in ("upgrade", "run"))):
        assert result.exit_code == 1
        assert "may not be changed: permission denied" in result.output
        assert "ALTER DATABASE" in result.output
        assert "psycopg" not in result.output


@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_that_the_target_refuses_leaves_it_empty_and_is_not_quoted(
    full: Flask, settings: Settings, engine: str, empty_database: MakeDatabase
) -> None:
    target = empty_database(engine)
    bring_up_to_date(target)
    with opened(target) as place, place.begin() as connection:
        connection.execute(text("CREATE UNIQUE INDEX narrow ON annotation (outcome)"))
    with pytest.raises(OperationError, match="refused a row of “annotation”") as refusal:
        move_installation(settings.database_url, target)
    assert "answered" not in str(refusal.value)
    assert sum(counts_of(target).values()) == 0


def test_a_copy_that_differs_is_found_and_undone(
    full: Flask, settings: Settings, empty_database: MakeDatabase
) -> None:
    target = empty_database("sqlite")
    bring_up_to_date(target)
    with opened(target) as place, place.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER meddle AFTER INSERT ON prescore BEGIN "
                "UPDATE prescore SET compound = compound + 0.0000001 WHERE id = new.id; END"
            )
        )
    with pytest.raises(OperationError, match="differs from the original in: prescore"):
        move_installation(settings.database_url, target)
    assert sum(counts_of(target).values()) == 0


def test_the_checksum_sees_any_change_and_no_order(full: Flask, settings: Settings) -> None:
    table = Base.metadata.tables["annotation"]
    with full.app_context():
        connection = db.session.connection()
        before = prove(connection, table)
        assert prove(connection, table) == before
        one = db.session.scalars(select(Annotation).limit(1)).one()
        db.session.execute(
            update(Annotation).where(Annotation.id == one.id).values(is_flagged=not one.is_flagged)
        )
        after = prove(connection, table)
        assert after.rows == before.rows
        assert after.checksum != before.checksum
        db.session.rollback()


def test_a_source_that_is_not_there_or_not_ours_is_named(
    full: Flask, settings: Settings, empty_database: MakeDatabase
) -> None:
    nowhere = empty_database("sqlite")
    with pytest.raises(OperationError, match="no database at"):
        move_installation(nowhere, settings.database_url)
    with pytest.raises(OperationError, match="same database"):
        move_installation(settings.database_url, settings.database_url)
    foreign = create_engine(nowhere)
    with foreign.begin() as connection:
        connection.execute(text("CREATE TABLE account (id INTEGER)"))
    foreign.dispose()
    with pytest.raises(OperationError, match="did not make"):
        move_installation(settings.database_url, nowhere)
    with pytest.raises(OperationError, match="not up to date"):
        move_installation(nowhere, empty_database("sqlite"))


def test_nobody_writes_to_the_source_while_it_is_read(
    full: Flask, settings: Settings, empty_database: MakeDatabase
) -> None:
    target = empty_database("sqlite")
    bring_up_to_date(target)
    with (
        opened(settings.database_url) as source,
        holding_writers(source) as old,
        opened(target) as place,
        holding_writers(place) as new,
    ):
        copy_everything(old, new)
        with pytest.raises((sqlite3.OperationalError, psycopg.OperationalError), match="lock"):
            write_without_waiting(settings.database_url)


def write_without_waiting(url: str) -> None:
    """Write through a driver of one's own, and give up where the lock is taken."""
    statement = "UPDATE account SET display_name = 'X'"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0)) as connection:
            connection.execute(statement)
        return
    with psycopg.connect(url.replace("+psycopg", ""), options="-c lock_timeout=50") as connection:
        connection.execute(statement)


def test_the_command_prints_each_table_and_hides_the_password(
    full: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, empty_database: MakeDatabase
) -> None:
    monkeypatch.setenv("WORKBENCH_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    target = empty_database("postgresql")
    result = CliRunner().invoke(main, ["db", "move", "--to", target])
    assert result.exit_code == 0, result.output
    for table in Base.metadata.sorted_tables:
        assert f"\n{table.name} " in result.output
    assert "every count and checksum is equal" in result.output
    again = CliRunner().invoke(main, ["db", "move", "--to", target])
    assert again.exit_code == 1
    assert "not empty" in again.output
    wrong = CliRunner().invoke(main, ["db", "move", "--to", "mysql://here/there"])
    assert wrong.exit_code == 2
    unescaped = CliRunner().invoke(main, ["db", "move", "--to", "postgresql://a:p@ss:w/rd@h/b"])
    assert unescaped.exit_code == 2
    assert "In a password write @" in unescaped.output
    with opened(target) as engine, reading(engine) as connection:
        assert "account" in filled_tables(connection)
