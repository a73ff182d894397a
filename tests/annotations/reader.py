"""A person with a browser and no script on the annotate page, and what was stored of them."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.annotations.stage import (
    annotations_of,
    form_on,
)
from workbench.annotations.models import Annotation, Answer, StoredSpan
from workbench.database import db

ANSWERS = {
    "answer_sentiment": ["neutral"],
    "answer_bias": ["biased"],
    "answer_voice": ["opinion"],
}


class Reader:
    """Be a person with a browser and no script, on the paragraph that the queue gave them."""

    def __init__(self, client: FlaskClient, project_id: int) -> None:
        self.client = client
        self.next = f"/annotations/{project_id}/next"
        self.open_next()

    def open_next(self) -> None:
        """Follow the queue to its next page."""
        answer = self.client.get(self.next, follow_redirects=True)
        self.address = answer.request.path
        self.page = answer.text
        self.fields = form_on(self.page) if "assignment" in self.address else {}

    @property
    def assignment_id(self) -> int:
        return int(self.address.rsplit("/", 1)[1])

    def send(self, **fields: list[str]) -> TestResponse:
        """Send the form of the page, by its first button, with these fields changed."""
        data = {**self.fields, "act": ["confirm"], **fields}
        return self.client.post(self.address, data=data)


def stored(app: Flask, reader: Reader) -> list[Annotation]:
    with app.app_context():
        return annotations_of(reader.assignment_id)


def count(model: type[Annotation] | type[Answer] | type[StoredSpan]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
