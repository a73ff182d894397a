"""Studies to measure with: a scratch database, people in it, and paragraphs to label."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from flask import Flask
from flask_migrate import upgrade

from benchmarks.texts import json_lines
from workbench.accounts.models import Account
from workbench.app import create_app
from workbench.articles.file_imports import parts_of, read_files
from workbench.articles.importing import score_ahead, start_import, store_import
from workbench.codebook.codebook import read_codebook
from workbench.config import Settings, resource, usual_worker_processes
from workbench.database import db, now, transaction_mode
from workbench.projects.models import Role
from workbench.projects.operations import add_member, create_project
from workbench.text.given import NOTHING_GIVEN

PARAGRAPHS_PER_ARTICLE = 10
PARAGRAPH_LENGTH = 600


@dataclass(frozen=True)
class Study:
    """Hold the ids of a project and of its annotators."""

    project_id: int
    annotator_ids: tuple[int, ...]


def settings_in(folder: Path, *, port: int = 8000) -> Settings:
    """Give the settings of a scratch instance on SQLite, as it is set up by default."""
    return Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / 'workbench.db'}",
        # Of a scratch database that nobody else reaches and that goes after the run.
        secret_key="benchmark " * 4,
        port=port,
        workers=2,
        worker_processes=usual_worker_processes(),
    )


@contextmanager
def workbench_in(folder: Path) -> Iterator[Flask]:
    """Make a migrated workbench in a folder and stay in its context."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(settings_in(folder))
    with app.app_context():
        transaction_mode.set("IMMEDIATE")
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def add_study(*, annotators: int, overlap: int = 1, name: str = "Benchmark") -> Study:
    """Create a project with the default codebook and its annotators; commit."""
    at = now()
    codebook = resource("seeds") / "codebook.toml"
    people = [
        Account(email=f"{uuid4()}@example.org", display_name=f"{number}", created_at=at)
        for number in range(annotators)
    ]
    db.session.add_all(people)
    project = create_project(
        name=name,
        codebook=read_codebook(codebook),
        guidelines="Read the whole paragraph first.",
        annotators_per_paragraph=overlap,
        lead=None,
        at=at,
    )
    for person in people:
        add_member(project.id, person.id, Role.ANNOTATOR, at=at)
    study = Study(project.id, tuple(person.id for person in people))
    db.session.commit()
    return study


def write_articles(path: Path, paragraphs: int, *, seed: int = 1) -> Path:
    """Write an upload of so many paragraphs of 600 characters, or a few more: ten an article."""
    articles = max(1, -(-paragraphs // PARAGRAPHS_PER_ARTICLE))
    lines = json_lines(
        articles, paragraphs=PARAGRAPHS_PER_ARTICLE, length=PARAGRAPH_LENGTH, seed=seed
    )
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines)
    return path


def import_paragraphs(project_id: int, path: Path) -> int:
    """Import what `write_articles` wrote; commit; give the number of articles."""
    stored = 0
    for _, items in parts_of(read_files([path], NOTHING_GIVEN), project_id):
        article_import = start_import(project_id, items, account_id=None, at=now())
        db.session.commit()
        score = score_ahead(article_import)
        summary = store_import(article_import, at=now(), score=score)
        db.session.commit()
        stored += summary.stored if summary else 0
    return stored
