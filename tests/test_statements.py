"""Statements that are built once, with their constants written out."""

import sqlite3

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from workbench.annotations.own_counts import own_counts
from workbench.annotations.queue import first_open, own_place
from workbench.annotations.returning import _returning
from workbench.statements import built_once, spelled_out

# Their makers have no types.
SQLITE, POSTGRESQL = sqlite.dialect(), postgresql.dialect()  # type: ignore[no-untyped-call]
LEASE = Table(
    "lease",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("state", String),
    Column("is_open", Boolean),
    Column("place", Integer),
)
INDEXES = """
    CREATE TABLE lease (id INTEGER PRIMARY KEY, state TEXT, is_open BOOLEAN, place INTEGER);
    CREATE INDEX ix_leased ON lease (place) WHERE state = 'it''s leased';
"""


def test_constants_are_written_and_parameters_stay() -> None:
    statement = select(LEASE.c.id, func.coalesce(LEASE.c.place, 0)).where(
        LEASE.c.state == "it's leased",
        LEASE.c.is_open == True,  # noqa: E712  (a constant, as a statement holds it)
        LEASE.c.place == bindparam("place"),
    )
    for dialect in (SQLITE, POSTGRESQL):
        compiled = spelled_out(statement).compile(dialect=dialect)
        assert set(compiled.params) == {"place"}
        assert "'it''s leased'" in str(compiled)


def test_sqlite_recognises_a_partial_index_by_the_constant() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(INDEXES)
    statement = select(LEASE.c.id).where(
        LEASE.c.state == "it's leased", LEASE.c.place == bindparam("place")
    )
    text = str(spelled_out(statement).compile(dialect=SQLITE))
    plan = connection.execute(f"EXPLAIN QUERY PLAN {text}", (1,)).fetchall()
    assert "ix_leased" in plan[0][-1]
    connection.close()


def test_a_statement_is_built_once_for_each_of_its_arguments() -> None:
    built: list[int] = []

    @built_once
    def lease(number: int) -> Select[int]:
        built.append(number)
        return select(LEASE.c.id).where(LEASE.c.place == number)

    assert lease(1) is lease(1)
    assert lease(2) is not lease(1)
    assert built == [1, 2]


def test_the_statements_of_the_queue_are_asked_with_what_changes_alone() -> None:
    """SQLite plans a statement anew each time where a partial index hangs on a parameter."""
    asked = {"project_id", "account_id", "at", "last_end", "beyond", "today_on", "from_article"}
    for statement in (own_place(), own_counts(), _returning(), first_open(skip_locked=False)):
        compiled = statement.compile(dialect=POSTGRESQL)
        assert set(compiled.params) <= asked | {"from_position"}
