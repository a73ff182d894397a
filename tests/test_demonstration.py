"""The demonstration fills the reports, says what it is, and comes once."""

from flask import Flask
from sqlalchemy import func, select

from workbench.accounts.models import Account
from workbench.annotations.models import Annotation, Assignment, StoredSpan
from workbench.database import db, now
from workbench.demonstration import add_demonstration, is_untouched
from workbench.reports.computing import agreement_report
from workbench.reports.selection import Selection


def test_it_is_added_with_annotations_of_three_invented_people(app: Flask) -> None:
    with app.app_context():
        assert is_untouched()
        project = add_demonstration(at=now())
        db.session.commit()
        assert project.is_demonstration
        assert not is_untouched()
        people = db.session.scalars(select(Account)).all()
        assert len(people) == 3
        assert all(person.is_demonstration and person.password_hash is None for person in people)
        assert db.session.scalar(select(func.count(Annotation.id))) == 158


def test_its_annotators_disagree_about_some_suggested_words(app: Flask) -> None:
    with app.app_context():
        add_demonstration(at=now())
        rows = db.session.execute(
            select(StoredSpan.decision, func.count()).group_by(StoredSpan.decision)
        )
        counts = dict(rows.all())
        assert counts["kept"] > counts["rejected"] > 0
        assert counts["added"] > 0


def test_its_reports_hold_intervals_and_both_arms(app: Flask) -> None:
    with app.app_context():
        project = add_demonstration(at=now())
        db.session.commit()
        report = agreement_report(project.id, Selection(), at=now())
        assert all(found.headline[0].interval.low is not None for found in report.questions)
        arms = db.session.execute(
            select(Assignment.arm, Assignment.outlet_arm, func.count()).group_by(
                Assignment.arm, Assignment.outlet_arm
            )
        ).all()
        assert {(arm, outlet) for arm, outlet, _ in arms} == {
            *(("assisted", "hidden"), ("assisted", "shown")),
            *(("blind", "hidden"), ("blind", "shown")),
        }
        assert min(n for _, _, n in arms) > 25
        assert not db.session.scalars(
            select(StoredSpan.id)
            .join(Annotation)
            .join(Assignment)
            .where(Assignment.arm == "blind", StoredSpan.decision != "added")
        ).all()
