"""Where people are compared, each counts once for each paragraph, with their newest answer."""

from flask import Flask

from tests.conftest import Cast
from tests.reports.study import Study
from workbench.annotations.current_answers import current_answers, current_answers_of_members
from workbench.annotations.models import Annotation, Assignment
from workbench.database import db
from workbench.projects.models import Membership


def test_the_newest_answer_of_a_first_occasion_counts_alone(app: Flask, cast: Cast) -> None:
    with app.app_context():
        study = Study.of(cast)
        answered, skipped, given_up = study.article("One.", "Two.", "Three.")
        study.answer(answered, cast.ben)
        newest = study.answer(answered, cast.ben)
        for occasion in ("repeat", "named", "training"):
            study.answer(answered, cast.ben, occasion=occasion)
        study.skip(skipped, cast.ben)
        study.answer(given_up, cast.ben)
        study.skip(given_up, cast.ben)
        other = study.answer(answered, cast.cy)
        found = set(db.session.scalars(current_answers(Annotation.id)))
        assert found == {newest.id, other.id}
        named = current_answers_of_members(Membership.pseudonym, Assignment.paragraph_id)
        assert {tuple(row) for row in db.session.execute(named)} == {
            ("A-BEN", answered.id),
            ("A-CY", answered.id),
        }
