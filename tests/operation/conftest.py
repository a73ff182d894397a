"""Empty databases on both engines, to move and restore into."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from tests.conftest import Cast
from tests.reports.study import Study, span
from workbench.articles.models import ArticleImport, ImportRow, StoredLoadedWord
from workbench.database import db, now
from workbench.projects.models import Invitation, Role

MakeDatabase = Callable[[str], str]


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeDatabase]:
    """Give a function that makes an empty database on an engine, without tables."""
    made: list[str] = []

    def make(engine: str) -> str:
        name = f"other_{uuid4().hex[:12]}"
        if engine == "sqlite":
            return f"sqlite:///{tmp_path / name}.db"
        address = make_url(request.getfixturevalue("postgres_server"))
        address = address.set(drivername="postgresql+psycopg")
        _administer(address.render_as_string(hide_password=False), f"CREATE DATABASE {name}")
        made.append(name)
        return address.set(database=name).render_as_string(hide_password=False)

    yield make
    if made:
        server = make_url(request.getfixturevalue("postgres_server"))
        url = server.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        for name in made:
            _administer(url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def full(app: Flask, cast: Cast) -> Flask:
    """Fill the database: the cast, a small study, an invitation and an import under way."""
    with app.app_context():
        study = Study.of(cast)
        for number in range(20):
            (paragraph,) = study.article(f"Paragraph {number} is “quoted” – 🚒.")
            prescore = study.prescore(paragraph, _loaded_word())
            study.answer(paragraph, cast.ben, span(0, 9, "Paragraph"), prescore=prescore)
            study.answer(paragraph, cast.cy, comment="Not sure.", is_flagged=True)
            study.answer(paragraph, cast.cy, sentiment="negative")
        db.session.add(
            Invitation(
                project_id=cast.project,
                role=Role.ANNOTATOR,
                note="for Eve — “quoted”, 🚒",
                token_hash="0" * 64,
                created_by_id=cast.ada,
                created_at=now(),
                expires_at=now() + timedelta(days=7),
            )
        )
        preview = ArticleImport(project_id=cast.project, account_id=cast.ada, created_at=now())
        preview.rows.append(
            ImportRow(position=0, source_name="a.csv", article={"b": [1, 0.1, None], "a": "é"})
        )
        db.session.add(preview)
        db.session.commit()
        close_everything()
    return app


def close_everything() -> None:
    """Let go of the database, as a workbench that was stopped does."""
    db.session.remove()
    db.engine.dispose()


def _loaded_word() -> StoredLoadedWord:
    return StoredLoadedWord(
        start=0,
        end=9,
        text="Paragraph",
        term="paragraph",
        category="glorifying",
        polarity=1,
        strength=2,
        reason="A reason.",
        in_quotation=False,
    )


def _administer(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
