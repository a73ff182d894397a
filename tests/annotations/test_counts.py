"""What the queue keeps is what a recount gives, whatever people do and in whatever order."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import delete, select

from tests.annotations.recount import assert_counts_hold, recount, stored_counts
from tests.annotations.stage import add_article, submit
from tests.conftest import Cast
from workbench.annotations.models import Annotation, Assignment
from workbench.annotations.operations import draw_assignment
from workbench.annotations.submission import Outcome
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Article
from workbench.articles.operations import ArticleInUseError, remove_article, store_article
from workbench.database import db, now
from workbench.demonstration import add_demonstration
from workbench.operation.moving import move_installation
from workbench.projects.models import Project
from workbench.projects.operations import rename_project
from workbench.text.articles import ArticleText
from workbench.text.reading import read_file

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEASE = timedelta(minutes=30)
STEPS = 40


class Study:
    """Let chance decide what the people of a study do next."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.project_id = cast.project
        self.people = [cast.ada, cast.ben, cast.cy]
        self.chance = Random(seed)  # noqa: S311  (a test's own, from a seed)
        self.at = NOON

    def step(self) -> str:
        """Do one thing, as its own transaction, and name it."""
        self.at += timedelta(minutes=self.chance.choice([0, 1, 20]))
        acts = [self.read, self.answer, self.answer, self.answer, self.revise, self.revise]
        act = self.chance.choice([*acts, self.overlap, self.add, self.remove, self.give_up])
        act()
        db.session.commit()
        return act.__name__

    def read(self) -> Assignment | None:
        """Draw a paragraph, sometimes one beyond that which is being read."""
        person = self.chance.choice(self.people)
        drawn = draw_assignment(self.project_id, person, at=self.at, lease=LEASE)
        if drawn is not None and self.chance.random() < 0.3:
            draw_assignment(self.project_id, person, at=self.at, lease=LEASE, beyond=drawn.id)
        return None if drawn is None else db.session.get(Assignment, drawn.id)

    def answer(self) -> None:
        """Answer or skip the paragraph that somebody is given."""
        assignment = self.read()
        if assignment is not None:
            submit(assignment, at=self.at, outcome=self.outcome(), is_flagged=self.flag())

    def revise(self) -> None:
        """Answer otherwise what was answered, or answer late what nobody waits for any more."""
        assignments = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
        if assignments:
            assignment = self.chance.choice(assignments)
            revision = db.session.scalar(
                select(Annotation.revision).where(
                    Annotation.assignment_id == assignment.id, Annotation.is_current
                )
            )
            submit(
                assignment,
                at=self.at,
                outcome=self.outcome(),
                is_flagged=self.flag(),
                base_revision=revision or 0,
            )

    def overlap(self) -> None:
        """Ask for more or fewer people."""
        project = db.session.get_one(Project, self.project_id)
        wanted = self.chance.randint(1, 3)
        rename_project(project, name=project.name, annotators_per_paragraph=wanted)

    def add(self) -> None:
        """Import an article."""
        read = list(read_file("new.txt", f"A line.\n\nA bridge of {uuid4()} opened.\n".encode()))
        assert isinstance(read[0], ArticleText)
        store_article(self.project_id, read[0], at=self.at, lexicon=lexicon_in_force())

    def remove(self) -> None:
        """Remove an article, where that is allowed."""
        articles = db.session.scalars(select(Article).order_by(Article.id)).all()
        try:
            remove_article(self.chance.choice(articles), at=self.at)
        except (ArticleInUseError, IndexError):
            db.session.rollback()

    def give_up(self) -> None:
        """Undo what a broken request had begun."""
        self.answer()
        db.session.rollback()

    def outcome(self) -> Outcome:
        """Choose an outcome."""
        return self.chance.choice(["answered", "answered", "skipped"])

    def flag(self) -> bool:
        """Choose whether to flag."""
        return self.chance.random() < 0.3


@pytest.mark.parametrize("seed", range(3))
def test_after_any_sequence_of_acts_the_kept_counts_are_those_of_a_recount(
    app: Flask, cast: Cast, seed: int
) -> None:
    with app.app_context():
        add_article(cast.project)
        add_article(cast.project, ("One.", "Two."), words={})
        db.session.commit()
        study = Study(cast, seed)
        done = []
        for _ in range(STEPS):
            done.append(study.step())
            assert_counts_hold(cast.project, study.people, at=study.at)
        assert {"answer", "revise"} <= set(done)


def test_the_demonstration_is_counted(app: Flask) -> None:
    with app.app_context():
        project = add_demonstration(at=now())
        db.session.commit()
        kept = stored_counts(project.id)
        assert kept == recount(project.id)
        assert kept.project[0] > 0


def test_the_migration_counts_what_was_there_before_it(app: Flask, cast: Cast) -> None:
    with app.app_context():
        add_article(cast.project)
        db.session.commit()
        study = Study(cast, 7)
        for _ in range(STEPS):
            study.step()
        before = stored_counts(cast.project)
        db.session.remove()
        downgrade(revision="0002")
        upgrade()
        assert stored_counts(cast.project) == before == recount(cast.project)


def test_a_moved_database_keeps_its_counts(
    app: Flask, cast: Cast, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with app.app_context():
        add_article(cast.project)
        db.session.commit()
        study = Study(cast, 3)
        for _ in range(STEPS):
            study.step()
        before = stored_counts(cast.project)
        db.session.remove()
        db.engine.dispose()
        copy = tmp_path_factory.mktemp("copy") / "workbench.db"
        move_installation(database_url, f"sqlite:///{copy}")
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute(
                "SELECT paragraphs, full_paragraphs FROM queue_count WHERE project_id = ?",
                [cast.project],
            ).fetchall() == [before.project]
            moved = connection.execute("SELECT id, answers, is_full FROM paragraph").fetchall()
        assert {row[0]: (row[1], bool(row[2])) for row in moved} == before.paragraphs


def test_nothing_is_left_of_the_counts_of_a_project_that_is_removed(app: Flask, cast: Cast) -> None:
    with app.app_context():
        add_article(cast.project)
        db.session.execute(delete(Project).where(Project.id == cast.project))
        db.session.commit()
        assert stored_counts(cast.project).project == (0, 0)
