"""What a program reads from a report."""

from typing import Any

from flask.testing import FlaskClient


def numbers(browser: FlaskClient, project_id: int, query: str = "") -> Any:
    """Read a report's JSON."""
    return browser.get(f"/reports/{project_id}/agreement.json{query}").get_json()


def question(report: Any, name: str) -> Any:
    """Find the part of a report on one question."""
    return next(one for one in report["questions"] if one["question"] == name)
