"""What a lead does with a lexicon, and what the pre-scores then find."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import Cast
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Prescore, StoredLoadedWord
from workbench.articles.operations import store_article
from workbench.database import db, now
from workbench.text.articles import ArticleText
from workbench.text.reading import read_pasted

NEWS = (
    "The crossing at dawn\n\n"
    "The heroes told a ferry tale about the crossing and left the harbour in the morning.\n\n"
    "The council met at noon to speak about the crossing and the harbour in some detail."
)


def url(cast: Cast, rest: str = "") -> str:
    return f"/lexicons/{cast.project}{rest}"


def store_news(app: Flask, cast: Cast) -> None:
    with app.app_context():
        (read,) = read_pasted(NEWS)
        assert isinstance(read, ArticleText)
        assert read.language == "en"
        lexicon = lexicon_in_force(cast.project)
        store_article(cast.project, read, at=now(), lexicon=lexicon)
        db.session.commit()


def found_terms(app: Flask) -> set[str]:
    """Give the terms that the current pre-scores found."""
    with app.app_context():
        return set(
            db.session.scalars(
                select(StoredLoadedWord.term)
                .join(Prescore, Prescore.id == StoredLoadedWord.prescore_id)
                .where(Prescore.is_current)
            )
        )


def apply(ada: FlaskClient, cast: Cast, note: str = "") -> str:
    """Apply the draft as it stands and give the page that follows."""
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', ada.get(url(cast, "/draft")).text)
    assert seen is not None
    done = ada.post(url(cast, "/draft/apply"), data={"seen": seen[1], "note": note})
    assert done.status_code == 303, done.text
    return ada.get(done.location).text
