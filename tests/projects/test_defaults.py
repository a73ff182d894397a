"""What a project begins with, in each language."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.conftest import Cast, SignIn
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.projects.defaults import beginning
from workbench.projects.models import Project
from workbench.projects.queries import codebook_in_force
from workbench.web.languages import LANGUAGES


def without_words(codebook: Codebook) -> Codebook:
    """Leave of a codebook what stands in exported files and on keyboards."""
    return replace(
        codebook,
        questions=tuple(
            replace(
                question,
                title="",
                prompt="",
                labels=tuple(replace(label, title="") for label in question.labels),
            )
            for question in codebook.questions
        ),
        span_categories=tuple(
            replace(category, title="", description="") for category in codebook.span_categories
        ),
    )


def headings(guidelines: str) -> list[str]:
    """List the levels of the headings, one after the other."""
    return [line.partition(" ")[0] for line in guidelines.splitlines() if line.startswith("#")]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_names_and_keys_are_the_same_in_every_language(code: str) -> None:
    assert without_words(beginning(code).codebook) == without_words(beginning().codebook)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_guidelines_explain_each_question_and_label_under_its_title(code: str) -> None:
    begins = beginning(code)
    for question in begins.codebook.questions:
        assert f"\n## {question.title}\n" in begins.guidelines
        for label in question.labels:
            assert f"\n- **{label.title}**: " in begins.guidelines
    assert headings(begins.guidelines) == headings(beginning().guidelines)


def test_a_study_begins_in_the_language_that_is_chosen(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    root = sign_in(cast.root)
    page = root.get("/projects/new", headers={"Accept-Language": "de"}).text
    assert '<option selected value="de">Deutsch</option>' in page
    form = {"name": "Hafenstreik", "annotators_per_paragraph": "3"}
    assert root.post("/projects/new", data={**form, "language": "xx"}).status_code == 422
    root.post("/projects/new", data={**form, "language": "de"})
    with app.app_context():
        project = db.session.scalars(db.select(Project).filter_by(name="Hafenstreik")).one()
        in_force = codebook_in_force(project.id)
        assert in_force.codebook.question("sentiment").title == "Tonalität"
        assert in_force.guidelines.startswith("# Wie Sie einen Absatz lesen")
