"""An error says what happened, what was kept and what to do, with the right status."""

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from workbench.database import Base, db, now
from workbench.web.access import public
from workbench.web.errors import PAGES


@pytest.fixture
def failing(app: Flask) -> FlaskClient:
    @app.get("/fail/<int:status>")
    def fail(status: int) -> str:
        abort(status)

    @app.get("/break")
    def break_down() -> str:
        raise RuntimeError("secret detail")

    @app.get("/database-gone")
    def database_gone() -> str:
        raise OperationalError("SELECT secret", {}, Exception("connection refused"))

    @app.get("/removed-meanwhile")
    def removed_meanwhile() -> str:
        row = {"project_id": 999, "created_at": now()}
        db.session.execute(insert(Base.metadata.tables["article_import"]).values(row))
        db.session.commit()
        return ""

    @app.get("/gone-meanwhile")
    def gone_meanwhile() -> str:
        raise StaleDataError("0 rows were matched")

    @app.get("/rule-broken")
    def rule_broken() -> str:
        db.session.execute(insert(Base.metadata.tables["project"]).values(name="One"))
        return ""

    endpoints = ("removed_meanwhile", "gone_meanwhile", "rule_broken")
    for endpoint in ("fail", "break_down", "database_gone", *endpoints):
        vars(app.view_functions[endpoint])["gate"] = public
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.mark.parametrize("status", sorted(set(PAGES) - {500, 503}))
def test_each_status_has_its_own_page(failing: FlaskClient, status: int) -> None:
    answer = failing.get(f"/fail/{status}")
    assert answer.status_code == status
    assert str(PAGES[status][0]) in answer.text


def test_a_fault_of_ours_keeps_its_details_to_itself(failing: FlaskClient) -> None:
    answer = failing.get("/break")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "What was saved before is safe" in answer.text


def test_a_database_that_is_gone_is_said_and_not_shown(failing: FlaskClient) -> None:
    answer = failing.get("/database-gone")
    assert answer.status_code == 503
    assert "SELECT" not in answer.text
    assert "Nothing was stored" in answer.text


@pytest.mark.parametrize("address", ["/removed-meanwhile", "/gone-meanwhile"])
def test_what_is_removed_at_the_same_moment_is_a_conflict(
    failing: FlaskClient, address: str
) -> None:
    answer = failing.get(address)
    assert answer.status_code == 409
    assert "changed or removed at the same moment" in answer.text


def test_another_broken_rule_is_a_fault_of_ours(failing: FlaskClient) -> None:
    assert failing.get("/rule-broken").status_code == 500


def test_a_wrong_method_says_which_are_allowed(client: FlaskClient) -> None:
    answer = client.post("/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


class _BrokenOff:
    """Be a body that stops coming."""

    def read(self, _size: int = -1) -> bytes:
        raise TimeoutError("What was sent came too slowly.")

    def close(self) -> None:
        """Have nothing to close."""


def test_a_body_that_breaks_off_is_told_so(strict_app: Flask) -> None:
    answer = strict_app.test_client().post(
        "/accounts/sign-in",
        environ_overrides={"wsgi.input": _BrokenOff(), "CONTENT_LENGTH": "100"},
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 408
    assert "came too slowly" in answer.text
    assert "Nothing was stored" in answer.text
