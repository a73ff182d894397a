"""How the tests of this folder use the pages of an import."""

import io
import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from workbench.articles.models import Article, ImportRow
from workbench.database import db


def upload(browser: FlaskClient, project_id: int, *files: tuple[str, bytes]) -> TestResponse:
    """Send files to the import page."""
    return browser.post(
        f"/articles/{project_id}/import",
        data={"upload": "1", "files": [(io.BytesIO(raw), name) for name, raw in files]},
    )


def started(browser: FlaskClient, project_id: int, *files: tuple[str, bytes]) -> str:
    """Upload files and give the address of their preview."""
    response = upload(browser, project_id, *files)
    assert response.status_code == 303, response.text
    return response.location


def shown(page: str) -> list[str]:
    """List the ids of the rows that a preview page offers to import."""
    return re.findall(r'name="shown" value="(\d+)"', page)


def store(browser: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Press the import button of a preview with everything ticked."""
    ids = shown(browser.get(address).text)
    return browser.post(address, data={"shown": ids, "chosen": ids, **fields})


def article_count(app: Flask) -> int:
    """Count the stored articles."""
    with app.app_context():
        return db.session.scalar(select(func.count(Article.id))) or 0


def row_count(app: Flask) -> int:
    """Count the rows of previews."""
    with app.app_context():
        return db.session.scalar(select(func.count(ImportRow.id))) or 0
