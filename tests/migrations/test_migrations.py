"""The migrations make exactly the tables that the models describe, and can be taken back."""

import json

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from tests.migrations.counting import row_counts
from workbench.database import MIGRATIONS, Base, db, now
from workbench.demonstration import add_demonstration
from workbench.projects.models import StudyDesign

FIRST = "0001"


def test_models_and_migrations_agree(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_go_back_and_forth(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_a_study_keeps_its_rows_through_every_migration(app: Flask) -> None:
    """SQLite copies a table to change it, and dropping the old one must take nothing along."""
    steps = [each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    with app.app_context():
        add_demonstration(at=now())
        db.session.commit()
        full = row_counts()
        assert full["span"] > 50
        for step in steps[1:]:
            downgrade(revision=step)
            counts = row_counts()
            assert counts == {table: full[table] for table in counts}, f"down to {step}"
        assert steps[-1] == FIRST
        for step in reversed(steps[:-1]):
            upgrade(revision=step)
            counts = row_counts()
            kept = set(counts) & {"project", "article", "paragraph", "annotation", "answer", "span"}
            assert {table: counts[table] for table in kept} == {t: full[t] for t in kept}


def test_going_back_never_fills_in_what_was_to_be_seen_after_a_first_answer(app: Flask) -> None:
    with app.app_context():
        project = add_demonstration(at=now())
        shows = {"sentiment": "after", "bias": "never"}
        design = StudyDesign(
            project_id=project.id,
            number=7,
            seed=1,
            blind_percent=0,
            shows=shows,
            shows_words="after",
            context="neighbours",
            outlet="unnamed",
            hidden_percent=50,
            created_at=now(),
        )
        db.session.add(design)
        db.session.commit()
        downgrade(revision="0017")
        db.session.rollback()
        found = db.session.execute(
            text("SELECT shows_words, CAST(shows AS TEXT) FROM study_design WHERE number = 7")
        ).one()
        assert found[0] == "never"
        assert json.loads(found[1]) == {"sentiment": "never", "bias": "never"}
        db.session.rollback()
        upgrade()
