"""What gold paragraphs leave elsewhere: imports of labels, older versions, larger studies."""

from pathlib import Path

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from tests.annotations.recount import assert_counts_hold, recount, stored_counts
from tests.annotations.stage import add_article
from tests.annotations.worker import Worker, add_returning_design
from tests.conftest import Cast, SignIn
from tests.gold.stage import NOON, make_gold
from tests.label_imports.files import LABELS, store
from tests.migrations.counting import row_counts
from tests.statements import statements_of
from workbench.articles.models import Paragraph
from workbench.database import db
from workbench.projects.models import Project
from workbench.projects.operations import rename_project

BEFORE = "0023"


def test_imported_labels_leave_a_gold_paragraph_set_aside_and_so_does_their_removal(
    app: Flask, cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    text = "Prices rose by two per cent."
    file = tmp_path / "study.csv"
    file.write_text(LABELS, encoding="utf-8")
    with app.app_context():
        # Two labels come in where three are wanted.
        project = db.session.get_one(Project, cast.project)
        rename_project(project, name=project.name, annotators_per_paragraph=3)
        (paragraph,) = add_article(cast.project, (text,), words={})
        make_gold(cast.project, paragraph, cast.ada, use="hidden")
        db.session.commit()
    ada = sign_in(cast.ada)
    store(ada, cast.project, file)
    with app.app_context():
        stored = db.session.get_one(Paragraph, paragraph)
        assert (stored.answers, stored.is_full) == (2, True)
        assert_counts_hold(cast.project, [], at=NOON)
    removed = ada.post(f"/label-imports/{cast.project}/1/remove", data={"sure": "y"})
    assert removed.status_code == 303
    with app.app_context():
        stored = db.session.get_one(Paragraph, paragraph)
        assert (stored.answers, stored.is_full) == (0, True)
        assert_counts_hold(cast.project, [], at=NOON)


def test_going_back_opens_what_was_set_aside_and_drops_training_alone(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        ids = add_article(cast.project, tuple(f"Part {n}." for n in range(6)), words={})
        make_gold(cast.project, ids[0], cast.ada)
        make_gold(cast.project, ids[1], cast.ada, use="hidden")
        add_returning_design(cast.project, gold_percent=50)
        db.session.commit()
        Worker(cast, cast.ben).answer_all()
        full = row_counts()
        assert (full["assignment"], full["training_result"], full["gold_revision"]) == (6, 1, 2)
        downgrade(revision=BEFORE)
        counts = row_counts()
        assert (counts["assignment"], counts["annotation"], counts["answer"]) == (5, 5, 15)
        assert "gold_item" not in counts
        upgrade()
        db.session.expire_all()
        assert set(db.session.scalars(select(Paragraph.is_set_aside))) == {False}
        assert stored_counts(cast.project) == recount(cast.project)
        # The training item is an ordinary paragraph again, and open to everybody.
        assert [each.paragraph_id for each in Worker(cast, cast.ben).answer_all()] == [ids[0]]


def test_pages_of_gold_run_as_many_statements_for_more_of_it(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        ids = add_article(cast.project, tuple(f"Part {n}." for n in range(40)), words={})
        add_returning_design(cast.project, gold_percent=50)
        db.session.commit()
    ada, counts = sign_in(cast.ada), []
    for some in (ids[:4], ids[4:30]):
        with app.app_context():
            for number, each in enumerate(some):
                make_gold(cast.project, each, cast.ada, use=("training", "hidden")[number % 2])
            db.session.commit()
            Worker(cast, cast.ben).answer_all()
        found = []
        for page in ("", "/accuracy", f"/paragraph/{ids[0]}"):
            ada.get(f"/gold/{cast.project}{page}")
            with statements_of(app) as sent:
                assert ada.get(f"/gold/{cast.project}{page}").status_code == 200
            found.append(len(sent))
        counts.append(found)
    assert counts[0] == counts[1]
