"""An annotator at work."""

import pytest
from flask import Flask

from tests.annotations.reader import Reader
from tests.annotations.stage import add_article
from tests.conftest import Cast, SignIn
from workbench.database import db


@pytest.fixture
def article(app: Flask, cast: Cast) -> list[int]:
    """Put an article of three paragraphs on the stage."""
    with app.app_context():
        ids = add_article(cast.project)
        db.session.commit()
    return ids


@pytest.fixture
def ben(article: list[int], cast: Cast, sign_in: SignIn) -> Reader:
    """Let Ben open the first paragraph."""
    return Reader(sign_in(cast.ben), cast.project)
