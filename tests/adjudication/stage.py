"""What the adjudication tests put on the stage: answers that differ, and what a page sends."""

from collections.abc import Mapping
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.annotations.stage import FormReader
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Paragraph
from workbench.database import db, now
from workbench.projects.models import CodebookVersion

Words = tuple[tuple[str, str], ...]


def answer(
    project_id: int,
    paragraph_id: int,
    account_id: int,
    labels: Mapping[str, str],
    words: Words = (),
) -> int:
    """Store an annotation with these labels, and the first place of each word; flushes."""
    version = db.session.scalars(
        select(CodebookVersion.id).where(CodebookVersion.project_id == project_id)
    ).first()
    assignment = db.session.scalars(
        select(Assignment).where(
            Assignment.paragraph_id == paragraph_id, Assignment.account_id == account_id
        )
    ).one_or_none()
    if assignment is None:
        assignment = Assignment(
            project_id=project_id,
            paragraph_id=paragraph_id,
            account_id=account_id,
            state="submitted",
            leased_at=now(),
            lease_expires_at=now(),
            finished_at=now(),
        )
        db.session.add(assignment)
        db.session.flush()
    before = db.session.scalars(
        select(Annotation).where(Annotation.assignment_id == assignment.id, Annotation.is_current)
    ).one_or_none()
    if before is not None:
        before.is_current = False
        db.session.flush()
    text = db.session.get_one(Paragraph, paragraph_id).text
    annotation = Annotation(
        assignment_id=assignment.id,
        revision=1 if before is None else before.revision + 1,
        outcome="answered",
        codebook_version_id=version,
        submission_key=str(uuid4()),
        submitted_at=now(),
        answers=[Answer(question=name, label=label) for name, label in labels.items()],
        spans=[
            StoredSpan(
                start=text.index(word),
                end=text.index(word) + len(word),
                text=word,
                category=category,
                decision="added",
            )
            for word, category in words
        ],
    )
    db.session.add(annotation)
    db.session.flush()
    return annotation.id


class DecisionReader(FormReader):
    """Read the form of a decision as a browser without a script would send it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "form" and "data-decide" in dict(attrs):
            attrs = [*attrs, ("data-annotate", "")]
        super().handle_starttag(tag, attrs)


def form_on(page: str) -> dict[str, list[str]]:
    """Give the fields of the form as a browser would send them."""
    reader = DecisionReader()
    reader.feed(page)
    assert reader.fields, "There is no form of a decision on this page."
    return reader.fields


def address_of(project_id: int, paragraph_id: int) -> str:
    """Give the address of a decision."""
    return f"/adjudication/{project_id}/paragraph/{paragraph_id}"


def decide(
    browser: FlaskClient, address: str, changes: Mapping[str, list[str]] | None = None
) -> TestResponse:
    """Open a decision, change some fields and send it."""
    fields = form_on(browser.get(address).text)
    return browser.post(address, data={**fields, **(changes or {})})
