"""Going back sets later occasions aside and coming forward again puts them back."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from tests.annotations.recount import recount, stored_counts
from tests.annotations.stage import add_article, submit
from tests.conftest import Cast
from tests.migrations.counting import row_counts
from workbench.annotations.operations import draw_assignment
from workbench.database import db
from workbench.projects.models import StudyDesign

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
BEFORE = "0016"
OF_ANNOTATIONS = ("assignment", "annotation", "answer")


def rows_of(table: str, without: str = "id") -> list[tuple[object, ...]]:
    """Read a table without its ids, which may change on the way."""
    db.session.rollback()
    with db.engine.connect() as connection:
        found = connection.execute(text(f'SELECT * FROM "{table}"')).mappings().all()  # noqa: S608  (a name of this file)
        plain = [
            tuple((name, str(value)) for name, value in row.items() if not name.endswith(without))
            for row in found
        ]
    return sorted(plain)


def answer_everything(project_id: int, account_id: int) -> None:
    at = NOON
    while True:
        at += timedelta(minutes=1)
        drawn = draw_assignment(project_id, account_id, at=at, lease=timedelta(minutes=30))
        if drawn is None:
            break
        submit(drawn, at=at)
    db.session.commit()


def test_repeats_survive_a_way_back_and_forth(app: Flask, cast: Cast) -> None:
    with app.app_context():
        add_article(cast.project, tuple(f"Paragraph {n}." for n in range(12)), words={})
        design = StudyDesign(
            project_id=cast.project,
            number=1,
            seed=7,
            blind_percent=0,
            shows={},
            shows_words="first",
            context="paragraph",
            outlet="hidden",
            hidden_percent=50,
            repeat_percent=25,
            repeat_after=2,
            named_percent=100,
            created_at=NOON,
        )
        db.session.add(design)
        db.session.commit()
        answer_everything(cast.project, cast.ben)
        full = {table: rows_of(table) for table in OF_ANNOTATIONS}
        assert len(full["assignment"]) == 24
        downgrade(revision=BEFORE)
        counts = row_counts()
        assert (counts["assignment"], counts["annotation"]) == (12, 12)
        assert counts["assignment_aside"] == 12
        # The older program goes on, and may use the same numbers.
        with db.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO assignment (project_id, paragraph_id, account_id, state,"
                    " leased_at, lease_expires_at) SELECT project_id, paragraph_id, :cy, 'leased',"
                    " leased_at, lease_expires_at FROM assignment ORDER BY id LIMIT 3"
                ),
                {"cy": cast.cy},
            )
            connection.execute(text("DELETE FROM assignment WHERE account_id = :cy"), vars(cast))
        upgrade()
        assert {table: rows_of(table) for table in OF_ANNOTATIONS} == full
        assert stored_counts(cast.project) == recount(cast.project)
        assert not any(table.endswith("_aside") for table in row_counts())
        assert draw_assignment(cast.project, cast.cy, at=NOON, lease=timedelta(minutes=30))
        db.session.commit()
