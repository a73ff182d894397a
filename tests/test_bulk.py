"""Many rows that go in by one call of the driver."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from tests.conftest import Cast
from tests.statements import statements_of
from workbench.accounts.models import Account
from workbench.bulk import as_sent, insert_rows, new_ids
from workbench.database import Base, connection, db

ACCOUNT = Base.metadata.tables[Account.__tablename__]
AT = datetime(2026, 3, 29, 10, 0, tzinfo=UTC)
COLUMNS = (
    *("id", "email", "display_name"),
    *("is_administrator", "is_demonstration", "session_version", "created_at"),
)


def people(names: tuple[str, ...]) -> list[int]:
    link = connection()
    ids = new_ids(link, ACCOUNT, len(names))
    at = as_sent(link, ACCOUNT, "created_at", AT)
    rows = [
        (number, f"{name.lower()}@example.org", name, name == "Eve", False, 0, at)
        for number, name in zip(ids, names, strict=True)
    ]
    insert_rows(link, ACCOUNT, COLUMNS, rows)
    return list(ids)


def test_rows_are_what_the_library_would_have_put_in(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with statements_of(app) as sent:
            ids = people(("Eve", "Fay %s"))
        assert sum(each.startswith("INSERT") for each in sent) == 1
        link = connection()
        usual = {"display_name": "Gus", "is_administrator": False, "created_at": AT}
        link.execute(insert(ACCOUNT).values(email="gus@example.org", **usual))
        rows = link.execute(select(ACCOUNT).where(ACCOUNT.c.id >= ids[0]).order_by(ACCOUNT.c.id))
        eve, fay, gus = rows.all()
        assert [eve.id, fay.id] == ids
        assert [each.is_administrator for each in (eve, fay, gus)] == [True, False, False]
        assert fay.display_name == "Fay %s"
        assert eve.created_at == AT
        same = [column.name for column in ACCOUNT.c if column.name not in COLUMNS]
        assert [eve._mapping[name] for name in same] == [gus._mapping[name] for name in same]


def test_ids_are_new_each_time_whoever_puts_the_rows_in(app: Flask, cast: Cast) -> None:
    with app.app_context():
        first = people(("Eve", "Fay"))
        by_library = insert(ACCOUNT).values(email="g@example.org", display_name="", created_at=AT)
        between = connection().scalar(by_library.returning(ACCOUNT.c.id))
        last = people(("Hal",))
        db.session.commit()
        assert sorted({*first, between, *last}) == [*first, between, *last]
        assert list(new_ids(connection(), ACCOUNT, 0)) == []


def test_what_the_database_refuses_is_told_as_the_library_tells_it(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with pytest.raises(IntegrityError):
            people(("Eve", "Eve"))
        db.session.rollback()
        insert_rows(connection(), ACCOUNT, COLUMNS, [])
        assert (
            db.session.scalars(select(Account.id).where(Account.display_name == "Eve")).all() == []
        )
