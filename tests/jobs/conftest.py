"""An application with the kinds of the tests."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.jobs.kinds import KINDS
from workbench.app import create_app
from workbench.config import Settings
from workbench.database import db


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Build the application with the kinds of the tests."""
    app = create_app(settings, kinds=KINDS)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
