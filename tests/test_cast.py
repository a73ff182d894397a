"""The stage itself stands on both engines."""

from flask import Flask

from tests.conftest import Cast
from workbench.database import db
from workbench.projects.models import Project


def test_cast_is_on_stage(app: Flask, cast: Cast) -> None:
    with app.app_context():
        project = db.session.get(Project, cast.project)
        assert project is not None
        assert project.name == "Two tellings"
