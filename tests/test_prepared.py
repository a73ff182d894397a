"""Statements that are compiled once and go to the driver as they stand."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, OperationalError

from tests.conftest import Cast
from tests.statements import statements_of
from workbench.accounts.models import Account
from workbench.annotations.tables import PROJECT
from workbench.database import Base, connection, db
from workbench.prepared import UnpreparedError, row, rows, run_for_each, scalar
from workbench.projects.models import StudyDesign

ACCOUNT = Base.metadata.tables[Account.__tablename__]
DESIGN = Base.metadata.tables[StudyDesign.__tablename__]
AT = datetime(2026, 3, 29, 10, 0, tzinfo=UTC)
ONE = select(ACCOUNT).where(ACCOUNT.c.id == bindparam("account_id"))
ALL = select(ACCOUNT.c.id, ACCOUNT.c.display_name.label("name")).order_by(ACCOUNT.c.id)
NEW = insert(ACCOUNT).inline()
EMAIL = select(ACCOUNT.c.id, ACCOUNT.c.created_at, ACCOUNT.c.is_administrator).where(
    ACCOUNT.c.email == bindparam("email")
)


def test_rows_hold_what_the_library_gives(app: Flask, cast: Cast) -> None:
    with app.app_context():
        found = row(connection(), ONE, {"account_id": cast.ada, "unasked": 1})
        expected = connection().execute(ONE, {"account_id": cast.ada}).one()
        assert found == tuple(expected)
        assert found._asdict() == dict(expected._mapping)
        assert [each.name for each in rows(connection(), ALL, {})] == [
            each.name for each in connection().execute(ALL)
        ]


def test_kinds_that_hang_on_the_driver_are_converted_alike(app: Flask, cast: Cast) -> None:
    statement = select(
        *(func.sum(ACCOUNT.c.id), func.avg(ACCOUNT.c.id), func.count()),
        *(func.max(ACCOUNT.c.created_at), DESIGN.c.shows),
    ).outerjoin_from(ACCOUNT, DESIGN, DESIGN.c.project_id == ACCOUNT.c.id)
    statement = statement.group_by(DESIGN.c.id)
    with app.app_context():
        expected = tuple(connection().execute(statement).one())
        for _ in range(2):
            assert row(connection(), statement, {}) == expected


def test_one_statement_inserts_many_rows_with_the_usual_values(app: Flask, cast: Cast) -> None:
    many = [
        {"email": f"{name.lower()}@example.org", "display_name": name, "created_at": AT}
        for name in ("Eve", "Fay")
    ]
    with app.app_context():
        run_for_each(connection(), NEW, many)
        run_for_each(connection(), NEW, [])
        for each in many:
            found = row(connection(), EMAIL, each)
            assert (found.created_at, found.is_administrator) == (AT, False)
        # The columns that are named may be others the next time.
        named = {"email": "gil@example.org", "display_name": "Gil", "created_at": AT}
        rows(connection(), NEW, named | {"is_administrator": True})
        assert row(connection(), EMAIL, {"email": "gil@example.org"}).is_administrator is True


def test_a_change_gives_what_it_returns(app: Flask, cast: Cast) -> None:
    statement = (
        update(ACCOUNT)
        .where(ACCOUNT.c.id == bindparam("account_id"))
        .values(session_version=ACCOUNT.c.session_version + 1)
        .returning(ACCOUNT.c.session_version, ACCOUNT.c.created_at)
    )
    with app.app_context():
        before = db.session.get_one(Account, cast.ben)
        found = row(connection(), statement, {"account_id": cast.ben})
        assert found == (before.session_version + 1, before.created_at)
        assert scalar(connection(), statement, {"account_id": cast.ben}) == found[0] + 1
        assert scalar(connection(), statement, {"account_id": 0}) is None


def test_one_row_is_no_two(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(MultipleResultsFound):
        row(connection(), ALL, {})


def test_a_list_or_a_missing_value_is_refused(app: Flask, cast: Cast) -> None:
    some = select(ACCOUNT.c.id).where(ACCOUNT.c.id.in_(bindparam("ids", expanding=True)))
    with app.app_context():
        with pytest.raises(UnpreparedError):
            rows(connection(), some, {"ids": [1, 2]})
        needed = select(ACCOUNT.c.id).where(ACCOUNT.c.id == bindparam("needed", required=True))
        with pytest.raises(KeyError, match="needed"):
            rows(connection(), needed, {"other": 1})


def test_a_refusal_of_the_database_is_told_without_what_was_sent(app: Flask, cast: Cast) -> None:
    taken = {"display_name": "a secret of Ada's", "created_at": AT}
    with app.app_context():
        taken["email"] = str(scalar(connection(), select(ACCOUNT.c.email).limit(1), {}))
        with pytest.raises(IntegrityError) as refused:
            rows(connection(), NEW, taken)
        assert "INSERT INTO account" in str(refused.value)
        assert "secret" not in str(refused.value.params)
        db.session.rollback()
        assert row(connection(), ONE, {"account_id": cast.ada}) is not None


def test_a_line_that_is_down_is_given_up(app: Flask, cast: Cast) -> None:
    wanted = {"account_id": cast.ada}
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite has no line")
        link = connection()
        own = link.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        with db.engine.connect() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({own})")
        with pytest.raises(OperationalError) as failed:
            row(link, ONE, wanted)
        assert failed.value.connection_invalidated
        db.session.rollback()
        assert row(connection(), ONE, wanted) is not None


def test_whoever_counts_statements_counts_these(app: Flask, cast: Cast) -> None:
    with statements_of(app) as told, app.app_context():
        row(connection(), select(PROJECT.c.name).limit(1), {})
    assert len(told) == 1
