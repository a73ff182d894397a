"""A failure can be found in the log by what its page shows, and the log quotes nobody."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, request
from sqlalchemy import text

from workbench.app import create_app
from workbench.config import Settings, SettingsError, read_settings
from workbench.database import db
from workbench.web.access import public, requires
from workbench.web.logs import Handler, JsonFormatter, configure_logging

SECRET = "what Ben wrote about the harbour"


@requires(public)
def _fail(token: str) -> str:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise RuntimeError(f"{SECRET} {token} {request.path}") from error


@requires(public)
def _refuse(token: str) -> str:
    db.session.execute(text("INSERT INTO account (email) VALUES (:email)"), {"email": SECRET})
    return token


@pytest.fixture
def failing(settings: Settings) -> Iterator[Flask]:
    app = create_app(replace(settings, log="json", proxies=1))
    app.add_url_rule("/fail/<token>", "fail", _fail)
    app.add_url_rule("/refuse/<token>", "refuse", _refuse)
    yield app
    configure_logging("plain")
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def log(failing: Flask) -> io.StringIO:
    """Catch what goes to standard error."""
    caught = io.StringIO()
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each, Handler)]
    handler.setStream(caught)
    return caught


@pytest.mark.parametrize("view", ["fail", "refuse"])
def test_a_failure_is_found_by_its_reference_and_quotes_nobody(
    failing: Flask, log: io.StringIO, view: str
) -> None:
    answer = failing.test_client().get(f"/{view}/private-token")
    assert answer.status_code == 500
    reference = answer.headers["X-Request-Id"]
    assert reference in answer.text

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert {line["request_id"] for line in lines} == {reference}
    (failure,) = [line for line in lines if "error" in line]
    assert failure["message"] == f"A view failed: GET {view}"
    assert any(f" in _{view}" in frame for frame in failure["error"]["traceback"])
    (asked,) = [line for line in lines if line["message"] == "request"]
    assert (asked["endpoint"], asked["status"]) == (view, 500)
    assert SECRET not in log.getvalue()
    assert "private-token" not in log.getvalue()


@pytest.mark.parametrize(
    ("sent", "is_taken"),
    [("a1b2c3d4-from-the-proxy", True), ("short", False), ('forged", "x": "', False)],
)
def test_a_declared_proxy_may_name_a_request_if_the_name_is_plain(
    failing: Flask, sent: str, is_taken: bool
) -> None:
    answer = failing.test_client().get("/healthz", headers={"X-Request-Id": sent})
    assert (answer.headers["X-Request-Id"] == sent) is is_taken


def test_other_libraries_lines_keep_their_fixed_words_only() -> None:
    record = logging.LogRecord(
        "gunicorn.error", logging.WARNING, "", 0, "Error handling request %s", ("/secret",), None
    )
    assert json.loads(JsonFormatter().format(record))["message"] == "Error handling request %s"


def test_supervisors_questions_leave_no_line(failing: Flask, log: io.StringIO) -> None:
    client = failing.test_client()
    for path in ("/healthz", "/readyz"):
        assert client.get(path).status_code == 200
    assert log.getvalue() == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKBENCH_LOG", "xml"),
        ("WORKBENCH_METRICS_TOKEN", "short"),
        ("WORKBENCH_METRICS_TOKEN", "two words and more"),
    ],
)
def test_a_bad_setting_is_named(settings: Settings, name: str, value: str) -> None:
    environ = {"WORKBENCH_INSTANCE": str(settings.instance), name: value}
    with pytest.raises(SettingsError, match=name):
        read_settings(environ)
